import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/**
 * The metrics of one process, in the Prometheus text format at `/metrics`. Asking twice for the same name
 * gives the same metric, so parts of one process can be built more than once.
 */
export type Metrics = {
  counter<Label extends string>(name: string, help: string, labels?: readonly Label[]): Counter<Label>;
  /** @param collect sets it anew whenever somebody asks for the metrics; each asker for the same name adds one */
  gauge<Label extends string>(
    name: string,
    help: string,
    labels?: readonly Label[],
    collect?: (gauge: Gauge<Label>) => void,
  ): Gauge<Label>;
  /** @param buckets upper bounds, in the metric's unit */
  histogram<Label extends string>(
    name: string,
    help: string,
    buckets: readonly number[],
    labels?: readonly Label[],
  ): Histogram<Label>;
  text(): Promise<string>;
  readonly contentType: string;
};

/** @param withProcess false leaves out the metrics of the Node process (memory, event loop, collections) */
export function createMetrics(withProcess = false): Metrics {
  const registry = new Registry();
  if (withProcess) collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const collectors = new Map<string, (() => void)[]>();
  return {
    counter(name, help, labels = []) {
      const known = registry.getSingleMetric(name);
      return known instanceof Counter ? known : new Counter({ name, help, labelNames: labels, registers });
    },
    gauge(name, help, labels = [], collect) {
      const known = registry.getSingleMetric(name);
      const collecting = collectors.get(name) ?? [];
      collectors.set(name, collecting);
      const gauge =
        known instanceof Gauge
          ? known
          : new Gauge({
              name,
              help,
              labelNames: labels,
              registers,
              collect: () => collecting.forEach((one) => void one()),
            });
      if (collect) collecting.push(() => collect(gauge));
      return gauge;
    },
    histogram(name, help, buckets, labels = []) {
      const known = registry.getSingleMetric(name);
      if (known instanceof Histogram) return known;
      return new Histogram({ name, help, labelNames: labels, buckets: [...buckets], registers });
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
