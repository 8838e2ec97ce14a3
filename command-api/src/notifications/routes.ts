import * as endpoints from '@ticketing/contracts/endpoints/notifications.ts';
import type { Application } from '../application.ts';
import { commandContext } from '../command-context.ts';
import { answer, type Route } from '../routing.ts';
import { commandUser } from '../users/user-command.ts';
import { commandInbox, readAllNotifications } from './inbox-command.ts';

export function notificationRoutes(route: Route, app: Application): void {
  route(endpoints.readNotification, async ({ params, actorId, request }) => {
    const context = commandContext(request, 'ReadNotification', actorId);
    return answer(await commandInbox(app, context, { type: 'ReadNotification', notificationId: params.id }));
  });

  route(endpoints.readAllNotifications, async ({ body, actorId, request }) => {
    const context = commandContext(request, 'ReadAllNotifications', actorId);
    return answer(
      await readAllNotifications(app, context, body.upTo === undefined ? undefined : BigInt(body.upTo)),
    );
  });

  route(endpoints.changeNotificationPreferences, async ({ body, actorId, request }) => {
    const context = commandContext(request, 'ChangeNotificationPreferences', actorId);
    return answer(
      await commandUser(app, context, actorId, 'user.profile', {
        type: 'ChangeNotificationPreferences',
        ...body,
      }),
    );
  });
}
