import * as endpoints from '@ticketing/contracts/endpoints/users.ts';
import type { Application } from '../application.ts';
import { commandContext } from '../command-context.ts';
import { answer, type Route } from '../routing.ts';
import { registerUser } from './register-user.ts';
import { changePassword, commandUser } from './user-command.ts';

export function userRoutes(route: Route, app: Application): void {
  route(endpoints.registerUser, async ({ body, actorId, request }) =>
    answer(await registerUser(app, commandContext(request, 'RegisterUser', actorId), body)),
  );

  route(endpoints.changeProfile, async ({ params, body, actorId, request }) => {
    const context = commandContext(request, 'ChangeProfile', actorId);
    return answer(
      await commandUser(app, context, params.id, 'user.profile', { type: 'ChangeProfile', ...body }),
    );
  });

  route(endpoints.chooseLanguage, async ({ body, actorId, request }) => {
    const context = commandContext(request, 'ChooseLanguage', actorId);
    return answer(
      await commandUser(app, context, actorId, 'user.profile', { type: 'ChooseLanguage', ...body }),
    );
  });

  route(endpoints.changePassword, async ({ params, body, actorId, sessionId, request }) => {
    const context = commandContext(request, 'ChangePassword', actorId);
    return answer(await changePassword(app, context, params.id, { ...body, sessionId }));
  });

  route(endpoints.deactivateUser, async ({ params, actorId, request }) => {
    const context = commandContext(request, 'DeactivateUser', actorId);
    return answer(
      await commandUser(app, context, params.id, 'user.administer', { type: 'DeactivateUser', actorId }),
    );
  });

  route(endpoints.reactivateUser, async ({ params, actorId, request }) => {
    const context = commandContext(request, 'ReactivateUser', actorId);
    return answer(await commandUser(app, context, params.id, 'user.administer', { type: 'ReactivateUser' }));
  });

  route(endpoints.grantSuperuser, async ({ params, actorId, request }) => {
    const context = commandContext(request, 'GrantSuperuser', actorId);
    return answer(await commandUser(app, context, params.id, 'user.administer', { type: 'GrantSuperuser' }));
  });

  route(endpoints.revokeSuperuser, async ({ params, actorId, request }) => {
    const context = commandContext(request, 'RevokeSuperuser', actorId);
    return answer(
      await commandUser(app, context, params.id, 'user.administer', { type: 'RevokeSuperuser', actorId }),
    );
  });
}
