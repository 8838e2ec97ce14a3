import type { ErrorCode } from '@ticketing/contracts/errors.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { commandOf, correlationOf, header } from './request-command.ts';
import { idsOf } from './tracing/command-ids.ts';
import { requestTrace, traceRequest } from './tracing/request-spans.ts';
import { tracing } from './tracing/spans.ts';

/** Seconds. A read is a few statements on indexes, a command a few short reads and an append; 2 s is what `x-after-position` waits at most. */
const buckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

const codes = new WeakMap<FastifyRequest, ErrorCode>();

/** Remembers why a request was refused or failed. */
export const noteFailure = (request: FastifyRequest, code: ErrorCode): void => void codes.set(request, code);

/** Counts, logs and traces every request once it is answered. @param api the name under which its metrics are told */
export function watchAnswers(
  app: FastifyInstance,
  api: string,
  log: Log,
  metrics: Metrics | undefined,
): void {
  const seconds = metrics?.histogram(
    'ticketing_http_request_seconds',
    'Time to answer a request, by route and status',
    buckets,
    ['api', 'method', 'route', 'status'],
  );
  const commands = metrics?.counter(
    'ticketing_commands_total',
    'Commands that came over HTTP, by name and outcome: done, or the code of the error',
    ['command', 'outcome'],
  );
  app.addHook('onResponse', (request, reply, done) => {
    // The route's pattern and not its address, which would make a time series of every ticket.
    const route = request.routeOptions.url ?? 'none';
    const { method } = request;
    const status = reply.statusCode;
    seconds?.observe({ api, method, route, status }, reply.elapsedTime / 1_000);
    const command = commandOf(request);
    const code = codes.get(request);
    if (command) commands?.inc({ command: command.command, outcome: code ?? 'done' });
    logAnswer(log, request, { route, status, milliseconds: reply.elapsedTime, code });
    if (tracing() && !ofOperators.has(route)) trace(api, request, reply, route, code);
    done();
  });
}

/** What operators and their tools ask every few seconds. */
const ofOperators: ReadonlySet<string> = new Set(['/metrics', '/health/live', '/health/ready', '/ws']);

type Answer = {
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
  readonly code: ErrorCode | undefined;
};

/** A refused command at `info`, everything else at `debug`: what failed for a reason of ours was logged with its error. */
function logAnswer(log: Log, request: FastifyRequest, { route, status, milliseconds, code }: Answer): void {
  const command = commandOf(request);
  const refused = command !== undefined && code !== undefined;
  const level = refused ? 'info' : 'debug';
  if (!log.isLevelEnabled(level)) return;
  const correlationId = command ? undefined : correlationOf(request);
  const details = {
    reqId: request.id,
    method: request.method,
    route,
    status,
    ms: Math.round(milliseconds * 10) / 10,
    ...(code ? { code } : {}),
    ...(command ? { command: command.command, ...idsOf(command) } : {}),
    ...(correlationId ? { correlationId } : {}),
  };
  log[level](details, refused ? 'a command was refused' : 'a request was answered');
}

function trace(
  api: string,
  request: FastifyRequest,
  reply: FastifyReply,
  route: string,
  code: ErrorCode | undefined,
): void {
  const command = commandOf(request);
  const place = command
    ? command.trace
    : requestTrace(correlationOf(request) ?? request.id, header(request, 'traceparent'));
  if (!place) return;
  traceRequest(place, {
    api,
    method: request.method,
    route,
    status: reply.statusCode,
    milliseconds: reply.elapsedTime,
    code,
    attributes: command
      ? {
          'ticketing.command': command.command,
          'ticketing.command_id': command.commandId,
          'ticketing.correlation_id': command.correlationId,
        }
      : {},
  });
}
