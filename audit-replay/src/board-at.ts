import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import {
  type ColumnState,
  type ProjectState,
  presentColumnId,
  projectFold,
} from '@ticketing/domain/project/state.ts';
import { inOrder } from '@ticketing/domain/ticket/rank.ts';
import type { EventLog } from './event-log.ts';
import { findProject } from './find-in-log.ts';
import { type Clock, isAsOf, timeOf, writeInstant } from './log-clock.ts';
import { Timeline } from './timeline.ts';

export type BoardTicket = { readonly id: string; readonly key: string; readonly title: string };
export type BoardColumn = {
  readonly id: string;
  readonly name: string;
  readonly tickets: readonly BoardTicket[];
};

/** A board as it was at an instant: columns by rank, in each the tickets that were open and not archived. */
export type PastBoard = {
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly columns: readonly BoardColumn[];
};

export type BoardOptions = {
  readonly clock?: Clock;
  /** Called for every event of the log that was read. */
  readonly onEvent?: () => void;
};

/**
 * Reads the log once and answers any number of instants, in the order in which they are given.
 * @param instants milliseconds since 1970
 * @throws AuditError `usage` when there is no such project
 */
export async function* boardAt(
  log: EventLog,
  projectKey: string,
  instants: readonly number[],
  options: BoardOptions = {},
): AsyncGenerator<PastBoard> {
  const history = await readBoardHistory(log, projectKey, options);
  for (const instant of instants) yield history.at(instant);
}

/** Where a ticket stood. Its own object per event, so that a timeline compares it by identity. */
type Place = { readonly columnId: string; readonly rank: string };

/** What a board shows of a ticket, through time; everything else of its events is forgotten. */
type TicketHistory = {
  readonly id: string;
  readonly key: string;
  readonly opened: Timeline<true>;
  readonly place: Timeline<Place>;
  readonly title: Timeline<string>;
  readonly archived: Timeline<boolean>;
};

export type BoardHistory = { at(instant: number): PastBoard };

/** Reads one project's board out of the log, through all of its time. Memory grows with that project alone. */
export async function readBoardHistory(
  log: EventLog,
  projectKey: string,
  { clock = 'business', onEvent }: BoardOptions = {},
): Promise<BoardHistory> {
  const { id: projectId } = await findProject(log, projectKey);
  const tickets = new Map<string, TicketHistory>();
  const projectEvents: RecordedEvent[] = [];
  const projectStreamName = `project-${projectId}`;

  for await (const event of log.readAll()) {
    onEvent?.();
    if (event.stream === projectStreamName) {
      if (event.type === 'ProjectCreated' || event.type.startsWith('BoardColumn')) projectEvents.push(event);
      continue;
    }
    if (!event.stream.startsWith('ticket-')) continue;
    const id = streamSubject(event.stream);
    if (event.type === 'TicketOpened') {
      if (event.data.projectId !== projectId) continue;
      const { key } = event.data;
      tickets.set(id, {
        id,
        key,
        opened: new Timeline(),
        place: new Timeline(),
        title: new Timeline(),
        archived: new Timeline(),
      });
    }
    const ticket = tickets.get(id);
    if (ticket) remember(ticket, event, timeOf(event, clock));
  }

  const firstKnown = firstKnownColumns(projectEvents);
  return {
    at: (instant) => ({
      at: writeInstant(instant),
      columns: columnsAt(projectEvents, firstKnown, [...tickets.values()], instant, clock),
    }),
  };
}

/** The facts that the fold of a ticket (domain/src/ticket/evolve.ts) takes from each event, for a board. */
function remember(ticket: TicketHistory, event: RecordedEvent, time: number): void {
  switch (event.type) {
    case 'TicketOpened':
      ticket.opened.append(time, true);
      ticket.place.append(time, { columnId: event.data.columnId, rank: event.data.rank });
      ticket.title.append(time, event.data.title);
      ticket.archived.append(time, false);
      return;
    case 'TicketRenamed':
      ticket.title.append(time, event.data.title);
      return;
    case 'TicketMoved':
      ticket.place.append(time, { columnId: event.data.columnId, rank: event.data.rank });
      return;
    case 'TicketArchived':
      ticket.archived.append(time, true);
      return;
    case 'TicketRestored':
      ticket.place.append(time, { columnId: event.data.columnId, rank: event.data.rank });
      ticket.archived.append(time, false);
      return;
    default:
      return;
  }
}

function firstKnownColumns(projectEvents: readonly RecordedEvent[]): ReadonlyMap<string, ColumnState> {
  const columns = new Map<string, ColumnState>();
  for (const event of projectEvents) {
    if (event.type !== 'BoardColumnAdded' || columns.has(event.data.columnId)) continue;
    const { columnId, ...column } = event.data;
    columns.set(columnId, { id: columnId, ...column, minimum: null, maximum: null, leadsTo: null });
  }
  return columns;
}

type Placed = BoardTicket & { readonly rank: string };

function columnsAt(
  projectEvents: readonly RecordedEvent[],
  firstKnown: ReadonlyMap<string, ColumnState>,
  tickets: readonly TicketHistory[],
  instant: number,
  clock: Clock,
): BoardColumn[] {
  const columns = new Map<string, ColumnState>();
  const project = projectThen(projectEvents, instant, clock);
  for (const column of project?.columns ?? []) columns.set(column.id, column);
  const placed = new Map<string, Placed[]>();
  for (const { id, key, opened, place, title, archived } of tickets) {
    const stood = place.at(instant);
    // Its own events name a column that was removed until the system has moved it out.
    const where = stood && {
      ...stood,
      columnId: project ? presentColumnId(project, stood.columnId) : stood.columnId,
    };
    const called = title.at(instant);
    if (opened.at(instant) === undefined || archived.at(instant) || !where || called === undefined) continue;
    // An import can date tickets to before the day on which their column was set up. They are shown in the
    // column as it was first known: a board never loses a ticket.
    if (!columns.has(where.columnId)) {
      columns.set(where.columnId, firstKnown.get(where.columnId) ?? unknownColumn(where.columnId));
    }
    const there = placed.get(where.columnId) ?? [];
    there.push({ id, key, title: called, rank: where.rank });
    placed.set(where.columnId, there);
  }
  return [...columns.values()].sort(inOrder).map(({ id, name }) => ({
    id,
    name,
    tickets: (placed.get(id) ?? [])
      .sort(inOrder)
      .map((ticket) => ({ id: ticket.id, key: ticket.key, title: ticket.title })),
  }));
}

function projectThen(
  projectEvents: readonly RecordedEvent[],
  instant: number,
  clock: Clock,
): ProjectState | undefined {
  let project = projectFold.initial;
  for (const event of projectEvents) {
    if (isAsOf(event, instant, clock)) project = projectFold.evolve(project, event);
  }
  return project;
}

/** A column that no event of the project names; behind all others. */
const unknownColumn = (id: string): ColumnState => ({
  id,
  name: `unknown column ${id}`,
  colour: '#000000',
  category: 'todo',
  rank: '~',
  minimum: null,
  maximum: null,
  leadsTo: null,
});
