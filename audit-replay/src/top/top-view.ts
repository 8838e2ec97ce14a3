import type { JobsReading, ProjectionReading, TopReading } from './read-top.ts';

/** What is shown of an installation: one reading, and how fast it moved since the one before. */
export type TopView = TopReading & {
  /** By how much the log's head grows a second, in positions: events in the embedded node, bytes in EventStoreDB. `null` in the first view. */
  readonly headPerSecond: number | null;
  readonly rates: ReadonlyMap<string, number>;
};

/** @param before the reading before it, for rates */
export function topView(reading: TopReading, before: TopReading | undefined): TopView {
  const seconds = before ? (reading.at - before.at) / 1_000 : 0;
  if (!before || seconds <= 0) return { ...reading, headPerSecond: null, rates: new Map() };
  const rates = new Map<string, number>();
  for (const { name, applied } of reading.projections) {
    const earlier = before.projections.find((projection) => projection.name === name)?.applied;
    if (applied === null || earlier === null || earlier === undefined) continue;
    // A projection that begins anew counts from the start.
    rates.set(name, Math.max(0, Number(applied - earlier)) / seconds);
  }
  return { ...reading, headPerSecond: Number(reading.head - before.head) / seconds, rates };
}

/** How a projection is, in one word: nobody leads it, it lags, streams of it are parked, or it is fine. */
export type Standing = 'unled' | 'behind' | 'parked' | 'fine';

/** Shorter than this is on its way to a screen and no lag. In seconds. */
const LAGGING = 5;

export function standingOf({ owner, leaseLeft, lagSeconds, parked }: ProjectionReading): Standing {
  const led = leaseLeft === null ? owner !== null : leaseLeft > 0;
  if (!led && lagSeconds > 0) return 'unled';
  if (lagSeconds > LAGGING) return 'behind';
  return parked > 0 ? 'parked' : 'fine';
}

export const sumOfJobs = (jobs: TopReading['jobs']): JobsReading => {
  const sum = { due: 0, running: 0, later: 0, failing: 0, givenUp: 0 };
  for (const counts of jobs.values()) {
    sum.due += counts.due;
    sum.running += counts.running;
    sum.later += counts.later;
    sum.failing += counts.failing;
    sum.givenUp += counts.givenUp;
  }
  return sum;
};

/** The view as JSON; positions as text, since they do not fit a number. */
export function topDocument(view: TopView) {
  return {
    at: new Date(view.at).toISOString(),
    head: String(view.head),
    headPerSecond: view.headPerSecond,
    projections: view.projections.map((projection) => ({
      ...projection,
      position: String(projection.position),
      behind: String(behindOf(view, projection)),
      applied: projection.applied === null ? null : String(projection.applied),
      eventsPerSecond: view.rates.get(projection.name) ?? null,
      standing: standingOf(projection),
    })),
    rebuilds: view.rebuilds.map((rebuild) => ({
      ...rebuild,
      position: String(rebuild.position),
      events: String(rebuild.events),
    })),
    jobs: { ...sumOfJobs(view.jobs), byTask: Object.fromEntries(view.jobs) },
    mails: view.mails,
  };
}

/** Positions between a checkpoint and the head; 0 when nothing of them is to be applied. */
export function behindOf({ head }: TopReading, { position, lagSeconds }: ProjectionReading): bigint {
  return lagSeconds === 0 || position > head ? 0n : head - position;
}
