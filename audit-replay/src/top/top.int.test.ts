import { Writable } from 'node:stream';
import { createInMemoryBus } from '@ticketing/platform/in-memory-bus.ts';
import { prepareOutbox } from '@ticketing/platform/mail/prepare-outbox.ts';
import { createMetrics } from '@ticketing/platform/metrics.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import { type Engine, startEngine } from '@ticketing/projectors/engine/engine.ts';
import { readModels } from '@ticketing/projectors/read-models/all.ts';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runAudit } from '../run-audit.ts';
import { type RealInstallation, realInstallation } from '../testing/real-installation.ts';
import { tellSmallInstallation } from '../testing/small-installation.ts';

let real: RealInstallation;
let pool: pg.Pool;
const engines: Engine[] = [];
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const projections = readModels.filter(({ name }) => name === 'access' || name === 'board');

async function project(): Promise<Engine> {
  const engine = await startEngine({
    eventLog: real.store,
    pool,
    bus: createInMemoryBus(),
    projections,
    log: silent,
    metrics: createMetrics(),
  });
  engines.push(engine);
  const head = await real.store.head();
  for (const { name } of projections) expect(await engine.waitUntil(name, head, 30_000)).toBe(true);
  return engine;
}

beforeAll(async () => {
  real = await realInstallation();
  pool = createPool(real.environment.DATABASE_URL, 'top-test');
});
afterAll(async () => {
  for (const engine of engines) await engine.stop();
  await pool.end();
  await real.stop();
});

const look = async () => {
  const { code, stdout } = await real.audit('top', '--once', '--json', '--every', '0.1');
  expect(code).toBe(0);
  return JSON.parse(stdout);
};

test('a database that no projector ever ran on is named as such', async () => {
  const { code, stderr } = await real.audit('top');
  expect(code).toBe(4);
  expect(stderr).toContain('no projector ever ran');
});

test('tells who is led, who lags, what is parked, and what waits to be done', async () => {
  await tellSmallInstallation(real.add);
  await prepareOutbox(real.environment.DATABASE_URL);
  const engine = await project();
  await pool.query(`select graphile_worker.add_job('some-task', run_at => now() + interval '1 hour')`);
  await pool.query(
    `insert into mail.outbox (id, kind, cause_id, subject) values (gen_random_uuid(), 'test', 'test', '')`,
  );
  const led = await look();
  expect(led.projections).toMatchObject(
    ['access', 'board'].map((name) => ({ name, lagSeconds: 0, behind: '0', parked: 0, standing: 'fine' })),
  );
  expect(BigInt(led.projections[0].applied)).toBeGreaterThan(10n);
  expect(led.projections[0].owner).toEqual(expect.any(String));
  expect(led.projections[0].leaseLeft).toBeGreaterThan(0);
  expect(led).toMatchObject({ jobs: { later: 1, due: 0 }, mails: { waiting: 1, failed: 0 } });

  await engine.stop();
  await real.add(
    'company-00000000-0000-7000-8000-0000000000aa',
    { type: 'CompanyLogoChanged', data: { logo: null } },
    { at: '2026-03-01T00:00:00Z', by: '00000000-0000-7000-8000-000000000001' },
  );
  await pool.query(
    `insert into read_model.parked_streams (projection, stream, position, reason) values ('board', 'ticket-1', 1, 'test')`,
  );
  const left = await look();
  expect(left.projections).toMatchObject(
    ['access', 'board'].map((name) => ({ name, owner: null, standing: 'unled' })),
  );
  expect(left.projections[0].lagSeconds).toBeGreaterThan(0);
  expect(BigInt(left.projections[0].behind)).toBeGreaterThan(0n);
  expect(left.projections[1].parked).toBe(1);

  const { stdout } = await real.audit('top', '--every', '0.1');
  expect(stdout).toMatch(/^board .* nobody$/m);
  expect(stdout).not.toContain('\x1b');
});

test('draws itself anew in a terminal until it is ended, and leaves the terminal as it was', async () => {
  const interrupted = new AbortController();
  let drawn = '';
  const terminal = Object.assign(
    new Writable({
      write(chunk, _encoding, done) {
        drawn += String(chunk);
        done();
        if (drawn.split('log head').length > 3) interrupted.abort();
      },
    }),
    { isTTY: true, columns: 60, rows: 6 },
  );
  const code = await runAudit(['top', '--every', '0.1'], {
    environment: real.environment,
    stdout: terminal,
    stderr: { write: () => true },
    now: Date.now,
    interrupted: () => interrupted.signal,
  });
  expect(code).toBe(0);
  expect(drawn.startsWith('\x1b[?1049h')).toBe(true);
  expect(drawn.endsWith('\x1b[?1049l')).toBe(true);
  const [, page = ''] = drawn.split('\x1b[H');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a terminal is told by
  const lines = page.replaceAll(/\x1b\[[0-9;?]*[a-zA-Z]/g, '').split('\n');
  expect(lines.length).toBeLessThanOrEqual(6);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(60);
});
