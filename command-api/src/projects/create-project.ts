import { DomainError } from '@ticketing/contracts/errors.ts';
import { projectKeyStream, projectStream, rolesStream } from '@ticketing/contracts/streams.ts';
import { decideProject } from '@ticketing/domain/project/decide.ts';
import { projectFold } from '@ticketing/domain/project/state.ts';
import { decideRoles, rolesFold } from '@ticketing/domain/roles/roles.ts';
import { derivedId } from '@ticketing/platform/ids.ts';
import { type Answer, type Application, type Commanded, entailed } from '../application.ts';
import { authorityAt, requireOnSite } from '../authority.ts';
import { reserveName } from '../reserve-name.ts';

export type CreateProject = { readonly key: string; readonly name: string; readonly description: string };

/**
 * Creates a project: reserves its key, makes its creator the first superadmin, then creates it. That last append
 * is the one that counts; whatever a crash leaves before it is completed when the command is sent again.
 */
export async function createProject(
  app: Application,
  context: Commanded,
  input: CreateProject,
): Promise<Answer> {
  requireOnSite(await authorityAt(app, context, {}), 'project.create');
  const projectId = derivedId(context.commandId, 'project');
  await reserveName(app, context, {
    stream: projectKeyStream(input.key),
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
  const columnId = (index: number) => derivedId(context.commandId, `column ${index}`);
  const done = await app.aggregates.execute(
    projectStream(projectId),
    projectFold,
    context,
    (project, revision) => {
      if (!project && revision >= 0n) throw new DomainError('project_key_taken');
      const columnIds = [columnId(0), columnId(1), columnId(2), columnId(3)] as const;
      return decideProject({ type: 'CreateProject', ...input, columnIds }, project);
    },
  );
  return { id: projectId, ...done };
}
