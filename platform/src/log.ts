import { type Logger, pino } from 'pino';

export type Log = Logger;

/** Structured logs to standard error, so that a command's own output stays clean. Level by `LOG_LEVEL`. */
export const createLog = (name: string, level = process.env.LOG_LEVEL ?? 'info'): Log =>
  pino({ name, level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
