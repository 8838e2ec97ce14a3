import { newId } from '@ticketing/platform/ids.ts';
import { createInMemoryBus } from '@ticketing/platform/in-memory-bus.ts';
import { createMetrics } from '@ticketing/platform/metrics.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import { type Engine, startEngine } from '@ticketing/projectors/engine/engine.ts';
import { diary } from '@ticketing/projectors/testing/diary.ts';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RealInstallation, realInstallation } from './testing/real-installation.ts';

let real: RealInstallation;
let pool: pg.Pool;
let engine: Engine | undefined;
let mended = false;
const stream = `user-${newId()}`;
const failing = diary({
  afterRows() {
    if (!mended) throw new Error('this handler has a bug');
  },
});
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

beforeAll(async () => {
  real = await realInstallation();
  pool = createPool(real.environment.DATABASE_URL, 'parked test');
});
afterAll(async () => {
  await engine?.stop();
  await pool?.end();
  await real?.stop();
});

test('without projections there is nothing to list, which is said', async () => {
  const { code, stderr } = await real.audit('parked');
  expect(code).toBe(4);
  expect(stderr).toMatch(/no projections/);
});

test('what is parked is listed, tried again, and gone from the list when it succeeds', async () => {
  await real.add(
    stream,
    { type: 'PasswordChanged', data: {} },
    { at: '2026-01-05T09:00:00.000Z', by: newId() },
  );
  engine = await startEngine({
    eventLog: real.store,
    pool,
    bus: createInMemoryBus(),
    projections: [failing],
    log: silent,
    metrics: createMetrics(),
    options: { lookMs: 50 },
  });
  expect(await engine.waitUntil('diary', await real.store.head(), 30_000)).toBe(true);

  const listed = await real.audit('parked', '--json');
  expect(listed.code).toBe(1);
  expect(JSON.parse(listed.stdout).parked).toMatchObject([
    { projection: 'diary', stream, reason: 'this handler has a bug', attempts: 0, replayRequestedAt: null },
  ]);
  const inWords = await real.audit('parked');
  expect(inWords.code).toBe(1);
  expect(inWords.stdout).toContain(`diary  ${stream}`);

  const failed = await real.audit('replay', 'diary', stream);
  expect(failed.code).toBe(1);
  expect(failed.stdout).toMatch(/parked still[\s\S]*tried again without success: 1/);

  mended = true;
  const replayed = await real.audit('replay', 'diary', stream, '--json');
  expect(JSON.parse(replayed.stdout)).toEqual({ replayed: true, parked: null });
  expect(replayed.code).toBe(0);
  expect(await real.audit('parked')).toMatchObject({ code: 0, stdout: 'No stream is parked.\n' });
});

test('what is not parked cannot be tried again', async () => {
  const { code, stderr } = await real.audit('replay', 'diary', `user-${newId()}`);
  expect(code).toBe(2);
  expect(stderr).toMatch(/has not parked/);
});

test('says so when no process is there to try it', async () => {
  await engine?.stop();
  await pool.query(
    `insert into read_model.parked_streams (projection, stream, position, reason) values ('diary', $1, 1, 'x')`,
    [stream],
  );
  const { code, stderr } = await real.audit('replay', 'diary', stream, '--wait', '0.3');
  expect(code).toBe(4);
  expect(stderr).toMatch(/No projector process has tried it/);
});
