import type { BodyOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type * as endpoints from '@ticketing/contracts/endpoints/tickets.ts';
import { DomainError } from '@ticketing/contracts/errors.ts';
import { ticketStream } from '@ticketing/contracts/streams.ts';
import type { TicketAction } from '@ticketing/domain/policy/policy.ts';
import { peopleOn, staysOn } from '@ticketing/domain/ticket/change-company.ts';
import { ticketFold } from '@ticketing/domain/ticket/evolve.ts';
import type { Answer, Application, Commanded } from '../application.ts';
import { personAt } from '../authority.ts';
import { commandTicket } from './ticket-command.ts';

export type ChangeTicket = BodyOf<typeof endpoints.changeTicket>;

/** Changes what the request names; each kind of field needs its own right, and all of it happens or none. */
export async function changeTicket(
  app: Application,
  context: Commanded,
  ticketId: string,
  { type, companyId, ...fields }: ChangeTicket,
): Promise<Answer> {
  const { title, description, startDate, dueDate, priority, urgency, importance } = fields;
  const given = (...values: unknown[]) => values.some((value) => value !== undefined);
  const actions: TicketAction[] = [];
  if (given(title, description, type, startDate, dueDate)) actions.push('ticket.edit');
  if (given(priority, urgency, importance)) actions.push('ticket.prioritise');
  const change = { type: 'ChangeTicket', ticketType: type, ...fields } as const;
  if (companyId === undefined) return commandTicket(app, context, ticketId, actions, change);

  actions.push('ticket.company');
  const { actorId } = context;
  return withPeople(app, context, ticketId, companyId, (people) =>
    commandTicket(app, context, ticketId, actions, [
      change,
      { type: 'ChangeCompany', companyId, actorId, ...people },
    ]),
  );
}

/** How often the people of a ticket are looked up anew because somebody came to it meanwhile. */
const ATTEMPTS = 3;

/** Does what needs to know who stays on a ticket that becomes a company's. */
async function withPeople(
  app: Application,
  context: Commanded,
  ticketId: string,
  companyId: string | null,
  work: (people: {
    readonly fromCompanyId: string | null;
    readonly stays: ReadonlyMap<string, boolean>;
  }) => Promise<Answer>,
  attempt = 1,
): Promise<Answer> {
  const { state } = await app.aggregates.fresh(ticketStream(ticketId), ticketFold);
  if (!state) throw new DomainError('not_found');
  const place = { projectId: state.projectId, companyIds: [state.companyId, companyId] };
  const stays = await Promise.all(
    peopleOn(state).map(async (userId) => {
      const person = await personAt(app, userId, place);
      return [userId, staysOn(person?.viewer, state, companyId)] as const;
    }),
  );
  try {
    return await work({ fromCompanyId: state.companyId, stays: new Map(stays) });
  } catch (error) {
    const outdated = error instanceof DomainError && error.code === 'revision_conflict';
    // What the caller saw is outdated for good; what was looked up here is looked up again.
    if (!outdated || context.expectedRevision !== undefined || attempt === ATTEMPTS) throw error;
    return withPeople(app, context, ticketId, companyId, work, attempt + 1);
  }
}
