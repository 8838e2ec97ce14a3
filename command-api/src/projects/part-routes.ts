import * as endpoints from '@ticketing/contracts/endpoints/project-parts.ts';
import type { Application } from '../application.ts';
import { commandContext } from '../command-context.ts';
import { answer, type Route } from '../routing.ts';
import { commandProject } from './project-command.ts';

/** Putting a project away, taking its columns away, its tags and the teams that they stand for. */
export function projectPartRoutes(route: Route, app: Application): void {
  route(endpoints.archiveProject, async ({ params, actorId, request }) => {
    const context = commandContext(request, 'ArchiveProject', actorId);
    return answer(await commandProject(app, context, params.id, { type: 'ArchiveProject' }));
  });

  route(endpoints.restoreProject, async ({ params, actorId, request }) => {
    const context = commandContext(request, 'RestoreProject', actorId);
    return answer(await commandProject(app, context, params.id, { type: 'RestoreProject' }));
  });

  route(endpoints.removeColumn, async ({ params: { id, columnId }, body, actorId, request }) => {
    const context = commandContext(request, 'RemoveColumn', actorId);
    const done = await commandProject(app, context, id, { type: 'RemoveColumn', columnId, ...body });
    return { ...answer(done), id: columnId };
  });

  route(endpoints.changeTag, async ({ params: { id, tagId }, body, actorId, request }) => {
    const context = commandContext(request, 'ChangeTag', actorId);
    const done = await commandProject(app, context, id, { type: 'ChangeTag', tagId, ...body });
    return { ...answer(done), id: tagId };
  });

  route(endpoints.removeTag, async ({ params: { id, tagId }, actorId, request }) => {
    const context = commandContext(request, 'RemoveTag', actorId);
    return { ...answer(await commandProject(app, context, id, { type: 'RemoveTag', tagId })), id: tagId };
  });

  for (const [endpoint, type] of [
    [endpoints.addTagMember, 'AddTagMember'],
    [endpoints.removeTagMember, 'RemoveTagMember'],
  ] as const) {
    route(endpoint, async ({ params: { id, tagId, userId }, actorId, request }) => {
      const context = commandContext(request, type, actorId);
      return { ...answer(await commandProject(app, context, id, { type, tagId, userId })), id: tagId };
    });
  }
}
