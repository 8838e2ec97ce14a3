import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import type { ExpectedTable } from './expected-read-model.ts';
import type { ticketRow } from './folded-tickets.ts';

/** Columns and tags that are gone: tickets' own events go on naming them, and rows must not. */
export function expectedRemovals(table: string) {
  const gone = new Map<string, { readonly projectId: string; readonly columnId: string | null }>();
  /** A column that tickets went to may be removed in its turn. */
  const present = (columnId: string): string => {
    const next = gone.get(columnId)?.columnId;
    return next ? present(next) : columnId;
  };
  const removals: ExpectedTable = {
    name: table,
    keyColumns: ['id'],
    columns: ['id', 'project_id', 'to_column_id'],
    keys: () => gone.keys(),
    row(id) {
      const removed = gone.get(id);
      if (!removed) return undefined;
      const { projectId, columnId } = removed;
      return { id, project_id: projectId, to_column_id: columnId === null ? null : present(columnId) };
    },
  };
  return {
    table: removals,
    apply(event: RecordedEvent): void {
      const projectId = streamSubject(event.stream);
      if (event.type === 'TagRemoved') gone.set(event.data.tagId, { projectId, columnId: null });
      if (event.type !== 'BoardColumnRemoved') return;
      gone.set(event.data.columnId, { projectId, columnId: event.data.ticketsToColumnId });
    },
    /** A ticket's row as readers find it. */
    without(row: ReturnType<typeof ticketRow>): ReturnType<typeof ticketRow> {
      const { column_id, tag_ids } = row;
      return {
        ...row,
        column_id: typeof column_id === 'string' ? present(column_id) : column_id,
        tag_ids: Array.isArray(tag_ids) ? tag_ids.filter((id) => !gone.has(String(id))) : tag_ids,
      };
    },
  };
}
