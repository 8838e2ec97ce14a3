import type { DomainEvent, RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { streamCategory, streamSubject } from '@ticketing/contracts/streams.ts';
import type { Row } from './difference.ts';
import { type ExpectedReadModel, instantValue, keyOf } from './expected-read-model.ts';
import { shortenedText } from './shortened-text.ts';

type DataOf<Type extends DomainEvent['type']> = Extract<DomainEvent, { type: Type }>['data'];
type Span = { readonly from: string; readonly assigneeIds: readonly string[]; until: string | null };
type Known = {
  opened: DataOf<'TicketOpened'>;
  readonly openedAt: string;
  columnId: string;
  priority: number;
  dueDate: string | null;
  assigneeIds: readonly string[];
  archivedAt: string | null;
  askedAt: string | null;
  answer: { readonly at: string; readonly by: string; readonly priority: number } | undefined;
  priorityWhenResolved: number | undefined;
  /** The times in the done columns, the latest last; the last one goes on while `until` is null. */
  readonly done: Span[];
  revision: string;
};

/** What reports are made of, told once more from the log: each ticket's times in the done columns, answers and ratings. */
export function expectedReports(): ExpectedReadModel {
  const people = new Map<string, { staff: boolean; dashboard: Row[string]; revision: string }>();
  const projects = new Map<string, { targets: Row[string]; scoring: Row[string]; revision: string }>();
  const columns = new Map<
    string,
    { readonly projectId: string; readonly done: boolean; readonly ticketsTo: string | null }
  >();
  const tickets = new Map<string, Known>();
  const ratings = new Map<string, Row>();
  const reviews = new Map<string, Row>();

  /** Where a ticket that is put into a column stands: in the one that took its tickets, when it was removed. */
  const standing = (columnId: string, passed: readonly string[] = []): string => {
    const next = columns.get(columnId)?.ticketsTo;
    return next && !passed.includes(next) ? standing(next, [...passed, columnId, next]) : columnId;
  };

  /** Opens or closes a ticket's time in the done columns, by the column that it is in now. */
  const place = (ticket: Known, at: string): void => {
    const open = ticket.done.findLast(({ until }) => until === null);
    ticket.columnId = standing(ticket.columnId);
    const isDone = columns.get(ticket.columnId)?.done ?? false;
    if (isDone && !open) {
      ticket.done.push({ from: at, until: null, assigneeIds: ticket.assigneeIds });
      ticket.priorityWhenResolved ??= ticket.priority;
    }
    if (!isDone && open) open.until = at;
  };

  function applyToPerson(id: string, event: RecordedEvent): void {
    const person = people.get(id) ?? { staff: false, dashboard: [], revision: '' };
    if (event.type === 'UserRegistered') person.staff = event.data.staff;
    if (event.type === 'DashboardArranged') person.dashboard = event.data.widgets;
    people.set(id, { ...person, revision: String(event.revision) });
  }

  function applyToProject(id: string, event: RecordedEvent): void {
    const at = instantValue(event.metadata.at);
    const project = projects.get(id) ?? { targets: {}, scoring: [], revision: '' };
    projects.set(id, project);
    project.revision = String(event.revision);
    if (event.type === 'ServiceTargetsChanged') project.targets = event.data as unknown as Row[string]; // plain JSON
    if (event.type === 'ScoringChanged') project.scoring = event.data.metrics;
    if (event.type === 'StaffReviewed') {
      const { reviewId, userId, from, to, stars, words } = event.data;
      reviews.set(reviewId, {
        id: reviewId,
        project_id: id,
        user_id: userId,
        reviewer_id: event.metadata.actorId,
        period_from: from,
        period_to: to,
        stars,
        words: shortenedText(words),
        reviewed_at: at,
      });
    }
    if (event.type === 'BoardColumnAdded' || event.type === 'BoardColumnChanged') {
      const { columnId, category } = event.data;
      const ticketsTo = columns.get(columnId)?.ticketsTo ?? null;
      columns.set(columnId, { projectId: id, done: category === 'done', ticketsTo });
      if (event.type === 'BoardColumnAdded') return;
      for (const ticket of tickets.values()) if (ticket.columnId === columnId) place(ticket, at);
    }
    if (event.type === 'BoardColumnRemoved') {
      const { columnId, ticketsToColumnId: ticketsTo } = event.data;
      const column = columns.get(columnId);
      columns.set(columnId, { projectId: id, done: column?.done ?? false, ticketsTo });
      for (const ticket of tickets.values()) if (ticket.columnId === columnId) place(ticket, at);
    }
  }

  function applyToTicket(id: string, event: RecordedEvent): void {
    const at = instantValue(event.metadata.at);
    if (event.type === 'TicketOpened') {
      const { columnId, priority, dueDate } = event.data;
      const opened = { ...event.data, title: '', description: '' };
      tickets.set(id, {
        ...{ opened, openedAt: at, columnId, priority, dueDate, assigneeIds: [], archivedAt: null },
        ...{ askedAt: null, answer: undefined, priorityWhenResolved: undefined, done: [], revision: '' },
      });
    }
    const ticket = tickets.get(id);
    if (!ticket) return;
    ticket.revision = String(event.revision);
    switch (event.type) {
      case 'TicketPrioritised':
        ticket.priority = event.data.priority;
        break;
      case 'TicketCompanyChanged': {
        const { companyId, reporterId } = event.data;
        ticket.opened = { ...ticket.opened, companyId, reporterId };
        break;
      }
      case 'TicketScheduled':
        ticket.dueDate = event.data.dueDate;
        break;
      case 'TicketAssigned':
        ticket.assigneeIds = [...new Set([...ticket.assigneeIds, event.data.userId])];
        break;
      case 'TicketUnassigned':
        ticket.assigneeIds = ticket.assigneeIds.filter((userId) => userId !== event.data.userId);
        break;
      case 'CommentPosted':
        if (event.data.visibility === 'public') answer(ticket, event);
        break;
      case 'TicketArchived':
        ticket.archivedAt = at;
        break;
      case 'TicketRestored':
        ticket.archivedAt = null;
        ticket.columnId = event.data.columnId;
        break;
      case 'TicketMoved':
        ticket.columnId = event.data.columnId;
        break;
      case 'ResolutionProposed':
        ticket.askedAt = at;
        break;
      case 'ResolutionAccepted':
      case 'ResolutionRejected':
      case 'ResolutionWithdrawn':
        ticket.askedAt = null;
        break;
      default:
        break;
    }
    if (event.type === 'ResolutionAccepted') {
      const { round, stars, words } = event.data;
      ratings.set(keyOf(id, String(round)), {
        ticket_id: id,
        round,
        project_id: ticket.opened.projectId,
        company_id: ticket.opened.companyId,
        rated_at: at,
        rated_by: event.metadata.actorId,
        stars,
        words: shortenedText(words),
        assignee_ids: ticket.done.at(-1)?.assigneeIds ?? ticket.assigneeIds,
      });
    }
    if (event.type === 'TicketOpened' || event.type === 'TicketMoved' || event.type === 'TicketRestored') {
      place(ticket, at);
    }
  }

  function answer(ticket: Known, { metadata: { actorId, at } }: RecordedEvent): void {
    if (ticket.answer || actorId === ticket.opened.reporterId || !people.get(actorId)?.staff) return;
    ticket.answer = { at: instantValue(at), by: actorId, priority: ticket.priority };
  }

  const ticketRow = (id: string, ticket: Known): Row => {
    const [first] = ticket.done;
    return {
      id,
      project_id: ticket.opened.projectId,
      company_id: ticket.opened.companyId,
      reporter_id: ticket.opened.reporterId,
      assignee_ids: ticket.assigneeIds,
      column_id: ticket.columnId,
      priority: ticket.priority,
      due_date: ticket.dueDate,
      opened_at: ticket.openedAt,
      done: ticket.done.at(-1)?.until === null,
      archived_at: ticket.archivedAt,
      review_asked_at: ticket.askedAt,
      resolutions: ticket.done.length,
      first_resolved_at: first?.from ?? null,
      first_resolver_ids: first?.assigneeIds ?? [],
      resolution_priority: ticket.priorityWhenResolved ?? ticket.priority,
      first_response_at: ticket.answer?.at ?? null,
      first_responder_id: ticket.answer?.by ?? null,
      response_priority: ticket.answer?.priority ?? ticket.priority,
      revision: ticket.revision,
    };
  };
  return {
    name: 'reports',
    schema: 'read_model',
    apply(event) {
      const id = streamSubject(event.stream);
      switch (streamCategory(event.stream)) {
        case 'user':
          return applyToPerson(id, event);
        case 'project':
          return applyToProject(id, event);
        case 'ticket':
          return applyToTicket(id, event);
        case 'chat': {
          const ticket = tickets.get(id);
          if (ticket && event.type === 'MessagePosted') answer(ticket, event);
          return;
        }
        default:
          return;
      }
    },
    tables: [
      {
        ...byId('report_people', ['staff', 'dashboard', 'revision']),
        keys: () => people.keys(),
        row(id) {
          const person = people.get(id);
          return person && { id, ...person };
        },
      },
      {
        ...byId('report_projects', ['service_targets', 'scoring', 'revision']),
        keys: () => projects.keys(),
        row(id) {
          const project = projects.get(id);
          if (!project) return undefined;
          const { targets, scoring, revision } = project;
          return { id, service_targets: targets, scoring, revision };
        },
      },
      {
        ...byId('report_columns', ['project_id', 'done', 'tickets_to']),
        keys: () => columns.keys(),
        row(id) {
          const column = columns.get(id);
          return (
            column && { id, project_id: column.projectId, done: column.done, tickets_to: column.ticketsTo }
          );
        },
      },
      {
        ...byId('report_tickets', [
          'project_id',
          'company_id',
          'reporter_id',
          'assignee_ids',
          'column_id',
          'priority',
          'due_date',
          'opened_at',
          'done',
          'archived_at',
          'review_asked_at',
          'resolutions',
          'first_resolved_at',
          'first_resolver_ids',
          'resolution_priority',
          'first_response_at',
          'first_responder_id',
          'response_priority',
          'revision',
        ]),
        keys: () => tickets.keys(),
        row(id) {
          const ticket = tickets.get(id);
          return ticket && ticketRow(id, ticket);
        },
      },
      {
        name: 'report_resolutions',
        keyColumns: ['ticket_id', 'number'],
        columns: [
          'ticket_id',
          'number',
          'project_id',
          'company_id',
          'opened_at',
          'resolved_at',
          'assignee_ids',
          'reopened_at',
        ],
        *keys() {
          for (const [id, { done }] of tickets) {
            for (const index of done.keys()) yield keyOf(id, String(index + 1));
          }
        },
        row(key) {
          const [id = '', number = ''] = key.split('/');
          const ticket = tickets.get(id);
          const span = ticket?.done[Number(number) - 1];
          if (!ticket || !span) return undefined;
          return {
            ticket_id: id,
            number: Number(number),
            project_id: ticket.opened.projectId,
            company_id: ticket.opened.companyId,
            opened_at: ticket.openedAt,
            resolved_at: span.from,
            assignee_ids: span.assigneeIds,
            reopened_at: span.until,
          };
        },
      },
      {
        name: 'report_ratings',
        keyColumns: ['ticket_id', 'round'],
        longTexts: ['words'],
        keys: () => ratings.keys(),
        row: (key) => ratings.get(key),
        columns: [
          'ticket_id',
          'round',
          'project_id',
          'company_id',
          'rated_at',
          'rated_by',
          'stars',
          'words',
          'assignee_ids',
        ],
      },
      {
        ...byId('staff_reviews', [
          'project_id',
          'user_id',
          'reviewer_id',
          'period_from',
          'period_to',
          'stars',
          'words',
          'reviewed_at',
        ]),
        longTexts: ['words'],
        keys: () => reviews.keys(),
        row: (id) => reviews.get(id),
      },
    ],
  };
}

const byId = (name: string, columns: readonly string[]) => ({
  name,
  keyColumns: ['id'],
  columns: ['id', ...columns],
});
