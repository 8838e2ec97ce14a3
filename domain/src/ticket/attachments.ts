import { DomainError } from '@ticketing/contracts/errors.ts';
import type { RecordedEvent, TicketEvent } from '@ticketing/contracts/events/event.ts';
import type { CommentVisibility } from '@ticketing/contracts/kinds.ts';
import type { TicketState } from './state.ts';

/** A file on a ticket as decisions need it. */
export type AttachmentState = {
  readonly name: string;
  readonly addedById: string;
  /** The comment that it belongs to; `null` for the ticket's own. */
  readonly commentId: string | null;
  readonly visibility: CommentVisibility;
};

/** An uploaded file, as the command that attaches it got it. */
export type FileToAttach = {
  readonly fileId: string;
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
  readonly digest: string;
};

export type AttachmentCommand =
  | {
      readonly type: 'AttachFile';
      readonly file: FileToAttach;
      /** The comment that it belongs to: the actor's own, whose visibility it then has. */
      readonly commentId: string | null;
      readonly visibility: CommentVisibility;
      readonly actorId: string;
    }
  | {
      readonly type: 'RemoveAttachment';
      readonly fileId: string;
      readonly actorId: string;
      /** The policy lets the actor edit the files of the ticket itself. */
      readonly edits: boolean;
      /** The policy lets the actor remove what others wrote, and what came with it. */
      readonly moderates: boolean;
    };

export const MOST_ATTACHMENTS = 100;

/** @throws DomainError when the command cannot be carried out */
export function decideAttachments(command: AttachmentCommand, ticket: TicketState): readonly TicketEvent[] {
  switch (command.type) {
    case 'AttachFile': {
      const { file, commentId, actorId } = command;
      const comment = commentId === null ? undefined : ticket.comments.get(commentId);
      if (commentId !== null && !comment) throw new DomainError('unknown_comment');
      if (comment && comment.authorId !== actorId) {
        throw new DomainError('forbidden', 'Only its author attaches files to a comment');
      }
      if (ticket.attachments.has(file.fileId)) return [];
      if (ticket.attachments.size >= MOST_ATTACHMENTS) {
        throw new DomainError('too_many_attachments', `a ticket has at most ${MOST_ATTACHMENTS} attachments`);
      }
      return [attachmentAdded(file, commentId, comment?.visibility ?? command.visibility)];
    }
    case 'RemoveAttachment': {
      const attachment = ticket.attachments.get(command.fileId);
      if (!attachment) throw new DomainError('unknown_attachment');
      const may = attachment.commentId === null ? command.edits : command.moderates;
      if (attachment.addedById !== command.actorId && !may) {
        throw new DomainError('forbidden', 'Only who added it and who may edit the ticket’s files remove it');
      }
      return [attachmentRemoved(command.fileId, attachment)];
    }
    default:
      return command satisfies never;
  }
}

/** Files with which a ticket is opened. @throws DomainError `too_many_attachments` */
export function attachedOnOpening(files: readonly FileToAttach[]): readonly TicketEvent[] {
  if (files.length > MOST_ATTACHMENTS) throw new DomainError('too_many_attachments');
  return files.map((file) => attachmentAdded(file, null, 'public'));
}

/** The files of a comment go with it. */
export const removedWithComment = (ticket: TicketState, commentId: string): readonly TicketEvent[] =>
  [...ticket.attachments]
    .filter(([, attachment]) => attachment.commentId === commentId)
    .map(([fileId, attachment]) => attachmentRemoved(fileId, attachment));

const attachmentAdded = (
  { fileId, name, contentType, size, digest }: FileToAttach,
  commentId: string | null,
  visibility: CommentVisibility,
): TicketEvent => ({
  type: 'AttachmentAdded',
  data: { fileId, name, contentType, size, digest, commentId, visibility },
});

const attachmentRemoved = (fileId: string, { name, visibility }: AttachmentState): TicketEvent => ({
  type: 'AttachmentRemoved',
  data: { fileId, name, visibility },
});

/** Never throws. */
export function evolveAttachments(
  attachments: ReadonlyMap<string, AttachmentState>,
  event: Extract<RecordedEvent, { type: 'AttachmentAdded' | 'AttachmentRemoved' }>,
): ReadonlyMap<string, AttachmentState> {
  const after = new Map(attachments);
  if (event.type === 'AttachmentRemoved') {
    after.delete(event.data.fileId);
    return after;
  }
  const { fileId, name, commentId, visibility } = event.data;
  return after.set(fileId, { name, addedById: event.metadata.actorId, commentId, visibility });
}
