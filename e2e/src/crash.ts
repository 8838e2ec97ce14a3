import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { numbersStream, ticketStream } from '@ticketing/contracts/streams.ts';
import { ticketFold } from '@ticketing/domain/ticket/evolve.ts';
import type { EventStore } from '@ticketing/platform/event-store.ts';
import type { SentCommand } from './command-load.ts';

/** What the log has to say about a load of commands. */
export type Log = {
  readonly events: number;
  readonly byStream: ReadonlyMap<string, readonly RecordedEvent[]>;
  readonly byCommand: ReadonlyMap<string, readonly RecordedEvent[]>;
};

/** Reads the whole log. */
export async function readLog(store: EventStore): Promise<Log> {
  const events: RecordedEvent[] = [];
  for await (const event of store.readAll()) events.push(event);
  return logOf(events);
}

/** @param events in log order */
export function logOf(events: readonly RecordedEvent[]): Log {
  const byStream = new Map<string, RecordedEvent[]>();
  const byCommand = new Map<string, RecordedEvent[]>();
  for (const event of events) {
    gather(byStream, event.stream, event);
    gather(byCommand, event.metadata.commandId, event);
  }
  return { events: events.length, byStream, byCommand };
}

function gather(groups: Map<string, RecordedEvent[]>, key: string, event: RecordedEvent): void {
  const group = groups.get(key);
  if (group) group.push(event);
  else groups.set(key, [event]);
}

/**
 * Every way in which the log breaks what was promised to the senders, as sentences:
 * an acknowledged command is in the log exactly once, whole, and where its answer says; one without an answer is there
 * once, whole, or not at all; a refused one is not there.
 */
export function brokenPromises(log: Log, sent: readonly SentCommand[]): string[] {
  return sent.flatMap((command) => {
    const stream = ticketStream(command.acknowledged?.id ?? (command.ticketId || openedBy(log, command)));
    // A move may also have pushed a neighbour down, and opening takes a number: those are streams of their own.
    const events = (log.byCommand.get(command.id) ?? []).filter((event) => event.stream === stream);
    const wrong = (what: string) => `${command.kind} ${command.id} (sent ${command.tries} times) ${what}`;
    const types = events.map(({ type }) => type).join();
    const whole = types === wholeOf[command.kind];
    if (command.refused) return types === '' ? [] : [wrong(`was refused, but wrote ${types}`)];
    if (!command.acknowledged) return types === '' || whole ? [] : [wrong(`wrote only ${types}`)];

    const { revision, position } = command.acknowledged;
    if (types === '' && changesNothing(log, command)) return [];
    if (!whole) return [wrong(`is acknowledged, but in the log is: ${types || 'nothing'}`)];
    const last = events.at(-1);
    const inOneRow = events.every(
      (event, index) => event.revision === (events[0]?.revision ?? 0n) + BigInt(index),
    );
    if (!inOneRow) return [wrong('has something between its events')];
    if (String(last?.revision) !== revision || String(last?.position) !== position) {
      return [
        wrong(`was answered ${revision} at ${position}, but is ${last?.revision} at ${last?.position}`),
      ];
    }
    return [];
  });
}

/** The events that each command writes into the ticket's stream, all of them or none. */
const wholeOf = {
  open: 'TicketOpened',
  change: 'TicketRenamed,TicketDescribed,TicketScheduled',
  move: 'TicketMoved',
  comment: 'CommentPosted',
  assign: 'TicketAssigned',
} as const satisfies Record<SentCommand['kind'], string>;

/** The ticket that a command without an answer opened, if it did. */
function openedBy(log: Log, command: SentCommand): string {
  const opened = log.byCommand.get(command.id)?.find(({ type }) => type === 'TicketOpened');
  return opened?.stream.slice('ticket-'.length) ?? '';
}

/** Whether at the revision of the answer all was already as the command wanted it, so that nothing had to be written. */
function changesNothing(log: Log, { kind, acknowledged, columnId, userId }: SentCommand): boolean {
  if (!acknowledged) return false;
  const until = BigInt(acknowledged.revision);
  const before = (log.byStream.get(ticketStream(acknowledged.id)) ?? []).filter(
    ({ revision }) => revision <= until,
  );
  const ticket = before.reduce(ticketFold.evolve, ticketFold.initial);
  if (kind === 'assign') return userId !== undefined && (ticket?.assigneeIds.includes(userId) ?? false);
  return kind === 'move' && ticket?.columnId === columnId;
}

/** What is wrong with the numbers of a project's tickets, as sentences: each has its own, and took it only once. */
export function wrongNumbers(log: Log, projectId: string): string[] {
  const wrong: string[] = [];
  const taken = log.byStream.get(numbersStream(projectId)) ?? [];
  const takenBy = new Map<number, string>();
  const takers = new Set<string>();
  for (const event of taken) {
    if (event.type !== 'TicketNumberTaken') continue;
    const { ticketId } = event.data;
    takenBy.set(Number(event.revision) + 1, ticketId);
    if (takers.has(ticketId)) wrong.push(`${ticketId} took a number twice`);
    takers.add(ticketId);
  }
  const numbers = new Set<number>();
  for (const [stream, [opened]] of log.byStream) {
    if (opened?.type !== 'TicketOpened' || opened.data.projectId !== projectId) continue;
    const { number, key } = opened.data;
    if (numbers.has(number)) wrong.push(`${key} is there twice`);
    numbers.add(number);
    if (stream !== ticketStream(takenBy.get(number) ?? ''))
      wrong.push(`${key} is not the number of ${stream}`);
  }
  return wrong;
}
