import type { FastifyRequest } from 'fastify';
import { type RequestTrace, requestTrace } from './tracing/request-spans.ts';
import { correlationIdOf, readTraceparent } from './tracing/trace-ids.ts';

/** The command that a request turned out to be. */
export type RequestCommand = {
  readonly command: string;
  readonly commandId: string;
  readonly correlationId: string;
  readonly trace: RequestTrace | undefined;
};

export const CORRELATION_ID = 'x-correlation-id';

const commands = new WeakMap<FastifyRequest, RequestCommand>();

/** Remembers what a request commands, for its log, its trace and its answer. */
export function noteCommand(request: FastifyRequest, command: string, commandId: string): RequestCommand {
  const correlationId = correlationOf(request) ?? commandId;
  const trace = requestTrace(correlationId, header(request, 'traceparent'));
  const noted = { command, commandId, correlationId, trace };
  commands.set(request, noted);
  return noted;
}

export const commandOf = (request: FastifyRequest): RequestCommand | undefined => commands.get(request);

/** What the caller says that the request belongs to: a correlation id, or else the trace that they are on. */
export function correlationOf(request: FastifyRequest): string | undefined {
  const given = header(request, CORRELATION_ID)?.slice(0, 128);
  if (given) return given;
  const caller = readTraceparent(header(request, 'traceparent'));
  return caller && correlationIdOf(caller.traceId);
}

export function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
