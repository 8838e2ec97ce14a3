import { setTimeout as sleep } from 'node:timers/promises';
import {
  listParkedStreams,
  type ParkedStreamState,
  requestReplay,
} from '@ticketing/platform/parked-streams.ts';
import type pg from 'pg';
import { AuditError } from './audit-error.ts';

/** Milliseconds between two looks. */
const BETWEEN_LOOKS = 200;

/** A parked stream as `--json` tells it. */
export type ParkedReport = {
  readonly projection: string;
  readonly stream: string;
  readonly position: string;
  readonly reason: string;
  readonly parkedAt: string;
  readonly attempts: number;
  readonly lastTriedAt: string | null;
  readonly replayRequestedAt: string | null;
};

/** @throws AuditError `behind` when no projector of this version ever ran at the database */
export async function parkedReport(pool: pg.Pool): Promise<ParkedReport[]> {
  const there = await pool.query<{ there: boolean }>(
    `select exists (select from information_schema.columns where table_schema = 'read_model'
       and table_name = 'parked_streams' and column_name = 'replay_requested_at') as there`,
  );
  if (!there.rows[0]?.there) {
    throw new AuditError(
      'behind',
      'This database has no projections. Start the projectors of this version once, and ask again.',
    );
  }
  return (await listParkedStreams(pool)).map(reportOf);
}

const reportOf = (parked: ParkedStreamState): ParkedReport => ({
  ...parked,
  position: String(parked.position),
  parkedAt: parked.parkedAt.toISOString(),
  lastTriedAt: parked.lastTriedAt?.toISOString() ?? null,
  replayRequestedAt: parked.replayRequestedAt?.toISOString() ?? null,
});

export function parkedLines(parked: readonly ParkedReport[]): string[] {
  if (parked.length === 0) return ['No stream is parked.'];
  return parked.flatMap(({ projection, stream, position, reason, parkedAt, attempts, replayRequestedAt }) => [
    `${projection}  ${stream}  at position ${position}, since ${parkedAt}`,
    `    ${reason.split('\n')[0]}`,
    ...(attempts > 0 ? [`    tried again without success: ${attempts}`] : []),
    ...(replayRequestedAt === null ? [] : [`    to be tried again, asked for at ${replayRequestedAt}`]),
  ]);
}

/**
 * Has a parked stream tried again and waits for what comes of it.
 * @returns what is parked still, if it failed again
 * @throws AuditError `usage` when it is not parked, `behind` when no projector process tries it in time
 */
export async function replayAndWait(
  pool: pg.Pool,
  projection: string,
  stream: string,
  waitMs: number,
): Promise<ParkedReport | undefined> {
  const find = async () =>
    (await parkedReport(pool)).find((one) => one.projection === projection && one.stream === stream);
  if (!(await find()) || !(await requestReplay(pool, projection, stream))) {
    throw new AuditError(
      'usage',
      `The projection "${projection}" has not parked the stream "${stream}". "audit parked" lists what is.`,
    );
  }
  const deadline = performance.now() + waitMs;
  for (;;) {
    const now = await find();
    if (!now || now.replayRequestedAt === null) return now;
    if (performance.now() > deadline) {
      throw new AuditError(
        'behind',
        `No projector process has tried it within ${waitMs / 1_000} s. The request stays, and is carried out when the process that leads "${projection}" comes to it.`,
      );
    }
    await sleep(BETWEEN_LOOKS);
  }
}
