import type { Log } from '@ticketing/platform/log.ts';
import type pg from 'pg';
import { LIFETIME_DAYS } from './refresh-tokens.ts';

/** Rows of one statement, so that none holds its locks for long. */
const BATCH = 5_000;

const HOUR = 3_600_000;

/**
 * Removes the refresh tokens that have expired: they open nothing any more, used, revoked or not. Several processes may
 * do it at once: each takes the rows that no other is at.
 * @returns how many were removed
 */
export async function removeExpiredTokens(pool: pg.Pool, now: Date, batch = BATCH): Promise<number> {
  for (let removed = 0; ; ) {
    const { rowCount } = await pool.query(
      `delete from auth.refresh_tokens where token_hash in (
         select token_hash from auth.refresh_tokens where expires_at <= $1
         order by expires_at limit $2 for update skip locked)`,
      [now, batch],
    );
    removed += rowCount ?? 0;
    if ((rowCount ?? 0) < batch) return removed;
  }
}

export type TokenCleaning = {
  /** Ends when what is under way is done. */
  stop(): Promise<void>;
};

/** Links to set a new password count against the ones that may be sent for an hour, which is how long they are good. */
export async function removeExpiredResets(pool: pg.Pool, now: Date): Promise<void> {
  await pool.query('delete from auth.password_resets where expires_at <= $1', [now]);
}

/** Sessions that nobody can go on with. What ended is asked for as long as an access token lives, which is less than a day. */
export async function removeOldSessions(pool: pg.Pool, now: Date): Promise<void> {
  await pool.query(
    `delete from auth.sessions
     where seen_at <= $1::timestamptz - make_interval(days => $2) or ended_at <= $1::timestamptz - interval '1 day'`,
    [now, LIFETIME_DAYS],
  );
}

/** Days after which nobody can see any more to which address an invitation went that is over. */
const INVITATIONS_REMEMBERED_DAYS = 30;

export async function removeOldInvitations(pool: pg.Pool, now: Date): Promise<void> {
  await pool.query(
    'delete from auth.invitations where expires_at <= $1::timestamptz - make_interval(days => $2)',
    [now, INVITATIONS_REMEMBERED_DAYS],
  );
}

/** Removes expired refresh tokens, sessions that are over, addresses of old invitations and links to set a password now and every hour. A failure is logged, and the next hour tries again. */
export function startTokenCleaning(
  pool: pg.Pool,
  log: Log,
  now: () => Date = () => new Date(),
): TokenCleaning {
  let underWay: Promise<void> = Promise.resolve();
  const clean = () => {
    underWay = underWay.then(async () => {
      try {
        const removed = await removeExpiredTokens(pool, now());
        await removeOldSessions(pool, now());
        await removeExpiredResets(pool, now());
        await removeOldInvitations(pool, now());
        if (removed > 0) log.info({ removed }, 'removed expired refresh tokens');
      } catch (error) {
        log.warn({ err: error }, 'expired refresh tokens could not be removed');
      }
    });
  };
  clean();
  const timer = setInterval(clean, HOUR);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await underWay;
    },
  };
}
