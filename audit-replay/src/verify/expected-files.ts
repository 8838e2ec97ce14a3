import { streamCategory, streamSubject } from '@ticketing/contracts/streams.ts';
import type { Row } from './difference.ts';
import { type ExpectedReadModel, instantValue, keyOf } from './expected-read-model.ts';

/** Every attachment that there ever was, and every file that the log names. */
export function expectedFiles(): ExpectedReadModel {
  const attachments = new Map<string, Row>();
  /** Ticket and file → key of the attachment that holds now. */
  const held = new Map<string, string>();
  const references = new Map<string, Row>();
  const refer = (file_id: string, digest: string) =>
    references.set(keyOf(file_id, digest), { file_id, digest });

  return {
    name: 'files',
    schema: 'read_model',
    apply(event) {
      const subject = streamSubject(event.stream);
      const at = instantValue(event.metadata.at);
      if (event.type === 'AttachmentAdded' && streamCategory(event.stream) === 'ticket') {
        const { fileId, name, contentType, size, digest, commentId, visibility } = event.data;
        const key = keyOf(subject, fileId, String(event.revision));
        attachments.set(key, {
          ticket_id: subject,
          file_id: fileId,
          added_revision: String(event.revision),
          name,
          content_type: contentType,
          size: String(size),
          digest,
          comment_id: commentId,
          visibility,
          added_by: event.metadata.actorId,
          added_at: at,
          removed_at: null,
          removed_revision: null,
        });
        held.set(keyOf(subject, fileId), key);
        refer(fileId, digest);
      }
      if (event.type === 'AttachmentRemoved') {
        const key = held.get(keyOf(subject, event.data.fileId)) ?? '';
        const row = attachments.get(key);
        if (row) attachments.set(key, { ...row, removed_at: at, removed_revision: String(event.revision) });
        held.delete(keyOf(subject, event.data.fileId));
      }
      if (event.type === 'MessagePosted') {
        for (const { fileId, digest } of event.data.files) refer(fileId, digest);
      }
      if (event.type === 'CompanyLogoChanged' && event.data.logo) {
        refer(event.data.logo.fileId, event.data.logo.digest);
      }
    },
    tables: [
      {
        name: 'attachments',
        keyColumns: ['ticket_id', 'file_id', 'added_revision'],
        columns: [
          'ticket_id',
          'file_id',
          'added_revision',
          'name',
          'content_type',
          'size',
          'digest',
          'comment_id',
          'visibility',
          'added_by',
          'added_at',
          'removed_at',
          'removed_revision',
        ],
        keys: () => attachments.keys(),
        row: (key) => attachments.get(key),
      },
      {
        name: 'file_references',
        keyColumns: ['file_id', 'digest'],
        columns: ['file_id', 'digest'],
        keys: () => references.keys(),
        row: (key) => references.get(key),
      },
    ],
  };
}
