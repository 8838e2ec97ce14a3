import { streamCategory, streamSubject } from '@ticketing/contracts/streams.ts';
import type { ExpectedReadModel } from './expected-read-model.ts';
import { expectedRemovals } from './expected-removals.ts';
import { detailColumns, detailsOf, foldTickets, ticketColumns, ticketRow } from './folded-tickets.ts';
import { shortenedText } from './shortened-text.ts';

/** Each ticket with its long text, and its comments. */
export function expectedTickets(): ExpectedReadModel {
  const { tickets, apply } = foldTickets(shortenedText);
  const removals = expectedRemovals('ticket_removals');
  const ticketOfComment = new Map<string, string>();
  return {
    name: 'tickets',
    schema: 'read_model',
    apply(event) {
      if (streamCategory(event.stream) === 'project') removals.apply(event);
      if (streamCategory(event.stream) !== 'ticket') return;
      apply(event);
      if (event.type === 'CommentPosted') {
        ticketOfComment.set(event.data.commentId, streamSubject(event.stream));
      }
      if (event.type === 'CommentRemoved') ticketOfComment.delete(event.data.commentId);
    },
    tables: [
      removals.table,
      {
        name: 'tickets',
        keyColumns: ['id'],
        columns: [...ticketColumns, 'description', ...detailColumns],
        longTexts: ['description'],
        keys: () => tickets.keys(),
        row(id) {
          const ticket = tickets.get(id);
          if (!ticket) return undefined;
          const { state, archiveReason } = ticket;
          const row = removals.without(ticketRow(ticket));
          return { ...row, description: state.description, ...detailsOf(state, archiveReason) };
        },
      },
      {
        name: 'comments',
        keyColumns: ['id'],
        columns: ['id', 'ticket_id', 'author_id', 'body', 'visibility', 'posted_at', 'edited_at'],
        longTexts: ['body'],
        keys: () => ticketOfComment.keys(),
        row(id) {
          const ticketId = ticketOfComment.get(id);
          const ticket = ticketId === undefined ? undefined : tickets.get(ticketId);
          const comment = ticket?.state.comments.get(id);
          const times = ticket?.commentTimes.get(id);
          if (ticketId === undefined || !comment || !times) return undefined;
          return {
            id,
            ticket_id: ticketId,
            author_id: comment.authorId,
            body: comment.body,
            visibility: comment.visibility,
            posted_at: times.postedAt,
            edited_at: times.editedAt,
          };
        },
      },
    ],
  };
}
