import * as endpoints from '@ticketing/contracts/endpoints/ticket-structure.ts';
import type { TicketAction } from '@ticketing/domain/policy/policy.ts';
import type { StructureCommand } from '@ticketing/domain/ticket/structure-commands.ts';
import { derivedId } from '@ticketing/platform/ids.ts';
import type { Answer, Application, Commanded } from '../application.ts';
import { commandContext } from '../command-context.ts';
import { answer, type Route } from '../routing.ts';
import { changeParent } from './change-parent.ts';
import { linkTickets } from './link-tickets.ts';
import { refusalToInvolve } from './other-ticket.ts';
import { commandTicket } from './ticket-command.ts';

/** Commands on what hangs together with a ticket: parent, links, subtasks, followers. */
export function ticketStructureRoutes(route: Route, app: Application): void {
  route(endpoints.changeParent, async ({ params: { id }, body, actorId, request }) =>
    answer(await changeParent(app, commandContext(request, 'ChangeParent', actorId), id, body.parentId)),
  );

  route(endpoints.linkTickets, async ({ params, actorId, request }) =>
    answer(await linkTickets(app, commandContext(request, 'LinkTickets', actorId), 'LinkTickets', params)),
  );

  route(endpoints.unlinkTickets, async ({ params, actorId, request }) =>
    answer(
      await linkTickets(app, commandContext(request, 'UnlinkTickets', actorId), 'UnlinkTickets', params),
    ),
  );

  route(endpoints.addSubtask, async ({ params: { id }, body, actorId, request }) => {
    const context = commandContext(request, 'AddSubtask', actorId);
    // Of the ticket as well: a key that was used on another ticket must not name that one's subtask.
    const subtaskId = derivedId(context.commandId, `subtask of ${id}`);
    const command = { type: 'AddSubtask', subtaskId, ...body } as const;
    const added = await involving(app, context, id, 'ticket.subtasks', body.assigneeId, command);
    return { ...answer(added), subtaskId };
  });

  route(endpoints.changeSubtask, async ({ params: { id, subtaskId }, body, actorId, request }) => {
    const context = commandContext(request, 'ChangeSubtask', actorId);
    const command = { type: 'ChangeSubtask', subtaskId, ...body } as const;
    return answer(await involving(app, context, id, 'ticket.subtasks', body.assigneeId, command));
  });

  for (const [endpoint, type] of [
    [endpoints.completeSubtask, 'CompleteSubtask'],
    [endpoints.reopenSubtask, 'ReopenSubtask'],
    [endpoints.removeSubtask, 'RemoveSubtask'],
  ] as const) {
    route(endpoint, async ({ params: { id, subtaskId }, actorId, request }) => {
      const context = commandContext(request, type, actorId);
      return answer(await commandTicket(app, context, id, ['ticket.subtasks'], { type, subtaskId }));
    });
  }

  route(endpoints.moveSubtask, async ({ params: { id, subtaskId }, body, actorId, request }) => {
    const context = commandContext(request, 'MoveSubtask', actorId);
    const command = { type: 'MoveSubtask', subtaskId, ...body } as const;
    return answer(await commandTicket(app, context, id, ['ticket.subtasks'], command));
  });

  for (const [endpoint, type] of [
    [endpoints.followTicket, 'FollowTicket'],
    [endpoints.unfollowTicket, 'UnfollowTicket'],
  ] as const) {
    route(endpoint, async ({ params: { id }, actorId, request }) => {
      const context = commandContext(request, type, actorId);
      return answer(await commandTicket(app, context, id, [], { type, userId: actorId }));
    });
  }

  route(endpoints.addFollower, async ({ params: { id, userId }, actorId, request }) => {
    const context = commandContext(request, 'FollowTicket', actorId);
    const command = { type: 'FollowTicket', userId } as const;
    return answer(await involving(app, context, id, 'ticket.assign', userId, command));
  });

  route(endpoints.removeFollower, async ({ params: { id, userId }, actorId, request }) => {
    const context = commandContext(request, 'UnfollowTicket', actorId);
    const command = { type: 'UnfollowTicket', userId } as const;
    return answer(await commandTicket(app, context, id, ['ticket.assign'], command));
  });
}

/** Carries out a command that makes the ticket a person's concern, which it may be of those only who see it. */
async function involving(
  app: Application,
  context: Commanded,
  ticketId: string,
  action: TicketAction,
  userId: string | null | undefined,
  command: StructureCommand,
): Promise<Answer> {
  const refused = userId ? await refusalToInvolve(app, ticketId, userId) : undefined;
  return commandTicket(app, context, ticketId, [action], () => {
    if (refused) throw refused;
    return command;
  });
}
