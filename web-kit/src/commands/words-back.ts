import { putBackDraft } from '../drafts.ts';
import type { Intent } from './intents.ts';

/** What somebody wrote stands in its box again when the server did not take it. */
export function putWordsBack(userId: string, intent: Intent): void {
  switch (intent.kind) {
    case 'comment': {
      const box = intent.comment.visibility === 'internal' ? 'note' : 'comment';
      putBackDraft(userId, `ticket.${intent.ticketId}.${box}`, intent.comment.body);
      break;
    }
    case 'edit-comment':
      putBackDraft(userId, `comment.${intent.commentId}`, intent.body);
      break;
    case 'change': {
      const { description } = intent.patch;
      if (description !== undefined) putBackDraft(userId, `ticket.${intent.ticketId}.text`, description);
      break;
    }
    default:
      break;
  }
}
