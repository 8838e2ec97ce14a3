import type { CardView } from '@ticketing/contracts/views.ts';
import type { Intent } from './pending-commands.ts';

/** The card (or ticket) as it will be; the very same object when the intent does not touch its own fields. */
export function withIntent<T extends CardView>(card: T, intent: Intent): T {
  switch (intent.kind) {
    case 'move':
      return card.columnId === intent.columnId ? card : { ...card, columnId: intent.columnId };
    case 'change':
      return { ...card, ...intent.patch };
    case 'company':
      return { ...card, companyId: intent.company?.id ?? null };
    case 'assign':
      return card.assigneeIds.includes(intent.userId)
        ? card
        : { ...card, assigneeIds: [...card.assigneeIds, intent.userId] };
    case 'unassign':
      return { ...card, assigneeIds: card.assigneeIds.filter((id) => id !== intent.userId) };
    case 'tag':
      return card.tagIds.includes(intent.tagId) ? card : { ...card, tagIds: [...card.tagIds, intent.tagId] };
    case 'untag':
      return { ...card, tagIds: card.tagIds.filter((id) => id !== intent.tagId) };
    case 'archive':
      return { ...card, archived: true };
    case 'restore':
      return { ...card, archived: false };
    case 'comment':
      return intent.comment.visibility === 'public' ? { ...card, commentCount: card.commentCount + 1 } : card;
    case 'parent':
      return { ...card, parentId: intent.parent?.id ?? null };
    case 'add-subtask':
      return { ...card, subtaskCount: card.subtaskCount + 1 };
    case 'accept':
      return { ...card, review: 'accepted' };
    case 'reject':
      return { ...card, review: 'rejected' };
    // Whether a subtask counts as done is only told by the ticket, which counts anew (`ticket-intent.ts`).
    case 'change-subtask':
    case 'move-subtask':
    case 'remove-subtask':
    case 'open':
    case 'edit-comment':
    case 'remove-comment':
    case 'link':
    case 'unlink':
    case 'follow':
    case 'unfollow':
    case 'attach':
    case 'remove-attachment':
    case 'remote-assist':
      return card;
    default:
      return intent satisfies never;
  }
}
