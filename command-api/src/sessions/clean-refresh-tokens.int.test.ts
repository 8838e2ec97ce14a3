import { type TemporaryPostgres, temporaryPostgres } from '@ticketing/embedded/testing/temporary-postgres.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { createLog } from '@ticketing/platform/log.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import type pg from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { migrateCredentials } from '../migrate.ts';
import { removeExpiredTokens, startTokenCleaning } from './clean-refresh-tokens.ts';
import { endSessionOf, rotate, startSession } from './refresh-tokens.ts';

const DAY = 86_400_000;
const log = createLog('test', 'silent');
let postgres: TemporaryPostgres;
let pool: pg.Pool;

beforeEach(async () => {
  postgres = await temporaryPostgres();
  await migrateCredentials(postgres.url, log);
  pool = createPool(postgres.url, 'test', log);
});

afterEach(async () => {
  vi.useRealTimers();
  await pool?.end();
  await postgres?.stop();
});

const inDays = (days: number) => new Date(Date.now() + days * DAY);

async function kept(): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    'select count(*)::int4 as count from auth.refresh_tokens',
  );
  return rows[0]?.count ?? -1;
}

test('a token goes when it has expired and not before, whether it was used, revoked or neither', async () => {
  const { refresh: used } = await startSession(pool, newId());
  await rotate(pool, used);
  await endSessionOf(pool, (await startSession(pool, newId())).refresh);
  expect(await kept()).toBe(3);
  expect(await removeExpiredTokens(pool, inDays(29))).toBe(0);
  expect(await kept()).toBe(3);
  expect(await removeExpiredTokens(pool, inDays(31))).toBe(3);
  expect(await kept()).toBe(0);
});

test('a token that was used and not yet removed still ends its family when it comes again', async () => {
  const { refresh: used } = await startSession(pool, newId());
  const { refresh } = await rotate(pool, used);
  await removeExpiredTokens(pool, inDays(29));
  await expect(rotate(pool, used)).rejects.toMatchObject({ code: 'refresh_token_reused' });
  await expect(rotate(pool, refresh)).rejects.toMatchObject({ code: 'unauthenticated' });
});

test('more tokens than one statement takes all go, also when two processes remove them at once', async () => {
  for (let count = 0; count < 25; count++) await startSession(pool, newId());
  const later = inDays(31);
  const removed = await Promise.all([
    removeExpiredTokens(pool, later, 4),
    removeExpiredTokens(pool, later, 4),
  ]);
  expect(removed[0] + removed[1]).toBe(25);
  expect(await kept()).toBe(0);
});

test('a server removes expired tokens at its start and every hour, and goes on after a failure', async () => {
  await startSession(pool, newId());
  let now = inDays(0);
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const query = vi.spyOn(pool, 'query');
  const cleaning = startTokenCleaning(pool, log, () => now);
  const ran = (queries: number) =>
    vi.waitFor(() => expect(query.mock.settledResults).toHaveLength(queries), { timeout: 30_000 });
  // The tokens, the sessions, the links to set a password, the addresses of invitations.
  await ran(4);
  now = inDays(31);
  query.mockImplementationOnce(() => {
    throw new Error('the database is away');
  });
  await vi.advanceTimersByTimeAsync(3_600_000);
  await vi.advanceTimersByTimeAsync(3_600_000);
  await cleaning.stop();
  query.mockRestore();
  expect(await kept()).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});
