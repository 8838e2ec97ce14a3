import pg from 'pg';
import type { Cluster } from './cluster.ts';
import type { Fault } from './fault-plan.ts';
import type { Load } from './load.ts';
import type { Viewer } from './viewers.ts';

/** A run in figures. */
export type Figures = {
  readonly commands: {
    readonly sent: number;
    readonly acknowledged: number;
    readonly refused: number;
    /** Acknowledged on a later try than the first. */
    readonly retried: number;
    readonly neverAnswered: number;
  };
  readonly events: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly restarts: Readonly<Record<string, number>>;
  /** How often projections changed hands, all together: each has so many owners more than its first. */
  readonly takeovers: number;
  /** Seconds without any acknowledgement, at the longest. */
  readonly longestSilence: number;
  readonly views: {
    readonly open: number;
    readonly connections: number;
    readonly frames: number;
    readonly reads: number;
    readonly toResume: number;
    readonly resumed: number;
    readonly closed: Readonly<Record<string, number>>;
  };
};

export async function figuresOf(run: {
  readonly plan: readonly Fault[];
  readonly load: Load;
  readonly viewers: readonly Viewer[];
  readonly cluster: Cluster;
  readonly events: number;
}): Promise<Figures> {
  const { plan, load, viewers, cluster, events } = run;
  const { sent } = load;
  const faults = Object.groupBy(plan, ({ kind }) => kind);
  const counts = viewers.map((viewer) => viewer.counts());
  const sum = (name: 'connections' | 'frames' | 'reads' | 'toResume' | 'resumed') =>
    counts.reduce((total, each) => total + each[name], 0);
  const closed: Record<string, number> = {};
  for (const [code, times] of counts.flatMap((each) => Object.entries(each.closed))) {
    closed[code] = (closed[code] ?? 0) + times;
  }
  return {
    commands: {
      sent: sent.length,
      acknowledged: load.acknowledged(),
      refused: sent.filter(({ refused }) => refused).length,
      retried: sent.filter(({ done, tries }) => done.length > 0 && tries > 1).length,
      neverAnswered: sent.filter(({ done, refused }) => done.length === 0 && !refused).length,
    },
    events,
    faults: Object.fromEntries(Object.entries(faults).map(([kind, those]) => [kind, those.length])),
    restarts: Object.fromEntries(cluster.parts.map((part) => [part.name, part.restarts()])),
    takeovers: await takeovers(cluster.direct.databaseUrl),
    longestSilence: Math.round(load.longestSilence() / 100) / 10,
    views: {
      open: viewers.reduce((total, viewer) => total + viewer.views().length, 0),
      connections: sum('connections'),
      frames: sum('frames'),
      reads: sum('reads'),
      toResume: sum('toResume'),
      resumed: sum('resumed'),
      closed,
    },
  };
}

async function takeovers(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ takeovers: number }>(
      'select coalesce(sum(owner_epoch - 1), 0)::int as takeovers from read_model.projection_checkpoints',
    );
    return rows[0]?.takeovers ?? 0;
  } finally {
    await client.end();
  }
}
