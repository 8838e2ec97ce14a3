import { randomBytes } from 'node:crypto';
import { type SpanPlace, traceIdOf } from './trace-ids.ts';

/** One step on a command's way, told when it is over. */
export type Span = {
  readonly name: string;
  readonly kind: 'server' | 'internal' | 'producer' | 'consumer' | 'client';
  readonly place: SpanPlace;
  /** Of the same trace; without one the span is the first of its trace. */
  readonly parent?: SpanPlace | undefined;
  /** A span of another trace that this one belongs to. */
  readonly link?: SpanPlace | undefined;
  /** By `performance.now()`. */
  readonly began: number;
  readonly ended: number;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  /** Why it failed, as a code. */
  readonly failure?: string | undefined;
};

/** Where spans go (telemetry.ts). `sampled` answers the same for a trace in every process. */
export type SpanSink = { sampled(traceId: string): boolean; record(span: Span): void };

let sink: SpanSink | undefined;

/** From now on spans are recorded there, or nowhere. */
export function recordSpansIn(next: SpanSink | undefined): void {
  sink = next;
}

/** False unless traces are exported: whoever makes spans asks first, so that without them nothing is made at all. */
export const tracing = (): boolean => sink !== undefined;

/** The trace of a correlation id if it is one that is recorded. */
export function recordedTrace(correlationId: string): string | undefined {
  if (!sink) return undefined;
  const traceId = traceIdOf(correlationId);
  return sink.sampled(traceId) ? traceId : undefined;
}

export const record = (span: Span): void => sink?.record(span);

export const newSpanId = (): string => randomBytes(8).toString('hex');
