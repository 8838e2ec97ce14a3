import { setTimeout as sleep } from 'node:timers/promises';
import { isTransientDatabaseError } from '@ticketing/platform/postgres.ts';
import type pg from 'pg';
import type { EngineMetrics } from './engine-metrics.ts';
import { type LeaseView, lookAtLeases, type Released, releaseLeases, renewLeases } from './leases.ts';
import type { EngineLog } from './projection.ts';
import type { ProjectionSeat } from './projection-seat.ts';
import {
  type Candidate,
  makeEngineTables,
  type Taken,
  takeOverIfFree,
  waitsForRebuild,
} from './take-over.ts';

export type LeaseOptions = {
  /** How long a leader that says nothing keeps what it leads, in milliseconds. */
  readonly ttlMs: number;
  /** How often who stands by looks whether a lease is free, in milliseconds. */
  readonly lookMs: number;
};

export type LeaseKeeperDeps = {
  readonly pool: pg.Pool;
  /** Few connections for leases alone, whose statements do not wait for ever. */
  readonly leasePool: pg.Pool;
  readonly seats: readonly ProjectionSeat[];
  readonly owner: string;
  /** See `Candidate.alone`; holds for the first look. */
  readonly alone: boolean;
  /** See `Candidate.rebuilds`. */
  readonly rebuilds: boolean;
  readonly options: LeaseOptions;
  readonly log: EngineLog;
  readonly metrics: EngineMetrics;
  /** Fills a seat that this process leads from now on. */
  readonly onTaken: (seat: ProjectionSeat, lease: Taken) => Promise<void>;
  /** Empties a seat that this process does not lead any more, or not as it did. */
  readonly onLost: (seat: ProjectionSeat) => void;
  /** Called after every look, whether or not anything was taken. */
  readonly onLooked: () => Promise<void>;
};

/** SQLSTATE of a lock that was not given in time. */
const LOCK_NOT_AVAILABLE = '55P03';
/** A leader renews so many times within a lease, so that a hiccup loses nothing. */
const RENEWALS = 3;

/**
 * Keeps what this process leads, and takes what nobody leads. A leader that dies, hangs or loses its database says
 * nothing any more, and its lease runs out; a database that goes away takes nothing from anybody who comes back first.
 */
export function keepLeases(deps: LeaseKeeperDeps) {
  const { pool, leasePool, seats, owner, options, log, metrics } = deps;
  const takingEnds = new AbortController();
  const keepingEnds = new AbortController();
  let lastAnswered = Date.now();
  let looking: Promise<void> | undefined;
  let lookAgain = false;

  /** Renews, and finds out what was lost: to another process, or because the checkpoint was put elsewhere. */
  async function renew(): Promise<void> {
    const led = seats.filter((seat) => seat.leads());
    if (led.length === 0) return;
    const names = led.map(({ name }) => name);
    const epochs = new Map(led.map((seat) => [seat.name, seat.epoch()]));
    await renewLeases(leasePool, owner, names, options.ttlMs);
    const stored = new Map((await lookAtLeases(leasePool, names)).map((lease) => [lease.name, lease]));
    lastAnswered = Date.now();
    for (const seat of led) {
      const lease = stored.get(seat.name);
      // Lost and taken again while this was asked.
      if (!seat.leads() || seat.epoch() !== epochs.get(seat.name)) continue;
      if (lease?.owner === owner && lease.epoch === seat.epoch()) continue;
      deps.onLost(seat);
      look();
    }
  }

  async function takeWhatIsFree(alone: boolean): Promise<void> {
    const waiting = seats.filter((seat) => !seat.leads() && !seat.resting());
    if (waiting.length > 0) {
      const leases = await lookAtLeases(
        leasePool,
        waiting.map(({ name }) => name),
      );
      lastAnswered = Date.now();
      const stored = new Map(leases.map((lease) => [lease.name, lease]));
      try {
        for (const seat of waiting) {
          if (takingEnds.signal.aborted) return;
          const lease = await takeSeat(seat, stored.get(seat.name), alone);
          if (lease) await deps.onTaken(seat, lease);
        }
      } finally {
        // One that cannot be taken keeps nobody from what was.
        await deps.onLooked();
      }
    } else await deps.onLooked();
  }

  async function takeSeat(
    seat: ProjectionSeat,
    stored: LeaseView | undefined,
    alone: boolean,
  ): Promise<Taken | undefined> {
    const label = { projection: seat.name };
    const isNewer = stored !== undefined && stored.version > seat.projection.version;
    const isOlder = deps.rebuilds && stored !== undefined && waitsForRebuild(stored, seat.projection.version);
    if (isOlder) seat.see(stored, olderSentence(seat, stored.version));
    else seat.see(stored, isNewer && !alone ? newerSentence(seat, stored.version) : undefined);
    metrics.leader.set(label, 0);
    if (stored) metrics.position.set(label, Number(stored.position));
    const mayTake = !stored || (!isOlder && (alone || (!isNewer && (stored.free || stored.owner === owner))));
    if (!mayTake) return undefined;
    const candidate: Candidate = { owner, ttlMs: options.ttlMs, alone, rebuilds: deps.rebuilds };
    const lease = await takeOverIfFree(pool, seat.projection, candidate).catch((error: unknown) => {
      // Somebody is at its checkpoint, which may be a leader that died a moment ago: the next look tries again.
      if ((error as { code?: unknown }).code === LOCK_NOT_AVAILABLE) return 'led' as const;
      throw error;
    });
    if (typeof lease === 'string') return undefined;
    metrics.takeovers.inc({ ...label, cause: lease.cause });
    if (lease.cause === 'expired') {
      log.warn(
        { ...label, from: stored?.owner, position: String(lease.position) },
        'the leader of a projection did not renew its lease; this process takes over',
      );
    }
    return lease;
  }

  /** Looks now; whoever asks during a look gets another one. */
  function look(): void {
    lookAgain = true;
    looking ??= (async () => {
      while (lookAgain && !takingEnds.signal.aborted) {
        lookAgain = false;
        await takeWhatIsFree(false).catch(failed);
      }
      looking = undefined;
    })();
  }

  function failed(error: unknown): void {
    if (keepingEnds.signal.aborted) return;
    const away = isTransientDatabaseError(error);
    log[away ? 'warn' : 'error']({ err: error }, 'leases could not be renewed or taken; trying again');
  }

  /** Again and again, with jitter, so that processes do not come in step. */
  async function every(milliseconds: number, signal: AbortSignal, work: () => Promise<void> | void) {
    while (!signal.aborted) {
      const wait = milliseconds * (0.75 + Math.random() / 2);
      await sleep(wait, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await Promise.resolve(work()).catch(failed);
    }
  }

  let keeping: readonly Promise<void>[] = [];
  return {
    /** Takes what is free, and goes on keeping from then on. */
    async start(): Promise<void> {
      await makeEngineTables(pool);
      const renewing = every(options.ttlMs / RENEWALS, keepingEnds.signal, renew);
      keeping = [renewing];
      await takeWhatIsFree(deps.alone);
      keeping = [renewing, every(options.lookMs, takingEnds.signal, look)];
    },
    /** Looks without waiting for the next time. */
    look,
    /** True while the database answers, without which nothing is known of any lease. */
    answering: () => Date.now() - lastAnswered < 3 * Math.max(options.ttlMs, options.lookMs),
    /** Takes nothing any more; what is led is renewed until it is given back. */
    async stopTaking(): Promise<void> {
      takingEnds.abort();
      await looking;
    },
    /** Gives back what this process led when it stopped. */
    async release(leases: readonly Released[]): Promise<void> {
      if (leases.length === 0) return;
      await releaseLeases(leasePool, owner, leases).catch((error: unknown) => {
        log.warn({ err: error }, 'leases could not be given back; they run out by themselves');
      });
    },
    async stop(): Promise<void> {
      keepingEnds.abort();
      await Promise.all(keeping);
    },
  };
}

export type LeaseKeeper = ReturnType<typeof keepLeases>;

const newerSentence = ({ name, projection }: ProjectionSeat, stored: number): string =>
  `the tables of "${name}" are of version ${stored} and this process knows version ${projection.version}: ` +
  'it leaves them to processes of the newer version';

const olderSentence = ({ name, projection }: ProjectionSeat, stored: number): string =>
  `the tables of "${name}" are of version ${stored}, and are read until those of version ${projection.version} are built`;
