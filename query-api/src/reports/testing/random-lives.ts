import type { DomainEvent, RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { chatStream, ticketStream } from '@ticketing/contracts/streams.ts';
import { newId } from '@ticketing/platform/ids.ts';
import fc from 'fast-check';
import type { World } from '../../testing/two-companies.ts';

const start = Date.parse('2025-01-01T00:00:00.000Z');

/** So many hours after the first thing that may happen. */
export const instantAfter = (hours: number): string => new Date(start + hours * 3_600_000).toISOString();

export type Step = {
  kind: string;
  who: number;
  hours: number;
  priority: 1 | 2 | 3 | 4;
  stars: 1 | 2 | 3 | 4 | 5;
};

/** What may happen to a ticket, in any order. */
export const lifeSteps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    kind: fc.constantFrom(
      'move',
      'move',
      'done',
      'done',
      'assign',
      'unassign',
      'say',
      'note',
      'chat',
      'prioritise',
      'schedule',
      'accept',
      'archive',
      'restore',
    ),
    who: fc.nat(4),
    hours: fc.integer({ min: 0, max: 40 }),
    priority: fc.constantFrom(1, 2, 3, 4),
    stars: fc.constantFrom(1, 2, 3, 4, 5),
  }),
  { maxLength: 14 },
);

/** Where a ticket lives. Its columns stay what they are. */
export type Place = {
  readonly projectId: string;
  readonly todo: string;
  readonly doing: string;
  readonly done: string;
  /** Hours after the first thing that may happen. */
  readonly openedAt: number;
  readonly companyId: string | null;
};

/** Tells a ticket of a random life. The review of a company's ticket is asked for and taken back as the domain does. */
export function tellLife({ ids, log }: World, life: readonly Step[], place: Place): RecordedEvent[] {
  const people = [ids.boss, ids.agent, ids.helper, ids.anna, ids.ben];
  const ticketId = newId();
  let hour = place.openedAt;
  let column = place.todo;
  let round = 0;
  let awaited = false;
  let roomOpened = false;
  const events: RecordedEvent[] = [];
  const say = (event: DomainEvent, by: string, stream = ticketStream(ticketId)) => {
    events.push(log.append(stream, event, { by, at: instantAfter(hour) }));
  };
  const reporter = people[life.length % people.length] ?? ids.boss;
  const data = {
    projectId: place.projectId,
    number: 1,
    key: 'OPS-1',
    type: 'task' as const,
    title: 'T',
    description: '',
    priority: 2 as const,
    urgency: 2 as const,
    importance: 2 as const,
    reporterId: reporter,
    companyId: place.companyId,
    columnId: place.todo,
    rank: 'a0',
    startDate: null,
    dueDate: null,
  };
  say({ type: 'TicketOpened', data }, reporter);
  for (const { kind, who, hours, priority, stars } of life) {
    hour += hours;
    const person = people[who] ?? ids.boss;
    const move = (columnId: string) => {
      const fromColumnId = column;
      column = columnId;
      say({ type: 'TicketMoved', data: { columnId, rank: 'a1', fromColumnId } }, person);
      if (columnId !== place.done && awaited) {
        say({ type: 'ResolutionWithdrawn', data: { round } }, person);
        awaited = false;
      }
      if (columnId === place.done && place.companyId !== null && !awaited) {
        round++;
        say({ type: 'ResolutionProposed', data: { round } }, person);
        awaited = true;
      }
    };
    switch (kind) {
      case 'move':
        move([place.todo, place.doing][who % 2] ?? place.todo);
        break;
      case 'done':
        move(place.done);
        break;
      case 'assign':
        say({ type: 'TicketAssigned', data: { userId: person } }, ids.boss);
        break;
      case 'unassign':
        say({ type: 'TicketUnassigned', data: { userId: person } }, ids.boss);
        break;
      case 'say':
      case 'note': {
        const visibility = kind === 'say' ? ('public' as const) : ('internal' as const);
        say({ type: 'CommentPosted', data: { commentId: newId(), body: 'B', visibility } }, person);
        break;
      }
      case 'chat': {
        if (!roomOpened) {
          const room = { kind: 'ticket', name: null, ticketId, companyId: null } as const;
          say({ type: 'ChatRoomOpened', data: room }, person, chatStream(ticketId));
          roomOpened = true;
        }
        const message = { messageId: newId(), body: 'B', replyToId: null, files: [] };
        say({ type: 'MessagePosted', data: message }, person, chatStream(ticketId));
        break;
      }
      case 'prioritise':
        say({ type: 'TicketPrioritised', data: { priority, urgency: 2, importance: 2 } }, person);
        break;
      case 'schedule': {
        const dueDate = instantAfter(hour + priority * 24).slice(0, 10);
        say({ type: 'TicketScheduled', data: { startDate: null, dueDate } }, person);
        break;
      }
      case 'accept':
        if (!awaited) round++;
        awaited = false;
        say({ type: 'ResolutionAccepted', data: { round, stars, words: '' } }, person);
        break;
      case 'archive':
        say({ type: 'TicketArchived', data: { reason: 'manual', words: '' } }, person);
        break;
      default:
        say({ type: 'TicketRestored', data: { columnId: column, rank: 'a2' } }, person);
    }
  }
  return events;
}
