import { setTimeout as delay } from 'node:timers/promises';
import { createJobPool } from '@ticketing/platform/job-pool.ts';
import { Logger, type Runner, run, type TaskList } from 'graphile-worker';
import pg from 'pg';
import { createBackoff } from './engine/backoff.ts';
import type { EngineLog } from './engine/projection.ts';

export type JobWorkerDeps = {
  readonly databaseUrl: string;
  /** What this worker does; jobs of other names are left to others. */
  readonly taskList: TaskList;
  readonly log: EngineLog;
  /** How often jobs are looked for, in milliseconds; one that is added for now is heard of at once. */
  readonly pollMs?: number | undefined;
};

export type JobWorker = { stop(): Promise<void> };

/**
 * Carries out durable jobs (graphile-worker), two at a time, and goes on when the database was away. A job that fails is
 * tried 25 times, over about three days, and then given up; the next start of a worker tries it anew.
 */
export async function startJobWorker(deps: JobWorkerDeps): Promise<JobWorker> {
  const { databaseUrl, taskList, log, pollMs = 2_000 } = deps;

  const tasks = Object.keys(taskList);
  await onConnection(databaseUrl, (client) => tryAgain(client, tasks));
  const activity = { running: 0, last: Date.now() };
  const watched = watchedTasks(taskList, activity);
  const start = async (): Promise<Running> => {
    // What the one before it could not say that it is done with.
    await onConnection(databaseUrl, (client) => unlock(client, tasks));
    const pool = createJobPool(databaseUrl, 4);
    const runner = await run({
      pgPool: pool,
      taskList: watched,
      // At once, and not the default: without a batch nobody hears of what fails on saying that a job is done, as when the
      // database goes away in that moment, and the process ends of it. With one the worker stops and is started again.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      concurrency: 2,
      pollInterval: pollMs,
      noHandleSignals: true,
      parsedCronItems: [],
      logger: new Logger(() => (level, message) => {
        if (level === 'error') log.error({ from: 'graphile-worker' }, message);
        else if (level === 'warning') log.warn({ from: 'graphile-worker' }, message);
      }),
    }).catch((error: unknown) => {
      void pool.end().catch(() => undefined);
      throw error;
    });
    return {
      promise: runner.promise,
      stop: () => runner.stop(),
      disconnect: () => pool.end().catch(() => undefined),
    };
  };

  const stopping = new AbortController();
  const backoff = createBackoff({ firstMs: 200, mostMs: 10_000 });
  let runner = await start();

  /** graphile-worker gives up when the database is away for long; the jobs must not. */
  async function keepRunning(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const attempt = new AbortController();
        const ended = await Promise.race([
          runner.promise.then(() => 'has stopped'),
          overlooked(databaseUrl, tasks, activity, [stopping.signal, attempt.signal]).then(
            () => 'does nothing',
          ),
        ]).finally(() => attempt.abort());
        if (stopping.signal.aborted) return;
        log.warn({}, `the worker for jobs ${ended}; starting it again`);
        // One that lost its connections in the middle of something may never end.
        await Promise.race([runner.stop().catch(() => undefined), delay(2_000)]);
        void runner.disconnect();
      } catch (error) {
        if (stopping.signal.aborted) return;
        log.error({ err: error }, 'the worker for jobs has failed; starting it again');
        void runner.disconnect();
      }
      await backoff.wait(stopping.signal);
      if (stopping.signal.aborted) return;
      activity.last = Date.now();
      runner = await start().catch(failed);
    }
  }
  const running = keepRunning();

  return {
    async stop() {
      stopping.abort();
      await runner.stop().catch(() => undefined);
      await running;
      await runner.disconnect();
    },
  };
}

type Running = Pick<Runner, 'promise' | 'stop'> & { disconnect(): Promise<void> };

/** Tasks that tell when one of them was last at work. */
const watchedTasks = (taskList: TaskList, activity: { running: number; last: number }): TaskList =>
  Object.fromEntries(
    Object.entries(taskList).map(([name, task]) => [
      name,
      async (...given: Parameters<NonNullable<typeof task>>) => {
        activity.running++;
        try {
          return await task?.(...given);
        } finally {
          activity.running--;
          activity.last = Date.now();
        }
      },
    ]),
  );

/** A job that is due for so long, while none is at work, is overlooked. In milliseconds. */
const OVERLOOKED_AFTER = 8_000;

/**
 * Resolves when a job has long been due and nobody is at it: graphile-worker can fall silent for ever when the database
 * goes away in the middle of its taking a job, and does not say so.
 */
async function overlooked(
  databaseUrl: string,
  tasks: readonly string[],
  activity: { readonly running: number; readonly last: number },
  signals: readonly AbortSignal[],
): Promise<void> {
  const signal = AbortSignal.any([...signals]);
  while (!signal.aborted) {
    await delay(OVERLOOKED_AFTER / 2, undefined, { signal }).catch(() => undefined);
    if (signal.aborted || activity.running > 0 || Date.now() - activity.last < OVERLOOKED_AFTER) continue;
    // A database that does not answer overlooks nothing.
    if (await hasOverdue(databaseUrl, tasks).catch(() => false)) return;
  }
  // Whoever gave the signal goes on without an answer.
  await new Promise<never>(() => {});
}

const hasOverdue = (databaseUrl: string, tasks: readonly string[]): Promise<boolean> =>
  onConnection(databaseUrl, async (client) => {
    const { rowCount } = await client.query(
      `select 1 from graphile_worker.jobs
       where task_identifier = any($1) and locked_at is null and attempts < max_attempts
         and run_at < now() - make_interval(secs => $2) limit 1`,
      [tasks, OVERLOOKED_AFTER / 1_000],
    );
    return rowCount !== 0;
  });

/**
 * What a process that was killed had begun stays locked for hours otherwise. If a process that lives is at it, it is done
 * by both, which harms nothing: every task acts once, however often it is done.
 */
async function unlock(client: pg.Client, tasks: readonly string[]): Promise<void> {
  await client.query(
    `select graphile_worker.force_unlock_workers(array(
       select distinct locked_by from graphile_worker.jobs
       where task_identifier = any($1) and locked_by is not null))`,
    [tasks],
  );
}

/** What was given up failed for a reason that may be gone: something was away for days, or this software was mended. */
async function tryAgain(client: pg.Client, tasks: readonly string[]): Promise<void> {
  await unlock(client, tasks);
  await client.query(
    `select count(*) from graphile_worker.reschedule_jobs(
       array(select id from graphile_worker.jobs
             where task_identifier = any($1) and attempts >= max_attempts and locked_at is null),
       run_at => now(), attempts => 0)`,
    [tasks],
  );
}

async function onConnection<Result>(
  databaseUrl: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: databaseUrl });
  // One that is cut off tells who waits for an answer as well.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Stands for a runner that could not even start, so that it is tried again like one that failed later. */
const failed = (error: unknown): Running => {
  const promise = Promise.reject(error);
  promise.catch(() => undefined);
  return { promise, stop: async () => undefined, disconnect: async () => undefined };
};
