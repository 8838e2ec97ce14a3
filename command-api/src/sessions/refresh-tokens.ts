import { createHash, randomBytes } from 'node:crypto';
import { DomainError } from '@ticketing/contracts/errors.ts';
import { newId } from '@ticketing/platform/ids.ts';
import type pg from 'pg';

/** A session that is not used for this long ends. */
const LIFETIME_DAYS = 30;

const hashOf = (token: string) => createHash('sha256').update(token).digest();

/**
 * Starts a family of refresh tokens: one sign-in on one device. Answers its first token.
 * @param provenBy the password's hash that the sign-in was checked against. It is held while the token is written, so
 *   that a password which is changed at this moment either ends this session or refuses it.
 * @throws DomainError `invalid_credentials` when the password is another one by now
 */
export async function startFamily(pool: pg.Pool, userId: string, provenBy?: string): Promise<string> {
  const token = newToken();
  const { rowCount } = await pool.query(
    `with proof as (
       select 1 from auth.credentials where user_id = $3 and password_hash = $5 for share)
     insert into auth.refresh_tokens (token_hash, family, user_id, expires_at)
     select $1, $2, $3, now() + make_interval(days => $4)
     where $5::text is null or exists (select 1 from proof)`,
    [hashOf(token), newId(), userId, LIFETIME_DAYS, provenBy ?? null],
  );
  if (!rowCount) throw new DomainError('invalid_credentials');
  return token;
}

const newToken = () => randomBytes(32).toString('base64url');

/**
 * Trades a token for the next of its family. A token that was used before was stolen or sent twice: nobody can
 * tell which, so the whole family ends.
 * @throws DomainError `unauthenticated` or `refresh_token_reused`
 */
export async function rotate(pool: pg.Pool, token: string): Promise<{ userId: string; refresh: string }> {
  const refresh = newToken();
  // In one statement: between the two, ending all sessions would find neither.
  const { rows } = await pool.query<{ user_id: string }>(
    `with used as (
       update auth.refresh_tokens set used_at = now()
       where token_hash = $1 and used_at is null and revoked_at is null and expires_at > now()
       returning user_id, family)
     insert into auth.refresh_tokens (token_hash, family, user_id, expires_at)
     select $2, family, user_id, now() + make_interval(days => $3) from used
     returning user_id`,
    [hashOf(token), hashOf(refresh), LIFETIME_DAYS],
  );
  const [used] = rows;
  if (used) return { userId: used.user_id, refresh };
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

/** Ends every session of a person. Again until there is none: a token may be traded for its next one meanwhile. */
export async function endAllSessions(pool: pg.Pool | pg.PoolClient, userId: string): Promise<void> {
  for (;;) {
    const { rowCount } = await pool.query(
      'update auth.refresh_tokens set revoked_at = now() where user_id = $1 and revoked_at is null',
      [userId],
    );
    if (!rowCount) return;
  }
}
