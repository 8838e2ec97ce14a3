import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { SYSTEM_ACTOR } from '@ticketing/contracts/events/metadata.ts';
import { streamCategory, streamSubject } from '@ticketing/contracts/streams.ts';
import { isTicketEvent, type RecordedTicketEvent } from '../ticket-event-words.ts';
import type { Row, Value } from './difference.ts';
import { type ExpectedReadModel, instantValue } from './expected-read-model.ts';
import { foldTickets, isOfInternalNote } from './folded-tickets.ts';

export const activityColumns = [
  'id',
  'ticket_id',
  'project_id',
  'company_id',
  'type',
  'details',
  'actor_id',
  'actor_name',
  'at',
  'recorded_at',
  'revision',
  'position',
  'internal',
  'related_id',
] as const;

/** Which member of `details` holds the name of what an id of the event's data stands for. */
const nameMembers: Readonly<Record<string, string>> = {
  userId: 'userName',
  reporterId: 'reporterName',
  companyId: 'companyName',
  fromCompanyId: 'fromCompanyName',
  columnId: 'columnName',
  fromColumnId: 'fromColumnName',
  tagId: 'tagName',
  assigneeId: 'assigneeName',
  subtaskId: 'subtaskTitle',
};

/**
 * What happened to each ticket. The table has a row for every event, so its rows are told one by one, in log
 * order, to be compared at once; only names and who may hear of a ticket are remembered.
 */
export function expectedActivity(): ExpectedReadModel & {
  /** The row that the event, which was just applied, must have; none for an event of another stream. */
  rowOf(event: RecordedEvent): Row | undefined;
} {
  const names = new Map<string, string>();
  const { tickets, apply: applyToTickets } = foldTickets(() => '');
  /** Also those that were removed: what was told of them stays internal. */
  const internalNotes = new Map<string, string[]>();
  let internal = false;
  /** Of the ticket at hand, before the event at hand. */
  let parentBefore: string | null = null;
  return {
    name: 'activity',
    schema: 'read_model',
    apply(event) {
      const named = nameIn(event);
      if (named) names.set(named.id, named.name);
      if (streamCategory(event.stream) !== 'ticket') return;
      const id = streamSubject(event.stream);
      internal = isOfInternalNote(tickets.get(id)?.state, event);
      parentBefore = tickets.get(id)?.state.parentId ?? null;
      applyToTickets(event);
      if (event.type === 'CommentPosted' && internal) {
        internalNotes.set(id, [...(internalNotes.get(id) ?? []), event.data.commentId]);
      }
    },
    rowOf(event) {
      const id = streamSubject(event.stream);
      const ticket = isTicketEvent(event) ? tickets.get(id)?.state : undefined;
      if (!ticket || !isTicketEvent(event)) return undefined;
      const { actorId, at } = event.metadata;
      const relatedId = relatedIn(event, parentBefore);
      const related = relatedId === null ? undefined : tickets.get(relatedId)?.state;
      return {
        id: event.id,
        ticket_id: id,
        project_id: ticket.projectId,
        company_id: ticket.companyId,
        type: event.type,
        details: { ...detailsOf(event, names), ...(related ? keyOf(event, related.key) : {}) },
        actor_id: actorId,
        actor_name: actorId === SYSTEM_ACTOR ? 'System' : (names.get(actorId) ?? ''),
        at: instantValue(at),
        recorded_at: event.recordedAt.toISOString(),
        revision: String(event.revision),
        position: String(event.position),
        internal,
        related_id: relatedId,
      };
    },
    tables: [
      {
        name: 'activity_tickets',
        keyColumns: ['ticket_id'],
        columns: [
          'ticket_id',
          'project_id',
          'key',
          'parent_id',
          'reporter_id',
          'company_id',
          'assignee_ids',
          'internal_note_ids',
          'revision',
        ],
        keys: () => tickets.keys(),
        row(id) {
          const ticket = tickets.get(id);
          if (!ticket) return undefined;
          const { projectId, key, parentId, reporterId, companyId, assigneeIds } = ticket.state;
          return {
            ticket_id: id,
            project_id: projectId,
            key,
            parent_id: parentId,
            reporter_id: reporterId,
            company_id: companyId,
            assignee_ids: assigneeIds,
            internal_note_ids: internalNotes.get(id) ?? [],
            revision: ticket.revision,
          };
        },
      },
      {
        name: 'activity_names',
        keyColumns: ['id'],
        columns: ['id', 'name'],
        keys: () => names.keys(),
        row(id) {
          const name = names.get(id);
          return name === undefined ? undefined : { id, name };
        },
      },
    ],
  };
}

/** The other ticket that the event tells of: a parent that came, or one that went without another, or a link's end. */
function relatedIn(event: RecordedTicketEvent, parentBefore: string | null): string | null {
  if (event.type === 'TicketLinked' || event.type === 'TicketUnlinked') return event.data.ticketId;
  return event.type === 'TicketParentChanged' ? (event.data.parentId ?? parentBefore) : null;
}

function keyOf(event: RecordedTicketEvent, key: string): Record<string, Value> {
  if (event.type !== 'TicketParentChanged') return { ticketKey: key };
  return event.data.parentId === null ? { fromParentKey: key } : { parentKey: key };
}

/** A comment's text is not in it: the text can be edited and removed, what happened cannot. */
function detailsOf(event: RecordedTicketEvent, names: ReadonlyMap<string, string>): Record<string, Value> {
  const details: Record<string, Value> = {};
  const isComment = event.type === 'CommentPosted' || event.type === 'CommentEdited';
  // A ticket event's data is flat: strings, numbers and nulls.
  for (const [member, value] of Object.entries(event.data) as [string, string | number | null][]) {
    if (isComment && member === 'body') continue;
    details[member] = value;
    const nameMember = nameMembers[member];
    const name = typeof value === 'string' ? names.get(value) : undefined;
    if (nameMember !== undefined && name !== undefined) details[nameMember] = name;
  }
  return details;
}

function nameIn(event: RecordedEvent): { readonly id: string; readonly name: string } | undefined {
  switch (event.type) {
    case 'UserRegistered':
    case 'UserProfileChanged':
      return { id: streamSubject(event.stream), name: event.data.displayName };
    case 'CompanyRegistered':
    case 'CompanyDetailsChanged':
      return { id: streamSubject(event.stream), name: event.data.name };
    case 'BoardColumnAdded':
    case 'BoardColumnChanged':
      return { id: event.data.columnId, name: event.data.name };
    case 'TagAdded':
    case 'TagChanged':
      return { id: event.data.tagId, name: event.data.name };
    case 'SubtaskAdded':
    case 'SubtaskChanged':
      return { id: event.data.subtaskId, name: event.data.title };
    default:
      return undefined;
  }
}
