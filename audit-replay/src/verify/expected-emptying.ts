import { streamCategory, streamSubject } from '@ticketing/contracts/streams.ts';
import type { ExpectedReadModel } from './expected-read-model.ts';

type Placed = {
  readonly columnId: string;
  readonly rank: string;
  readonly placedBy: string;
  readonly revision: string;
};

/** What the emptying saga must know: the columns that are gone, and where each ticket's own stream puts it. */
export function expectedEmptying(): ExpectedReadModel {
  const columns = new Map<string, string>();
  const tickets = new Map<string, Placed>();
  return {
    name: 'emptying',
    schema: 'sagas',
    apply(event) {
      if (event.type === 'BoardColumnRemoved') {
        columns.set(event.data.columnId, streamSubject(event.stream));
      }
      if (streamCategory(event.stream) !== 'ticket') return;
      if (event.type !== 'TicketOpened' && event.type !== 'TicketMoved' && event.type !== 'TicketRestored') {
        return;
      }
      const { columnId, rank } = event.data;
      const placed = { columnId, rank, placedBy: event.id, revision: String(event.revision) };
      tickets.set(streamSubject(event.stream), placed);
    },
    tables: [
      {
        name: 'emptying_columns',
        keyColumns: ['id'],
        columns: ['id', 'project_id'],
        keys: () => columns.keys(),
        row(id) {
          const projectId = columns.get(id);
          return projectId === undefined ? undefined : { id, project_id: projectId };
        },
      },
      {
        name: 'emptying_tickets',
        keyColumns: ['id'],
        columns: ['id', 'column_id', 'rank', 'placed_by', 'revision'],
        keys: () => tickets.keys(),
        row(id) {
          const placed = tickets.get(id);
          if (!placed) return undefined;
          const { columnId, rank, placedBy, revision } = placed;
          return { id, column_id: columnId, rank, placed_by: placedBy, revision };
        },
      },
    ],
  };
}
