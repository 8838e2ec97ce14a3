import { DomainError } from '@ticketing/contracts/errors.ts';
import { DEFAULT_LANGUAGE, type Language, type Role } from '@ticketing/contracts/kinds.ts';
import { projectStream, rolesStream, userStream } from '@ticketing/contracts/streams.ts';
import { projectFold } from '@ticketing/domain/project/state.ts';
import { decideRoles, isGood, rolesFold } from '@ticketing/domain/roles/roles.ts';
import { type UserState, userFold } from '@ticketing/domain/user/user.ts';
import { derivedId } from '@ticketing/platform/ids.ts';
import { linkTo } from '@ticketing/platform/mail/links.ts';
import { queueMail } from '@ticketing/platform/mail/queue-mail.ts';
import { inTransaction } from '@ticketing/platform/postgres.ts';
import type { Answer, Application, Commanded } from '../application.ts';
import { authorityAt, requireInProject } from '../authority.ts';
import { linkTokenHash, newLinkToken } from '../link-token.ts';
import { peopleWithAddress } from '../sessions/addresses.ts';
import { invitationMail } from './invitation-mail.ts';

const DAY = 86_400_000;

/**
 * Invites an address. The address and the mail are written first and the mail is held: the saga that hears of
 * `InvitationSent` has it sent. So a crash in between sends no link to an invitation that there is not, and once there
 * is the invitation, its mail cannot be lost.
 * @throws DomainError `invitation_pending` when the address has an invitation to this project that is still good
 */
export async function invitePerson(
  app: Application,
  context: Commanded,
  projectId: string,
  { email, role, goodForDays }: { readonly email: string; readonly role: Role; readonly goodForDays: number },
): Promise<Answer> {
  const project = await requireConfiguring(app, context, projectId);
  const invitationId = derivedId(context.commandId, `invitation to ${projectId}`);
  const stream = rolesStream(projectId);
  const before = context.retryable && (await app.aggregates.answered(stream, rolesFold, context));
  if (before) return { id: invitationId, ...before };
  await requireNotPending(app, projectId, invitationId, email, context.at);
  const { state: inviter } = await app.aggregates.fresh(userStream(context.actorId), userFold);
  const language = await languageFor(app, email, inviter);
  const token = newLinkToken();
  const expiresAt = await inTransaction(app.pool, async (transaction) => {
    const expires = new Date(Date.parse(context.at) + goodForDays * DAY);
    // Sent again, the command finds what it wrote before.
    const { rows } = await transaction.query<{ expires_at: Date; token_hash: Buffer }>(
      `insert into auth.invitations as stored (id, project_id, address, token_hash, expires_at)
       values ($1, $2, $3, $4, $5) on conflict (id) do update set id = stored.id
       returning expires_at, token_hash`,
      [invitationId, projectId, email, linkTokenHash(token), expires],
    );
    const stored = rows[0] ?? { expires_at: expires, token_hash: linkTokenHash(token) };
    if (stored.token_hash.equals(linkTokenHash(token))) {
      await queueMail(transaction, {
        kind: 'invitation',
        causeId: invitationId,
        to: { address: email },
        ...invitationMail(
          {
            inviter: inviter?.kind === 'registered' ? inviter.displayName : undefined,
            project,
            role,
            until: expires,
            link: linkTo('admin', `/accept-invitation#token=${token}`),
          },
          language,
        ),
        goodUntil: expires,
        held: true,
      });
    }
    return stored.expires_at.toISOString();
  });
  const done = await app.aggregates.execute(stream, rolesFold, context, (roles) =>
    decideRoles({ type: 'InvitePerson', invitationId, role, expiresAt }, roles),
  );
  return { id: invitationId, ...done };
}

export async function revokeInvitation(
  app: Application,
  context: Commanded,
  projectId: string,
  invitationId: string,
): Promise<Answer> {
  await requireConfiguring(app, context, projectId);
  const done = await app.aggregates.execute(rolesStream(projectId), rolesFold, context, (roles) =>
    decideRoles({ type: 'RevokeInvitation', invitationId }, roles),
  );
  return { id: invitationId, ...done };
}

async function requireConfiguring(app: Application, context: Commanded, projectId: string) {
  const { state: project } = await app.aggregates.fresh(projectStream(projectId), projectFold);
  if (!project) throw new DomainError('not_found');
  const authority = await authorityAt(app, context, { projectId, companyIds: project.companyIds });
  requireInProject(authority, 'project.configure', project);
  return project;
}

/** One link at a time goes to an address: whoever is to get another one takes the first one back. */
async function requireNotPending(
  app: Application,
  projectId: string,
  invitationId: string,
  email: string,
  at: string,
): Promise<void> {
  const { rows } = await app.pool.query<{ id: string }>(
    `select id from auth.invitations
     where project_id = $1 and lower(address) = lower($2) and id <> $3 and expires_at > $4`,
    [projectId, email, invitationId, at],
  );
  if (rows.length === 0) return;
  const { state } = await app.aggregates.fresh(rolesStream(projectId), rolesFold);
  const pending = rows.some(({ id }) => {
    const invitation = state.invitations.get(id);
    return invitation !== undefined && isGood(invitation, at);
  });
  if (pending) throw new DomainError('invitation_pending');
}

/** That of whoever has the address and chose one; otherwise that of who invites, who most likely speaks with them. */
async function languageFor(
  app: Application,
  address: string,
  inviter: UserState | undefined,
): Promise<Language> {
  const known = (await peopleWithAddress(app, address)).find(({ language }) => language !== null);
  const theirs = inviter?.kind === 'registered' ? inviter.language : null;
  return known?.language ?? theirs ?? DEFAULT_LANGUAGE;
}
