import { DomainError } from '@ticketing/contracts/errors.ts';
import { ticketStream } from '@ticketing/contracts/streams.ts';
import { peopleOn, returnsTo, staysOn } from '@ticketing/domain/ticket/change-company.ts';
import { ticketFold } from '@ticketing/domain/ticket/evolve.ts';
import type { TicketState } from '@ticketing/domain/ticket/state.ts';
import type { Answer, Application, Commanded } from '../application.ts';
import { personAt } from '../authority.ts';
import { commandTicket } from './ticket-command.ts';

/** What a change of company needs to know of a ticket's people. */
export type TicketPeople = {
  readonly fromCompanyId: string | null;
  readonly stays: ReadonlyMap<string, boolean>;
};

/**
 * Gives a ticket back to the company that it was taken from by a command, with everybody who left it by that.
 * @throws DomainError `revision_conflict` when it was given away again since
 */
export async function giveTicketBack(
  app: Application,
  context: Commanded,
  ticketId: string,
  leftBy: string,
): Promise<Answer> {
  const { actorId } = context;
  const companyOf = (ticket: TicketState) =>
    ticket.companyBefore?.leftBy === leftBy ? ticket.companyBefore.companyId : ticket.companyId;
  return withPeople(app, context, ticketId, companyOf, async (people, ticket) => {
    const returning = await returningTo(app, ticket);
    const back = { type: 'CompanyBack', leftBy, actorId, returning, ...people } as const;
    return commandTicket(app, context, ticketId, ['ticket.company'], back);
  });
}

async function returningTo(app: Application, ticket: TicketState): Promise<ReadonlySet<string>> {
  const { projectId, companyBefore } = ticket;
  if (companyBefore === undefined) return new Set();
  const { companyId, assigneeIds, followerIds, subtasks } = companyBefore;
  const place = { projectId, companyIds: [ticket.companyId, companyId] };
  const left = new Set([...assigneeIds, ...followerIds, ...subtasks.map(({ assigneeId }) => assigneeId)]);
  const people = await Promise.all(
    [...left].map(async (userId) => {
      const person = await personAt(app, userId, place);
      return person?.active && returnsTo(person.viewer, ticket, companyId) ? [userId] : [];
    }),
  );
  return new Set(people.flat());
}

/** How often the people of a ticket are looked up anew because somebody came to it meanwhile. */
const ATTEMPTS = 3;

/**
 * Does what needs to know who stays on a ticket that becomes a company's.
 * @param companyOf the company that it becomes, of the ticket as it is
 */
export async function withPeople(
  app: Application,
  context: Commanded,
  ticketId: string,
  companyOf: (ticket: TicketState) => string | null,
  work: (people: TicketPeople, ticket: TicketState) => Promise<Answer>,
  attempt = 1,
): Promise<Answer> {
  const { state } = await app.aggregates.fresh(ticketStream(ticketId), ticketFold);
  if (!state) throw new DomainError('not_found');
  const companyId = companyOf(state);
  const place = { projectId: state.projectId, companyIds: [state.companyId, companyId] };
  const stays = await Promise.all(
    peopleOn(state).map(async (userId) => {
      const person = await personAt(app, userId, place);
      return [userId, staysOn(person?.viewer, state, companyId)] as const;
    }),
  );
  try {
    return await work({ fromCompanyId: state.companyId, stays: new Map(stays) }, state);
  } catch (error) {
    const outdated = error instanceof DomainError && error.code === 'revision_conflict';
    // What the caller saw is outdated for good; what was looked up here is looked up again.
    if (!outdated || context.expectedRevision !== undefined || attempt === ATTEMPTS) throw error;
    return withPeople(app, context, ticketId, companyOf, work, attempt + 1);
  }
}
