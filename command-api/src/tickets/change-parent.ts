import { DomainError } from '@ticketing/contracts/errors.ts';
import { ticketStream } from '@ticketing/contracts/streams.ts';
import { PARENTS_AT_MOST } from '@ticketing/domain/ticket/decide-structure.ts';
import { ticketFold } from '@ticketing/domain/ticket/evolve.ts';
import type { Ancestor, AskedParent } from '@ticketing/domain/ticket/structure-commands.ts';
import { derivedId } from '@ticketing/platform/ids.ts';
import { type Answer, type Application, type Commanded, entailed } from '../application.ts';
import { otherTicket } from './other-ticket.ts';
import { commandTicket } from './ticket-command.ts';

/**
 * Puts a ticket under another one. That the line of parents has no circle is decided on streams that others may append to
 * at the same moment: A under B and B under A could both pass. So the line is read once more after the append, and
 * whoever then finds the ticket above itself takes it out again and is refused: of two appends that make a circle
 * together, the later one's second look sees both. A process that dies between the append and the second look may leave a
 * circle; every reader takes one step at a time, so it shows as two tickets under each other until somebody changes it.
 */
export async function changeParent(
  app: Application,
  context: Commanded,
  ticketId: string,
  parentId: string | null,
): Promise<Answer> {
  const parent = parentId === null ? null : await askedParent(app, context, parentId);
  const leaving = leavingOf(context);
  if (context.retryable && (await app.aggregates.answered(ticketStream(ticketId), ticketFold, leaving))) {
    throw new DomainError('parent_cycle');
  }
  const command = { type: 'ChangeParent', parent } as const;
  const done = await commandTicket(app, context, ticketId, ['ticket.link'], command);
  if (parentId === null) return done;
  // As far as it goes: two lines of the allowed length can have been put together.
  const line = await lineAbove(app, parentId, Number.POSITIVE_INFINITY);
  if (!line.some(({ id }) => id === ticketId)) return done;
  await commandTicket(app, leaving, ticketId, [], { type: 'LeaveCycle', parentId });
  throw new DomainError('parent_cycle', 'Somebody put the tickets under each other at the same moment');
}

/** A parent as the actor may ask for it: without a line when it is not there for them. */
export async function askedParent(
  app: Application,
  context: Commanded,
  parentId: string,
): Promise<AskedParent> {
  const seen = await otherTicket(app, context, parentId);
  return { parentId, line: seen ? await lineAbove(app, parentId, PARENTS_AT_MOST + 1) : [] };
}

/** The ticket and its parents, from below; none twice, whatever the log holds. */
async function lineAbove(app: Application, ticketId: string, atMost: number): Promise<readonly Ancestor[]> {
  const line: Ancestor[] = [];
  let next: string | null = ticketId;
  while (next !== null && line.length < atMost) {
    const id: string = next;
    if (line.some((ancestor) => ancestor.id === id)) break;
    const { state } = await app.aggregates.fresh(ticketStream(id), ticketFold);
    if (!state) break;
    line.push({ id, projectId: state.projectId, archived: state.archived });
    next = state.parentId;
  }
  return line;
}

/** A command of its own on the same stream, so it needs an id of its own; the rights were asked for already. */
const leavingOf = (context: Commanded): Commanded => ({
  ...entailed(context, 'LeaveCycle'),
  commandId: derivedId(context.commandId, 'leave the circle'),
  authority: 'system',
});
