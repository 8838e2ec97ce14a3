import { createHash, randomBytes } from 'node:crypto';
import { DomainError } from '@ticketing/contracts/errors.ts';
import { newId } from '@ticketing/platform/ids.ts';
import type pg from 'pg';

/** A session that is not used for this long ends. */
const LIFETIME_DAYS = 30;

const hashOf = (token: string) => createHash('sha256').update(token).digest();

/** Starts a family of refresh tokens: one sign-in on one device. Answers its first token. */
export async function startFamily(pool: pg.Pool, userId: string): Promise<string> {
  return issue(pool, userId, newId());
}

async function issue(pool: pg.Pool | pg.PoolClient, userId: string, family: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await pool.query(
    `insert into auth.refresh_tokens (token_hash, family, user_id, expires_at)
     values ($1, $2, $3, now() + make_interval(days => $4))`,
    [hashOf(token), family, userId, LIFETIME_DAYS],
  );
  return token;
}

/**
 * Trades a token for the next of its family. A token that was used before was stolen or sent twice: nobody can
 * tell which, so the whole family ends.
 * @throws DomainError `unauthenticated` or `refresh_token_reused`
 */
export async function rotate(pool: pg.Pool, token: string): Promise<{ userId: string; refresh: string }> {
  const { rows } = await pool.query<{ user_id: string; family: string }>(
    `update auth.refresh_tokens set used_at = now()
     where token_hash = $1 and used_at is null and revoked_at is null and expires_at > now()
     returning user_id, family`,
    [hashOf(token)],
  );
  const [used] = rows;
  if (used) return { userId: used.user_id, refresh: await issue(pool, used.user_id, used.family) };
  const { rowCount } = await pool.query(
    `update auth.refresh_tokens set revoked_at = now()
     where revoked_at is null and family = (select family from auth.refresh_tokens where token_hash = $1 and used_at is not null)`,
    [hashOf(token)],
  );
  throw new DomainError(rowCount ? 'refresh_token_reused' : 'unauthenticated');
}

/** Ends the session that a token belongs to. An unknown token is no error: the session is over either way. */
export async function endFamily(pool: pg.Pool, token: string): Promise<void> {
  await pool.query(
    `update auth.refresh_tokens set revoked_at = now()
     where revoked_at is null and family = (select family from auth.refresh_tokens where token_hash = $1)`,
    [hashOf(token)],
  );
}

export async function endAllSessions(pool: pg.Pool, userId: string): Promise<void> {
  await pool.query(
    'update auth.refresh_tokens set revoked_at = now() where user_id = $1 and revoked_at is null',
    [userId],
  );
}
