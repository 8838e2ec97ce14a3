import { createHmac } from 'node:crypto';
import { userStream } from '@ticketing/contracts/streams.ts';
import { type RegisteredUser, userFold } from '@ticketing/domain/user/user.ts';
import type pg from 'pg';
import type { Application } from '../application.ts';
import { normalisedUsername } from './credentials.ts';

/**
 * Finds people by their e-mail address without a read model. The table only narrows the search down, and what a
 * person's own stream says is believed; so it may hold too much, but must not hold too little: an address is in it
 * before the event that sets it is appended. It can be lost: it is gathered from the log again.
 */
const hashOf = (key: string, address: string): Buffer =>
  createHmac('sha256', key)
    .update(`address ${normalisedUsername(address)}`)
    .digest();

/** To be called before an address is set, by whatever command. */
export async function rememberAddress(
  { pool, usernameKey }: Pick<Application, 'pool' | 'usernameKey'>,
  userId: string,
  address: string | null,
): Promise<void> {
  if (address === null) return;
  await pool.query(
    `insert into auth.addresses (user_id, address_hash) values ($1, $2)
     on conflict (user_id, address_hash) do update set remembered_at = now()`,
    [userId, hashOf(usernameKey, address)],
  );
}

/**
 * To be called when an address has been set: those before it are not the person's any more. One that was remembered a
 * moment ago stays: another command may be about to set it.
 */
export async function forgetFormerAddresses(
  { pool, aggregates, usernameKey }: Pick<Application, 'pool' | 'aggregates' | 'usernameKey'>,
  userId: string,
): Promise<void> {
  const { state } = await aggregates.fresh(userStream(userId), userFold);
  const address = state?.kind === 'registered' ? state.email : null;
  await pool.query(
    `delete from auth.addresses
     where user_id = $1 and address_hash is distinct from $2 and remembered_at < now() - interval '1 hour'`,
    [userId, address === null ? null : hashOf(usernameKey, address)],
  );
}

/** Active people whose address it is now; an address may be several people's. */
export async function peopleWithAddress(app: Application, address: string): Promise<RegisteredUser[]> {
  const { rows } = await app.pool.query<{ user_id: string }>(
    'select user_id from auth.addresses where address_hash = $1 order by user_id limit 20',
    [hashOf(app.usernameKey, address)],
  );
  const people = await Promise.all(
    rows.map(({ user_id }) => app.aggregates.fresh(userStream(user_id), userFold)),
  );
  return people.flatMap(({ state }) => {
    if (state?.kind !== 'registered' || !state.active || state.email === null) return [];
    return normalisedUsername(state.email) === normalisedUsername(address) ? [state] : [];
  });
}

/** Rows of one statement. */
const BATCH = 1_000;

/**
 * Puts the addresses of the whole log into the table, once in a database: for people who were registered before there
 * was one, and after PostgreSQL was lost, when everybody needs a new password.
 * @returns how many were there, or `undefined` when it was done before
 */
export async function gatherAddresses(
  { pool, eventStore, usernameKey }: Pick<Application, 'pool' | 'eventStore' | 'usernameKey'>,
  signal: AbortSignal,
): Promise<number | undefined> {
  const { rowCount: done } = await pool.query('select 1 from auth.addresses_gathered');
  if (done) return undefined;
  let gathered = 0;
  let batch: { readonly userId: string; readonly address: string }[] = [];
  const write = async () => {
    await insertAll(pool, usernameKey, batch);
    gathered += batch.length;
    batch = [];
  };
  // An event that this software cannot read tells no address, and must not hide those of everybody else.
  for await (const event of eventStore.readAll(undefined, () => undefined)) {
    if (signal.aborted) return undefined;
    if (event.type !== 'UserRegistered' && event.type !== 'UserProfileChanged') continue;
    if (event.data.email === null) continue;
    batch.push({ userId: event.stream.slice('user-'.length), address: event.data.email });
    if (batch.length >= BATCH) await write();
  }
  await write();
  await pool.query('insert into auth.addresses_gathered default values on conflict do nothing');
  return gathered;
}

async function insertAll(
  pool: pg.Pool,
  key: string,
  rows: readonly { readonly userId: string; readonly address: string }[],
): Promise<void> {
  await pool.query(
    `insert into auth.addresses (user_id, address_hash)
     select * from unnest($1::uuid[], $2::bytea[]) on conflict do nothing`,
    [rows.map(({ userId }) => userId), rows.map(({ address }) => hashOf(key, address))],
  );
}
