import * as endpoints from '@ticketing/contracts/endpoints/attachments.ts';
import { DomainError } from '@ticketing/contracts/errors.ts';
import { ticketStream } from '@ticketing/contracts/streams.ts';
import { mayOnTicket } from '@ticketing/domain/policy/policy.ts';
import { ticketFold } from '@ticketing/domain/ticket/evolve.ts';
import { ticketFacts } from '@ticketing/domain/ticket/state.ts';
import type { Application, Commanded } from '../application.ts';
import { requireOnTicket } from '../authority.ts';
import { commandContext } from '../command-context.ts';
import { uploadedFile } from '../files/uploaded-file.ts';
import { answer, type Route } from '../routing.ts';
import { requireReadable } from './readable-comment.ts';
import { commandTicket, requireTicketCommand } from './ticket-command.ts';

export function attachmentRoutes(route: Route, app: Application): void {
  route(endpoints.attachFile, async ({ params: { id }, body, actorId, request }) => {
    const context = commandContext(request, 'AttachFile', actorId);
    const { commentId, visibility } = body;
    // Whoever may not attach anything here is told that, and not whether the file is there.
    const unnamed = { fileId: body.fileId, name: '-', contentType: '-/-', size: 0, digest: '' };
    const ask = (file: typeof unnamed, asked: Commanded): Parameters<typeof commandTicket> => [
      app,
      asked,
      id,
      [],
      (ticket, authority) => {
        if (commentId === null) {
          requireOnTicket(authority, 'ticket.attach', ticketFacts(ticket));
          if (visibility === 'internal') requireOnTicket(authority, 'comment.internal', ticketFacts(ticket));
        } else {
          requireReadable(ticket, authority, commentId);
          const internal = ticket.comments.get(commentId)?.visibility === 'internal';
          requireOnTicket(authority, internal ? 'comment.internal' : 'comment.public', ticketFacts(ticket));
        }
        return { type: 'AttachFile', file, commentId, visibility, actorId };
      },
    ];
    // A retry finds the ticket further than its first try did; only the command itself knows that.
    const before =
      context.retryable && (await app.aggregates.answered(ticketStream(id), ticketFold, context));
    if (!before) await requireTicketCommand(...ask(unnamed, { ...context, expectedRevision: undefined }));
    return answer(await commandTicket(...ask(await uploadedFile(app, context, body.fileId), context)));
  });

  route(endpoints.removeAttachment, async ({ params: { id, fileId }, actorId, request }) => {
    const context = commandContext(request, 'RemoveAttachment', actorId);
    return answer(
      await commandTicket(app, context, id, [], (ticket, { viewer }) => {
        const facts = ticketFacts(ticket);
        const internal = ticket.attachments.get(fileId)?.visibility === 'internal';
        // What one may not read is not there.
        if (internal && viewer && !mayOnTicket(viewer, 'internal-notes.read', facts)) {
          throw new DomainError('unknown_attachment');
        }
        const edits = !viewer || mayOnTicket(viewer, 'ticket.attach', facts);
        const moderates = !viewer || mayOnTicket(viewer, 'comment.moderate', facts);
        return { type: 'RemoveAttachment', fileId, actorId, edits, moderates };
      }),
    );
  });
}
