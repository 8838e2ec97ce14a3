import type { ReviewView, SubtaskView, TicketView } from '@ticketing/contracts/views.ts';
import { withIntent } from './card-intent.ts';
import type { Intent } from './commands/intents.ts';
import type { Answer } from './pending-commands.ts';

/** The ticket as it will be, with everything that a card does not show. Doing it twice changes nothing more. */
export function ticketWithIntent(ticket: TicketView, intent: Intent, answer: Answer | undefined): TicketView {
  const next = withIntent(ticket, intent);
  switch (intent.kind) {
    case 'comment':
      return { ...next, comments: [...next.comments, intent.comment] };
    case 'edit-comment':
      return {
        ...next,
        comments: next.comments.map((comment) =>
          comment.id === intent.commentId ? { ...comment, body: intent.body } : comment,
        ),
      };
    case 'remove-comment':
      return {
        ...next,
        comments: next.comments.filter((comment) => comment.id !== intent.commentId),
        attachments: next.attachments.filter((file) => file.commentId !== intent.commentId),
      };
    case 'company':
      return { ...next, companyName: intent.company?.name ?? null };
    case 'parent':
      return { ...next, parent: intent.parent };
    case 'link':
      return ticket.links.some((each) => each.link === intent.link && each.ticket.id === intent.other.id)
        ? next
        : { ...next, links: [...next.links, { link: intent.link, ticket: intent.other }] };
    case 'unlink':
      return {
        ...next,
        links: next.links.filter((each) => each.link !== intent.link || each.ticket.id !== intent.other.id),
      };
    case 'add-subtask': {
      // With the id that the server gave it, it can be ticked off before its frame has come.
      const subtask = { ...intent.subtask, id: answer?.subtaskId ?? intent.subtask.id };
      return ticket.subtasks.some(({ id }) => id === subtask.id)
        ? next
        : withSubtasks(next, [...ticket.subtasks, subtask]);
    }
    case 'change-subtask':
      return withSubtasks(
        next,
        ticket.subtasks.map((each) => (each.id === intent.subtaskId ? { ...each, ...intent.patch } : each)),
      );
    case 'move-subtask':
      return withSubtasks(next, placed(ticket.subtasks, intent.subtaskId, intent.after, intent.before));
    case 'remove-subtask':
      return withSubtasks(
        next,
        ticket.subtasks.filter(({ id }) => id !== intent.subtaskId),
      );
    case 'follow':
      return ticket.followerIds.includes(intent.userId)
        ? next
        : { ...next, followerIds: [...ticket.followerIds, intent.userId] };
    case 'unfollow':
      return { ...next, followerIds: ticket.followerIds.filter((id) => id !== intent.userId) };
    case 'attach':
      return ticket.attachments.some(({ id }) => id === intent.attachment.id)
        ? next
        : { ...next, attachments: [...ticket.attachments, intent.attachment] };
    case 'remove-attachment':
      return { ...next, attachments: ticket.attachments.filter(({ id }) => id !== intent.fileId) };
    case 'accept':
      return answered(next, {
        state: 'accepted',
        answeredById: intent.answeredById,
        stars: intent.stars,
        words: intent.words,
      });
    case 'reject':
      return answered(next, {
        state: 'rejected',
        answeredById: intent.answeredById,
        stars: null,
        words: intent.reason,
      });
    case 'remote-assist':
      return { ...next, remoteAssistId: intent.remoteAssistId };
    case 'open':
    case 'move':
    case 'change':
    case 'assign':
    case 'unassign':
    case 'tag':
    case 'untag':
    case 'archive':
    case 'restore':
      return next;
    default:
      return intent satisfies never;
  }
}

/** The ticket that another one is put under, or taken out of. */
export function withChildMoved(ticket: TicketView, intent: Extract<Intent, { kind: 'parent' }>): TicketView {
  const others = ticket.children.filter(({ id }) => id !== intent.ticketId);
  if (intent.parent?.id !== ticket.id) {
    return others.length === ticket.children.length ? ticket : { ...ticket, children: others };
  }
  if (others.length < ticket.children.length || intent.child === undefined) return ticket;
  return { ...ticket, children: [...others, intent.child] };
}

const withSubtasks = (ticket: TicketView, subtasks: SubtaskView[]): TicketView => ({
  ...ticket,
  subtasks,
  subtaskCount: subtasks.length,
  subtasksDone: subtasks.filter(({ completed }) => completed).length,
});

function placed(
  subtasks: readonly SubtaskView[],
  id: string,
  after: string | null,
  before: string | null,
): SubtaskView[] {
  const moved = subtasks.find((each) => each.id === id);
  const rest = subtasks.filter((each) => each.id !== id);
  if (moved === undefined) return rest;
  const below = rest.findIndex((each) => each.id === after);
  const above = rest.findIndex((each) => each.id === before);
  const at = below >= 0 ? below + 1 : above >= 0 ? above : rest.length;
  return [...rest.slice(0, at), moved, ...rest.slice(at)];
}

function answered(
  ticket: TicketView,
  answer: Pick<ReviewView, 'state' | 'answeredById' | 'stars' | 'words'>,
): TicketView {
  const reviews = ticket.reviews.map((round) =>
    round.state === 'awaiting' ? { ...round, ...answer, answeredAt: new Date().toISOString() } : round,
  );
  return { ...ticket, reviews };
}
