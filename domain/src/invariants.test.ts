import { isDeepStrictEqual } from 'node:util';
import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { streamCategory } from '@ticketing/contracts/streams.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Judged,
  type Kind,
  kinds,
  type Move,
  perform,
  populatedWorld,
  type Step,
  step,
} from './testing/random-steps.ts';
import type { World } from './testing/scripted-world.ts';
import { structureFault } from './testing/structure-steps.ts';
import { inOrder } from './ticket/rank.ts';
import type { TicketState } from './ticket/state.ts';

/**
 * Whole sequences of commands by several people, drawn at random, against the facts of the design's section 5. A
 * failure prints the shortest sequence that shows it, and the seed with which it comes again.
 */
const SEQUENCES = 120;
const LONGEST = 400;

/** Throws when a fact does not hold; cheaper than `expect`, and this is asked a million times. */
function holds(fact: boolean, sentence: string, of?: unknown): asserts fact {
  if (!fact)
    throw new Error(`${sentence}: ${JSON.stringify(of, (_, v) => (typeof v === 'bigint' ? String(v) : v))}`);
}

type Before = {
  readonly tickets: ReadonlyMap<string, TicketState>;
  readonly attached: ReadonlyMap<string, readonly string[]>;
};
const snapshot = (world: World): Before => ({
  tickets: new Map(world.ticketIds.map((id) => [id, ticketOf(world, id)])),
  attached: new Map(world.projectIds.map((id) => [id, world.project(id)?.companyIds ?? []])),
});

function ticketOf(world: World, id: string): TicketState {
  const ticket = world.ticket(id);
  if (!ticket) throw new Error(`ticket ${id} was opened and is not there`);
  return ticket;
}

function checkRights({ verdict, outcome, kind }: Judged): void {
  const { refused } = outcome;
  switch (verdict) {
    case 'allowed':
      holds(refused !== 'forbidden' && refused !== 'not_found', `${kind} was refused to who may`, outcome);
      return;
    case 'refused':
      holds(refused !== undefined, `${kind} was accepted against a rule`, outcome);
      return;
    case 'forbidden':
    case 'not_found':
      holds(refused !== undefined, `${kind} was accepted from who may not (${verdict})`, outcome);
      holds(
        refused === verdict || (refused === 'already_archived' && kind === 'editComment'),
        `${kind} was refused as ${refused} where it is ${verdict}`,
      );
      return;
    default:
      verdict satisfies never;
  }
}

function checkEvent(event: RecordedEvent, before: Before): void {
  const category = streamCategory(event.stream);
  if (category !== 'ticket') return;
  const ticketId = event.stream.slice('ticket-'.length);
  if (before.tickets.get(ticketId)?.archived) {
    holds(event.type === 'TicketRestored', 'an archived ticket changed without being restored', event);
  }
  if (event.type === 'TicketOpened' && event.data.companyId !== null) {
    const attached = before.attached.get(event.data.projectId) ?? [];
    holds(attached.includes(event.data.companyId), 'a ticket was opened for a company not attached', event);
  }
}

function checkTickets(world: World): void {
  const numbers = new Map<string, number>();
  const columns = new Map<string, TicketState[]>();
  for (const id of world.ticketIds) {
    const ticket = ticketOf(world, id);
    const project = world.project(ticket.projectId);
    holds(
      project?.columns.some((column) => column.id === ticket.columnId) ?? false,
      'not in a column of its project',
      ticket,
    );
    for (const tagId of ticket.tagIds) {
      holds(
        project?.tags.some((tag) => tag.id === tagId) ?? false,
        'a tag that is not its project’s',
        ticket,
      );
    }
    const fault = structureFault(world, ticket);
    holds(fault === undefined, fault ?? '', ticket);
    holds(new Set(ticket.assigneeIds).size === ticket.assigneeIds.length, 'assigned twice', ticket);
    const { startDate, dueDate } = ticket;
    holds(startDate === null || dueDate === null || startDate <= dueDate, 'its schedule is inverted', ticket);
    // Opened one after the other, so each has the number after the one before it: without a gap.
    const number = (numbers.get(ticket.projectId) ?? 0) + 1;
    holds(
      ticket.number === number && ticket.key === `${project?.key}-${number}`,
      'numbers have a gap',
      ticket,
    );
    numbers.set(ticket.projectId, number);
    columns.set(ticket.columnId, [...(columns.get(ticket.columnId) ?? []), ticket]);
  }
  for (const cards of columns.values()) checkOrder(cards.sort(inOrder));
}

/** A total order: the sorted neighbours are never equal, and neither are any two further apart. */
function checkOrder(cards: readonly TicketState[]): void {
  for (const [place, card] of cards.entries()) {
    for (const lower of cards.slice(place + 1)) {
      holds(inOrder(card, lower) === -1 && inOrder(lower, card) === 1, 'two cards without an order', [
        card,
        lower,
      ]);
    }
  }
}

/** A neighbour counts when it is on the board, in the column that was named, and another ticket. */
function checkPlace(world: World, before: Before, move: Move): void {
  const moved = ticketOf(world, move.ticketId);
  const counting = (id: string | undefined) => {
    const was = id === undefined ? undefined : before.tickets.get(id);
    const counts = was && !was.archived && was.columnId === move.columnId && was.id !== moved.id;
    return counts ? { was, now: ticketOf(world, was.id) } : undefined;
  };
  const above = counting(move.after);
  const below = counting(move.before);
  holds(moved.columnId === move.columnId, 'not in the column that was named', move);
  if (above) holds(inOrder(above.now, moved) === -1, 'not below the neighbour above', [above, moved]);
  // Of two neighbours in the wrong order the one above decides.
  if (below && (!above || inOrder(above.was, below.was) === -1)) {
    holds(inOrder(moved, below.now) === -1, 'not above the neighbour below', [below, moved]);
  }
}

function checkStreams(world: World, streams: Iterable<string>): void {
  for (const stream of streams) {
    holds(
      isDeepStrictEqual(world.stateIn(stream), world.refolded(stream)),
      'another state when folded again',
      stream,
    );
  }
}

/** Carries out a step and checks everything that must hold around it. */
function checkedStep(world: World, drawn: Step): Judged | undefined {
  const before = snapshot(world);
  const length = world.log.length;
  const judged = perform(world, drawn);
  if (!judged) return undefined;
  const { outcome } = judged;
  checkRights(judged);
  if (outcome.refused) {
    holds(world.log.length === length, `${judged.kind} was refused and yet something happened`, outcome);
    holds(isDeepStrictEqual(snapshot(world), before), 'a refused command changed something', outcome);
  }
  for (const event of outcome.events) checkEvent(event, before);
  if (judged.move && !outcome.refused) checkPlace(world, before, judged.move);
  checkStreams(world, new Set(outcome.events.map(({ stream }) => stream)));
  checkTickets(world);
  for (const projectId of world.projectIds) {
    holds(
      [...world.roles(projectId).held.values()].includes('superadmin'),
      'a project without a superadmin',
      projectId,
    );
  }
  return judged;
}

describe('whatever several people command, in whatever order', () => {
  const seen = new Map<string, number>();
  const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
  let commands = 0;

  test('the facts of the domain hold, and nobody gets what the table does not give them', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: LONGEST, size: 'max' }), (steps) => {
        const world = populatedWorld();
        for (const drawn of steps) {
          const judged = checkedStep(world, drawn);
          if (!judged) continue;
          commands++;
          count(
            `${judged.kind} ${judged.outcome.refused ? 'refused' : judged.outcome.events.length > 0 ? 'accepted' : 'already so'}`,
          );
          count(`${judged.kind} by the table ${judged.verdict}`);
          if (judged.outcome.refused) count(judged.outcome.refused);
        }
        // All of them, so that no decision touched a state on its way either.
        checkStreams(world, world.streamNames());
      }),
      { numRuns: SEQUENCES },
    );
    expect(commands).toBeGreaterThanOrEqual(10_000);
  });

  // The property above would also hold of commands that are all refused, or none.
  test('each kind of command was accepted, and refused to somebody', () => {
    const never = (what: (kind: Kind) => string) => kinds.filter((kind) => !seen.has(what(kind)));
    expect(never((kind) => `${kind} accepted`)).toEqual([]);
    expect(never((kind) => `${kind} by the table forbidden`)).toEqual(['giveRank']);
    expect(never((kind) => `${kind} by the table not_found`)).toEqual(['giveRank']);
    for (const rule of [
      'already_archived',
      'not_archived',
      'last_superadmin',
      'unknown_column',
      'unknown_tag',
      'unknown_company',
      'unknown_comment',
      'schedule_inverted',
      'unknown_parent',
      'parent_archived',
      'parent_cycle',
      'link_to_itself',
      'unknown_subtask',
    ]) {
      expect(seen.get(rule) ?? 0, rule).toBeGreaterThan(0);
    }
  });
});
