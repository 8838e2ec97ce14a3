import { setTimeout as sleep } from 'node:timers/promises';
import {
  lookAtRebuilds,
  type RebuildState,
  rebuildable,
  requestRebuild,
} from '@ticketing/platform/rebuild-requests.ts';
import type pg from 'pg';
import { AuditError } from './audit-error.ts';

export type Rebuilt = {
  readonly projection: string;
  /** Of its tables. */
  readonly version: number | null;
  /** Events that were applied; in how long, with the waiting for others that were rebuilt along with it. */
  readonly events: string;
  readonly seconds: number;
  readonly eventsPerSecond: number;
  /** Up to where of the log its tables were when they took their place. */
  readonly position: string;
  /** For how long readers may have waited; null when the process that did it died just then. */
  readonly swapMs: number | null;
  /** Why it failed; the tables are as they were then. */
  readonly failure: string | null;
};

export type AskOptions = {
  readonly older: boolean;
  /** A projector process must have begun by then, in milliseconds. */
  readonly beginWithinMs: number;
  readonly onProgress?: (states: readonly RebuildState[]) => void;
};

/** Milliseconds between two looks. */
const BETWEEN_LOOKS = 200;
/** How long is waited for the pause, which is written down after the exchange. */
const PAUSE_TOLD_WITHIN = 2_000;

/**
 * Asks the projectors for rebuilds and waits until they are done. One that is under way already is waited for.
 * @throws AuditError `usage` for what there is not, `behind` when no projector process begins
 */
export async function askForRebuild(
  pool: pg.Pool,
  names: readonly string[],
  { older, beginWithinMs, onProgress }: AskOptions,
): Promise<Rebuilt[]> {
  const known = await builtProjections(pool);
  const unknown = names.find((name) => !rebuildable.includes(name));
  if (unknown !== undefined) {
    throw new AuditError(
      'usage',
      `There is no projection "${unknown}". There are ${rebuildable.join(', ')}.`,
    );
  }
  const asked = names.filter((name) => known.has(name));
  if (asked.length === 0) throw neverBuilt();
  for (const name of asked) await requestRebuild(pool, name, { allowOlder: older });
  let lastMove = performance.now();
  for (;;) {
    const states = await lookAtRebuilds(pool, asked);
    onProgress?.(states);
    const open = states.filter(({ phase }) => phase !== 'done' && phase !== 'failed');
    if (open.length === 0) return rebuiltOf(pool, asked, states);
    // Those that are not begun wait for those that are.
    if (open.some(({ underWay }) => underWay)) lastMove = performance.now();
    else if (performance.now() - lastMove > beginWithinMs) throw nobodyBegan(open);
    await sleep(BETWEEN_LOOKS);
  }
}

async function builtProjections(pool: pg.Pool): Promise<ReadonlySet<string>> {
  const there = await pool.query<{ there: boolean }>(
    `select to_regclass('read_model.rebuilds') is not null as there`,
  );
  if (!there.rows[0]?.there) throw neverBuilt();
  // The relay begins anew in another way (docs/kafka.md).
  const { rows } = await pool.query<{ name: string }>(
    "select name from read_model.projection_positions where name <> 'relay'",
  );
  return new Set(rows.map(({ name }) => name));
}

async function rebuiltOf(
  pool: pg.Pool,
  names: readonly string[],
  seen: readonly RebuildState[],
): Promise<Rebuilt[]> {
  let states = seen;
  const deadline = performance.now() + PAUSE_TOLD_WITHIN;
  const untold = () => states.some(({ phase, swapMs }) => phase === 'done' && swapMs === null);
  while (untold() && performance.now() < deadline) {
    await sleep(BETWEEN_LOOKS);
    states = await lookAtRebuilds(pool, names);
  }
  return states.map(({ projection, version, events, position, startedAt, finishedAt, swapMs, failure }) => {
    const seconds = Math.max(0, ((finishedAt?.getTime() ?? 0) - (startedAt?.getTime() ?? 0)) / 1_000);
    return {
      projection,
      version,
      events: String(events),
      seconds,
      eventsPerSecond: seconds === 0 ? 0 : Math.round(Number(events) / seconds),
      position: String(position),
      swapMs: swapMs === null ? null : Math.round(swapMs * 10) / 10,
      failure,
    };
  });
}

/** One line of how far all of it is. */
export function rebuildProgress(states: readonly RebuildState[]): string {
  const done = states.filter(({ phase }) => phase === 'done').length;
  const now = states.filter(({ phase, underWay }) => underWay && phase !== 'done');
  const [first] = now;
  if (!first) return `rebuilding: waiting for a projector process (${done} of ${states.length} done)`;
  const seconds = first.startedAt ? (Date.now() - first.startedAt.getTime()) / 1_000 : 0;
  const events = now.reduce((most, state) => (state.events > most ? state.events : most), 0n);
  const rate = seconds > 0.5 ? `, ${Math.round(Number(events) / seconds)} events/s` : '';
  const phases = [...new Set(now.map(({ phase }) => phase))].join(' and ');
  return `rebuilding: ${phases}, position ${first.position} of ${first.head ?? '?'}${rate} (${done} of ${states.length} done)`;
}

export function rebuiltLine({
  projection,
  failure,
  events,
  seconds,
  eventsPerSecond,
  swapMs,
}: Rebuilt): string {
  if (failure !== null) return `${projection.padEnd(11)} failed, and is as it was: ${failure}`;
  const pause = swapMs === null ? '' : `; readers waited for at most ${swapMs} ms`;
  return `${projection.padEnd(11)} ${events} events in ${seconds.toFixed(1)} s (${eventsPerSecond}/s)${pause}`;
}

const neverBuilt = (): AuditError =>
  new AuditError(
    'behind',
    'This database has nothing that could be rebuilt. Start the projectors of this version once, and ask again.',
  );

const nobodyBegan = (open: readonly RebuildState[]): AuditError =>
  new AuditError(
    'behind',
    `No projector process begins with ${open.map(({ projection }) => projection).join(', ')}. Check that the projectors run, and that their version is not older than the one that built the tables (--older allows that). The request stays, and is carried out when one comes.`,
  );
