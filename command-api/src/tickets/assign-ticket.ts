import type { Answer, Application, Commanded } from '../application.ts';
import { requirePeople } from '../authority.ts';
import { commandTicket } from './ticket-command.ts';

/** Assigns an active person. @throws DomainError `unknown_user` or `user_deactivated`, besides the ticket's own */
export async function assignTicket(
  app: Application,
  context: Commanded,
  ticketId: string,
  userId: string,
): Promise<Answer> {
  const refused = await requirePeople(app, [userId]).then(
    () => undefined,
    (error: unknown) => error,
  );
  return commandTicket(app, context, ticketId, ['ticket.assign'], () => {
    // Only now is it known that the actor may assign: nobody else is told who there is.
    if (refused !== undefined) throw refused;
    return { type: 'AssignTicket', userId };
  });
}
