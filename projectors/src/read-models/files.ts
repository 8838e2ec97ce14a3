import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import type { Projection, Transaction } from '../engine/projection.ts';
import { filesIndexes, filesTableNames, filesTables } from './files-tables.ts';
import { upsertRows } from './rows.ts';
import { instant } from './ticket-row.ts';

type AttachmentRow = {
  ticket_id: string;
  file_id: string;
  added_revision: number;
  name: string;
  content_type: string;
  size: number;
  digest: string;
  comment_id: string | null;
  visibility: string;
  added_by: string;
  /** ISO 8601. */
  added_at: string;
};

type Removal = { ticket_id: string; file_id: string; removed_at: string; removed_revision: number };
type Reference = { file_id: string; digest: string };

const key = ['ticket_id', 'file_id', 'added_revision'] as const;
/** Without the removal: an attachment that is told again stays removed. */
const attachmentColumns = [
  ...key,
  'name',
  'content_type',
  'size',
  'digest',
  'comment_id',
  'visibility',
  'added_by',
  'added_at',
] as const;

/** Attachments of tickets, now and at any instant, and which files the log names at all. */
export const files: Projection = {
  name: 'files',
  version: 1,
  schema: 'read_model',
  ordering: 'key',
  tables: filesTables,
  indexes: filesIndexes,
  tableNames: filesTableNames,
  categories: new Set(['ticket', 'company', 'chat']),
  async project({ events }, transaction) {
    const attached = new Map<string, AttachmentRow>();
    const removals: Removal[] = [];
    const references = new Map<string, Reference>();
    for (const event of events) {
      for (const reference of referencesIn(event)) {
        references.set(`${reference.file_id} ${reference.digest}`, reference);
      }
      if (event.type === 'AttachmentAdded') {
        const row = attachmentRow(event);
        attached.set(`${row.ticket_id} ${row.file_id} ${row.added_revision}`, row);
      }
      if (event.type === 'AttachmentRemoved') {
        removals.push({
          ticket_id: streamSubject(event.stream),
          file_id: event.data.fileId,
          removed_at: instant(event.metadata.at),
          removed_revision: Number(event.revision),
        });
      }
    }
    await upsertRows(transaction, 'attachments', attachmentColumns, key, [...attached.values()]);
    await writeRemovals(transaction, removals);
    const both = ['file_id', 'digest'];
    await upsertRows(transaction, 'file_references', both, both, [...references.values()]);
    return [];
  },
};

const attachmentRow = (event: Extract<RecordedEvent, { type: 'AttachmentAdded' }>): AttachmentRow => ({
  ticket_id: streamSubject(event.stream),
  file_id: event.data.fileId,
  added_revision: Number(event.revision),
  name: event.data.name,
  content_type: event.data.contentType,
  size: event.data.size,
  digest: event.data.digest,
  comment_id: event.data.commentId,
  visibility: event.data.visibility,
  added_by: event.metadata.actorId,
  added_at: instant(event.metadata.at),
});

/** Every file that an event names. One that is not among them is taken for forgotten (projectors/src/files). */
export function referencesIn(event: RecordedEvent): Reference[] {
  switch (event.type) {
    case 'AttachmentAdded':
      return [{ file_id: event.data.fileId, digest: event.data.digest }];
    case 'CompanyLogoChanged': {
      const { logo } = event.data;
      return logo ? [{ file_id: logo.fileId, digest: logo.digest }] : [];
    }
    case 'MessagePosted':
      return event.data.files.map(({ fileId, digest }) => ({ file_id: fileId, digest }));
    default:
      return [];
  }
}

/**
 * A removal ends the attachment before it that no other removal before it ended. It is found by the revisions, so that
 * one that is told again changes nothing.
 */
async function writeRemovals(transaction: Transaction, removals: readonly Removal[]): Promise<void> {
  if (removals.length === 0) return;
  await transaction.query({
    name: 'attachment_removals',
    text: `with gone as (
        select * from json_to_recordset($1::json)
          as r(ticket_id uuid, file_id uuid, removed_at timestamptz, removed_revision bigint)
      )
      update attachments a set removed_at = ended.removed_at, removed_revision = ended.removed_revision
      from (
        select distinct on (b.ticket_id, b.file_id, b.added_revision)
          b.ticket_id, b.file_id, b.added_revision, gone.removed_at, gone.removed_revision
        from attachments b
        join gone on gone.ticket_id = b.ticket_id and gone.file_id = b.file_id
          and gone.removed_revision > b.added_revision
        order by b.ticket_id, b.file_id, b.added_revision, gone.removed_revision
      ) ended
      where a.ticket_id = ended.ticket_id and a.file_id = ended.file_id
        and a.added_revision = ended.added_revision
        and (a.removed_revision is null or a.removed_revision > ended.removed_revision)`,
    values: [JSON.stringify(removals)],
  });
}
