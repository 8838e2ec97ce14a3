import type { Figure } from './figures.ts';

type Bench = {
  readonly what: string;
  /** Left out unless it is asked for by its name. */
  readonly byNameOnly?: true;
  measure(): Promise<readonly Figure[]>;
};

/** Each in a module of its own, loaded only when it is asked for. */
export const benches = {
  memory: {
    what: 'memory at rest and the time of a start',
    measure: async () => (await import('./memory.ts')).measure(),
  },
  latency: {
    what: 'from a command’s answer to its frame, beside raw appends',
    measure: async () => (await import('./latency.ts')).measure(),
  },
  commands: {
    what: 'commands over HTTP, beside raw appends',
    measure: async () => (await import('./commands.ts')).measure(),
  },
  'fan-out': {
    what: 'one change to many sockets, beside a bare broadcast',
    measure: async () => (await import('./fan-out.ts')).measure(),
  },
  'catch-up': {
    what: 'projecting a log, beside reading it',
    measure: async () => (await import('./catch-up.ts')).measure(),
  },
  kafka: {
    what: 'the relay and what Kafka feeds, beside kafkajs alone',
    measure: async () => (await import('./kafka.ts')).measure(),
  },
  rebuild: {
    what: 'building all read models anew, beside copying their rows',
    measure: async () => (await import('./rebuild.ts')).measure(),
  },
  million: {
    what: 'the last tenth of a long log, beside its first',
    measure: async () => (await import('./million.ts')).measure(),
  },
  web: {
    what: 'a large board in a browser, beside bare pages',
    measure: async () => (await import('./web.ts')).measure(),
  },
  batches: {
    what: 'what an event costs live, by the size of the batches',
    byNameOnly: true,
    measure: async () => (await import('./batches.ts')).measure(),
  },
} as const satisfies Record<string, Bench>;

export type BenchName = keyof typeof benches;

export const isBench = (name: string): name is BenchName => Object.hasOwn(benches, name);

/** What `npm run bench` measures, in this order. */
export const usual: readonly BenchName[] = Object.entries<Bench>(benches)
  .filter(([, { byNameOnly }]) => !byNameOnly)
  .map(([name]) => name)
  .filter(isBench);
