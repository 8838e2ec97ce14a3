import * as endpoints from '@ticketing/contracts/endpoints/tickets.ts';
import { mayOnTicket } from '@ticketing/domain/policy/policy.ts';
import { ticketFacts } from '@ticketing/domain/ticket/state.ts';
import { derivedId } from '@ticketing/platform/ids.ts';
import type { Application } from '../application.ts';
import { commandContext } from '../command-context.ts';
import { uploadedFiles } from '../files/uploaded-file.ts';
import { answer, type Route } from '../routing.ts';
import { assignTicket } from './assign-ticket.ts';
import { changeManyTickets } from './change-many-tickets.ts';
import { changeTicket } from './change-ticket.ts';
import { moveTicket, moveTicketBack } from './move-ticket.ts';
import { openTicket } from './open-ticket.ts';
import { requireReadable } from './readable-comment.ts';
import { commandTicket } from './ticket-command.ts';

export function ticketRoutes(route: Route, app: Application): void {
  route(endpoints.openTicket, async ({ body, actorId, request }) => {
    const opened = await openTicket(app, commandContext(request, 'OpenTicket', actorId), body);
    return { ...answer(opened), key: opened.key };
  });

  route(endpoints.changeTicket, async ({ params, body, actorId, request }) =>
    answer(await changeTicket(app, commandContext(request, 'ChangeTicket', actorId), params.id, body)),
  );

  route(endpoints.moveTicket, async ({ params, body, actorId, request }) =>
    answer(await moveTicket(app, commandContext(request, 'MoveTicket', actorId), params.id, body)),
  );

  route(endpoints.moveTicketBack, async ({ params, body, actorId, request }) => {
    const context = commandContext(request, 'MoveTicket', actorId);
    return answer(await moveTicketBack(app, context, params.id, body.commandId));
  });

  route(endpoints.assignTicket, async ({ params: { id, userId }, actorId, request }) => {
    const context = commandContext(request, 'AssignTicket', actorId);
    return answer(await assignTicket(app, context, id, userId));
  });

  route(endpoints.unassignTicket, async ({ params: { id, userId }, actorId, request }) => {
    const context = commandContext(request, 'UnassignTicket', actorId);
    return answer(
      await commandTicket(app, context, id, ['ticket.assign'], { type: 'UnassignTicket', userId }),
    );
  });

  route(endpoints.tagTicket, async ({ params: { id, tagId }, actorId, request }) => {
    const context = commandContext(request, 'TagTicket', actorId);
    return answer(await commandTicket(app, context, id, ['ticket.tag'], { type: 'TagTicket', tagId }));
  });

  route(endpoints.untagTicket, async ({ params: { id, tagId }, actorId, request }) => {
    const context = commandContext(request, 'UntagTicket', actorId);
    return answer(await commandTicket(app, context, id, ['ticket.tag'], { type: 'UntagTicket', tagId }));
  });

  route(endpoints.postComment, async ({ params, body, actorId, request }) => {
    const context = commandContext(request, 'PostComment', actorId);
    // Of the ticket as well: a key that was used on another ticket must not name that one's comment.
    const commentId = derivedId(context.commandId, `comment on ${params.id}`);
    const action = body.visibility === 'internal' ? 'comment.internal' : 'comment.public';
    const { fileIds, visibility, ...comment } = body;
    const files = await uploadedFiles(app, context, fileIds);
    const posted = await commandTicket(
      app,
      context,
      params.id,
      [action],
      [
        { type: 'PostComment', commentId, visibility, ...comment },
        ...files.map((file) => ({ type: 'AttachFile', file, commentId, visibility, actorId }) as const),
      ],
    );
    return { ...answer(posted), commentId };
  });

  route(endpoints.editComment, async ({ params: { id, commentId }, body, actorId, request }) => {
    const context = commandContext(request, 'EditComment', actorId);
    return answer(
      await commandTicket(app, context, id, [], (ticket, authority) => {
        requireReadable(ticket, authority, commentId);
        return { type: 'EditComment', commentId, body: body.body, actorId };
      }),
    );
  });

  route(endpoints.removeComment, async ({ params: { id, commentId }, actorId, request }) => {
    const context = commandContext(request, 'RemoveComment', actorId);
    return answer(
      await commandTicket(app, context, id, [], (ticket, authority) => {
        requireReadable(ticket, authority, commentId);
        const { viewer } = authority;
        const moderates = !viewer || mayOnTicket(viewer, 'comment.moderate', ticketFacts(ticket));
        return { type: 'RemoveComment', commentId, actorId, moderates };
      }),
    );
  });

  route(endpoints.acceptResolution, async ({ params, body, actorId, request }) => {
    const context = commandContext(request, 'AcceptResolution', actorId);
    return answer(
      await commandTicket(app, context, params.id, ['ticket.review'], { type: 'AcceptResolution', ...body }),
    );
  });

  route(endpoints.rejectResolution, async ({ params, body, actorId, request }) => {
    const context = commandContext(request, 'RejectResolution', actorId);
    return answer(
      await commandTicket(app, context, params.id, ['ticket.review'], {
        type: 'RejectResolution',
        ...body,
        atMilliseconds: Date.parse(context.at),
      }),
    );
  });

  route(endpoints.offerRemoteAssist, async ({ params, body, actorId, request }) => {
    const context = commandContext(request, 'OfferRemoteAssist', actorId);
    return answer(
      await commandTicket(app, context, params.id, ['ticket.edit'], { type: 'OfferRemoteAssist', ...body }),
    );
  });

  route(endpoints.archiveTicket, async ({ params, body, actorId, request }) => {
    const context = commandContext(request, 'ArchiveTicket', actorId);
    return answer(
      await commandTicket(app, context, params.id, ['ticket.archive'], {
        type: 'ArchiveTicket',
        words: body.words ?? '',
      }),
    );
  });

  route(endpoints.restoreTicket, async ({ params, actorId, request }) => {
    const context = commandContext(request, 'RestoreTicket', actorId);
    return answer(
      await commandTicket(app, context, params.id, ['ticket.archive'], {
        type: 'RestoreTicket',
        atMilliseconds: Date.parse(context.at),
      }),
    );
  });

  route(endpoints.changeManyTickets, ({ body, actorId, request }) => {
    const context = (command: string) => commandContext(request, command, actorId);
    return changeManyTickets(app, context, body, (ticketId, error) =>
      request.log.error(
        { err: error, reqId: request.id, ticketId },
        'one of many tickets failed for a reason of ours',
      ),
    );
  });
}
