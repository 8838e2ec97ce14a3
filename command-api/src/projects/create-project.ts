import { DomainError } from '@ticketing/contracts/errors.ts';
import { projectKeyStream, projectStream, rolesStream } from '@ticketing/contracts/streams.ts';
import { decideProject, type NewColumn, standardColumns } from '@ticketing/domain/project/decide.ts';
import { projectFold } from '@ticketing/domain/project/state.ts';
import { decideRoles, rolesFold } from '@ticketing/domain/roles/roles.ts';
import { derivedId } from '@ticketing/platform/ids.ts';
import { type Answer, type Application, type Commanded, entailed } from '../application.ts';
import { authorityAt, requireOnSite } from '../authority.ts';
import { reserveName } from '../reserve-name.ts';

export type CreateProject = {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  /** In board order; a new project has the standard columns unless given. */
  readonly columns?: readonly NewColumn[] | undefined;
};

/**
 * Creates a project: reserves its key, makes its creator the first superadmin, then creates it. That last append
 * is the one that counts; whatever a crash leaves before it is completed when the command is sent again.
 */
export async function createProject(
  app: Application,
  context: Commanded,
  { key, name, description, columns = standardColumns }: CreateProject,
): Promise<Answer> {
  requireOnSite(await authorityAt(app, context, {}), 'project.create');
  const projectId = derivedId(context.commandId, 'project');
  const stream = projectStream(projectId);
  // Before a key is reserved: a command id that was used before must not take a second key along.
  const before = context.retryable && (await app.aggregates.answered(stream, projectFold, context));
  if (before) return { id: projectId, ...before };
  await reserveName(app, context, {
    stream: projectKeyStream(key),
    event: { type: 'ProjectKeyReserved', data: { projectId } },
    holderId: projectId,
    holderOf: (event) => (event.type === 'ProjectKeyReserved' ? event.data.projectId : undefined),
    completedIn: projectStream,
    abandoned: { type: 'ProjectAbandoned', data: { takenOverBy: projectId } },
    taken: 'project_key_taken',
  });
  await app.aggregates.execute(
    rolesStream(projectId),
    rolesFold,
    entailed(context, 'CreateProject'),
    (roles) => decideRoles({ type: 'SetRole', userId: context.actorId, role: 'superadmin' }, roles),
  );
  const command = {
    type: 'CreateProject',
    key,
    name,
    description,
    columns: columns.map((column, index) => ({
      ...column,
      columnId: derivedId(context.commandId, `column ${index}`),
    })),
  } as const;
  const done = await app.aggregates.execute(stream, projectFold, context, (project, revision) => {
    if (!project && revision >= 0n) throw new DomainError('project_key_taken');
    return decideProject(command, project);
  });
  return { id: projectId, ...done };
}
