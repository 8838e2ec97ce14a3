import { newSpanId, record, recordedTrace, tracing } from './spans.ts';
import { readTraceparent, type SpanPlace } from './trace-ids.ts';

/** Where a request stands on a trace: its own place, and where its caller said to be. */
export type RequestTrace = { readonly place: SpanPlace; readonly caller: SpanPlace | undefined };

/** A caller's `traceparent` names another trace when they gave a correlation id of their own; it is linked then. */
export function requestTrace(
  correlationId: string,
  traceparent: string | undefined,
): RequestTrace | undefined {
  const traceId = recordedTrace(correlationId);
  if (traceId === undefined) return undefined;
  return { place: { traceId, spanId: newSpanId() }, caller: readTraceparent(traceparent) };
}

export type AnsweredRequest = {
  readonly api: string;
  readonly method: string;
  /** The route's pattern. */
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
  /** The error's code, of a request that failed. */
  readonly code: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
};

/** Called when a request is answered. */
export function traceRequest({ place, caller }: RequestTrace, answered: AnsweredRequest): void {
  if (!tracing()) return;
  const { api, method, route, status, milliseconds, code, attributes } = answered;
  const ended = performance.now();
  const sameTrace = caller?.traceId === place.traceId;
  record({
    name: `${method} ${route}`,
    kind: 'server',
    place,
    parent: sameTrace ? caller : undefined,
    link: sameTrace ? undefined : caller,
    began: ended - milliseconds,
    ended,
    attributes: {
      'http.request.method': method,
      'http.route': route,
      'http.response.status_code': status,
      'ticketing.api': api,
      ...(code === undefined ? {} : { 'ticketing.error_code': code }),
      ...attributes,
    },
    failure: status >= 500 ? (code ?? String(status)) : undefined,
  });
}
