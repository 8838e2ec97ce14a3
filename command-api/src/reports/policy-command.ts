import { DomainError } from '@ticketing/contracts/errors.ts';
import type { Stars } from '@ticketing/contracts/kinds.ts';
import { projectStream, rolesStream, userStream } from '@ticketing/contracts/streams.ts';
import { decidePolicy, type PolicyCommand } from '@ticketing/domain/project/policies.ts';
import { type ProjectState, projectFold } from '@ticketing/domain/project/state.ts';
import { rolesFold } from '@ticketing/domain/roles/roles.ts';
import { type Dashboard, arrangeDashboard as decideDashboard } from '@ticketing/domain/user/dashboard.ts';
import { userFold } from '@ticketing/domain/user/user.ts';
import { derivedId } from '@ticketing/platform/ids.ts';
import type { Answer, Application, Commanded } from '../application.ts';
import { authorityAt, requireInProject, requireOnSite } from '../authority.ts';

/** Sets by what the work in a project is measured. */
export async function changePolicy(
  app: Application,
  context: Commanded,
  projectId: string,
  command: Exclude<PolicyCommand, { type: 'ReviewStaff' }>,
): Promise<Answer> {
  const project = await projectOf(app, projectId);
  const authority = await authorityAt(app, context, { projectId, companyIds: project.companyIds });
  requireInProject(authority, 'project.configure', project);
  return execute(app, context, projectId, command);
}

export type StaffReview = {
  readonly userId: string;
  readonly from: string;
  readonly to: string;
  readonly stars: Stars;
  readonly words: string;
};

/** A word of the project's lead, or of a superadmin, on the work of somebody who has a role there. */
export async function reviewStaff(
  app: Application,
  context: Commanded,
  projectId: string,
  review: StaffReview,
): Promise<Answer> {
  const project = await projectOf(app, projectId);
  const authority = await authorityAt(app, context, { projectId, companyIds: project.companyIds });
  const leads = project.leadId === context.actorId && authority.viewer?.roles.has(projectId) === true;
  if (!leads) requireInProject(authority, 'staff.review', project);
  const [roles, reviewed] = await Promise.all([
    app.aggregates.fresh(rolesStream(projectId), rolesFold),
    app.aggregates.fresh(userStream(review.userId), userFold),
  ]);
  // Reviews are of staff: an employee of a client who holds a role is none.
  const staff = reviewed.state?.kind === 'registered' && reviewed.state.staff;
  const reviewId = derivedId(context.commandId, `review in ${projectId}`);
  const done = await execute(app, context, projectId, {
    type: 'ReviewStaff',
    ...review,
    reviewId,
    actorId: context.actorId,
    userRole: staff ? roles.state.held.get(review.userId) : undefined,
  });
  return { ...done, id: reviewId };
}

/** Arranges the caller's own dashboard. */
export async function arrangeDashboard(
  app: Application,
  context: Commanded,
  arranged: Dashboard,
): Promise<Answer> {
  const userId = context.actorId;
  requireOnSite(await authorityAt(app, context, {}), 'user.profile', { userId });
  const done = await app.aggregates.execute(userStream(userId), userFold, context, (user) =>
    decideDashboard(arranged, user),
  );
  return { id: userId, ...done };
}

async function projectOf(app: Application, projectId: string): Promise<ProjectState> {
  const { state } = await app.aggregates.fresh(projectStream(projectId), projectFold);
  if (!state) throw new DomainError('not_found');
  return state;
}

async function execute(
  app: Application,
  context: Commanded,
  projectId: string,
  command: PolicyCommand,
): Promise<Answer> {
  const done = await app.aggregates.execute(projectStream(projectId), projectFold, context, (project) =>
    decidePolicy(command, project),
  );
  return { id: projectId, ...done };
}
