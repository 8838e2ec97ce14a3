import { hostname } from 'node:os';
import type { Sampler } from '@opentelemetry/sdk-trace';
import type { Log } from './log.ts';
import { readSettings, type Settings, SettingsError } from './settings.ts';
import { recordSpansIn, type Span, type SpanSink } from './tracing/spans.ts';

export type Telemetry = {
  /** Sends what is left, for two seconds at most. */
  stop(): Promise<void>;
};

const settingNames = [
  'OTEL_SDK_DISABLED',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  'OTEL_EXPORTER_OTLP_PROTOCOL',
  'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL',
  'OTEL_TRACES_SAMPLER',
  'OTEL_TRACES_SAMPLER_ARG',
  'OTEL_SERVICE_NAME',
] as const;

type TelemetrySettings = Settings<(typeof settingNames)[number]>;

/** The collector may be away: nobody waits for it longer when the process ends. In milliseconds. */
const LAST_EXPORT_MS = 2_000;

/**
 * Exports traces by OTLP over HTTP (JSON) when the environment names a collector, and does nothing at all otherwise:
 * OpenTelemetry is not even loaded then. What else it reads of the environment (headers, time limits, the size of its
 * queue, attributes of the resource) is OpenTelemetry's own.
 *
 * @param service what the process is called in traces, unless OTEL_SERVICE_NAME says otherwise
 * @throws SettingsError
 */
export async function startTelemetry(
  service: string,
  log: Pick<Log, 'warn' | 'info'>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Telemetry> {
  const settings = readSettings(settingNames, environment);
  const url = tracesUrl(settings);
  if (url === undefined) return { stop: async () => undefined };
  const [api, sdk, { OTLPTraceExporter }, resources] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const complain = (message: string, ...details: unknown[]) => log.warn({ details }, `traces: ${message}`);
  const silent = () => undefined;
  const diagnostics = { error: complain, warn: complain, info: silent, debug: silent, verbose: silent };
  api.diag.setLogger(diagnostics, { logLevel: api.DiagLogLevel.WARN, suppressOverrideMessage: true });
  const sampler = samplerOf(sdk, settings);
  const ids = givenIds();
  const provider = new sdk.TracerProvider({
    resource: resources
      .resourceFromAttributes({
        'service.name': settings.OTEL_SERVICE_NAME ?? service,
        'service.namespace': 'ticketing',
        'service.instance.id': `${hostname()}:${process.pid}`,
      })
      .merge(resources.detectResources({ detectors: [resources.envDetector] })),
    sampler,
    idGenerator: ids,
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url }) })],
  });
  const tracer = provider.getTracer('ticketing');
  const kinds = {
    server: api.SpanKind.SERVER,
    internal: api.SpanKind.INTERNAL,
    producer: api.SpanKind.PRODUCER,
    consumer: api.SpanKind.CONSUMER,
    client: api.SpanKind.CLIENT,
  } as const;
  const traceFlags = api.TraceFlags.SAMPLED;
  const wallClock = createWallClock();

  const sink: SpanSink = {
    sampled: (traceId) =>
      sampler.shouldSample(api.ROOT_CONTEXT, traceId, '', api.SpanKind.INTERNAL, {}, []).decision ===
      sdk.SamplingDecision.RECORD_AND_SAMPLED,
    record({ name, kind, place, parent, link, began, ended, attributes, failure }: Span) {
      const context = parent
        ? api.trace.setSpanContext(api.ROOT_CONTEXT, { ...parent, traceFlags, isRemote: true })
        : api.ROOT_CONTEXT;
      const links = link ? [{ context: { ...link, traceFlags, isRemote: true } }] : [];
      const span = ids.give(place, () =>
        tracer.startSpan(
          name,
          { kind: kinds[kind], startTime: wallClock(began), attributes, links },
          context,
        ),
      );
      if (failure !== undefined) span.setStatus({ code: api.SpanStatusCode.ERROR, message: failure });
      span.end(wallClock(ended));
    },
  };
  recordSpansIn(sink);
  log.info({ url: url.replace(/\/\/.*@/, '//…@') }, 'traces are exported');
  return {
    async stop() {
      recordSpansIn(undefined);
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, LAST_EXPORT_MS);
      });
      await Promise.race([provider.shutdown().catch((error: unknown) => complain(String(error))), limit]);
      clearTimeout(timer);
    },
  };
}

function tracesUrl(settings: TelemetrySettings): string | undefined {
  if (settings.OTEL_SDK_DISABLED) return undefined;
  const traces = settings.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT;
  const base = settings.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (traces === undefined && base === undefined) return undefined;
  const protocol = settings.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL ?? settings.OTEL_EXPORTER_OTLP_PROTOCOL;
  if (protocol === 'grpc') {
    throw new SettingsError(
      'OTEL_EXPORTER_OTLP_PROTOCOL=grpc: traces are sent over HTTP; give the HTTP address of the collector (port 4318)',
    );
  }
  return traces ?? `${base?.replace(/\/+$/, '')}/v1/traces`;
}

/**
 * Every process decides by the trace id alone, so that all of them record the same traces, whole. A caller's flag is not
 * asked: it reaches only the first process, and who calls from outside does not decide what is recorded here. The
 * `parentbased_` samplers are therefore those that they name for the first span of a trace.
 */
function samplerOf(sdk: typeof import('@opentelemetry/sdk-trace'), settings: TelemetrySettings): Sampler {
  const { OTEL_TRACES_SAMPLER: sampler, OTEL_TRACES_SAMPLER_ARG: ratio } = settings;
  switch (sampler) {
    case 'always_on':
    case 'parentbased_always_on':
      return new sdk.AlwaysOnSampler();
    case 'always_off':
    case 'parentbased_always_off':
      return new sdk.AlwaysOffSampler();
    case 'traceidratio':
    case 'parentbased_traceidratio':
      return new sdk.TraceIdRatioBasedSampler(ratio);
    default:
      return sampler satisfies never;
  }
}

/** More than this between the two clocks is no rounding: the machine slept, or its time was set. In milliseconds. */
const CLOCKS_APART = 50;

/** `performance.now()` as milliseconds since 1970, so that the spans of several machines stand in order. */
function createWallClock(): (milliseconds: number) => number {
  let origin = performance.timeOrigin;
  return (milliseconds) => {
    const now = Date.now() - performance.now();
    if (Math.abs(now - origin) > CLOCKS_APART) origin = now;
    return origin + milliseconds;
  };
}

/** OpenTelemetry asks for the ids of a span while it makes it, at once: they are given then. */
function givenIds() {
  let given = { traceId: '', spanId: '' };
  return {
    generateTraceId: () => given.traceId,
    generateSpanId: () => given.spanId,
    give<Result>(ids: typeof given, make: () => Result): Result {
      given = ids;
      return make();
    },
  };
}
