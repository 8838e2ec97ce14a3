import { prepareJobs } from '@ticketing/platform/mail/prepare-outbox.ts';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startJobWorker } from './job-worker.ts';
import { type EngineHarness, engineHarness, rememberingLog } from './testing/engine-harness.ts';

describe('the worker for jobs', () => {
  let harness: EngineHarness;
  beforeEach(async () => {
    harness = await engineHarness();
    await prepareJobs(harness.databaseUrl);
  });
  afterEach(() => harness.stop());

  const jobs = async () =>
    (
      await harness.pool.query(
        'select task_identifier, attempts::integer from graphile_worker.jobs order by task_identifier',
      )
    ).rows;

  it('tries anew at its start what was given up, of its own tasks alone', async () => {
    for (const task of ['ours', 'theirs']) {
      await harness.pool.query('select graphile_worker.add_job($1, max_attempts => 1)', [task]);
    }
    const { log, lines } = rememberingLog();
    let away = true;
    let done = 0;
    const start = () =>
      startJobWorker({
        databaseUrl: harness.databaseUrl,
        log,
        pollMs: 20,
        taskList: {
          ours: async () => {
            if (away) throw new Error('the event store does not answer');
            done += 1;
          },
        },
      });
    const given = [
      { task_identifier: 'ours', attempts: 1 },
      { task_identifier: 'theirs', attempts: 0 },
    ];
    const first = await start();
    await expect.poll(jobs, { interval: 10 }).toEqual(given);
    await first.stop();
    expect(JSON.stringify(lines)).toContain('the event store does not answer');
    away = false;
    const second = await start();
    await expect.poll(() => done, { interval: 10 }).toBe(1);
    await expect.poll(jobs, { interval: 10 }).toEqual([given[1]]);
    await second.stop();
  });

  it('does at its start what a process that was killed had begun', async () => {
    await harness.pool.query(`select graphile_worker.add_job('ours', job_key => 'one')`);
    // As a worker takes it that then dies.
    await harness.pool.query(
      `update graphile_worker._private_jobs set locked_by = 'a worker that is gone', locked_at = now(), attempts = 1`,
    );
    let done = 0;
    const worker = await startJobWorker({
      databaseUrl: harness.databaseUrl,
      log: rememberingLog().log,
      pollMs: 20,
      taskList: {
        ours: async () => {
          done += 1;
        },
      },
    });
    await expect.poll(() => done, { interval: 10 }).toBe(1);
    await expect.poll(jobs, { interval: 10 }).toEqual([]);
    await worker.stop();
  });

  it('does not end of a database that goes away before it was told that a job is done, and does the job again', async () => {
    const elsewhere = new URL(harness.databaseUrl);
    const database = elsewhere.pathname.slice(1);
    elsewhere.pathname = '/postgres';
    const server = new pg.Client({ connectionString: elsewhere.href });
    await server.connect();
    const goAway = async () => {
      await server.query(`alter database ${database} with allow_connections false`);
      await server.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
        database,
      ]);
    };
    await harness.pool.query(`select graphile_worker.add_job('ours')`);
    const { log, lines } = rememberingLog();
    let done = 0;
    const worker = await startJobWorker({
      databaseUrl: harness.databaseUrl,
      log,
      pollMs: 20,
      taskList: {
        ours: async () => {
          done += 1;
          if (done === 1) await goAway();
        },
      },
    });
    try {
      const failures = () => JSON.stringify(lines);
      await expect.poll(failures, { interval: 10 }).toContain('starting it again');
    } finally {
      await server.query(`alter database ${database} with allow_connections true`);
      await server.end();
    }
    await expect.poll(() => done, { timeout: 30_000, interval: 10 }).toBe(2);
    await expect.poll(jobs, { interval: 10 }).toEqual([]);
    await worker.stop();
  });
});
