import { DomainError } from '@ticketing/contracts/errors.ts';
import { userStream } from '@ticketing/contracts/streams.ts';
import { decideUser, type RegisteredUser, userFold } from '@ticketing/domain/user/user.ts';
import { derivedId } from '@ticketing/platform/ids.ts';
import { appOf, linkTo } from '@ticketing/platform/mail/links.ts';
import { queueMail } from '@ticketing/platform/mail/queue-mail.ts';
import { hashPassword } from '@ticketing/platform/passwords.ts';
import { inTransaction } from '@ticketing/platform/postgres.ts';
import type pg from 'pg';
import type { Application } from '../application.ts';
import { linkTokenHash, newLinkToken } from '../link-token.ts';
import { peopleWithAddress } from './addresses.ts';
import { storePasswordHash } from './credentials.ts';
import { passwordResetMail } from './password-reset-mail.ts';
import { endAllSessions } from './refresh-tokens.ts';
import { userByName } from './user-by-name.ts';

/** How long a link is good, in milliseconds. */
const LIFETIME_MS = 3_600_000;

export type ResetRequest = {
  readonly username?: string | undefined;
  readonly email?: string | undefined;
  /** Of the request: sent again with the same one, no second mail goes out. */
  readonly commandId: string;
};

/**
 * Sends a link to everybody whom the request may mean: the holder of a name, or all who have the address. Who has no
 * address, or is deactivated, gets none; who was sent `perHour` of them in the last hour gets no more.
 */
export async function sendPasswordReset(
  app: Application,
  { username, email, commandId }: ResetRequest,
  { perHour, now }: { readonly perHour: number; readonly now: Date },
): Promise<void> {
  const named = username === undefined ? undefined : await userByName(app, username);
  const people = email === undefined ? [] : await peopleWithAddress(app, email);
  for (const person of named ? [named] : people) {
    if (person.email !== null) await sendLink(app, person, commandId, perHour, now);
  }
}

async function sendLink(
  app: Application,
  person: RegisteredUser,
  commandId: string,
  perHour: number,
  now: Date,
): Promise<void> {
  const token = newLinkToken();
  const expiresAt = new Date(now.getTime() + LIFETIME_MS);
  await inTransaction(app.pool, async (transaction) => {
    // One at a time for each person, so that the links are counted rightly.
    await transaction.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `password reset ${person.id}`,
    ]);
    const { rowCount } = await transaction.query(
      'select 1 from auth.password_resets where user_id = $1 and issued_at > $2',
      [person.id, new Date(now.getTime() - LIFETIME_MS)],
    );
    if ((rowCount ?? 0) >= perHour) return;
    const queued = await queueMail(transaction, {
      kind: 'password_reset',
      causeId: commandId,
      to: { userId: person.id },
      ...passwordResetMail(person, linkTo(appOf(person), `/reset-password#token=${token}`)),
      goodUntil: expiresAt,
    });
    if (!queued) return;
    await transaction.query(
      'insert into auth.password_resets (token_hash, user_id, issued_at, expires_at) values ($1, $2, $3, $4)',
      [linkTokenHash(token), person.id, now, expiresAt],
    );
  });
}

type StoredReset = { user_id: string; expires_at: Date };

async function resetOf(
  queries: pg.Pool | pg.PoolClient,
  token: string,
  now: Date,
  locked: '' | 'for update' = '',
): Promise<StoredReset> {
  const { rows } = await queries.query<StoredReset>(
    `select user_id, expires_at from auth.password_resets where token_hash = $1 and expires_at > $2 ${locked}`,
    [linkTokenHash(token), now],
  );
  if (!rows[0]) throw new DomainError('link_not_valid');
  return rows[0];
}

/** @throws DomainError `link_not_valid`, also for a person who was deactivated meanwhile */
async function activePerson(app: Application, userId: string): Promise<RegisteredUser> {
  const { state } = await app.aggregates.fresh(userStream(userId), userFold);
  if (state?.kind !== 'registered' || !state.active) throw new DomainError('link_not_valid');
  return state;
}

/** @throws DomainError `link_not_valid` */
export async function validatePasswordReset(
  app: Application,
  token: string,
  now: Date,
): Promise<{ username: string; expiresAt: string }> {
  const { user_id, expires_at } = await resetOf(app.pool, token, now);
  const { username } = await activePerson(app, user_id);
  return { username, expiresAt: expires_at.toISOString() };
}

/**
 * Sets the password, once. The event is appended while the link is locked and before anything is committed: after a
 * crash in between the link is still good, and using it again appends the same event.
 * @throws DomainError `link_not_valid`
 */
export async function confirmPasswordReset(
  app: Application,
  token: string,
  password: string,
  now: Date,
): Promise<void> {
  await resetOf(app.pool, token, now);
  const passwordHash = await hashPassword(password);
  await inTransaction(app.pool, async (transaction) => {
    const { user_id: userId } = await resetOf(transaction, token, now, 'for update');
    await activePerson(app, userId);
    const commandId = derivedId(linkTokenHash(token).toString('hex'), 'reset password');
    const context = {
      commandId,
      command: 'ResetPassword',
      actorId: userId,
      at: now.toISOString(),
      correlationId: commandId,
      causationId: commandId,
      retryable: true,
    };
    await app.aggregates.execute(userStream(userId), userFold, context, (user) =>
      decideUser({ type: 'ChangePassword' }, user),
    );
    await storePasswordHash(transaction, userId, passwordHash);
    await endAllSessions(transaction, userId);
    await voidPasswordResets(transaction, userId);
  });
  await app.endedSessions?.look();
}

/** Every link that was sent to a person is worth nothing from now on. */
export async function voidPasswordResets(queries: pg.Pool | pg.PoolClient, userId: string): Promise<void> {
  await queries.query('delete from auth.password_resets where user_id = $1', [userId]);
}
