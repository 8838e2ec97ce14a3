import { hash } from 'node:crypto';

/**
 * A command's trace is found by its correlation id, and the ids of its spans by what they are of, so that every process
 * can join a trace and name the span before without anything more in an event or a message.
 */

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const NO_TRACE = '0'.repeat(32);

/** 32 hex digits: those of the correlation id where it is a UUID, else of its hash. */
export function traceIdOf(correlationId: string): string {
  if (UUID.test(correlationId)) {
    const traceId = correlationId.replaceAll('-', '').toLowerCase();
    if (traceId !== NO_TRACE) return traceId;
  }
  return hash('sha256', correlationId, 'hex').slice(0, 32);
}

/** 16 hex digits that the same parts always give. */
export const spanIdOf = (...parts: readonly string[]): string =>
  hash('sha256', parts.join('\0'), 'hex').slice(0, 16);

/** A span, named from outside. */
export type SpanPlace = { readonly traceId: string; readonly spanId: string };

/** The span of the append of one command to one stream. */
export const appendSpan = (correlationId: string, commandId: string, stream: string): SpanPlace => ({
  traceId: traceIdOf(correlationId),
  spanId: spanIdOf('append', commandId, stream),
});

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/;

/** What a caller's `traceparent` header (W3C Trace Context) names; nothing when it is not one. */
export function readTraceparent(header: string | undefined): SpanPlace | undefined {
  const [, traceId = '', spanId = ''] = TRACEPARENT.exec(header ?? '') ?? [];
  if (traceId === '' || traceId === NO_TRACE || spanId === '0'.repeat(16) || header?.startsWith('ff')) {
    return undefined;
  }
  return { traceId, spanId };
}

/** A trace id as a correlation id, which stands for the same trace again. */
export const correlationIdOf = (traceId: string): string =>
  traceId.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** Of a span that is recorded. */
export const traceparentOf = ({ traceId, spanId }: SpanPlace): string => `00-${traceId}-${spanId}-01`;
