import { freePort } from '@ticketing/embedded/testing/free-port.ts';
import { temporaryPostgres } from '@ticketing/embedded/testing/temporary-postgres.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { createInMemoryBus } from '@ticketing/platform/in-memory-bus.ts';
import { createLog } from '@ticketing/platform/log.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import { expect, test } from 'vitest';
import { runningQueryApi } from './testing/running-query-api.ts';

async function outcomesOf(databaseUrl: string, paths: readonly string[]): Promise<unknown[]> {
  const pool = createPool(databaseUrl, 'query-api-test');
  const log = createLog('query-api-test', 'silent');
  const api = await runningQueryApi({ pool, bus: createInMemoryBus() }, { log });
  try {
    const answers = [];
    for (const path of paths) {
      const { status, headers, body } = await api.get(newId(), path);
      answers.push([path, status, headers['retry-after'], (body as { code: string }).code]);
    }
    expect((await api.app.inject({ url: '/health/live' })).statusCode).toBe(200);
    return answers;
  } finally {
    await api.app.close();
    await pool.end();
  }
}

test('before the read models are built, reads and readiness say so with 503', async () => {
  const database = await temporaryPostgres();
  const outcomes = await outcomesOf(database.url, ['/api/tickets', '/health/ready']);
  await database.stop();
  expect(outcomes).toEqual([
    ['/api/tickets', 503, '1', 'read_model_behind'],
    ['/health/ready', 503, '1', 'read_model_behind'],
  ]);
});

test('without a database reads and readiness say 503, and the process lives on', async () => {
  const nobody = `postgresql://nobody@127.0.0.1:${await freePort()}/nothing`;
  expect(await outcomesOf(nobody, ['/api/tickets', '/health/ready'])).toEqual([
    ['/api/tickets', 503, '1', 'store_unavailable'],
    ['/health/ready', 503, '1', 'read_model_behind'],
  ]);
});
