import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { CommandAnswer } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { Answered, Person } from './person.ts';
import type { RandomNumbers } from './random-numbers.ts';

export type CommandKind = 'open' | 'change' | 'move' | 'comment' | 'assign';

/** One command as its sender knows it. */
export type SentCommand = {
  readonly kind: CommandKind;
  /** The idempotency key: the `commandId` of every event that it wrote. */
  readonly id: string;
  /** The ticket; empty for one that is to be opened. */
  readonly ticketId: string;
  readonly columnId?: string;
  readonly userId?: string;
  /** How often it was sent. */
  tries: number;
  /** The answer, once there is one. Without one nobody knows whether it was done. */
  acknowledged?: CommandAnswer;
  /** The API said no, for good. */
  refused?: Answered;
};

export type CommandLoad = {
  readonly sent: readonly SentCommand[];
  acknowledged(): number;
  /** Lets each writer finish its command and resolves when all have. */
  stop(): Promise<void>;
};

/** Where and by whom the writers work. */
export type LoadField = {
  readonly people: readonly Person[];
  readonly projectId: string;
  readonly columnIds: readonly string[];
};

const kinds: readonly CommandKind[] = [
  'open',
  'change',
  'change',
  'move',
  'move',
  'move',
  'comment',
  'assign',
];

/** Of the commands that got no answer, the share that is not sent a second time: as when a browser was closed. */
const GIVEN_UP = 0.25;

/**
 * Writers that send one command after another, each on tickets of all of them, and send a command that got no answer
 * again with the same key until it is answered.
 */
export function startCommandLoad(field: LoadField, writers: number, random: RandomNumbers): CommandLoad {
  const sent: SentCommand[] = [];
  const tickets: string[] = [];
  let stopped = false;

  const nextCommand = (): SentCommand => {
    const id = randomUUID();
    const ticketId = tickets.length < writers ? undefined : random.oneOf(tickets);
    if (ticketId === undefined) return { kind: 'open', id, ticketId: '', tries: 0 };
    const kind = random.oneOf(kinds) ?? 'open';
    switch (kind) {
      case 'open':
        return { kind, id, ticketId: '', tries: 0 };
      case 'move':
        return { kind, id, ticketId, columnId: random.oneOf(field.columnIds) ?? '', tries: 0 };
      case 'assign':
        return { kind, id, ticketId, userId: random.oneOf(field.people)?.id ?? '', tries: 0 };
      case 'change':
      case 'comment':
        return { kind, id, ticketId, tries: 0 };
      default:
        return kind satisfies never;
    }
  };

  const write = async (person: Person): Promise<void> => {
    while (!stopped) {
      const command = nextCommand();
      sent.push(command);
      const request = requestOf(command, field.projectId, random.oneOf(tickets));
      for (;;) {
        command.tries += 1;
        const answer = await person
          .send(request.method, request.path, request.body, command.id)
          .catch(() => undefined);
        if (answer && answer.status < 300) {
          command.acknowledged = CommandAnswer.parse(answer.body);
          if (command.kind === 'open') tickets.push(command.acknowledged.id);
          break;
        }
        if (answer && answer.status < 500) {
          command.refused = answer;
          break;
        }
        if (command.tries === 1 && random.below(1) < GIVEN_UP) break;
        await delay(25); // the stack is away; asking without a pause would only slow its return
      }
    }
  };

  const working = Promise.all(
    Array.from({ length: writers }, (_, index) => {
      const person = field.people[index % field.people.length];
      if (!person) throw new Error('A load needs somebody who commands.');
      return write(person);
    }),
  );
  return {
    sent,
    acknowledged: () => sent.filter((command) => command.acknowledged).length,
    async stop() {
      stopped = true;
      await working;
    },
  };
}

/** The day after the last one that was given: two changes never set the same date. */
let days = 0;

function requestOf(
  command: SentCommand,
  projectId: string,
  neighbour: string | undefined,
): { readonly method: string; readonly path: string; readonly body?: unknown } {
  const { kind, id, ticketId } = command;
  const path = `/api/tickets/${ticketId}`;
  switch (kind) {
    case 'open':
      return { method: 'POST', path: '/api/tickets', body: { projectId, title: `Opened by ${id}` } };
    case 'change': {
      days += 1;
      const dueDate = new Date(Date.UTC(2030, 0, 1) + days * 86_400_000).toISOString().slice(0, 10);
      const body = { title: `Renamed by ${id}`, description: `Described by ${id}`, dueDate };
      return { method: 'PATCH', path, body };
    }
    case 'move':
      return {
        method: 'POST',
        path: `${path}/move`,
        body: { columnId: command.columnId, after: neighbour ?? null },
      };
    case 'comment':
      return { method: 'POST', path: `${path}/comments`, body: { body: `Said by ${id}` } };
    case 'assign':
      return { method: 'PUT', path: `${path}/assignees/${command.userId}` };
    default:
      return kind satisfies never;
  }
}
