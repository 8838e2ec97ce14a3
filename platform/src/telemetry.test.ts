import { startTraceCollector } from '@ticketing/embedded/testing/trace-collector.ts';
import { afterEach, expect, test } from 'vitest';
import { newId } from './ids.ts';
import { createLog } from './log.ts';
import { startTelemetry, type Telemetry } from './telemetry.ts';
import { newSpanId, record, recordedTrace, tracing } from './tracing/spans.ts';
import { traceIdOf } from './tracing/trace-ids.ts';

const log = createLog('test', 'silent');
let telemetry: Telemetry | undefined;
let collector: Awaited<ReturnType<typeof startTraceCollector>> | undefined;

afterEach(async () => {
  await telemetry?.stop();
  await collector?.stop();
  telemetry = undefined;
  collector = undefined;
});

async function start(environment: Record<string, string>): Promise<NonNullable<typeof collector>> {
  collector = await startTraceCollector();
  telemetry = await startTelemetry('test', log, {
    OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`,
    ...environment,
  });
  return collector;
}

function recordOne(traceId: string, name = 'step'): void {
  const now = performance.now();
  const place = { traceId, spanId: newSpanId() };
  record({ name, kind: 'internal', place, began: now - 5, ended: now, attributes: { step: 1 } });
}

test('without a collector nothing is recorded', async () => {
  telemetry = await startTelemetry('test', log, {});
  expect(tracing()).toBe(false);
  expect(recordedTrace(newId())).toBeUndefined();
});

test('a span is exported under the ids that it was given, at the time of the clock on the wall', async () => {
  const { spans } = await start({ OTEL_SERVICE_NAME: 'mine' });
  const traceId = traceIdOf(newId());
  const before = Date.now();
  recordOne(traceId);
  await telemetry?.stop();
  expect(spans()).toMatchObject([{ service: 'mine', name: 'step', traceId, attributes: { step: 1 } }]);
  const [{ startMs = 0, endMs = 0 } = {}] = spans();
  expect(endMs - startMs).toBeCloseTo(5, 0);
  expect(Math.abs(endMs - before)).toBeLessThan(60_000);
  expect(tracing()).toBe(false);
});

test('every process records the same traces of a ratio', async () => {
  const { spans } = await start({ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.5' });
  const ids = Array.from({ length: 400 }, () => newId());
  const recorded = ids.filter((id) => recordedTrace(id) !== undefined);
  expect(recorded.length).toBeGreaterThan(100);
  expect(recorded.length).toBeLessThan(300);
  for (const id of ids) recordOne(traceIdOf(id));
  await telemetry?.stop();
  expect(spans().map(({ traceId }) => traceId)).toEqual(recorded.map(traceIdOf));
  await start({ OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.5' });
  expect(ids.filter((id) => recordedTrace(id) !== undefined)).toEqual(recorded);
});

test('a collector by gRPC, and a sampler that there is not, are refused with a sentence', async () => {
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4317' };
  await expect(
    startTelemetry('test', log, { ...endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }),
  ).rejects.toThrow(/over HTTP/);
  await expect(startTelemetry('test', log, { ...endpoint, OTEL_TRACES_SAMPLER: 'xray' })).rejects.toThrow(
    /OTEL_TRACES_SAMPLER=xray/,
  );
});
