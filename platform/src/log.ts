import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

/**
 * PostgreSQL tells with an error what stood in the row: names, addresses, what people wrote. Its driver adds the
 * connection with the query that was under way.
 */
const rowsOfErrors = { paths: ['err.detail', 'err.where', 'err.client'], remove: true };

/** Structured logs to standard error, so that a command's own output stays clean. Level by `LOG_LEVEL`. */
export const createLog = (
  name: string,
  level = process.env.LOG_LEVEL ?? 'info',
  destination: DestinationStream = pino.destination(2),
): Log =>
  pino(
    { name, level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: rowsOfErrors },
    destination,
  );
