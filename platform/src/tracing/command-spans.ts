import type { EventMetadata } from '@ticketing/contracts/events/metadata.ts';
import { streamCategory } from '@ticketing/contracts/streams.ts';
import type { CommandContext } from '../aggregates.ts';
import { newSpanId, record, recordedTrace, tracing } from './spans.ts';
import { appendSpan, type SpanPlace, traceparentOf } from './trace-ids.ts';

/** Where a command under way is on its trace. */
export type CommandTrace = {
  /** What it was asked by: a request, or the append of the event that brought it about. */
  readonly parent: SpanPlace;
  /** When deciding began, by `performance.now()`; after an append, the next decision of the same command. */
  deciding: number;
};

/** The command's place below a span; nothing when its trace is not recorded. */
export function commandTrace(correlationId: string, spanId: string): CommandTrace | undefined {
  const traceId = recordedTrace(correlationId);
  return traceId === undefined ? undefined : { parent: { traceId, spanId }, deciding: performance.now() };
}

/** For the commands that an event brings about: they go on with the trace of the command that wrote it. */
export function traceOfCause(stream: string, cause: EventMetadata): CommandTrace | undefined {
  if (!tracing()) return undefined;
  return commandTrace(cause.$correlationId, appendSpan(cause.$correlationId, cause.commandId, stream).spanId);
}

/** @param tried how often it was decided until the append came through */
export function traceAppend(
  context: CommandContext,
  stream: string,
  { began, events, tried, position }: { began: number; events: number; tried: number; position: bigint },
): void {
  const { correlationId, commandId, command, trace } = context;
  if (recordedTrace(correlationId) === undefined) return;
  const ended = performance.now();
  const place = appendSpan(correlationId, commandId, stream);
  const attributes = {
    'ticketing.command': command,
    'ticketing.command_id': commandId,
    'ticketing.correlation_id': correlationId,
    'ticketing.stream': stream,
  };
  if (trace) {
    record({
      name: `decide ${command}`,
      kind: 'internal',
      place: { traceId: place.traceId, spanId: newSpanId() },
      parent: trace.parent,
      began: trace.deciding,
      ended: began,
      attributes: { ...attributes, 'ticketing.attempts': tried },
    });
    trace.deciding = ended;
  }
  record({
    name: `append ${streamCategory(stream)}`,
    kind: 'client',
    place,
    parent: trace?.parent,
    began,
    ended,
    attributes: { ...attributes, 'ticketing.events': events, 'ticketing.position': String(position) },
  });
}

/**
 * What tells a reader of an event elsewhere of its trace: the W3C `traceparent` of the append that wrote it; nothing
 * when the trace is not recorded.
 */
export function eventTraceparent({
  stream,
  metadata: { $correlationId, commandId },
}: {
  readonly stream: string;
  readonly metadata: EventMetadata;
}): string | undefined {
  if (recordedTrace($correlationId) === undefined) return undefined;
  return traceparentOf(appendSpan($correlationId, commandId, stream));
}
