import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { CommandAnswer, IDEMPOTENCY_KEY } from '@ticketing/contracts/endpoints/endpoint.ts';
import { z } from 'zod';
import type { RandomNumbers } from '../random-numbers.ts';
import { type Answered, ask } from './ask.ts';
import { type CommandKind, type LoadCommand, type Made, nextCommand } from './load-commands.ts';
import type { Field } from './people.ts';

/** One command as its sender knows it. */
export type SentCommand = {
  readonly kind: CommandKind;
  readonly wanted: string | undefined;
  /** The idempotency key: the `commandId` of every event that it wrote. */
  readonly id: string;
  readonly actorId: string;
  readonly request: string;
  /** How often it was sent; two that are sent at once are two. */
  tries: number;
  /** Every answer that said that it is done; without one and without a refusal nobody knows whether it was. */
  readonly done: CommandAnswer[];
  /** The API said no, for good, to a try that was sent then (Unix milliseconds). */
  refused?: { readonly status: number; readonly body: unknown; readonly sentAt: number };
};

export type Load = {
  readonly sent: readonly SentCommand[];
  readonly made: Made;
  acknowledged(): number;
  /** The longest time without any acknowledgement so far, in milliseconds. */
  longestSilence(): number;
  /** Lets each command under way come to its answer and resolves when all have. */
  stop(): Promise<void>;
};

export type LoadOptions = {
  readonly field: Field;
  readonly urls: readonly string[];
  /** Commands a second, as long as there are answers. */
  readonly rate: number;
  readonly random: RandomNumbers;
};

/** So many commands may be under way at once; beyond them the load waits for answers. */
const MOST_UNDER_WAY = 24;
/** The share of commands that is sent to two APIs at once, as by a double click. */
const DOUBLED = 0.05;
/** Of the commands that got no answer, the share that is not sent again: as when a browser was closed. */
const GIVEN_UP = 0.05;

const MadeIds = z.object({ commentId: z.string(), subtaskId: z.string(), messageId: z.string() }).partial();

/** Commands at a steady rate, each sent again with the same key, to one API after the other, until it is answered. */
export function startLoad({ field, urls, rate, random }: LoadOptions): Load {
  const sent: SentCommand[] = [];
  const made: Made = { tickets: [], comments: [], subtasks: [], messages: [] };
  const underWay = new Set<Promise<void>>();
  let stopped = false;
  let acknowledged = 0;
  let lastAcknowledged = performance.now();
  let longestSilence = 0;

  async function send(command: LoadCommand): Promise<void> {
    const { kind, by, method, path, wanted } = command;
    const request = `${method} ${path} ${JSON.stringify(command.body ?? '')}`;
    const one: SentCommand = { kind, wanted, id: randomUUID(), actorId: by.id, request, tries: 0, done: [] };
    sent.push(one);
    let turn = Math.floor(random.below(urls.length));
    const doubled = random.below(1) < DOUBLED;
    for (;;) {
      const sentAt = Date.now();
      const answers = await Promise.all(
        Array.from({ length: doubled && one.tries === 0 ? 2 : 1 }, () => tryOnce(one, command, turn++)),
      );
      for (const answer of answers) take(one, command, answer, sentAt);
      if (one.done.length > 0 || one.refused) return;
      if (one.tries < 3 && random.below(1) < GIVEN_UP) return;
      await delay(50 + random.below(200)); // the system is in trouble; asking without a pause would only add to it
    }
  }

  async function tryOnce(
    one: SentCommand,
    command: LoadCommand,
    turn: number,
  ): Promise<Answered | undefined> {
    one.tries += 1;
    try {
      const headers = { authorization: `Bearer ${await command.by.token(30)}`, [IDEMPOTENCY_KEY]: one.id };
      const { method, path, body } = command;
      return await ask(urls[turn % urls.length] ?? '', method, path, { headers, body });
    } catch {
      return undefined; // no answer, or not a whole one: whether it was done is unknown
    }
  }

  function take(one: SentCommand, command: LoadCommand, answer: Answered | undefined, sentAt: number): void {
    if (!answer || answer.status >= 500 || [401, 408, 425, 429].includes(answer.status)) return;
    if (answer.status >= 400) {
      one.refused = { status: answer.status, body: answer.body, sentAt };
      return;
    }
    const done = CommandAnswer.parse(answer.body);
    one.done.push(done);
    const now = performance.now();
    longestSilence = Math.max(longestSilence, now - lastAcknowledged);
    lastAcknowledged = now;
    if (one.done.length > 1) return;
    acknowledged += 1;
    remember(command, done, answer.body);
  }

  function remember(command: LoadCommand, { id }: CommandAnswer, body: unknown): void {
    const { by } = command;
    const { commentId, subtaskId, messageId } = MadeIds.parse(body);
    if (command.kind === 'open') {
      const { projectId } = z.object({ projectId: z.string() }).parse(command.body);
      const project = field.projects.find((each) => each.id === projectId);
      if (project) made.tickets.push({ id, project, by });
    }
    if (commentId) made.comments.push({ id: commentId, ticketId: id, by });
    if (subtaskId) made.subtasks.push({ id: subtaskId, ticketId: id });
    if (messageId) made.messages.push({ id: messageId, roomId: id, by });
  }

  async function work(): Promise<void> {
    let next = performance.now();
    while (!stopped) {
      if (underWay.size >= MOST_UNDER_WAY) await Promise.race(underWay);
      const sending = send(nextCommand(field, made, sent.length + 1, random)).finally(() =>
        underWay.delete(sending),
      );
      underWay.add(sending);
      next = Math.max(next + 1_000 / rate, performance.now() - 1_000 / rate);
      await delay(Math.max(0, next - performance.now()));
    }
    await Promise.all(underWay);
  }

  const working = work();
  // Whoever stops the load hears of it.
  working.catch(() => undefined);
  return {
    sent,
    made,
    acknowledged: () => acknowledged,
    longestSilence: () => longestSilence,
    async stop() {
      stopped = true;
      await working;
    },
  };
}
