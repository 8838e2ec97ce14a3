import * as endpoints from '@ticketing/contracts/endpoints/invitations.ts';
import type { FastifyRequest } from 'fastify';
import type { Application } from '../application.ts';
import { commandContext } from '../command-context.ts';
import { answer, type Route } from '../routing.ts';
import { acceptInvitation } from './accept-invitation.ts';
import { invitePerson, revokeInvitation } from './invite-person.ts';

export function invitationRoutes(
  route: Route,
  app: Application,
  { goodForDays }: { readonly goodForDays: number },
): void {
  route(endpoints.invitePerson, async ({ params, body, actorId, request }) => {
    const context = commandContext(request, 'InvitePerson', actorId);
    return answer(await invitePerson(app, context, params.id, { ...body, goodForDays }));
  });

  route(endpoints.revokeInvitation, async ({ params: { id, invitationId }, actorId, request }) => {
    const context = commandContext(request, 'RevokeInvitation', actorId);
    return answer(await revokeInvitation(app, context, id, invitationId));
  });

  route(endpoints.acceptInvitation, async ({ params, body, request }) => {
    const { username, displayName, password } = body;
    const registration =
      username !== undefined && displayName !== undefined && password !== undefined
        ? { username, displayName, password }
        : undefined;
    const actorId = registration ? '' : await signedInPerson(app, request);
    const context = commandContext(request, 'AcceptInvitation', actorId);
    const { userId, ...done } = await acceptInvitation(app, context, params.token, registration);
    return { ...answer(done), userId };
  });
}

/** Of an endpoint that needs no token, but takes one. @throws DomainError `unauthenticated`, `token_expired` */
async function signedInPerson(app: Application, { headers }: FastifyRequest): Promise<string> {
  const token = /^bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
  return (await app.tokens.verifyAccess(token)).userId;
}
