import { isTransientDatabaseError } from '@ticketing/platform/postgres.ts';
import type pg from 'pg';
import { type BackoffLimits, createBackoff } from '../engine/backoff.ts';
import type { EngineLog } from '../engine/projection.ts';
import type { EventLog } from '../engine/subscription.ts';
import { refuseIfFedByKafka } from '../kafka/partition-checkpoints.ts';
import { type Claimed, giveBack, renewClaims, tellFailure, tellPhase } from './claims.ts';
import { exchange } from './exchange.ts';
import { type ReadLogDeps, readToHead } from './read-log.ts';
import type { RebuildMetrics } from './rebuild-metrics.ts';
import { ClaimLost, dropShadow, finishShadow, openShadow, type Shadow } from './shadow.ts';

export type RebuildOptions = {
  /** Steps of the log that are written together: the more, the fewer rows are loaded and written again. */
  readonly batchSize: number;
  /** How many projections write at the same time; each has a connection meanwhile. */
  readonly atOnce: number;
  /** A reader that has run for so long is waited for before the exchange is tried, in milliseconds. */
  readonly patienceMs: number;
  /** When less than this was left to read, the rest is left to the exchange. */
  readonly nearHead: number;
  readonly backoff: BackoffLimits;
};

export type RebuildDeps = {
  readonly pool: pg.Pool;
  readonly eventLog: Pick<EventLog, 'readAll' | 'head'>;
  readonly worker: string;
  readonly log: EngineLog;
  readonly metrics: RebuildMetrics;
  readonly options: RebuildOptions;
  /** Has the engine look at once whether it may lead the projection again. */
  readonly onReleased: (projection: string) => void;
};

/** Three times in a lease. */
const RENEWALS = 3;

/**
 * Builds the tables of projections beside those that are in use, from the start of the log, which is read once for all of
 * them, and puts them in their place (DESIGN, section 8, promise 7). What fails is told in `read_model.rebuilds`; what is
 * stopped can be taken up where it was.
 */
export async function rebuild(
  deps: RebuildDeps,
  claimed: readonly Claimed[],
  stopping: AbortSignal,
): Promise<void> {
  const { pool, metrics, options } = deps;
  const leases = keepClaims(pool, claimed);
  const signal = AbortSignal.any([stopping, leases.lost]);
  const open = new Map<Shadow, Claimed>();
  const close = (shadow: Shadow) => {
    const claim = open.get(shadow);
    open.delete(shadow);
    if (claim) leases.drop(claim);
  };
  const readDeps: ReadLogDeps = {
    pool,
    eventLog: deps.eventLog,
    backoff: createBackoff(options.backoff),
    signal,
    batchSize: options.batchSize,
    atOnce: options.atOnce,
    onBatch() {
      for (const { projection, position } of open.keys()) {
        metrics.position.set({ projection: projection.name }, Number(position));
      }
    },
  };
  const tell = async (phase: 'reading' | 'indexing' | 'waiting' | 'swapping', head?: bigint) => {
    for (const claim of open.values()) await tellOne(claim, phase, head);
  };
  const tellOne = async (claim: Claimed, phase: Parameters<typeof tell>[0], head?: bigint) => {
    metrics.phase(claim.projection.name, phase);
    await tellPhase(pool, claim, phase, head);
  };

  /** Whoever failed is told of and leaves the others. */
  async function leave(claim: Claimed, failure: unknown): Promise<void> {
    for (const [shadow, of] of open) if (of === claim) open.delete(shadow);
    leases.drop(claim);
    await giveUp(deps, claim, failure);
  }
  async function sortOutFailures(): Promise<void> {
    for (const [shadow, claim] of [...open]) {
      if (shadow.failure !== undefined) await leave(claim, shadow.failure);
    }
  }
  async function unlessFailed(claim: Claimed, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      signal.throwIfAborted();
      // The whole is tried again from here; what was built stays.
      if (isTransientDatabaseError(error)) throw error;
      await leave(claim, error);
    }
  }

  async function readUntilNear(): Promise<void> {
    for (;;) {
      if (open.size === 0) return;
      const head = await deps.eventLog.head();
      await tell('reading', head);
      const read = await readToHead(readDeps, [...open.keys()]);
      await sortOutFailures();
      if (read < options.nearHead) return;
    }
  }

  try {
    for (const claim of claimed) {
      deps.log.info(
        { projection: claim.projection.name, from: String(claim.claim.position) },
        'rebuilding a projection beside its tables in use',
      );
      await unlessFailed(claim, async () => {
        await refuseIfFedByKafka(pool, claim.projection);
        open.set(await openShadow(pool, claim.projection, claim.claim), claim);
      });
    }
    await readUntilNear();
    await tell('indexing');
    for (const [shadow, claim] of [...open]) await unlessFailed(claim, () => finishShadow(pool, shadow));
    await readUntilNear();
    for (const [shadow, claim] of [...open]) {
      await unlessFailed(claim, () =>
        exchangeOne(deps, readDeps, shadow, claim, (phase) => tellOne(claim, phase)),
      );
      close(shadow);
    }
  } catch (error) {
    if (!stopping.aborted) throw error;
  } finally {
    leases.stop();
    for (const claim of open.values()) {
      metrics.phase(claim.projection.name, 'requested');
      await giveBack(pool, claim).catch(() => undefined);
    }
  }
}

async function exchangeOne(
  deps: RebuildDeps,
  readDeps: ReadLogDeps,
  shadow: Shadow,
  { projection, claim }: Claimed,
  onPhase: (phase: 'waiting' | 'swapping') => Promise<void>,
): Promise<void> {
  const { pool, metrics, log, worker, options } = deps;
  const { name } = projection;
  const onReleased = () => deps.onReleased(name);
  const { patienceMs } = options;
  const pauseMs = await exchange({ ...readDeps, worker, patienceMs, onPhase, onReleased }, shadow);
  metrics.phase(name, 'done');
  metrics.done.inc({ projection: name, outcome: 'done' });
  if (pauseMs !== undefined) {
    metrics.swapSeconds.set({ projection: name }, pauseMs / 1_000);
    await pool.query('update read_model.rebuilds set swap_ms = $3 where projection = $1 and epoch = $2', [
      name,
      claim.epoch,
      pauseMs,
    ]);
  }
  log.info(
    {
      projection: name,
      version: projection.version,
      position: String(shadow.position),
      parkedStreams: shadow.parked.size,
      pauseMs: pauseMs === undefined ? null : Math.round(pauseMs * 10) / 10,
    },
    'a rebuilt projection has taken the place of the one before',
  );
}

async function giveUp({ pool, metrics, log }: RebuildDeps, claimed: Claimed, cause: unknown): Promise<void> {
  const { name } = claimed.projection;
  if (cause instanceof ClaimLost) {
    log.warn({ projection: name }, cause.message);
    return;
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  log.error(
    { err: cause, projection: name },
    'a projection could not be rebuilt; its tables are as they were',
  );
  metrics.phase(name, 'failed');
  metrics.done.inc({ projection: name, outcome: 'failed' });
  await dropShadow(pool, claimed.projection);
  await tellFailure(pool, claimed, reason);
}

/** Says again and again that this process lives, also while the database is long at one statement. */
function keepClaims(pool: pg.Pool, claimed: readonly Claimed[]) {
  const lost = new AbortController();
  const held = new Set(claimed);
  const renew = async () => {
    const mine = [...held];
    if (mine.length === 0) return;
    const still = await renewClaims(pool, mine);
    for (const claim of mine) {
      const { name } = claim.projection;
      if (held.has(claim) && !still.has(name)) lost.abort(new ClaimLost(name));
    }
  };
  const seconds = claimed[0]?.claim.leaseSeconds ?? 1;
  const timer = setInterval(
    () => {
      // A database that does not answer says so to whoever writes.
      renew().catch(() => undefined);
    },
    (seconds * 1_000) / RENEWALS,
  );
  timer.unref();
  return {
    lost: lost.signal,
    drop: (claim: Claimed) => held.delete(claim),
    stop: () => clearInterval(timer),
  };
}
