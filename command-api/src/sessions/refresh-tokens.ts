import { createHash, randomBytes } from 'node:crypto';
import { DomainError } from '@ticketing/contracts/errors.ts';
import { newId } from '@ticketing/platform/ids.ts';
import type pg from 'pg';

/** A session that is not used for this long ends. */
export const LIFETIME_DAYS = 30;

/** Of what a browser says of itself, this much is kept. */
const USER_AGENT_LENGTH = 300;

const hashOf = (token: string) => createHash('sha256').update(token).digest();

export type StartedSession = {
  /** Also the family of its refresh tokens. */
  readonly sessionId: string;
  /** Its first refresh token. */
  readonly refresh: string;
};

/**
 * Starts a session: one sign-in on one device, with a family of refresh tokens.
 * @param options.provenBy the password's hash that the sign-in was checked against. It is held while the token is written, so
 *   that a password which is changed at this moment either ends this session or refuses it.
 * @param options.userAgent what the browser says of itself, by which the person tells their sessions apart
 * @throws DomainError `invalid_credentials` when the password is another one by now
 */
export async function startSession(
  pool: pg.Pool,
  userId: string,
  options: { readonly provenBy?: string | undefined; readonly userAgent?: string | undefined } = {},
): Promise<StartedSession> {
  const refresh = newToken();
  const sessionId = newId();
  const { rowCount } = await pool.query(
    `with proof as (
       select 1 from auth.credentials where user_id = $3 and password_hash = $5 for share),
     token as (
       insert into auth.refresh_tokens (token_hash, family, user_id, expires_at)
       select $1, $2, $3, now() + make_interval(days => $4)
       where $5::text is null or exists (select 1 from proof)
       returning family, user_id)
     insert into auth.sessions (id, user_id, user_agent) select family, user_id, $6 from token`,
    [
      hashOf(refresh),
      sessionId,
      userId,
      LIFETIME_DAYS,
      options.provenBy ?? null,
      (options.userAgent ?? '').slice(0, USER_AGENT_LENGTH),
    ],
  );
  if (!rowCount) throw new DomainError('invalid_credentials');
  return { sessionId, refresh };
}

const newToken = () => randomBytes(32).toString('base64url');

/**
 * Trades a token for the next of its session. A token that was used before was stolen or sent twice: nobody can
 * tell which, so the whole session ends.
 * @throws DomainError `unauthenticated` or `refresh_token_reused`
 */
export async function rotate(pool: pg.Pool, token: string): Promise<StartedSession & { userId: string }> {
  const refresh = newToken();
  // In one statement: between the two, ending all sessions would find neither.
  const { rows } = await pool.query<{ user_id: string; family: string }>(
    `with used as (
       update auth.refresh_tokens set used_at = now()
       where token_hash = $1 and used_at is null and revoked_at is null and expires_at > now()
       returning user_id, family),
     seen as (
       update auth.sessions set seen_at = now() from used where id = used.family)
     insert into auth.refresh_tokens (token_hash, family, user_id, expires_at)
     select $2, family, user_id, now() + make_interval(days => $3) from used
     returning user_id, family`,
    [hashOf(token), hashOf(refresh), LIFETIME_DAYS],
  );
  const [used] = rows;
  if (used) return { userId: used.user_id, sessionId: used.family, refresh };
  const reused = await familyOf(pool, token, 'and used_at is not null');
  const ended = reused !== undefined && (await endSession(pool, reused));
  throw new DomainError(ended ? 'refresh_token_reused' : 'unauthenticated');
}

/** Ends the session that a token belongs to. An unknown token is no error: the session is over either way. */
export async function endSessionOf(pool: pg.Pool, token: string): Promise<void> {
  const family = await familyOf(pool, token);
  if (family !== undefined) await endSession(pool, family);
}

async function familyOf(pool: pg.Pool, token: string, and = ''): Promise<string | undefined> {
  const { rows } = await pool.query<{ family: string }>(
    `select family from auth.refresh_tokens where token_hash = $1 ${and}`,
    [hashOf(token)],
  );
  return rows[0]?.family;
}

/**
 * Ends one session.
 * @param userId whose it must be, when that is not known already
 * @returns whether there was such a session that had not ended
 */
export async function endSession(pool: pg.Pool, sessionId: string, userId?: string): Promise<boolean> {
  const ended = await end(
    pool,
    (session) => `${session} = $1 and ($2::uuid is null or user_id = $2)`,
    sessionId,
    userId,
  );
  return ended > 0;
}

/**
 * Ends the sessions of a person.
 * @param but the one that stays, if any
 * @returns how many there were
 */
export async function endAllSessions(
  queries: pg.Pool | pg.PoolClient,
  userId: string,
  but?: string,
): Promise<number> {
  return end(queries, (session) => `user_id = $1 and ($2::uuid is null or ${session} <> $2)`, userId, but);
}

/**
 * Again until there is no token any more: one may be traded for its next one meanwhile. Tokens first, as `rotate` does.
 * @param which the condition, of the column that names the session
 */
async function end(
  queries: pg.Pool | pg.PoolClient,
  which: (session: string) => string,
  id: string,
  other: string | undefined,
): Promise<number> {
  const given = [id, other ?? null];
  const ended = new Set<string>();
  for (;;) {
    const { rows } = await queries.query<{ family: string }>(
      `update auth.refresh_tokens set revoked_at = now() where revoked_at is null and ${which('family')} returning family`,
      given,
    );
    if (rows.length === 0) break;
    for (const { family } of rows) ended.add(family);
  }
  await queries.query(
    `update auth.sessions set ended_at = now()
     where ended_at is null and ${which('id')}`,
    given,
  );
  return ended.size;
}
