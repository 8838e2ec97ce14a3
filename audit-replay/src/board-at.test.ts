import type { DomainEvent } from '@ticketing/contracts/events/event.ts';
import { ticketStream } from '@ticketing/contracts/streams.ts';
import { ticketFold } from '@ticketing/domain/ticket/evolve.ts';
import type { TicketState } from '@ticketing/domain/ticket/state.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AuditError } from './audit-error.ts';
import { boardAt, type PastBoard } from './board-at.ts';
import type { EventLog } from './event-log.ts';
import { type Clock, isAsOf, readInstant } from './log-clock.ts';
import { createScriptedLog } from './testing/scripted-log.ts';
import { tellSmallInstallation } from './testing/small-installation.ts';

async function told() {
  const log = createScriptedLog();
  return { log, ...(await tellSmallInstallation(log.add)) };
}

async function boards(log: EventLog, key: string, ...instants: readonly string[]): Promise<PastBoard[]> {
  return every(boardAt(log, key, instants.map(readInstant)));
}

async function every<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const inWords = (board: PastBoard | undefined) =>
  board?.columns.map(({ name, tickets }) => `${name}: ${tickets.map(({ key }) => key).join(' ')}`.trim());

describe('a board at an instant', () => {
  it('has its columns by rank and in each the tickets by rank', async () => {
    const { log } = await told();
    const [board] = await boards(log, 'INC', '2026-01-12T08:00Z');
    expect(inWords(board)).toEqual(['To Do: INC-3 INC-1', 'Doing:', 'Done: INC-2']);
  });

  it('names each ticket and column by id', async () => {
    const { log, column, ticket } = await told();
    const [board] = await boards(log, 'inc', '2026-01-11T08:00Z');
    expect(board).toEqual({
      at: '2026-01-11T08:00:00.000Z',
      columns: [
        {
          id: column.todo,
          name: 'To Do',
          tickets: [{ id: ticket.printer, key: 'INC-1', title: 'The printer burns' }],
        },
        { id: column.doing, name: 'Doing', tickets: [] },
        {
          id: column.done,
          name: 'Done',
          tickets: [{ id: ticket.imported, key: 'INC-2', title: 'Ten years old' }],
        },
      ],
    });
  });

  it('counts what happened at that very instant and nothing after it', async () => {
    const { log } = await told();
    const [before, at] = await boards(log, 'INC', '2026-01-20T07:59:59.999Z', '2026-01-20T08:00:00Z');
    expect(inWords(before)).toEqual(['To Do: INC-3 INC-1', 'Doing:', 'Done: INC-2']);
    expect(inWords(at)).toEqual(['To Do: INC-3', 'Doing: INC-1', 'Done: INC-2']);
  });

  it('has the names that columns and tickets had then', async () => {
    const { log } = await told();
    const [before, after] = await boards(log, 'INC', '2026-01-31T00:00Z', '2026-02-03T00:00Z');
    expect(before?.columns[1]).toMatchObject({ name: 'Doing', tickets: [{ title: 'The printer burns' }] });
    expect(after?.columns[1]).toMatchObject({
      name: 'In Progress',
      tickets: [{ title: 'The printer burned' }],
    });
  });

  it('leaves out a ticket while it is archived', async () => {
    const { log } = await told();
    const [done, archived, restored] = await boards(
      log,
      'INC',
      '2026-02-11T00:00Z',
      '2026-02-13T00:00Z',
      '2026-02-15T08:00Z',
    );
    expect(inWords(done)).toEqual(['To Do: INC-3', 'In Progress:', 'Done: INC-2 INC-1']);
    expect(inWords(archived)).toEqual(['To Do: INC-3', 'In Progress:', 'Done: INC-2']);
    expect(inWords(restored)).toEqual(['To Do: INC-3', 'In Progress: INC-1', 'Done: INC-2']);
  });

  it('shows imported tickets in the columns that were set up only later', async () => {
    const { log } = await told();
    const [first, second] = await boards(log, 'INC', '2016-03-01T08:00Z', '2016-03-02T08:00Z');
    expect(inWords(first)).toEqual(['Doing: INC-2']);
    expect(inWords(second)).toEqual(['Done: INC-2']);
  });

  it('is empty before anything happened', async () => {
    const { log } = await told();
    expect(await boards(log, 'INC', '2000-01-01T00:00Z')).toEqual([
      { at: '2000-01-01T00:00:00.000Z', columns: [] },
    ]);
  });

  it('answers many instants in the order given from one reading of the log', async () => {
    const { log } = await told();
    let readings = 0;
    const counted: EventLog = {
      ...log,
      readAll: (after) => {
        readings++;
        return log.readAll(after);
      },
    };
    const instants = ['2026-02-11T00:00Z', '2026-01-11T08:00Z', '2026-02-11T00:00Z'];
    const answers = await boards(counted, 'INC', ...instants);
    expect(answers.map(({ at }) => at)).toEqual(instants.map((at) => at.replace('Z', ':00.000Z')));
    expect(answers[0]).toEqual(answers[2]);
    expect(readings).toBe(1);
  });

  it('goes by the time at which the store recorded things when asked to', async () => {
    const log = createScriptedLog();
    const { column } = await tellSmallInstallation((stream, event, when) =>
      log.add(stream, event, { ...when, recordedAt: '2026-06-01T00:00:00Z' }),
    );
    const at = (clock: Clock, instant: string) =>
      every(boardAt(log, 'INC', [readInstant(instant)], { clock }));
    expect(await at('recorded', '2026-05-31T23:59Z')).toMatchObject([{ columns: [] }]);
    const [recorded] = await at('recorded', '2026-06-01T00:00Z');
    expect(recorded?.columns.map(({ id }) => id)).toEqual([column.todo, column.doing, column.done]);
  });

  it('of a project that does not exist is refused with a sentence', async () => {
    const { log } = await told();
    await expect(boards(log, 'NOPE', '2026-01-01T00:00Z')).rejects.toEqual(
      new AuditError('usage', 'There is no project NOPE in this log.'),
    );
  });

  it('is what folding each ticket from its events up to the instant gives, in whatever order times come', async () => {
    const change = fc.record({
      what: fc.constantFrom('moved', 'renamed', 'archived', 'restored'),
      column: fc.nat(2),
      rank: fc.constantFrom('a1', 'a2', 'a3'),
      hour: fc.nat(9),
    });
    const tickets = fc.array(fc.tuple(change, fc.array(change, { maxLength: 8 })), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(tickets, async (scripts) => {
        const log = createScriptedLog();
        const { project, column, person } = await tellSmallInstallation(log.add);
        const columnIds = [column.todo, column.doing, column.done];
        for (const [index, [first, changes]] of scripts.entries()) {
          const id = `00000000-0000-7000-8000-00000000000${index}`;
          const add = (event: DomainEvent, hour: number) =>
            log.add(ticketStream(id), event, { at: `2026-05-01T0${hour}:00:00Z`, by: person.ann });
          const columnId = columnIds[first.column] ?? '';
          add(openedIn(project.inc, `INC-${index + 10}`, columnId, first.rank), first.hour);
          for (const one of changes) add(changed(one.what, columnIds[one.column] ?? '', one.rank), one.hour);
        }
        for (let hour = 0; hour <= 9; hour++) {
          const instant = readInstant(`2026-05-01T0${hour}:00Z`);
          const [board] = await every(boardAt(log, 'INC', [instant]));
          expect(board?.columns.map(({ id, tickets }) => [id, tickets])).toEqual(
            columnIds.map((id) => [id, foldedColumn(log, project.inc, id, instant)]),
          );
        }
      }),
      { numRuns: 60 },
    );
  });
});

const openedIn = (projectId: string, key: string, columnId: string, rank: string): DomainEvent => ({
  type: 'TicketOpened',
  data: {
    projectId,
    number: 9,
    key,
    type: 'task',
    title: key,
    description: '',
    priority: 1,
    urgency: 1,
    importance: 1,
    reporterId: projectId,
    companyId: null,
    columnId,
    rank,
    startDate: null,
    dueDate: null,
  },
});

function changed(what: string, columnId: string, rank: string): DomainEvent {
  switch (what) {
    case 'moved':
      return { type: 'TicketMoved', data: { columnId, rank, fromColumnId: columnId } };
    case 'renamed':
      return { type: 'TicketRenamed', data: { title: `renamed ${rank}` } };
    case 'archived':
      return { type: 'TicketArchived', data: { reason: 'manual', words: '' } };
    default:
      return { type: 'TicketRestored', data: { columnId, rank } };
  }
}

/** The plain reading of the rule: fold every ticket with the domain's fold, then sort. */
function foldedColumn(
  log: ReturnType<typeof createScriptedLog>,
  projectId: string,
  columnId: string,
  instant: number,
) {
  const tickets = new Map<string, TicketState | undefined>();
  for (const event of log.events) {
    if (!event.stream.startsWith('ticket-') || !isAsOf(event, instant, 'business')) continue;
    tickets.set(event.stream, ticketFold.evolve(tickets.get(event.stream), event));
  }
  return [...tickets.values()]
    .filter((ticket) => ticket !== undefined)
    .filter((ticket) => ticket.projectId === projectId && ticket.columnId === columnId && !ticket.archived)
    .sort((one, other) => (one.rank + one.id < other.rank + other.id ? -1 : 1))
    .map(({ id, key, title }) => ({ id, key, title }));
}
