import * as endpoints from '@ticketing/contracts/endpoints/contacts.ts';
import type { Application } from '../application.ts';
import { commandContext } from '../command-context.ts';
import { answer, type Route } from '../routing.ts';
import { addContact, commandContact } from './contact-command.ts';

export function contactRoutes(route: Route, app: Application): void {
  route(endpoints.addContact, async ({ params, body, actorId, request }) =>
    answer(await addContact(app, commandContext(request, 'AddContact', actorId), params.id, body)),
  );

  route(endpoints.changeContact, async ({ params, body, actorId, request }) => {
    const context = commandContext(request, 'ChangeContact', actorId);
    return answer(await commandContact(app, context, params.id, { type: 'ChangeContact', ...body }));
  });

  route(endpoints.removeContact, async ({ params, actorId, request }) => {
    const context = commandContext(request, 'RemoveContact', actorId);
    return answer(await commandContact(app, context, params.id, { type: 'RemoveContact' }));
  });

  route(endpoints.linkContact, async ({ params: { id, tagId }, body, actorId, request }) => {
    const context = commandContext(request, 'LinkContact', actorId);
    return answer(await commandContact(app, context, id, { type: 'LinkContact', tagId, role: body.role }));
  });

  route(endpoints.unlinkContact, async ({ params: { id, tagId }, actorId, request }) => {
    const context = commandContext(request, 'UnlinkContact', actorId);
    return answer(await commandContact(app, context, id, { type: 'UnlinkContact', tagId }));
  });
}
