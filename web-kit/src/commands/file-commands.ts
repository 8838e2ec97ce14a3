import { isImage } from '@ticketing/contracts/content-types.ts';
import { attachFile, removeAttachment } from '@ticketing/contracts/endpoints/attachments.ts';
import type { CommentVisibility } from '@ticketing/contracts/kinds.ts';
import type { UploadView } from '@ticketing/contracts/views.ts';
import type { Request } from './request.ts';
import type { RunCommand } from './run-command.ts';

/** Files of a ticket and of its comments; those of a new comment go with it. */
export function fileCommands(request: Request, run: RunCommand, myId: () => string) {
  return {
    /** @param comment one's own that the file is added to; it is as visible as that one */
    attach(
      ticketId: string,
      file: UploadView,
      comment?: { readonly id: string; readonly visibility: CommentVisibility },
    ) {
      const visibility = comment?.visibility ?? 'public';
      const attachment = {
        id: file.fileId,
        ticketId,
        name: file.name,
        contentType: file.contentType,
        size: file.size,
        hasThumbnail: isImage(file.contentType),
        commentId: comment?.id ?? null,
        visibility,
        addedById: myId(),
        addedAt: new Date().toISOString(),
      };
      return run(
        { kind: 'attach', ticketId, attachment },
        undefined,
        request(attachFile, {
          params: { id: ticketId },
          body: { fileId: file.fileId, commentId: comment?.id ?? null, visibility },
        }),
      );
    },
    removeAttachment(ticketId: string, fileId: string) {
      return run(
        { kind: 'remove-attachment', ticketId, fileId },
        undefined,
        request(removeAttachment, { params: { id: ticketId, fileId } }),
      );
    },
  };
}
