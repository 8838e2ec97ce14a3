import type { BodyOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type * as endpoints from '@ticketing/contracts/endpoints/tickets.ts';
import type { TicketAction } from '@ticketing/domain/policy/policy.ts';
import type { Answer, Application, Commanded } from '../application.ts';
import { withPeople } from './give-ticket.ts';
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
  return withPeople(
    app,
    context,
    ticketId,
    () => companyId,
    (people) =>
      commandTicket(app, context, ticketId, actions, [
        change,
        { type: 'ChangeCompany', companyId, actorId, ...people },
      ]),
  );
}
