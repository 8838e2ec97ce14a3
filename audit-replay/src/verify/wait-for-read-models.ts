import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { AuditError } from '../audit-error.ts';
import type { EventLog } from '../event-log.ts';
import { notBuilt, readCheckpoints } from './snapshot.ts';

/** Milliseconds between two looks at the checkpoints. */
const BETWEEN_LOOKS = 200;

export type Waiting = {
  /** Milliseconds. */
  readonly atMost: number;
  /** Tells somebody who watches how far the slowest one is. */
  readonly onWaiting?: (text: string) => void;
};

/**
 * Waits until every read model has applied the log as it was when asked. The event store's own events do not count:
 * they move the log's head and no read model.
 * @returns the position of the last domain event then, `-1n` when there was none
 * @throws AuditError `behind`
 */
export async function waitForReadModels(
  log: EventLog,
  pool: pg.Pool,
  names: readonly string[],
  { atMost, onWaiting }: Waiting,
): Promise<bigint> {
  const head = await log.head();
  const started = Date.now();
  const first = await readCheckpoints(pool);
  const target = await lastEventUpTo(log, lowest(first, names), head);
  for (let checkpoints = first; ; checkpoints = await readCheckpoints(pool)) {
    const behind = names.filter((name) => (checkpoints.get(name) ?? -2n) < target);
    if (behind.length === 0) return target;
    const waited = Date.now() - started;
    if (waited >= atMost) throw stillBehind(behind, first, checkpoints, target, waited);
    onWaiting?.(`waiting for ${where(behind, checkpoints)} to reach position ${target}`);
    await sleep(BETWEEN_LOOKS);
  }
}

/** The lowest checkpoint; `-1n` when one of them has none yet. */
function lowest(checkpoints: ReadonlyMap<string, bigint>, names: readonly string[]): bigint {
  let least: bigint | undefined;
  for (const name of names) {
    const position = checkpoints.get(name) ?? -1n;
    if (least === undefined || position < least) least = position;
  }
  return least ?? -1n;
}

async function lastEventUpTo(log: EventLog, after: bigint, head: bigint): Promise<bigint> {
  let last = after;
  if (after >= head) return last;
  for await (const { position } of log.readAll(after)) {
    if (position > head) break;
    last = position;
  }
  return last;
}

const where = (names: readonly string[], checkpoints: ReadonlyMap<string, bigint>): string =>
  names.map((name) => `${name} (at ${checkpoints.get(name) ?? 'nothing'})`).join(', ');

function stillBehind(
  behind: readonly string[],
  before: ReadonlyMap<string, bigint>,
  now: ReadonlyMap<string, bigint>,
  target: bigint,
  waited: number,
): AuditError {
  if (now.size === 0) return notBuilt();
  const moved = behind.some((name) => before.get(name) !== now.get(name));
  const advice = moved
    ? 'They move on; give them more time with --wait <seconds>.'
    : 'They did not move at all. Check that the projectors run, and what they log.';
  return new AuditError(
    'behind',
    `After ${Math.round(waited / 1000)} s the read models ${where(behind, now)} have not reached position ${target} of the log. ${advice}`,
  );
}
