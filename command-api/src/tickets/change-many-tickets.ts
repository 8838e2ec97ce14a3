import type { BodyOf, ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type * as endpoints from '@ticketing/contracts/endpoints/tickets.ts';
import { DomainError, errorCodes } from '@ticketing/contracts/errors.ts';
import type { Answer, Application, Commanded } from '../application.ts';
import { answer } from '../routing.ts';
import { assignTicket } from './assign-ticket.ts';
import { changeTicket } from './change-ticket.ts';
import { giveTicketBack } from './give-ticket.ts';
import { moveTicket, moveTicketBack } from './move-ticket.ts';
import { commandTicket } from './ticket-command.ts';

type ChangeMany = BodyOf<typeof endpoints.changeManyTickets>;
type Results = ResponseOf<typeof endpoints.changeManyTickets>['results'];

/** Commands under way at once for one request: enough to fill an append batch, too few to crowd out everybody else. */
const AT_ONCE = 8;

/**
 * Carries out one change on many tickets. Each is a command of its own, with the rights, the refusals and the
 * idempotency that it would have alone: the events of a ticket derive from the request's key and the ticket's stream.
 * A ticket that is named twice is changed once, and answered in both places.
 * @param contextOf the request's context under a command's name, the same commandId every time
 * @param unexpected hears of failures that no error code names; the ticket is answered with `internal`
 * @throws DomainError `unauthenticated` when the actor may do nothing at all
 */
export async function changeManyTickets(
  app: Application,
  contextOf: (command: string) => Commanded,
  { ticketIds, change }: ChangeMany,
  unexpected: (ticketId: string, error: unknown) => void,
): Promise<ResponseOf<typeof endpoints.changeManyTickets>> {
  const command = commandOf(app, contextOf, change);
  const results = new Map<string, Results[number]>();
  let position: bigint | null = null;
  let turnedAway: DomainError | undefined;

  const waiting = [...new Set(ticketIds)].entries();
  const worker = async () => {
    for (const [index, id] of waiting) {
      if (turnedAway) return;
      try {
        const done = await command(id, index);
        results.set(id, { ok: true, ...answer(done) });
        if (position === null || done.position > position) position = done.position;
      } catch (error) {
        if (error instanceof DomainError && error.code === 'unauthenticated') turnedAway = error;
        else if (error instanceof DomainError) results.set(id, refused(id, error.code, error.message));
        else {
          unexpected(id, error);
          results.set(id, refused(id, 'internal', errorCodes.internal.title));
        }
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  if (turnedAway) throw turnedAway;
  return {
    results: ticketIds.flatMap((id) => results.get(id) ?? []),
    position: position === null ? null : String(position),
  };
}

const refused = (id: string, code: DomainError['code'], detail: string) =>
  ({ id, ok: false, code, detail }) as const;

/** The command that the change is on one ticket, the same that its own endpoint carries out. */
function commandOf(
  app: Application,
  contextOf: (command: string) => Commanded,
  change: ChangeMany['change'],
): (ticketId: string, index: number) => Promise<Answer> {
  switch (change.type) {
    case 'move': {
      const context = contextOf('MoveTicket');
      const { columnId } = change;
      return (id, movedBefore) => moveTicket(app, context, id, { columnId, movedBefore });
    }
    case 'moveBack': {
      const context = contextOf('MoveTicket');
      return (id) => moveTicketBack(app, context, id, change.commandId);
    }
    case 'assign': {
      const context = contextOf('AssignTicket');
      return (id) => assignTicket(app, context, id, change.userId);
    }
    case 'unassign': {
      const context = contextOf('UnassignTicket');
      const unassign = { type: 'UnassignTicket', userId: change.userId } as const;
      return (id) => commandTicket(app, context, id, ['ticket.assign'], unassign);
    }
    case 'tag':
    case 'untag': {
      const type = change.type === 'tag' ? 'TagTicket' : 'UntagTicket';
      const context = contextOf(type);
      return (id) => commandTicket(app, context, id, ['ticket.tag'], { type, tagId: change.tagId });
    }
    case 'archive': {
      const context = contextOf('ArchiveTicket');
      const archive = { type: 'ArchiveTicket', words: change.words ?? '' } as const;
      return (id) => commandTicket(app, context, id, ['ticket.archive'], archive);
    }
    case 'restore': {
      const context = contextOf('RestoreTicket');
      const restore = { type: 'RestoreTicket', atMilliseconds: Date.parse(context.at) } as const;
      return (id) => commandTicket(app, context, id, ['ticket.archive'], restore);
    }
    case 'prioritise': {
      const context = contextOf('ChangeTicket');
      const { priority, urgency, importance } = change;
      return (id) => changeTicket(app, context, id, { priority, urgency, importance });
    }
    case 'schedule': {
      const context = contextOf('ChangeTicket');
      const { startDate, dueDate } = change;
      return (id) => changeTicket(app, context, id, { startDate, dueDate });
    }
    case 'retype': {
      const context = contextOf('ChangeTicket');
      return (id) => changeTicket(app, context, id, { type: change.ticketType });
    }
    case 'company': {
      const context = contextOf('ChangeTicket');
      const { companyId } = change;
      return (id) => changeTicket(app, context, id, { companyId });
    }
    case 'companyBack': {
      const context = contextOf('ChangeTicket');
      return (id) => giveTicketBack(app, context, id, change.commandId);
    }
    default:
      return change satisfies never;
  }
}
