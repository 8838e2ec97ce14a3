import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { streamCategory, streamSubject } from '@ticketing/contracts/streams.ts';
import type { Projection, Transaction } from '../engine/projection.ts';
import { loadState, loadTickets, type ReportState, type TicketRow, writeState } from './report-rows.ts';
import { applyToReportTicket, respond, settle } from './report-tickets.ts';
import { reportsIndexes, reportsTableNames, reportsTables } from './reports-tables.ts';
import { instant, isNextOf } from './ticket-row.ts';

/** What every metric is made of: when tickets were opened, answered, resolved, reopened and rated, and by whom. */
export const reports: Projection = {
  name: 'reports',
  version: 1,
  schema: 'read_model',
  gatherMs: 50,
  tables: reportsTables,
  indexes: reportsIndexes,
  tableNames: reportsTableNames,
  categories: new Set(['user', 'project', 'ticket', 'chat']),
  async project({ events }, transaction) {
    const state = await loadState(events, transaction);
    for (const event of events) {
      switch (streamCategory(event.stream)) {
        case 'user':
          applyToPerson(state, event);
          break;
        case 'project':
          await applyToProject(state, event, transaction);
          break;
        case 'ticket':
          applyToReportTicket(state, event);
          break;
        default:
          applyToRoom(state, event);
      }
    }
    await writeState(state, transaction);
    return [];
  },
};

function applyToPerson(state: ReportState, event: RecordedEvent): void {
  const id = streamSubject(event.stream);
  const known = state.people.get(id);
  if (!isNextOf(known, event)) return;
  const person = known ?? { id, staff: false, dashboard: [], revision: 0 };
  if (event.type === 'UserRegistered') person.staff = event.data.staff;
  if (event.type === 'DashboardArranged') person.dashboard = event.data.widgets;
  person.revision = Number(event.revision);
  state.people.set(id, person);
  state.changedPeople.add(person);
}

async function applyToProject(
  state: ReportState,
  event: RecordedEvent,
  transaction: Transaction,
): Promise<void> {
  const id = streamSubject(event.stream);
  const known = state.projects.get(id);
  if (!isNextOf(known, event)) return;
  const project = known ?? { id, service_targets: {}, scoring: [], revision: 0 };
  project.revision = Number(event.revision);
  state.projects.set(id, project);
  state.changedProjects.add(project);
  switch (event.type) {
    case 'ServiceTargetsChanged':
      project.service_targets = event.data;
      return;
    case 'ScoringChanged':
      project.scoring = event.data.metrics;
      return;
    case 'StaffReviewed':
      state.reviews.push({
        id: event.data.reviewId,
        project_id: id,
        user_id: event.data.userId,
        reviewer_id: event.metadata.actorId,
        period_from: event.data.from,
        period_to: event.data.to,
        stars: event.data.stars,
        words: event.data.words,
        reviewed_at: instant(event.metadata.at),
      });
      return;
    case 'BoardColumnAdded':
    case 'BoardColumnChanged': {
      const { columnId, category } = event.data;
      const before = state.columns.get(columnId);
      const done = category === 'done';
      const tickets_to = before?.tickets_to ?? null;
      state.columns.set(columnId, { id: columnId, project_id: id, done, tickets_to });
      state.changedColumns.add(columnId);
      if (before && before.done !== done) {
        for (const ticket of await ticketsIn(state, columnId, transaction)) settle(state, ticket, event);
      }
      return;
    }
    case 'BoardColumnRemoved': {
      const { columnId, ticketsToColumnId } = event.data;
      const done = state.columns.get(columnId)?.done ?? false;
      state.columns.set(columnId, { id: columnId, project_id: id, done, tickets_to: ticketsToColumnId });
      state.changedColumns.add(columnId);
      for (const ticket of await ticketsIn(state, columnId, transaction)) settle(state, ticket, event);
      return;
    }
    default:
      return;
  }
}

/** A column that becomes one for done work, or no longer is, or is removed, carries its tickets with it. */
async function ticketsIn(
  state: ReportState,
  columnId: string,
  transaction: Transaction,
): Promise<TicketRow[]> {
  const stored = await loadTickets(transaction, 'column_id', [columnId]);
  for (const [id, ticket] of stored.tickets) {
    if (state.tickets.has(id)) continue;
    state.tickets.set(id, ticket);
    const resolution = stored.latest.get(id);
    if (resolution) state.latest.set(id, resolution);
  }
  return [...state.tickets.values()].filter((ticket) => ticket.column_id === columnId);
}

/** The room of a ticket has the ticket's id. */
function applyToRoom(state: ReportState, event: RecordedEvent): void {
  if (event.type !== 'MessagePosted') return;
  const ticket = state.tickets.get(streamSubject(event.stream));
  if (ticket) respond(state, ticket, event);
}
