import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { ArchiveReason, ColumnCategory } from '@ticketing/contracts/kinds.ts';
import { streamCategory, streamSubject } from '@ticketing/contracts/streams.ts';
import { type ProjectState, projectFold } from '@ticketing/domain/project/state.ts';
import { ticketFold } from '@ticketing/domain/ticket/evolve.ts';
import type { CommentState, TicketState } from '@ticketing/domain/ticket/state.ts';
import type { Row } from './difference.ts';
import { type ExpectedReadModel, type ExpectedTable, instantValue, keyOf } from './expected-read-model.ts';
import { detailColumns, detailsOf, structureOf, tellsOfAnother, ticketColumns } from './folded-tickets.ts';
import { after, type Interval, valueAt } from './intervals.ts';
import { shortenedText } from './shortened-text.ts';

/** A ticket's state without its long text and comments, which have intervals of their own. */
type PastTicket = {
  readonly state: TicketState;
  readonly publicComments: number;
  readonly archiveReason: ArchiveReason | null;
  readonly openedAt: string;
  readonly changedAt: string;
  readonly revision: string;
};
type PastComment = CommentState & {
  readonly ticketId: string;
  readonly postedAt: string;
  readonly editedAt: string | null;
};
type FirstColumn = {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly colour: string;
  readonly category: ColumnCategory;
  readonly rank: string;
};
type PastProject = { readonly state: ProjectState; readonly revision: string };

type Through<Value> = Map<string, Interval<Value>[]>;

/** What tickets, comments and projects were at any instant. Memory grows with the rows, a row for each event of a ticket. */
export function expectedPast(): ExpectedReadModel {
  const tickets: Through<PastTicket> = new Map();
  const descriptions: Through<string> = new Map();
  const comments: Through<PastComment> = new Map();
  const projects: Through<PastProject> = new Map();
  const firstColumns = new Map<string, FirstColumn>();

  function applyToTicket(event: RecordedEvent): void {
    const id = streamSubject(event.stream);
    const at = Date.parse(event.metadata.at);
    if (event.type === 'TicketOpened') {
      const state = ticketFold.evolve(undefined, { ...event, data: { ...event.data, description: '' } });
      if (!state) return;
      const time = instantValue(event.metadata.at);
      const opened: PastTicket = {
        state,
        publicComments: 0,
        archiveReason: null,
        openedAt: time,
        changedAt: time,
        revision: String(event.revision),
      };
      tickets.set(id, [{ from: at, until: null, value: opened }]);
      descriptions.set(id, [{ from: at, until: null, value: shortenedText(event.data.description) }]);
      return;
    }
    const ticket = tickets.get(id);
    if (!ticket) return;
    const changed = after(ticket, at, (value, from) =>
      ticketAfter(value, event, valueAt(commentOf(comments, event), from)),
    );
    tickets.set(id, changed);
    if (event.type === 'TicketDescribed') {
      const text = shortenedText(event.data.description);
      descriptions.set(
        id,
        after(descriptions.get(id) ?? [], at, () => text),
      );
    }
    applyToComment(comments, id, event, at);
  }

  function applyToProject(event: RecordedEvent): void {
    const id = streamSubject(event.stream);
    const at = Date.parse(event.metadata.at);
    const revision = String(event.revision);
    if (event.type === 'ProjectAbandoned') return;
    if (event.type === 'ProjectCreated') {
      const state = projectFold.evolve(undefined, event);
      if (state) projects.set(id, [{ from: at, until: null, value: { state, revision } }]);
      return;
    }
    const changed = after(projects.get(id) ?? [], at, ({ state }) => {
      const evolved = projectFold.evolve(state, event);
      return evolved && { state: evolved, revision };
    });
    projects.set(id, changed);
    if (event.type !== 'BoardColumnAdded' || firstColumns.has(event.data.columnId)) return;
    const { columnId, ...column } = event.data;
    firstColumns.set(columnId, { id: columnId, projectId: id, ...column });
  }

  return {
    name: 'past',
    schema: 'read_model',
    apply(event) {
      const category = streamCategory(event.stream);
      if (category === 'ticket') applyToTicket(event);
      if (category === 'project') applyToProject(event);
    },
    tables: [
      intervalTable('past_tickets', 'id', [...ticketColumns, ...detailColumns], tickets, pastTicketRow),
      {
        ...intervalTable(
          'past_descriptions',
          'ticket_id',
          ['ticket_id', 'description'],
          descriptions,
          (text, id) => ({
            ticket_id: id,
            description: text,
          }),
        ),
        longTexts: ['description'],
      },
      {
        ...intervalTable('past_comments', 'id', commentColumns, comments, commentRow),
        longTexts: ['body'],
      },
      intervalTable('past_projects', 'id', projectColumns, projects, projectRow),
      {
        name: 'past_columns',
        keyColumns: ['id'],
        columns: ['id', 'project_id', 'name', 'colour', 'category', 'rank'],
        keys: () => firstColumns.keys(),
        row(id) {
          const column = firstColumns.get(id);
          if (!column) return undefined;
          const { projectId, ...rest } = column;
          return { ...rest, project_id: projectId };
        },
      },
    ],
  };
}

const commentColumns = ['id', 'ticket_id', 'author_id', 'body', 'visibility', 'posted_at', 'edited_at'];
const projectColumns = [
  'id',
  'key',
  'name',
  'description',
  'columns',
  'tags',
  'removed_columns',
  'company_ids',
  'has_archiving_policy',
  'archive_after_hours',
  'lead_id',
  'due_date_before_done',
  'limits_enforced',
  'archived',
  'revision',
];

function ticketAfter(ticket: PastTicket, event: RecordedEvent, comment: PastComment | undefined): PastTicket {
  const visibility = 'visibility' in event.data ? event.data.visibility : comment?.visibility;
  const count = visibility === 'public' ? commentsAdded(event) : 0;
  return {
    ...ticket,
    // Comments are kept apart, so the fold finds none and leaves the rest as it is.
    state: ticketFold.evolve(ticket.state, withoutText(event)) ?? ticket.state,
    publicComments: ticket.publicComments + count,
    archiveReason: reasonAfter(ticket.archiveReason, event),
    changedAt:
      visibility === 'internal' || tellsOfAnother(event) ? ticket.changedAt : instantValue(event.metadata.at),
    revision: String(event.revision),
  };
}

function commentsAdded({ type }: RecordedEvent): number {
  if (type === 'CommentPosted') return 1;
  return type === 'CommentRemoved' ? -1 : 0;
}

function withoutText(event: RecordedEvent): RecordedEvent {
  if (event.type === 'TicketDescribed') return { ...event, data: { description: '' } };
  // A comment that the fold took in would be kept with every later interval.
  return event.type === 'CommentPosted'
    ? { ...event, type: 'CommentRemoved', data: { commentId: event.data.commentId } }
    : event;
}

function reasonAfter(before: ArchiveReason | null, event: RecordedEvent): ArchiveReason | null {
  if (event.type === 'TicketArchived') return event.data.reason;
  return event.type === 'TicketRestored' ? null : before;
}

const commentOf = (comments: Through<PastComment>, event: RecordedEvent): readonly Interval<PastComment>[] =>
  event.type === 'CommentEdited' || event.type === 'CommentRemoved'
    ? (comments.get(event.data.commentId) ?? [])
    : [];

function applyToComment(
  comments: Through<PastComment>,
  ticketId: string,
  event: RecordedEvent,
  at: number,
): void {
  const time = instantValue(event.metadata.at);
  switch (event.type) {
    case 'CommentPosted': {
      const { commentId, visibility, body } = event.data;
      const { actorId: authorId } = event.metadata;
      const text = shortenedText(body);
      const value = { ticketId, authorId, visibility, body: text, postedAt: time, editedAt: null };
      comments.set(commentId, [{ from: at, until: null, value }]);
      return;
    }
    case 'CommentEdited': {
      const { commentId, body } = event.data;
      const edited = { body: shortenedText(body), editedAt: time };
      comments.set(
        commentId,
        after(comments.get(commentId) ?? [], at, (comment) => ({ ...comment, ...edited })),
      );
      return;
    }
    case 'CommentRemoved': {
      const { commentId } = event.data;
      comments.set(
        commentId,
        after(comments.get(commentId) ?? [], at, () => undefined),
      );
      return;
    }
    default:
      return;
  }
}

function intervalTable<Value>(
  name: string,
  idColumn: string,
  columns: readonly string[],
  things: Through<Value>,
  rowOf: (value: Value, id: string) => Row,
): ExpectedTable {
  return {
    name,
    keyColumns: [idColumn, 'from_ms'],
    columns: [...columns, 'from_ms', 'until_ms'],
    *keys() {
      for (const [id, intervals] of things) for (const { from } of intervals) yield keyOf(id, String(from));
    },
    row(key) {
      const [id = '', start = ''] = key.split('/');
      const interval = things.get(id)?.find(({ from }) => String(from) === start);
      if (!interval) return undefined;
      const { from, until, value } = interval;
      // 64-bit integers of the table are compared as strings.
      return { ...rowOf(value, id), from_ms: String(from), until_ms: until === null ? null : String(until) };
    },
  };
}

const pastTicketRow = ({ state, ...ticket }: PastTicket): Row => ({
  id: state.id,
  project_id: state.projectId,
  key: state.key,
  number: state.number,
  type: state.type,
  title: state.title,
  priority: state.priority,
  urgency: state.urgency,
  importance: state.importance,
  column_id: state.columnId,
  rank: state.rank,
  reporter_id: state.reporterId,
  company_id: state.companyId,
  assignee_ids: state.assigneeIds,
  tag_ids: state.tagIds,
  start_date: state.startDate,
  due_date: state.dueDate,
  comment_count: ticket.publicComments,
  archived: state.archived,
  ...structureOf(state),
  review: state.reviews.at(-1)?.state ?? null,
  opened_at: ticket.openedAt,
  changed_at: ticket.changedAt,
  revision: ticket.revision,
  ...detailsOf(state, ticket.archiveReason),
});

const commentRow = (comment: PastComment, id: string): Row => ({
  id,
  ticket_id: comment.ticketId,
  author_id: comment.authorId,
  body: comment.body,
  visibility: comment.visibility,
  posted_at: comment.postedAt,
  edited_at: comment.editedAt,
});

const projectRow = ({ state, revision }: PastProject): Row => ({
  id: state.id,
  key: state.key,
  name: state.name,
  description: state.description,
  columns: state.columns,
  tags: state.tags,
  removed_columns: state.removedColumns,
  company_ids: state.companyIds,
  has_archiving_policy: state.archiveAfterHours !== undefined,
  archive_after_hours: state.archiveAfterHours ?? null,
  lead_id: state.leadId,
  due_date_before_done: state.dueDateBeforeDone,
  limits_enforced: state.limitsEnforced,
  archived: state.archived,
  revision,
});
