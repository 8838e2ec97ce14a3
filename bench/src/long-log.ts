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

/** Cuts the streams of tickets into pieces and appends each piece some tickets later than the one before. */
function mixTickets(store: EventStore): { store: EventStore; rest(): Promise<void> } {
  type Piece = {
    readonly stream: string;
    readonly events: readonly EventToAppend[];
    readonly expected: bigint;
  };
  const later: Piece[][] = [];
  let opened = 0;

  const appendDue = async (): Promise<void> => {
    const due = later[opened - 1];
    if (!due) return;
    delete later[opened - 1];
    for (const { stream, events, expected } of due) await store.append(stream, events, expected);
  };

  const append: EventStore['append'] = async (stream, events, expected): Promise<Appended> => {
    if (!stream.startsWith('ticket-')) return store.append(stream, events, expected);
    const mine = opened++;
    for (let from = EVENTS_AT_A_TIME, turn = 1; from < events.length; from += EVENTS_AT_A_TIME, turn++) {
      const piece = {
        stream,
        events: events.slice(from, from + EVENTS_AT_A_TIME),
        expected: BigInt(from) - 1n,
      };
      const at = mine + turn * TICKETS_BETWEEN;
      later[at] = [...(later[at] ?? []), piece];
    }
    const due = appendDue();
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
