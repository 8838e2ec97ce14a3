import type { BlobStore } from '@ticketing/platform/blob-store/blob-store.ts';
import type { EventStore } from '@ticketing/platform/event-store.ts';
import { inTransaction } from '@ticketing/platform/postgres.ts';
import type pg from 'pg';
import type { Engine } from '../engine/engine.ts';
import type { EngineLog } from '../engine/projection.ts';
import type { JobWorker } from '../job-worker.ts';
import { removeForgotten } from './remove-forgotten.ts';

export type FileCleaningDeps = {
  readonly pool: pg.Pool;
  readonly blobs: BlobStore;
  readonly eventStore: Pick<EventStore, 'head'>;
  readonly engine: Pick<Engine, 'caughtUp' | 'waitUntil' | 'health'>;
  readonly log: EngineLog;
  /** An hour unless told, so that an upload goes within two hours of its day. */
  readonly everyMs?: number;
};

/** How long the read model is given to reach the end of the log; if it does not, the next time tries again. */
const WAIT_MS = 30_000;

/**
 * Removes forgotten uploads now and then. Of several processes one does it at a time. It does nothing while `files`, by
 * which it knows what the log names, is not at the end of the log, or has a parked stream whose files it does not know.
 */
export function startFileCleaning(deps: FileCleaningDeps): JobWorker {
  const { pool, blobs, eventStore, engine, log, everyMs = 3_600_000 } = deps;

  async function reachedHead(): Promise<boolean> {
    const head = await eventStore.head();
    if (!(await engine.waitUntil('files', head, WAIT_MS)) || !engine.caughtUp('files')) return false;
    const files = engine.health().projections.find(({ name }) => name === 'files');
    return files !== undefined && files.parkedStreams === 0 && files.failure === null;
  }

  async function clean(): Promise<void> {
    await inTransaction(pool, async (client) => {
      const lock = await client.query<{ taken: boolean }>(
        `select pg_try_advisory_xact_lock(hashtextextended('file cleaning', 0)) as taken`,
      );
      if (!lock.rows[0]?.taken) return;
      const removed = await removeForgotten(pool, blobs, reachedHead);
      if (!removed)
        log.warn({}, 'uploads were not looked through: the read model of files is not up to date');
      else if (removed.uploads + removed.contents + removed.unfinished > 0) {
        log.info({ ...removed }, 'removed uploads that nothing came of');
      }
    });
  }

  let underWay: Promise<void> = Promise.resolve();
  const next = () => {
    underWay = underWay.then(clean).catch((error: unknown) => {
      log.warn({ err: error }, 'forgotten uploads could not be removed');
    });
  };
  const timer = setInterval(next, everyMs);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await underWay;
    },
  };
}
