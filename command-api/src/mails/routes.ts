import * as endpoints from '@ticketing/contracts/endpoints/mails.ts';
import type { Application } from '../application.ts';
import { commandContext } from '../command-context.ts';
import type { Route } from '../routing.ts';
import { retryMail } from './retry-mail.ts';

export function mailRoutes(route: Route, app: Application): void {
  route(endpoints.retryMail, ({ params, actorId, request }) =>
    retryMail(app, commandContext(request, 'RetryMail', actorId), params.id),
  );
}
