import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { describe, expect, test } from 'vitest';
import { logOf } from '../crash.ts';
import { brokenLog, brokenPromises } from './judge-commands.ts';
import type { SentCommand } from './load.ts';

/** The chaos suite believes these two, so they are shown a log with each kind of damage. */

const TICKET = '01980000-0000-7000-8000-00000000000a';
const PERSON = '01980000-0000-7000-8000-00000000000c';
const OTHER = '01980000-0000-7000-8000-00000000000d';
const stream = `ticket-${TICKET}`;
const RECORDED = 1_000;

type Written = {
  readonly type: RecordedEvent['type'];
  readonly revision: number;
  readonly by?: string;
  readonly id?: string;
  readonly data?: object;
};

/** Events of one ticket; an event's position is ten times its place. */
const written = (...events: readonly Written[]): RecordedEvent[] =>
  events.map(({ type, revision, by = 'c', id, data = {} }, index) => {
    const metadata = { commandId: by, command: 'Any', actorId: PERSON };
    // The judges read no more of an event than this.
    return {
      type,
      data,
      id: id ?? `event ${index}`,
      stream,
      revision: BigInt(revision),
      position: BigInt(index * 10),
      recordedAt: new Date(RECORDED),
      metadata,
    } as unknown as RecordedEvent;
  });

const sent = (more: Partial<SentCommand> = {}): SentCommand => ({
  kind: 'change',
  wanted: undefined,
  id: 'c',
  actorId: PERSON,
  request: 'PATCH',
  tries: 2,
  done: [],
  ...more,
});
const done = (revision: number, position: number) => ({
  id: TICKET,
  revision: String(revision),
  position: String(position),
});
const refused = (sentAt: number) => ({ status: 409, body: {}, sentAt });
const whole: readonly Written[] = [
  { type: 'TicketRenamed', revision: 0 },
  { type: 'TicketDescribed', revision: 1 },
  { type: 'TicketScheduled', revision: 2 },
];
const broken = (events: readonly Written[], ...commands: SentCommand[]) =>
  brokenPromises(logOf(written(...events)), commands, -1n);

describe('an acknowledged command', () => {
  test('keeps its promise when it is there once, whole, and where its answer says', () => {
    expect(broken(whole, sent({ done: [done(2, 20)] }))).toEqual([]);
    expect(broken(whole, sent({ done: [done(2, 20), done(2, 20)] }))).toEqual([]);
  });

  test.each<[string, readonly Written[], readonly ReturnType<typeof done>[], string]>([
    ['is lost', [], [done(2, 20)], 'in the log is: nothing'],
    ['is halved', whole.slice(0, 2), [done(1, 10)], 'in the log is: TicketRenamed'],
    ['is there twice', [...whole, ...whole], [done(2, 20)], 'is acknowledged, but in the log is'],
    ['is elsewhere than its answer says', whole, [done(2, 30)], 'was answered 2 at 30'],
    ['is answered in two ways', whole, [done(2, 20), done(5, 50)], 'was answered 2@20 and 5@50'],
    [
      'has another’s event inside',
      [
        { type: 'TicketRenamed', revision: 0 },
        { type: 'TicketDescribed', revision: 2 },
        { type: 'TicketScheduled', revision: 3 },
      ],
      [done(3, 20)],
      'has something between its events',
    ],
  ])('breaks it when it %s', (_, events, answers, words) => {
    expect(broken(events, sent({ done: [...answers] }))).toEqual([expect.stringContaining(words)]);
  });

  test('may have written nothing only where all was already as it wanted', () => {
    const events: Written[] = [
      { type: 'TicketAssigned', revision: 0, by: 'another', data: { userId: OTHER } },
    ];
    const opened: Written = {
      type: 'TicketOpened',
      revision: 0,
      by: 'another',
      data: { projectId: 'p', assigneeIds: [], rank: 'a0', columnId: 'todo' },
    };
    const log = [opened, ...events.map((event) => ({ ...event, revision: 1 }))];
    const assign = (wanted: string) => sent({ kind: 'assign', wanted, done: [done(1, 10)] });
    const others = sent({ id: 'another', kind: 'open', done: [] });
    const about = (wanted: string) => broken(log, assign(wanted)).filter((line) => line.startsWith('assign'));
    expect(others.id).toBe('another');
    expect(about(OTHER)).toEqual([]);
    expect(about(PERSON)).toEqual([expect.stringContaining('nothing')]);
  });
});

describe('a command without an answer', () => {
  test('may be there whole or not at all, but not in part or twice', () => {
    expect(broken(whole, sent())).toEqual([]);
    expect(broken([], sent())).toEqual([]);
    expect(broken(whole.slice(0, 1), sent())).toHaveLength(1);
    expect(broken([...whole, ...whole], sent())).toHaveLength(1);
  });
});

describe('a refused command', () => {
  test('must not be there when it was sent once', () => {
    expect(broken([], sent({ tries: 1, refused: refused(RECORDED + 1) }))).toEqual([]);
    expect(broken(whole, sent({ tries: 1, refused: refused(RECORDED - 1) }))).toHaveLength(1);
  });

  test('may be done by an earlier try that was still on its way, but not have been done before', () => {
    expect(broken(whole, sent({ refused: refused(RECORDED - 1) }))).toEqual([]);
    expect(broken(whole, sent({ refused: refused(RECORDED + 1) }))).toHaveLength(1);
  });
});

test('what nobody sent must not be there in the name of somebody who sends', () => {
  const stranger: Written = { type: 'TicketRenamed', revision: 3, by: 'a stranger' };
  expect(broken([...whole, stranger], sent({ done: [done(2, 20)] }))).toEqual([
    expect.stringContaining('which nobody sent'),
  ]);
});

describe('a log', () => {
  const wrongIn = (events: readonly RecordedEvent[]) => brokenLog(events, logOf(events));

  test('is whole when every stream counts up from zero and no id comes twice', () => {
    expect(wrongIn(written(...whole))).toEqual([]);
  });

  test('is broken by an id that comes twice, a gap, or an order that is not that of its positions', () => {
    expect(wrongIn(written(...whole, { type: 'TicketTagged', revision: 3, id: 'event 0' }))).toHaveLength(1);
    expect(wrongIn(written(...whole, { type: 'TicketTagged', revision: 4 }))).toHaveLength(1);
    expect(wrongIn(written(...whole).reverse()).length).toBeGreaterThan(0);
  });
});
