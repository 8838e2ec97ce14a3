import type { EventStore } from '@ticketing/platform/event-store.ts';
import pg from 'pg';
import type { Cluster } from './cluster.ts';
import { untilNothingMissing } from './waiting.ts';

/** How long a system whose troubles are over may take to be whole again. */
const READY_WITHIN = 180_000;
const QUIET_WITHIN = 300_000;
/** The log counts as at rest when its end stays where it is for so long, with no job due. */
const AT_REST_FOR = 3_000;

/**
 * Resolves when every part is ready, the sagas have done what is due, and every projection has all of the log.
 * @throws Error that says what still is not so
 */
export async function waitUntilQuiet(cluster: Cluster, store: EventStore): Promise<void> {
  await untilNothingMissing('every part is ready', READY_WITHIN, () => cluster.unready());
  let head = -2n;
  let since = 0;
  await untilNothingMissing('the log is at rest and applied', QUIET_WITHIN, async () => {
    const now = await store.head().catch(() => -3n);
    const { databaseUrl, besideUrl } = cluster.direct;
    const left = await leftToDo(databaseUrl, now);
    if (besideUrl) left.push(...(await leftToDo(besideUrl, now)));
    if (now !== head || left.length > 0) {
      head = now;
      since = Date.now();
      return left.length > 0 ? left : ['the log still grows'];
    }
    return Date.now() - since >= AT_REST_FOR ? [] : ['the log was at rest for a moment'];
  });
}

/**
 * Which jobs are due, now or soon, and which checkpoints are not at the end of the log, as lines. Mails do not count: they wait where
 * there is no mail server.
 */
async function leftToDo(databaseUrl: string, head: bigint): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const jobs = await client.query(
      `select id, task_identifier, attempts, max_attempts, run_at, locked_at, locked_by, last_error
       from graphile_worker.jobs where run_at <= now() + interval '2 minutes' and attempts < max_attempts and task_identifier <> 'send-mail' limit 5`,
    );
    const behind = await client.query(
      'select name, position from read_model.projection_positions where position < $1',
      [String(head)],
    );
    return [...jobs.rows, ...behind.rows].map((row) => JSON.stringify(row));
  } catch (error) {
    return [`the database did not answer: ${String(error)}`];
  } finally {
    await client.end().catch(() => undefined);
  }
}
