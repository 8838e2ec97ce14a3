import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import type { ReportState, TicketRow } from './report-rows.ts';
import { excluding, including, instant, isNextOf } from './ticket-row.ts';

/** Applies one event of a ticket's stream to what reports keep of the ticket. */
export function applyToReportTicket(state: ReportState, event: RecordedEvent): void {
  const id = streamSubject(event.stream);
  let ticket = state.tickets.get(id);
  if (!isNextOf(ticket, event)) return;
  if (event.type === 'TicketOpened') {
    ticket = openedTicket(event);
    state.tickets.set(id, ticket);
    settle(state, ticket, event);
    return;
  }
  if (!ticket) throw new Error(`${event.stream} begins with ${event.type} instead of TicketOpened`);
  ticket.revision = Number(event.revision);
  state.changedTickets.add(ticket);
  change(state, ticket, event);
}

function openedTicket(event: Extract<RecordedEvent, { type: 'TicketOpened' }>): TicketRow {
  const { data, metadata } = event;
  return {
    id: streamSubject(event.stream),
    project_id: data.projectId,
    company_id: data.companyId,
    reporter_id: data.reporterId,
    assignee_ids: [],
    column_id: data.columnId,
    priority: data.priority,
    due_date: data.dueDate,
    opened_at: instant(metadata.at),
    done: false,
    archived_at: null,
    review_asked_at: null,
    resolutions: 0,
    first_resolved_at: null,
    first_resolver_ids: [],
    resolution_priority: data.priority,
    first_response_at: null,
    first_responder_id: null,
    response_priority: data.priority,
    revision: 0,
  };
}

function change(state: ReportState, ticket: TicketRow, event: RecordedEvent): void {
  switch (event.type) {
    case 'TicketPrioritised':
      ticket.priority = event.data.priority;
      if (ticket.first_response_at === null) ticket.response_priority = ticket.priority;
      if (ticket.first_resolved_at === null) ticket.resolution_priority = ticket.priority;
      return;
    case 'TicketCompanyChanged':
      // What was asked, answered and resolved counts for the company that the ticket is of: as its lists do. A rating stays
      // with the company whose people gave it.
      ticket.company_id = event.data.companyId;
      ticket.reporter_id = event.data.reporterId;
      state.companies.set(ticket.id, event.data.companyId);
      return;
    case 'TicketScheduled':
      ticket.due_date = event.data.dueDate;
      return;
    case 'TicketAssigned':
      ticket.assignee_ids = including(ticket.assignee_ids, event.data.userId);
      return;
    case 'TicketUnassigned':
      ticket.assignee_ids = excluding(ticket.assignee_ids, event.data.userId);
      return;
    case 'CommentPosted':
      if (event.data.visibility === 'public') respond(state, ticket, event);
      return;
    case 'TicketMoved':
      ticket.column_id = event.data.columnId;
      settle(state, ticket, event);
      return;
    case 'TicketArchived':
      ticket.archived_at = instant(event.metadata.at);
      return;
    case 'TicketRestored':
      ticket.archived_at = null;
      ticket.column_id = event.data.columnId;
      settle(state, ticket, event);
      return;
    case 'ResolutionProposed':
      ticket.review_asked_at = instant(event.metadata.at);
      return;
    case 'ResolutionAccepted':
      ticket.review_asked_at = null;
      state.ratings.push({
        ticket_id: ticket.id,
        round: event.data.round,
        project_id: ticket.project_id,
        company_id: ticket.company_id,
        rated_at: instant(event.metadata.at),
        rated_by: event.metadata.actorId,
        stars: event.data.stars,
        words: event.data.words,
        assignee_ids: state.latest.get(ticket.id)?.assignee_ids ?? ticket.assignee_ids,
      });
      return;
    case 'ResolutionRejected':
    case 'ResolutionWithdrawn':
      ticket.review_asked_at = null;
      return;
    default:
      // Whatever else happens to a ticket is no fact of a report.
      return;
  }
}

/** The first public words of staff who did not report the ticket. Taking them back later does not undo the answer. */
export function respond(state: ReportState, ticket: TicketRow, event: RecordedEvent): void {
  const { actorId, at } = event.metadata;
  if (ticket.first_response_at !== null || actorId === ticket.reporter_id) return;
  if (!state.people.get(actorId)?.staff) return;
  ticket.first_response_at = instant(at);
  ticket.first_responder_id = actorId;
  state.changedTickets.add(ticket);
}

/** Coming into the done columns resolves, leaving them reopens; moving among them, or being archived there, is neither. */
export function settle(state: ReportState, ticket: TicketRow, cause: RecordedEvent): void {
  state.changedTickets.add(ticket);
  ticket.column_id = standing(state, ticket.column_id);
  const done = state.columns.get(ticket.column_id)?.done === true;
  if (done === ticket.done) return;
  ticket.done = done;
  const at = instant(cause.metadata.at);
  const latest = state.latest.get(ticket.id);
  if (!done) {
    if (!latest) return;
    latest.reopened_at = at;
    state.changedResolutions.add(latest);
    return;
  }
  ticket.resolutions++;
  if (ticket.first_resolved_at === null) {
    ticket.first_resolved_at = at;
    ticket.first_resolver_ids = ticket.assignee_ids;
  }
  const resolution = {
    ticket_id: ticket.id,
    number: ticket.resolutions,
    project_id: ticket.project_id,
    company_id: ticket.company_id,
    opened_at: ticket.opened_at,
    resolved_at: at,
    assignee_ids: ticket.assignee_ids,
    reopened_at: null,
  };
  state.latest.set(ticket.id, resolution);
  state.changedResolutions.add(resolution);
}

/** Where a ticket that is put into a column stands: in the one that took its tickets, when it was removed. */
function standing({ columns }: ReportState, columnId: string): string {
  const passed = new Set<string>();
  let at = columnId;
  // No column is removed twice; a log that says so all the same must not keep the projector busy for ever.
  for (
    let next: string | null | undefined = at;
    next && !passed.has(next);
    next = columns.get(at)?.tickets_to
  ) {
    passed.add(next);
    at = next;
  }
  return at;
}
