import * as endpoints from '@ticketing/contracts/endpoints/rooms.ts';
import { chatStream } from '@ticketing/contracts/streams.ts';
import { roomFold } from '@ticketing/domain/chat/state.ts';
import { derivedId } from '@ticketing/platform/ids.ts';
import type { Answer, Application, Commanded } from '../application.ts';
import { commandContext } from '../command-context.ts';
import { uploadedFiles } from '../files/uploaded-file.ts';
import { answer, type Route } from '../routing.ts';
import { requireTogether } from './meeting.ts';
import { openRoom } from './open-room.ts';
import { commandRoom } from './room-command.ts';

export function roomRoutes(route: Route, app: Application): void {
  route(endpoints.openRoom, async ({ body, actorId, request }) =>
    answer(await openRoom(app, commandContext(request, 'OpenRoom', actorId), body)),
  );

  route(endpoints.renameRoom, async ({ params, body, actorId, request }) => {
    const context = commandContext(request, 'RenameRoom', actorId);
    return answer(
      await commandRoom(app, context, params.id, ['chat.ticket'], { type: 'RenameRoom', ...body }),
    );
  });

  route(endpoints.joinRoom, async ({ params: { id, userId }, actorId, request }) =>
    answer(await joinRoom(app, commandContext(request, 'JoinRoom', actorId), id, userId)),
  );

  route(endpoints.leaveRoom, async ({ params: { id, userId }, actorId, request }) => {
    const context = commandContext(request, 'LeaveRoom', actorId);
    return answer(await commandRoom(app, context, id, [], { type: 'LeaveRoom', userId, actorId }));
  });

  route(endpoints.postMessage, async ({ params, body, actorId, request }) => {
    const context = commandContext(request, 'PostMessage', actorId);
    // Of the room as well: a key that was used in another room must not name that one's message.
    const messageId = derivedId(context.commandId, `message in ${params.id}`);
    const files = await uploadedFiles(app, context, body.fileIds);
    const posted = await commandRoom(app, context, params.id, ['chat.ticket'], {
      type: 'PostMessage',
      messageId,
      authorId: actorId,
      body: body.body,
      replyToId: body.replyToId,
      files,
    });
    return { ...answer(posted), messageId };
  });

  route(endpoints.editMessage, async ({ params: { id, messageId }, body, actorId, request }) => {
    const context = commandContext(request, 'EditMessage', actorId);
    const command = { type: 'EditMessage', messageId, body: body.body, actorId } as const;
    return answer(await commandRoom(app, context, id, ['chat.ticket'], command));
  });

  route(endpoints.removeMessage, async ({ params: { id, messageId }, actorId, request }) => {
    const context = commandContext(request, 'RemoveMessage', actorId);
    return answer(
      await commandRoom(app, context, id, ['chat.ticket'], ({ moderates }) => ({
        type: 'RemoveMessage',
        messageId,
        actorId,
        moderates,
      })),
    );
  });

  route(endpoints.addReaction, async ({ params: { id, ...reaction }, actorId, request }) => {
    const context = commandContext(request, 'AddReaction', actorId);
    const command = { type: 'AddReaction', ...reaction, actorId } as const;
    return answer(await commandRoom(app, context, id, ['chat.ticket'], command));
  });

  route(endpoints.removeReaction, async ({ params: { id, ...reaction }, actorId, request }) => {
    const context = commandContext(request, 'RemoveReaction', actorId);
    const command = { type: 'RemoveReaction', ...reaction, actorId } as const;
    return answer(await commandRoom(app, context, id, ['chat.ticket'], command));
  });

  route(endpoints.markRoomRead, async ({ params, body, actorId, request }) => {
    const context = commandContext(request, 'ReadRoom', actorId);
    const command = { type: 'ReadRoom', messageId: body.messageId, userId: actorId } as const;
    return answer(await commandRoom(app, context, params.id, [], command));
  });
}

/** Brings a person into a room, when everybody there may meet them. */
async function joinRoom(
  app: Application,
  context: Commanded,
  roomId: string,
  userId: string,
): Promise<Answer> {
  const { state: room } = await app.aggregates.known(chatStream(roomId), roomFold);
  const refused =
    room?.kind === 'group'
      ? await requireTogether(app, [userId], room.companyId).then(
          () => undefined,
          (error: unknown) => error,
        )
      : undefined;
  return commandRoom(app, context, roomId, [], () => {
    // Only now is it known that the actor takes part: nobody else is told who there is.
    if (refused !== undefined) throw refused;
    return { type: 'JoinRoom', userId, actorId: context.actorId };
  });
}
