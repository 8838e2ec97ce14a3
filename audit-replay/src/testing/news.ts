import type { DomainEvent } from '@ticketing/contracts/events/event.ts';
import { mentionOf } from '@ticketing/contracts/mentions.ts';
import {
  chatStream,
  inboxStream,
  rolesStream,
  ticketStream,
  userStream,
} from '@ticketing/contracts/streams.ts';
import { newId } from '@ticketing/platform/ids.ts';
import type { Told } from './scripted-log.ts';
import type { SmallInstallation } from './small-installation.ts';

/** What happens just now in a small installation: only what is new is told to people. */
export async function tellNews(
  add: (stream: string, event: DomainEvent, told: Told) => unknown,
  { person, company, project, ticket, column }: SmallInstallation,
): Promise<void> {
  const { ann, bob, cleo } = person;
  const say = (stream: string, what: DomainEvent, by: string) =>
    add(stream, what, { at: new Date().toISOString(), by });
  const second = ticketStream(ticket.second);
  const comment = (body: string): DomainEvent => ({
    type: 'CommentPosted',
    data: { commentId: newId(), body, visibility: 'public' },
  });
  await say(
    userStream(bob),
    {
      type: 'NotificationPreferencesChanged',
      data: { preferences: [{ kind: 'assigned', inApp: false, byEmail: true }] },
    },
    bob,
  );
  await say(userStream(bob), { type: 'LanguageChosen', data: { language: 'ka' } }, bob);
  await say(rolesStream(project.ops), { type: 'RoleGranted', data: { userId: bob, role: 'admin' } }, ann);
  await say(second, { type: 'TicketAssigned', data: { userId: bob } }, ann);
  await say(second, { type: 'TicketFollowed', data: { userId: cleo } }, cleo);
  await say(second, comment(`Who looks? ${mentionOf(ann)}`), cleo);
  await say(inboxStream(ann), { type: 'AllNotificationsRead', data: { upTo: String(2n ** 62n) } }, ann);
  await say(
    second,
    { type: 'TicketMoved', data: { columnId: column.doing, rank: 'a4', fromColumnId: column.todo } },
    ann,
  );
  // One that was resolved and rated, and one whose people hear of what follows.
  for (const id of [ticket.printer, ticket.second]) {
    const change = { companyId: company.other, fromCompanyId: company.acme, reporterId: bob };
    await say(ticketStream(id), { type: 'TicketCompanyChanged', data: change }, bob);
  }
  await say(second, { type: 'TicketUnfollowed', data: { userId: cleo } }, bob);
  await say(second, comment('What the next company reads'), ann);
  const room = chatStream(newId());
  const message = (body: string): DomainEvent => ({
    type: 'MessagePosted',
    data: { messageId: newId(), body, replyToId: null, files: [] },
  });
  await say(
    room,
    { type: 'ChatRoomOpened', data: { kind: 'group', name: 'Lamps', ticketId: null, companyId: null } },
    ann,
  );
  for (const userId of [ann, bob]) await say(room, { type: 'ParticipantJoined', data: { userId } }, ann);
  await say(room, message('Hello'), ann);
  await say(room, message(`Hello, ${mentionOf(bob)}`), ann);
  await say(room, message('Yes?'), bob);
}
