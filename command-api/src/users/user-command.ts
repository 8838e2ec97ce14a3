import { DomainError } from '@ticketing/contracts/errors.ts';
import { userStream } from '@ticketing/contracts/streams.ts';
import type { SiteAction } from '@ticketing/domain/policy/policy.ts';
import { decideUser, type UserCommand, userFold } from '@ticketing/domain/user/user.ts';
import { hashPassword, passwordMatches } from '@ticketing/platform/passwords.ts';
import type { Answer, Application, Commanded } from '../application.ts';
import { authorityAt, requireOnSite } from '../authority.ts';
import { forgetFormerAddresses, rememberAddress } from '../sessions/addresses.ts';
import { passwordHashOf, storePasswordHash } from '../sessions/credentials.ts';
import { voidPasswordResets } from '../sessions/password-reset.ts';
import { endAllSessions } from '../sessions/refresh-tokens.ts';

/** Carries out one command on a person. To everyone else but superusers, a person who is not oneself is not there. */
export async function commandUser(
  app: Application,
  context: Commanded,
  userId: string,
  action: SiteAction,
  command: UserCommand,
): Promise<Answer> {
  const authority = await authorityAt(app, context, {});
  requireOnSite(authority, action, { userId }, userId === context.actorId);
  const address = command.type === 'ChangeProfile' ? command.email : undefined;
  if (address !== undefined) await rememberAddress(app, userId, address);
  const done = await app.aggregates.execute(userStream(userId), userFold, context, (user) =>
    decideUser(command, user),
  );
  if (address !== undefined) {
    await forgetFormerAddresses(app, userId);
    // Links that were sent to the address before are not for this one.
    await voidPasswordResets(app.pool, userId);
  }
  if (command.type === 'DeactivateUser') {
    await endAllSessions(app.pool, userId);
    await app.endedSessions?.look();
    await voidPasswordResets(app.pool, userId);
  }
  return { id: userId, ...done };
}

/**
 * After a crash between the password and the event, the current one is the new one when the command is sent again:
 * whoever sends it knows the current one all the same.
 */
async function requireCurrent(
  app: Application,
  { actorId, retryable }: Commanded,
  { current, password }: { readonly current?: string | undefined; readonly password: string },
): Promise<void> {
  const stored = await passwordHashOf(app.pool, actorId);
  if (await passwordMatches(stored, current ?? '')) return;
  if (retryable && (await passwordMatches(stored, password))) return;
  throw new DomainError('invalid_credentials');
}

/**
 * Sets a password: one's own with the current one at hand, anybody's as a superuser. Ends the person's sessions.
 * @param input.sessionId the one in which somebody sets their own: it goes on
 */
export async function changePassword(
  app: Application,
  context: Commanded,
  userId: string,
  input: {
    readonly current?: string | undefined;
    readonly password: string;
    readonly sessionId?: string | undefined;
  },
): Promise<Answer> {
  const authority = await authorityAt(app, context, {});
  requireOnSite(authority, 'user.password', { userId }, false);
  const { state } = await app.aggregates.fresh(userStream(userId), userFold);
  if (state?.kind !== 'registered') throw new DomainError('not_found');
  // Sent again, it sets nothing: the password may have been changed since.
  const before = context.retryable && (await app.aggregates.answered(userStream(userId), userFold, context));
  if (before) return { id: userId, ...before };
  if (userId === context.actorId) await requireCurrent(app, context, input);
  await storePasswordHash(app.pool, userId, await hashPassword(input.password));
  await endAllSessions(app.pool, userId, userId === context.actorId ? input.sessionId : undefined);
  await app.endedSessions?.look();
  await voidPasswordResets(app.pool, userId);
  const done = await app.aggregates.execute(userStream(userId), userFold, context, (user) =>
    decideUser({ type: 'ChangePassword' }, user),
  );
  return { id: userId, ...done };
}
