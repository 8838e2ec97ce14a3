import { DomainError } from '@ticketing/contracts/errors.ts';
import { companyStream, projectStream, rolesStream } from '@ticketing/contracts/streams.ts';
import { companyFold } from '@ticketing/domain/company/company.ts';
import { mayOnSite } from '@ticketing/domain/policy/policy.ts';
import { requireActive } from '@ticketing/domain/project/active.ts';
import { decideProject, type ProjectCommand } from '@ticketing/domain/project/decide.ts';
import { type ProjectState, projectFold } from '@ticketing/domain/project/state.ts';
import { decideRoles, type RolesCommand, rolesFold } from '@ticketing/domain/roles/roles.ts';
import type { Answer, Application, Commanded } from '../application.ts';
import { authorityAt, requireInProject, requirePeople } from '../authority.ts';

/** Carries out one command on a project's configuration. */
export async function commandProject(
  app: Application,
  context: Commanded,
  projectId: string,
  command: ProjectCommand,
): Promise<Answer> {
  await requireConfiguring(app, context, projectId);
  // Thrown in the decision: what was done before is answered as it was, whatever became of its parts.
  const refused = await refusalOf(requireParts(app, projectId, command));
  const done = await app.aggregates.execute(projectStream(projectId), projectFold, context, (project) => {
    if (refused !== undefined) throw refused;
    return decideProject(command, project);
  });
  return { id: projectId, ...done };
}

/** Lets a company open tickets in the project; only who serves that company, or a superuser, brings it in. */
export async function attachCompany(
  app: Application,
  context: Commanded,
  projectId: string,
  companyId: string,
): Promise<Answer> {
  const [{ state: company }, { viewer }] = await Promise.all([
    app.aggregates.fresh(companyStream(companyId), companyFold),
    authorityAt(app, context, { companyIds: [companyId] }),
  ]);
  if (!company || (viewer && !mayOnSite(viewer, 'company.manage', { companyId }))) {
    await requireConfiguring(app, context, projectId);
    throw new DomainError('unknown_company');
  }
  return commandProject(app, context, projectId, { type: 'AttachCompany', companyId });
}

/** Grants, changes or revokes a role in a project. */
export async function commandRoles(
  app: Application,
  context: Commanded,
  projectId: string,
  command: RolesCommand,
): Promise<Answer> {
  const project = await requireConfiguring(app, context, projectId);
  const refused = await refusalOf(requirePeople(app, command.type === 'SetRole' ? [command.userId] : []));
  const done = await app.aggregates.execute(rolesStream(projectId), rolesFold, context, (roles) => {
    requireActive(project);
    if (refused !== undefined) throw refused;
    return decideRoles(command, roles);
  });
  return { id: projectId, ...done };
}

const refusalOf = (required: Promise<unknown>): Promise<unknown> =>
  required.then(
    () => undefined,
    (error: unknown) => error,
  );

/** What a command names from other streams must be there. @throws DomainError */
async function requireParts(app: Application, projectId: string, command: ProjectCommand): Promise<void> {
  if (command.type === 'AddTagMember') await requirePeople(app, [command.userId]);
  const leadId = command.type === 'ChangeProject' ? command.leadId : undefined;
  if (!leadId) return;
  const { state: roles } = await app.aggregates.fresh(rolesStream(projectId), rolesFold);
  if (!roles.held.has(leadId)) throw new DomainError('lead_without_role');
}

async function requireConfiguring(
  app: Application,
  context: Commanded,
  projectId: string,
): Promise<ProjectState> {
  const { state: project } = await app.aggregates.fresh(projectStream(projectId), projectFold);
  if (!project) throw new DomainError('not_found');
  const authority = await authorityAt(app, context, { projectId, companyIds: project.companyIds });
  requireInProject(authority, 'project.configure', project);
  return project;
}
