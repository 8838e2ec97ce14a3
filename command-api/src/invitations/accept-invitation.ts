import { DomainError } from '@ticketing/contracts/errors.ts';
import type { DomainEvent } from '@ticketing/contracts/events/event.ts';
import { rolesStream, userStream } from '@ticketing/contracts/streams.ts';
import { decideRoles, isGood, rolesFold } from '@ticketing/domain/roles/roles.ts';
import { userFold } from '@ticketing/domain/user/user.ts';
import { derivedId } from '@ticketing/platform/ids.ts';
import type { Answer, Application, Commanded } from '../application.ts';
import { viewerAt } from '../authority.ts';
import { linkTokenHash } from '../link-token.ts';
import { abandon } from '../reserve-name.ts';
import { normalisedUsername } from '../sessions/credentials.ts';
import { registeredUserId, registerUser } from '../users/register-user.ts';

/** Who is to be registered by accepting. */
export type Registration = {
  readonly username: string;
  readonly displayName: string;
  readonly password: string;
};

type StoredInvitation = { readonly id: string; readonly projectId: string; readonly address: string };

/**
 * Gives the holder of a link the invitation's role: who is signed in, or a person who is registered by it, as staff and
 * with the address that the link went to. Nobody is registered by a link that is not good.
 * @param context its actor is who is signed in; the empty string for nobody
 * @throws DomainError `link_not_valid`, `unauthenticated`, `username_taken`
 */
export async function acceptInvitation(
  app: Application,
  context: Commanded,
  token: string,
  registration: Registration | undefined,
): Promise<Answer & { readonly userId: string }> {
  const stored = await storedInvitation(app, token);
  const userId = registration
    ? registeredUserId(registrationId(stored.id, registration))
    : (await viewerAt(app, context.actorId, {})).userId;
  await requireGood(app, stored, userId, context.at);
  await claim(app, context, stored, userId);
  if (registration) await register(app, context, stored, registration);
  const { id: invitationId, projectId } = stored;
  const done = await app.aggregates.execute(
    rolesStream(projectId),
    rolesFold,
    { ...context, actorId: userId },
    (roles) => decideRoles({ type: 'AcceptInvitation', invitationId, userId, at: context.at }, roles),
  );
  return { id: projectId, userId, ...done };
}

async function storedInvitation(app: Application, token: string): Promise<StoredInvitation> {
  const { rows } = await app.pool.query<StoredInvitation>(
    'select id, project_id as "projectId", address from auth.invitations where token_hash = $1',
    [linkTokenHash(token)],
  );
  if (!rows[0]) throw new DomainError('link_not_valid');
  return rows[0];
}

/** Whoever accepted it already may hear so again: their first answer may not have reached them. */
async function requireGood(
  app: Application,
  { id, projectId }: StoredInvitation,
  userId: string,
  at: string,
): Promise<void> {
  const { state } = await app.aggregates.fresh(rolesStream(projectId), rolesFold);
  const invitation = state.invitations.get(id);
  if (invitation?.acceptedBy === userId) return;
  if (!invitation || !isGood(invitation, at)) throw new DomainError('link_not_valid');
  const { state: inviter } = await app.aggregates.fresh(userStream(invitation.sentBy), userFold);
  if (inviter?.kind === 'registered' && !inviter.active) throw new DomainError('link_not_valid');
}

/** How long somebody who began to accept is waited for, when it led to nothing. */
const CLAIM_SECONDS = 60;

/** @throws DomainError `link_not_valid` when somebody else is accepting it */
async function claim(
  app: Application,
  context: Commanded,
  { id }: StoredInvitation,
  userId: string,
): Promise<void> {
  const take = (from: string) =>
    app.pool.query(
      `update auth.invitations set claimed_by = $2, claimed_at = now()
       where id = $1 and (claimed_by is null or claimed_by in ($2, $3))`,
      [id, userId, from],
    );
  if ((await take(userId)).rowCount) return;
  const { rows } = await app.pool.query<{ claimed_by: string }>(
    `select claimed_by from auth.invitations
     where id = $1 and (claimed_at is null or claimed_at < now() - make_interval(secs => $2))`,
    [id, CLAIM_SECONDS],
  );
  const before = rows[0]?.claimed_by;
  // Who was not registered by it within that time never is: another name may be tried.
  const abandoned: DomainEvent = { type: 'UserRegistrationAbandoned', data: { takenOverBy: userId } };
  if (before && (await abandon(app, { ...context, actorId: userId }, userStream(before), abandoned))) {
    if ((await take(before)).rowCount) return;
  }
  throw new DomainError('link_not_valid');
}

/** The same link with the same name is the same registration, so one that stopped half-way is completed. */
const registrationId = (invitationId: string, { username }: Registration): string =>
  derivedId(invitationId, `register ${normalisedUsername(username)}`);

async function register(
  app: Application,
  context: Commanded,
  { id, address }: StoredInvitation,
  registration: Registration,
): Promise<void> {
  const commandId = registrationId(id, registration);
  const registering: Commanded = {
    ...context,
    commandId,
    command: 'RegisterUser',
    actorId: registeredUserId(commandId),
    causationId: id,
    expectedRevision: undefined,
    retryable: true,
    authority: 'system',
  };
  try {
    await registerUser(app, registering, { ...registration, email: address, staff: true });
  } catch (error) {
    // A name that is taken is no registration: another one may be tried.
    const { actorId } = registering;
    if (error instanceof DomainError && error.code === 'username_taken') {
      await app.pool.query(
        'update auth.invitations set claimed_by = null where id = $1 and claimed_by = $2',
        [id, actorId],
      );
    }
    throw error;
  }
}
