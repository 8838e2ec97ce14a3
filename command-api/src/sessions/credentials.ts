import { createHmac } from 'node:crypto';
import type pg from 'pg';

/**
 * The form in which names are compared: compatibility-normalised, without case. What stands for a name in the
 * log is a keyed hash of it.
 */
export const normalisedUsername = (username: string): string =>
  username.trim().normalize('NFKC').toLowerCase();

export const usernameHash = (key: string, username: string): string =>
  createHmac('sha256', key).update(normalisedUsername(username)).digest('hex');

export async function passwordHashOf(pool: pg.Pool, userId: string): Promise<string | undefined> {
  const { rows } = await pool.query<{ password_hash: string }>(
    'select password_hash from auth.credentials where user_id = $1',
    [userId],
  );
  return rows[0]?.password_hash;
}

export async function storePasswordHash(
  pool: pg.Pool | pg.PoolClient,
  userId: string,
  passwordHash: string,
): Promise<void> {
  await pool.query(
    `insert into auth.credentials (user_id, password_hash) values ($1, $2)
     on conflict (user_id) do update set password_hash = excluded.password_hash, changed_at = now()`,
    [userId, passwordHash],
  );
}
