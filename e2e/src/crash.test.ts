import type { RecordedEvent, TicketEvent } from '@ticketing/contracts/events/event.ts';
import { describe, expect, test } from 'vitest';
import type { SentCommand } from './command-load.ts';
import { brokenPromises, type Log, logOf, wrongNumbers } from './crash.ts';

/** The crash test believes these two, so they are shown a log with each kind of damage. */

const TICKET = '01980000-0000-7000-8000-00000000000a';
const PROJECT = '01980000-0000-7000-8000-00000000000b';
const PERSON = '01980000-0000-7000-8000-00000000000c';
const stream = `ticket-${TICKET}`;

const renamed: TicketEvent = { type: 'TicketRenamed', data: { title: 'New' } };
const described: TicketEvent = { type: 'TicketDescribed', data: { description: 'New' } };
const scheduled: TicketEvent = { type: 'TicketScheduled', data: { startDate: null, dueDate: '2030-01-02' } };
const assigned: TicketEvent = { type: 'TicketAssigned', data: { userId: PERSON } };

type Written = readonly [
  stream: string,
  revision: number,
  commandId: string,
  event: Pick<RecordedEvent, 'type' | 'data'>,
];

/** A log of these events; an event's position is its place in it. */
const written = (...events: readonly Written[]): Log =>
  logOf(
    events.map(([stream, revision, commandId, event], index) => {
      const metadata = {
        $correlationId: commandId,
        $causationId: commandId,
        commandId,
        command: 'Any',
        actorId: PERSON,
        at: '2026-01-01T00:00:00.000Z',
        schema: 1,
      };
      // Type and data come from one event, which the spread cannot know.
      return {
        ...event,
        id: `${index}`,
        stream,
        revision: BigInt(revision),
        position: BigInt(index),
        recordedAt: new Date(0),
        metadata,
      } as RecordedEvent;
    }),
  );

const sent = (more: Partial<SentCommand>): SentCommand => ({
  kind: 'change',
  id: 'c',
  ticketId: TICKET,
  tries: 1,
  ...more,
});
const at = (revision: number, position: number) => ({
  acknowledged: { id: TICKET, revision: String(revision), position: String(position) },
});
const whole: readonly Written[] = [
  [stream, 1, 'c', renamed],
  [stream, 2, 'c', described],
  [stream, 3, 'c', scheduled],
];

describe('a command that was acknowledged', () => {
  test('keeps its promise when it is there once, whole, and where its answer says', () => {
    expect(brokenPromises(written(...whole), [sent(at(3, 2))])).toEqual([]);
  });

  test.each([
    ['is lost', [], 'in the log is: nothing'],
    ['is halved', whole.slice(0, 2), 'in the log is: TicketRenamed,TicketDescribed'],
    ['is there twice', [...whole, ...whole], 'TicketScheduled,TicketRenamed'],
    [
      'has another one’s event inside',
      [whole[0], [stream, 2, 'd', assigned], [stream, 3, 'c', described], [stream, 4, 'c', scheduled]],
      'something between',
    ],
    ['is elsewhere than its answer says', [[stream, 1, 'd', assigned], ...whole], 'was answered 3 at 2'],
  ] as [string, Written[], string][])('breaks it when it %s', (_, log, words) => {
    expect(brokenPromises(written(...log), [sent(at(3, 2))])).toEqual([expect.stringContaining(words)]);
  });

  test('may have written nothing only where nothing was to be changed', () => {
    const log = written([stream, 0, 'd', assigned]);
    const assign = (userId: string) => sent({ kind: 'assign', userId, ...at(0, 0) });
    expect(brokenPromises(log, [assign('somebody else')])).toHaveLength(1);
  });
});

describe('a command without an answer', () => {
  test('may be there whole or not at all, but not in part or twice', () => {
    expect(brokenPromises(written(...whole), [sent({})])).toEqual([]);
    expect(brokenPromises(written(), [sent({})])).toEqual([]);
    expect(brokenPromises(written(...whole.slice(1)), [sent({})])).toHaveLength(1);
    expect(brokenPromises(written(...whole, ...whole), [sent({})])).toHaveLength(1);
  });
});

test('a command that was refused must not be there', () => {
  const refused = sent({ refused: { status: 403, body: undefined } });
  expect(brokenPromises(written(), [refused])).toEqual([]);
  expect(brokenPromises(written(...whole), [refused])).toHaveLength(1);
});

describe('the numbers of tickets', () => {
  const numbers = `numbers-${PROJECT}`;
  const taken = (ticketId: string) => ({ type: 'TicketNumberTaken', data: { ticketId } }) as const;
  const opened = (number: number) => {
    const data = { projectId: PROJECT, number, key: `OPS-${number}` };
    // The check reads these three only.
    return { type: 'TicketOpened', data } as unknown as Pick<RecordedEvent, 'type' | 'data'>;
  };

  test('are right when each ticket has the one that it took', () => {
    const log = written([numbers, 0, 'c', taken(TICKET)], [stream, 0, 'c', opened(1)]);
    expect(wrongNumbers(log, PROJECT)).toEqual([]);
  });

  test('are wrong when two tickets share one, when one is taken twice, or when it is another’s', () => {
    const other = 'ticket-01980000-0000-7000-8000-00000000000d';
    expect(
      wrongNumbers(
        written([numbers, 0, 'c', taken(TICKET)], [stream, 0, 'c', opened(1)], [other, 0, 'd', opened(1)]),
        PROJECT,
      ),
    ).toEqual(['OPS-1 is there twice', `OPS-1 is not the number of ${other}`]);
    expect(
      wrongNumbers(
        written(
          [numbers, 0, 'c', taken(TICKET)],
          [numbers, 1, 'c', taken(TICKET)],
          [stream, 0, 'c', opened(1)],
        ),
        PROJECT,
      ),
    ).toEqual([`${TICKET} took a number twice`]);
  });
});
