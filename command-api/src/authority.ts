import { DomainError } from '@ticketing/contracts/errors.ts';
import type { TicketFacts } from '@ticketing/contracts/live.ts';
import { companyStream, rolesStream, userStream } from '@ticketing/contracts/streams.ts';
import { companyFold } from '@ticketing/domain/company/company.ts';
import {
  mayInProject,
  mayOnSite,
  mayOnTicket,
  type ProjectAction,
  type SiteAction,
  type TicketAction,
  type Viewer,
} from '@ticketing/domain/policy/policy.ts';
import { viewerOf } from '@ticketing/domain/policy/viewer-of.ts';
import type { ProjectState } from '@ticketing/domain/project/state.ts';
import { rolesFold } from '@ticketing/domain/roles/roles.ts';
import { type RegisteredUser, userFold } from '@ticketing/domain/user/user.ts';
import type { Application, Commanded } from './application.ts';

/** Where a command takes place: what the actor is there is read from these streams, as of now. */
export type Place = { readonly projectId?: string; readonly companyIds?: readonly (string | null)[] };

/**
 * The actor as the policy sees them, folded from the log at this moment: a right revoked a moment ago is gone.
 * @throws DomainError `unauthenticated` when the actor is unknown or deactivated
 */
export async function viewerAt(app: Application, actorId: string, place: Place): Promise<Viewer> {
  const person = await personAt(app, actorId, place);
  if (!person?.active) throw new DomainError('unauthenticated');
  return person.viewer;
}

/** A person as the policy would see them, active or not; `undefined` when there is none. */
export async function personAt(
  app: Application,
  userId: string,
  place: Place,
): Promise<{ readonly viewer: Viewer; readonly active: boolean } | undefined> {
  const { projectId } = place;
  const companyIds = [...new Set((place.companyIds ?? []).filter((id) => id !== null))];
  const [{ state: person }, roles, companies] = await Promise.all([
    app.aggregates.fresh(userStream(userId), userFold),
    projectId ? app.aggregates.fresh(rolesStream(projectId), rolesFold) : undefined,
    Promise.all(companyIds.map((id) => app.aggregates.fresh(companyStream(id), companyFold))),
  ]);
  if (person?.kind !== 'registered') return undefined;
  const viewer = viewerOf(person, {
    project: projectId && roles ? { id: projectId, roles: roles.state } : undefined,
    companies: companies.flatMap(({ state }) => state ?? []),
  });
  return { viewer, active: person.active };
}

/** Who commands: a person, whom the policy binds, or the installation's own tools. */
export type Authority = { readonly viewer: Viewer | undefined };

export async function authorityAt(app: Application, context: Commanded, place: Place): Promise<Authority> {
  return { viewer: context.authority === 'system' ? undefined : await viewerAt(app, context.actorId, place) };
}

/** @throws DomainError `not_found` when the actor may not even see the ticket, `forbidden` when they may only see it */
export function requireOnTicket({ viewer }: Authority, action: TicketAction, ticket: TicketFacts): void {
  if (!viewer || mayOnTicket(viewer, action, ticket)) return;
  throw new DomainError(mayOnTicket(viewer, 'ticket.see', ticket) ? 'forbidden' : 'not_found');
}

/** @throws DomainError as `requireOnTicket` does */
export function requireInProject(
  { viewer }: Authority,
  action: ProjectAction,
  project: ProjectState,
  companyId?: string | null,
): void {
  if (!viewer || mayInProject(viewer, action, project, companyId)) return;
  throw new DomainError(mayInProject(viewer, 'project.see', project) ? 'forbidden' : 'not_found');
}

/** @param visible whether the actor may see what the action is about: otherwise there is no such thing for them. */
export function requireOnSite(
  { viewer }: Authority,
  action: SiteAction,
  subject: Parameters<typeof mayOnSite>[2] = {},
  visible = true,
): void {
  if (!viewer || mayOnSite(viewer, action, subject)) return;
  throw new DomainError(visible ? 'forbidden' : 'not_found');
}

/** @throws DomainError `unknown_user` unless every id is an active person's */
export async function requirePeople(app: Application, userIds: readonly string[]): Promise<RegisteredUser[]> {
  const users = await Promise.all(userIds.map((id) => app.aggregates.fresh(userStream(id), userFold)));
  return users.map(({ state }, index) => {
    if (state?.kind !== 'registered') throw new DomainError('unknown_user', `no user ${userIds[index]}`);
    // By the id that was asked with: who is named here may be nobody whom the actor knows of.
    if (!state.active) throw new DomainError('user_deactivated', `user ${userIds[index]} is deactivated`);
    return state;
  });
}
