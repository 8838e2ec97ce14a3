import { ticketStream } from '@ticketing/contracts/streams.ts';
import { ticketFold } from '@ticketing/domain/ticket/evolve.ts';
import { type Neighbour, placeBetween } from '@ticketing/domain/ticket/rank.ts';
import { type Answer, type Application, type Commanded, entailed } from '../application.ts';
import { commandTicket, requireTicketCommand } from './ticket-command.ts';
import { withRoom } from './with-room.ts';

export type MoveTicket = {
  readonly columnId: string;
  /** The ticket that is to stand right above. */
  readonly after?: string | null | undefined;
  /** The ticket that is to stand right below. */
  readonly before?: string | null | undefined;
  /** How many tickets that are moved by the same request go to the end of the column before this one. */
  readonly movedBefore?: number;
};

/**
 * Moves a ticket between the neighbours that the mover saw. The rank is made from where they are now; between two
 * neighbours of equal rank there is no room, so the lower one is put a little further down first.
 */
export async function moveTicket(
  app: Application,
  context: Commanded,
  ticketId: string,
  input: MoveTicket,
): Promise<Answer> {
  const [after, before] = await Promise.all([neighbour(app, input.after), neighbour(app, input.before)]);
  // The end of a column is where the time says, so a later one of several goes a moment further down.
  const atMilliseconds = Date.parse(context.at) + (input.movedBefore ?? 0);
  const { columnId } = input;
  const { makeRoom } = placeBetween({ id: ticketId, columnId }, after, before, atMilliseconds);
  const move = { type: 'MoveTicket', columnId, after, before, atMilliseconds } as const;
  const { state: known } = await app.aggregates.known(ticketStream(ticketId), ticketFold);
  return withRoom(app, context, known?.projectId, columnId, async (counted) => {
    if (!makeRoom || !before) return commandTicket(app, context, ticketId, ['ticket.move'], move, counted);

    // A move that is refused makes no room either.
    await requireTicketCommand(app, context, ticketId, ['ticket.move'], move, counted);
    const { rank } = makeRoom;
    const room = { type: 'MakeRoom', columnId, rank } as const;
    await commandTicket(app, entailed(context, 'MakeRoom'), makeRoom.ticketId, ['ticket.move'], room);
    const lower = { ...before, rank };
    return commandTicket(app, context, ticketId, ['ticket.move'], { ...move, before: lower }, counted);
  });
}

/** Puts a ticket back to the very place that it left by a command, unless it was moved again since. */
export async function moveTicketBack(
  app: Application,
  context: Commanded,
  ticketId: string,
  leftBy: string,
): Promise<Answer> {
  const { state: known } = await app.aggregates.fresh(ticketStream(ticketId), ticketFold);
  const columnId = known?.placeBefore?.columnId ?? known?.columnId;
  return withRoom(app, context, known?.projectId, columnId, (counted) =>
    commandTicket(app, context, ticketId, ['ticket.move'], { type: 'MoveBack', leftBy }, counted),
  );
}

/** Where a neighbour is now; undefined when there is no such ticket, which never fails a move. */
async function neighbour(
  app: Application,
  ticketId: string | null | undefined,
): Promise<Neighbour | undefined> {
  if (!ticketId) return undefined;
  const { state } = await app.aggregates.fresh(ticketStream(ticketId), ticketFold);
  return state && { id: ticketId, columnId: state.columnId, rank: state.rank, archived: state.archived };
}
