import * as endpoints from '@ticketing/contracts/endpoints/projects.ts';
import { derivedId } from '@ticketing/platform/ids.ts';
import type { Application } from '../application.ts';
import { commandContext } from '../command-context.ts';
import { answer, type Route } from '../routing.ts';
import { createProject } from './create-project.ts';
import { attachCompany, commandProject, commandRoles } from './project-command.ts';

export function projectRoutes(route: Route, app: Application): void {
  route(endpoints.createProject, async ({ body, actorId, request }) =>
    answer(await createProject(app, commandContext(request, 'CreateProject', actorId), body)),
  );

  route(endpoints.changeProject, async ({ params, body, actorId, request }) => {
    const context = commandContext(request, 'ChangeProject', actorId);
    return answer(await commandProject(app, context, params.id, { type: 'ChangeProject', ...body }));
  });

  route(endpoints.attachCompany, async ({ params: { id, companyId }, actorId, request }) =>
    answer(await attachCompany(app, commandContext(request, 'AttachCompany', actorId), id, companyId)),
  );

  route(endpoints.detachCompany, async ({ params: { id, companyId }, actorId, request }) => {
    const context = commandContext(request, 'DetachCompany', actorId);
    return answer(await commandProject(app, context, id, { type: 'DetachCompany', companyId }));
  });

  route(endpoints.addColumn, async ({ params, body, actorId, request }) => {
    const context = commandContext(request, 'AddColumn', actorId);
    const columnId = derivedId(context.commandId, `column of ${params.id}`);
    const done = await commandProject(app, context, params.id, { type: 'AddColumn', columnId, ...body });
    return { ...answer(done), id: columnId };
  });

  route(endpoints.changeColumn, async ({ params: { id, columnId }, body, actorId, request }) => {
    const context = commandContext(request, 'ChangeColumn', actorId);
    const done = await commandProject(app, context, id, { type: 'ChangeColumn', columnId, ...body });
    return { ...answer(done), id: columnId };
  });

  route(endpoints.moveColumn, async ({ params: { id, columnId }, body, actorId, request }) => {
    const context = commandContext(request, 'MoveColumn', actorId);
    const done = await commandProject(app, context, id, { type: 'MoveColumn', columnId, ...body });
    return { ...answer(done), id: columnId };
  });

  route(endpoints.addTag, async ({ params, body, actorId, request }) => {
    const context = commandContext(request, 'AddTag', actorId);
    const tagId = derivedId(context.commandId, `tag of ${params.id}`);
    return {
      ...answer(await commandProject(app, context, params.id, { type: 'AddTag', tagId, ...body })),
      id: tagId,
    };
  });

  route(endpoints.setRole, async ({ params: { id, userId }, body, actorId, request }) => {
    const context = commandContext(request, 'SetRole', actorId);
    return answer(await commandRoles(app, context, id, { type: 'SetRole', userId, role: body.role }));
  });

  route(endpoints.revokeRole, async ({ params: { id, userId }, actorId, request }) =>
    answer(
      await commandRoles(app, commandContext(request, 'RevokeRole', actorId), id, {
        type: 'RevokeRole',
        userId,
      }),
    ),
  );
}
