import { streamSubject } from '@ticketing/contracts/streams.ts';
import { generate } from '@ticketing/importer/generate/generate.ts';
import type { Appended, EventStore, EventToAppend } from '@ticketing/platform/event-store.ts';
import type { BenchParts } from './bench-parts.ts';

/** What the generator makes of a ticket, with its number. */
const EVENTS_OF_A_TICKET = 12.1;
/** So many events of a ticket follow each other in the log, as when somebody works on it, before others have their turn. */
const EVENTS_AT_A_TIME = 3;
/** How many tickets are opened between two times that somebody works on one. */
const TICKETS_BETWEEN = 400;

/**
 * Fills an empty log with about so many events of companies, people, projects and tickets, as `npm run generate` makes
 * them, but with the events of different tickets mixed, as they are where many people work at once.
 * @returns the events, and the position of the last
 */
export async function writeLongLog(
  { app }: BenchParts,
  events: number,
): Promise<{ events: number; position: bigint }> {
  const mixed = mixTickets(app.eventStore);
  const size = {
    projects: 20,
    companies: 50,
    people: 500,
    seed: 1,
    until: Date.parse('2026-06-15T12:00:00Z'),
  };
  const made = await generate(
    { ...app, eventStore: mixed.store },
    { ...size, tickets: Math.ceil(events / EVENTS_OF_A_TICKET) },
  );
  await mixed.rest();
  return { events: made.events, position: await app.eventStore.head() };
}

/**
 * Cuts the streams of tickets into pieces and appends each piece some tickets later than the one before; and lets each
 * ticket take its number when it is opened, where the generator takes all of them first. No read model has anything to do
 * for those, so a log that begins with them begins cheaply.
 */
function mixTickets(store: EventStore): { store: EventStore; rest(): Promise<void> } {
  type Piece = {
    readonly stream: string;
    readonly events: readonly EventToAppend[];
    readonly expected: bigint;
  };
  const later: Piece[][] = [];
  const numbers = new Map<string, { readonly stream: string; readonly event: EventToAppend }>();
  let opened = 0;

  const appendDueAt = async (ticket: number): Promise<void> => {
    const due = later[ticket];
    if (!due) return;
    delete later[ticket];
    for (const { stream, events, expected } of due) await store.append(stream, events, expected);
  };

  const append: EventStore['append'] = async (stream, events, expected): Promise<Appended> => {
    if (stream.startsWith('numbers-')) {
      for (const each of events) {
        if (each.event.type === 'TicketNumberTaken')
          numbers.set(each.event.data.ticketId, { stream, event: each });
      }
      // Nobody asks where they will stand.
      return { position: 0n, revision: 0n };
    }
    if (!stream.startsWith('ticket-')) return store.append(stream, events, expected);
    const mine = opened++;
    const number = numbers.get(streamSubject(stream));
    if (number !== undefined) await store.append(number.stream, [number.event], 'any');
    for (let from = EVENTS_AT_A_TIME, turn = 1; from < events.length; from += EVENTS_AT_A_TIME, turn++) {
      const piece = {
        stream,
        events: events.slice(from, from + EVENTS_AT_A_TIME),
        expected: BigInt(from) - 1n,
      };
      const at = mine + turn * TICKETS_BETWEEN;
      later[at] = [...(later[at] ?? []), piece];
    }
    const due = appendDueAt(mine);
    const first = await store.append(stream, events.slice(0, EVENTS_AT_A_TIME), expected);
    await due;
    return first;
  };

  return {
    store: { ...store, append },
    async rest() {
      for (const pieces of later) {
        for (const { stream, events, expected } of pieces ?? []) await store.append(stream, events, expected);
      }
    },
  };
}
