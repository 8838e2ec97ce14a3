import { isImage } from '@ticketing/contracts/content-types.ts';
import { attachFile, removeAttachment } from '@ticketing/contracts/endpoints/attachments.ts';
import type { CommentVisibility } from '@ticketing/contracts/kinds.ts';
import type { UploadView } from '@ticketing/contracts/views.ts';
import type { ApiClient } from '../api-client.ts';
import type { RunCommand } from './run-command.ts';

/** Files of a ticket itself; those of a comment go with it. */
export function fileCommands(api: ApiClient, run: RunCommand, myId: () => string) {
  return {
    attach(ticketId: string, file: UploadView, visibility: CommentVisibility = 'public') {
      const attachment = {
        id: file.fileId,
        ticketId,
        name: file.name,
        contentType: file.contentType,
        size: file.size,
        hasThumbnail: isImage(file.contentType),
        commentId: null,
        visibility,
        addedById: myId(),
        addedAt: new Date().toISOString(),
      };
      return run({ kind: 'attach', ticketId, attachment }, undefined, (commandId) =>
        api.call(attachFile, {
          params: { id: ticketId },
          body: { fileId: file.fileId, visibility },
          commandId,
        }),
      );
    },
    removeAttachment(ticketId: string, fileId: string) {
      return run({ kind: 'remove-attachment', ticketId, fileId }, undefined, (commandId) =>
        api.call(removeAttachment, { params: { id: ticketId, fileId }, commandId }),
      );
    },
  };
}
