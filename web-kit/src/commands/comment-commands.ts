import { editComment, postComment, removeComment } from '@ticketing/contracts/endpoints/tickets.ts';
import type { CommentVisibility } from '@ticketing/contracts/kinds.ts';
import { newCommandId } from '../command-id.ts';
import type { Request } from './request.ts';
import type { RunCommand } from './run-command.ts';

export function commentCommands(request: Request, run: RunCommand, myId: () => string) {
  return {
    /** @param fileIds of one's own uploads; they are as visible as the comment */
    comment(ticketId: string, body: string, visibility: CommentVisibility, fileIds: readonly string[] = []) {
      const comment = {
        id: `new-${newCommandId()}`,
        ticketId,
        authorId: myId(),
        body,
        visibility,
        postedAt: new Date().toISOString(),
        editedAt: null,
      };
      return run(
        { kind: 'comment', ticketId, comment },
        undefined,
        request(postComment, {
          params: { id: ticketId },
          body: { body, visibility, fileIds: [...fileIds] },
        }),
      );
    },
    editComment(ticketId: string, commentId: string, body: string) {
      return run(
        { kind: 'edit-comment', ticketId, commentId, body },
        undefined,
        request(editComment, { params: { id: ticketId, commentId }, body: { body } }),
      );
    },
    removeComment(ticketId: string, commentId: string) {
      return run(
        { kind: 'remove-comment', ticketId, commentId },
        undefined,
        request(removeComment, { params: { id: ticketId, commentId } }),
      );
    },
  };
}
