import { type TemporaryPostgres, temporaryPostgres } from '@ticketing/embedded/testing/temporary-postgres.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { createLog } from '@ticketing/platform/log.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrateCredentials } from '../migrate.ts';
import { storePasswordHash } from './credentials.ts';
import { endAllSessions, rotate, startSession } from './refresh-tokens.ts';

let postgres: TemporaryPostgres;
let pool: pg.Pool;

beforeAll(async () => {
  postgres = await temporaryPostgres();
  await migrateCredentials(postgres.url, createLog('test', 'silent'));
  pool = createPool(postgres.url, 'test', undefined, 20);
});
afterAll(async () => {
  await pool?.end();
  await postgres?.stop();
});

const live = async (userId: string) =>
  (
    await pool.query(
      'select 1 from auth.refresh_tokens where user_id = $1 and revoked_at is null and used_at is null',
      [userId],
    )
  ).rowCount;

test('no session outlives the end of all, also one that is being traded for its next token', async () => {
  for (let round = 0; round < 30; round++) {
    const userId = newId();
    const tokens = await Promise.all(
      [1, 2, 3, 4].map(async () => (await startSession(pool, userId)).refresh),
    );
    await Promise.allSettled([
      ...tokens.slice(0, 2).map((token) => rotate(pool, token)),
      endAllSessions(pool, userId),
      ...tokens.slice(2).map((token) => rotate(pool, token)),
    ]);
    expect(await live(userId)).toBe(0);
  }
});

test('no session begins with a password that was changed while it was checked', async () => {
  for (let round = 0; round < 30; round++) {
    const userId = newId();
    await storePasswordHash(pool, userId, 'old');
    const change = async () => {
      await storePasswordHash(pool, userId, 'new');
      await endAllSessions(pool, userId);
    };
    await Promise.allSettled([
      startSession(pool, userId, { provenBy: 'old' }),
      change(),
      startSession(pool, userId, { provenBy: 'old' }),
      startSession(pool, userId, { provenBy: 'old' }),
    ]);
    expect(await live(userId)).toBe(0);
  }
  const userId = newId();
  await storePasswordHash(pool, userId, 'new');
  await expect(startSession(pool, userId, { provenBy: 'old' })).rejects.toThrow(
    expect.objectContaining({ code: 'invalid_credentials' }),
  );
});
