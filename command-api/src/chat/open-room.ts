import type { BodyOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { openRoom as endpoint } from '@ticketing/contracts/endpoints/rooms.ts';
import { DomainError } from '@ticketing/contracts/errors.ts';
import { chatStream } from '@ticketing/contracts/streams.ts';
import { decideRoom } from '@ticketing/domain/chat/decide.ts';
import { roomFold } from '@ticketing/domain/chat/state.ts';
import { derivedId } from '@ticketing/platform/ids.ts';
import type { Answer, Application, Commanded } from '../application.ts';
import { authorityAt } from '../authority.ts';
import { requireMeeting, requireTogether } from './meeting.ts';

/**
 * Opens a group, or answers the direct room of two people: its id is made of both and of the company, so whichever of
 * them asks, and however often, it is the same one, and what was said within one company stays in it.
 */
export async function openRoom(
  app: Application,
  context: Commanded,
  input: BodyOf<typeof endpoint>,
): Promise<Answer> {
  const { kind, participantIds, companyId } = input;
  const { actorId } = context;
  requireMeeting(await authorityAt(app, context, { companyIds: [companyId] }), companyId);
  if (kind === 'direct' && participantIds[0] === actorId) {
    const message = 'name the other person';
    throw new DomainError('validation_failed', undefined, [{ path: 'participantIds', message }]);
  }
  const others = [...new Set(participantIds)].filter((id) => id !== actorId);
  // Thrown in the decision: a room that this command opened before is answered, whoever has left since.
  const refused = await requireTogether(app, others, companyId).then(
    () => undefined,
    (error: unknown) => error,
  );
  const together = [actorId, ...others];
  const id =
    kind === 'direct' ? directRoomId(together, companyId) : derivedId(context.commandId, 'room of a group');
  const done = await app.aggregates.execute(chatStream(id), roomFold, context, (room) => {
    if (refused !== undefined) throw refused;
    return decideRoom(
      {
        type: 'OpenRoom',
        kind,
        name: kind === 'group' ? input.name : null,
        companyId,
        participantIds: together,
      },
      room,
      { ticket: undefined },
    );
  });
  return { id, ...done };
}

export const directRoomId = (people: readonly string[], companyId: string | null): string =>
  derivedId('direct room', [...people.toSorted(), companyId ?? 'staff'].join(' '));
