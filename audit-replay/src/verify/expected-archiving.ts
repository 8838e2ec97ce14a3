import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { streamCategory, streamSubject } from '@ticketing/contracts/streams.ts';
import { ticketFold } from '@ticketing/domain/ticket/evolve.ts';
import type { TicketState } from '@ticketing/domain/ticket/state.ts';
import { type ExpectedReadModel, instantValue } from './expected-read-model.ts';

type Waiting = {
  readonly state: TicketState;
  readonly revision: string;
  /** Business time since when the ticket is done, ISO 8601; `null` while it does not wait to be archived. */
  readonly doneSince: string | null;
};

/**
 * What the archiving saga must know: which columns are for done work, the policies, and which tickets wait.
 * A ticket that moves among done columns was done all along.
 */
export function expectedArchiving(): ExpectedReadModel {
  const columns = new Map<string, { readonly projectId: string; readonly done: boolean }>();
  const policies = new Map<string, number | null>();
  const revisions = new Map<string, string>();
  const tickets = new Map<string, Waiting>();

  const settled = ({ state, revision, doneSince }: Waiting, cause: RecordedEvent): Waiting => {
    const done = !state.archived && columns.get(state.columnId)?.done === true;
    return { state, revision, doneSince: done ? (doneSince ?? instantValue(cause.metadata.at)) : null };
  };

  function applyToTicket(event: RecordedEvent): void {
    const id = streamSubject(event.stream);
    const before = tickets.get(id);
    const folded = ticketFold.evolve(before?.state, event);
    if (!folded) return;
    // Texts are nothing to the saga, and must not fill the memory.
    const state = { ...folded, description: '', comments: new Map() };
    const after = { state, revision: String(event.revision), doneSince: before?.doneSince ?? null };
    const stayed = before?.state.columnId === state.columnId && before.state.archived === state.archived;
    tickets.set(id, stayed ? after : settled(after, event));
  }

  function applyToProject(event: RecordedEvent): void {
    const projectId = streamSubject(event.stream);
    revisions.set(projectId, String(event.revision));
    if (event.type === 'ArchivingPolicyChanged') policies.set(projectId, event.data.archiveAfterHours);
    if (event.type !== 'BoardColumnAdded' && event.type !== 'BoardColumnChanged') return;
    const { columnId, category } = event.data;
    const before = columns.get(columnId);
    const done = category === 'done';
    columns.set(columnId, { projectId, done });
    if (!before || before.done === done) return;
    // A column that becomes one for done work, or no longer is, carries its tickets with it.
    for (const [id, ticket] of tickets) {
      if (ticket.state.columnId === columnId) tickets.set(id, settled(ticket, event));
    }
  }

  return {
    name: 'archiving',
    schema: 'sagas',
    apply(event) {
      const category = streamCategory(event.stream);
      if (category === 'ticket') applyToTicket(event);
      if (category === 'project') applyToProject(event);
    },
    tables: [
      {
        name: 'archiving_columns',
        keyColumns: ['id'],
        columns: ['id', 'project_id', 'done'],
        keys: () => columns.keys(),
        row(id) {
          const column = columns.get(id);
          return column && { id, project_id: column.projectId, done: column.done };
        },
      },
      {
        name: 'archiving_policies',
        keyColumns: ['id'],
        columns: ['id', 'archive_after_hours'],
        keys: () => policies.keys(),
        row(id) {
          const hours = policies.get(id);
          return hours === undefined ? undefined : { id, archive_after_hours: hours };
        },
      },
      {
        name: 'archiving_project_revisions',
        keyColumns: ['id'],
        columns: ['id', 'revision'],
        keys: () => revisions.keys(),
        row(id) {
          const revision = revisions.get(id);
          return revision === undefined ? undefined : { id, revision };
        },
      },
      {
        name: 'archiving_tickets',
        keyColumns: ['id'],
        columns: ['id', 'project_id', 'column_id', 'archived', 'entered_column_by', 'done_since', 'revision'],
        keys: () => tickets.keys(),
        row(id) {
          const ticket = tickets.get(id);
          if (!ticket) return undefined;
          const { state, revision, doneSince } = ticket;
          return {
            id,
            project_id: state.projectId,
            column_id: state.columnId,
            archived: state.archived,
            entered_column_by: state.enteredColumnBy,
            done_since: doneSince,
            revision,
          };
        },
      },
    ],
  };
}
