import type { DomainEvent } from '@ticketing/contracts/events/event.ts';
import { SYSTEM_ACTOR } from '@ticketing/contracts/events/metadata.ts';
import { chatStream } from '@ticketing/contracts/streams.ts';
import { newId } from '@ticketing/platform/ids.ts';
import type { Told } from './scripted-log.ts';

/** A ticket's room and a group in which everything was done that can be done in a room. */
export async function tellSmallChat(
  add: (stream: string, event: DomainEvent, told: Told) => unknown,
  { ann, bob, cleo, ticketId }: Readonly<Record<'ann' | 'bob' | 'cleo' | 'ticketId', string>>,
): Promise<void> {
  let minute = 0;
  const say = (roomId: string, by: string, event: DomainEvent) =>
    add(chatStream(roomId), event, { at: `2026-02-24T08:${String(minute++).padStart(2, '0')}:00Z`, by });
  const post = async (roomId: string, by: string, body: string, replyToId: string | null = null) => {
    const messageId = newId();
    const file = {
      fileId: newId(),
      name: 'photo.png',
      contentType: 'image/png',
      size: 12,
      digest: 'ab'.repeat(32),
    };
    const files = replyToId ? [file] : [];
    await say(roomId, by, { type: 'MessagePosted', data: { messageId, body, replyToId, files } });
    return messageId;
  };
  const joined = (userId: string): DomainEvent => ({ type: 'ParticipantJoined', data: { userId } });

  await say(ticketId, SYSTEM_ACTOR, {
    type: 'ChatRoomOpened',
    data: { kind: 'ticket', name: null, ticketId, companyId: null },
  });
  for (const userId of [ann, bob, cleo]) await say(ticketId, SYSTEM_ACTOR, joined(userId));
  const smoke = await post(ticketId, cleo, 'There is smoke again. '.repeat(40));
  const answer = await post(ticketId, bob, 'On my way', smoke);
  const mistake = await post(ticketId, bob, 'Wrong room');
  await say(ticketId, ann, { type: 'RoomRead', data: { messageId: smoke } });
  await say(ticketId, bob, { type: 'MessageRemoved', data: { messageId: mistake } });
  await say(ticketId, bob, { type: 'MessageEdited', data: { messageId: answer, body: 'On my way!' } });
  for (const by of [cleo, ann]) {
    await say(ticketId, by, { type: 'ReactionAdded', data: { messageId: answer, reaction: '👍' } });
  }
  await say(ticketId, ann, { type: 'ReactionAdded', data: { messageId: answer, reaction: '🔥' } });
  await say(ticketId, ann, { type: 'ReactionRemoved', data: { messageId: answer, reaction: '🔥' } });

  const group = newId();
  await say(group, ann, {
    type: 'ChatRoomOpened',
    data: { kind: 'group', name: 'Gate 3', ticketId: null, companyId: null },
  });
  await say(group, ann, joined(ann));
  const first = await post(group, ann, 'Anybody here?');
  await say(group, ann, joined(bob));
  await say(group, ann, { type: 'ChatRoomRenamed', data: { name: 'Gate 4' } });
  const second = await post(group, ann, 'So?');
  await post(group, ann, 'Well.');
  await say(group, bob, { type: 'RoomRead', data: { messageId: first } });
  await say(group, bob, { type: 'RoomRead', data: { messageId: second } });
  await say(group, ann, joined(cleo));
  await say(group, cleo, { type: 'ParticipantLeft', data: { userId: cleo } });
}
