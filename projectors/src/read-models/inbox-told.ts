import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { NotificationKind } from '@ticketing/contracts/kinds.ts';
import { mentionsIn } from '@ticketing/contracts/mentions.ts';
import { preferenceFor } from '@ticketing/contracts/notifications.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import { mayOnTicket } from '@ticketing/domain/policy/policy.ts';
import { isNews } from '../news.ts';
import {
  type InboxFacts,
  type RoomRow,
  type TicketRow,
  takesPart,
  ticketFactsOf,
  viewerOf,
} from './inbox-facts.ts';

/** What one person is to be told of an event. */
export type Told = {
  readonly userId: string;
  readonly kind: NotificationKind;
  readonly details: Record<string, unknown>;
  /** True for what tells of an internal note. */
  readonly internal: boolean;
  readonly inApp: boolean;
  readonly byEmail: boolean;
};

/**
 * When one command concerns a person in several ways, the first of these is what they are told: what speaks to them
 * by name before what asks something of them, and that before what only keeps them informed.
 */
const precedence: readonly NotificationKind[] = [
  'mentioned',
  'assigned',
  'review_asked',
  'review_given',
  'due_soon',
  'invited',
  'status_changed',
  'commented',
  'chat',
];
export const comesBefore = (one: NotificationKind, other: NotificationKind): boolean =>
  precedence.indexOf(one) < precedence.indexOf(other);

/** Who was mentioned by the same text before the event; asked before the event is applied. */
export function mentionedBefore(facts: InboxFacts, event: RecordedEvent): readonly string[] {
  if (event.type === 'CommentEdited') return facts.comments.get(event.data.commentId)?.mentioned_ids ?? [];
  if (event.type === 'TicketDescribed') {
    return facts.tickets.get(streamSubject(event.stream))?.mentioned_ids ?? [];
  }
  return [];
}

type Concerned = readonly [userIds: readonly string[], Omit<Told, 'userId' | 'inApp' | 'byEmail'>];

const concerning = (
  userIds: readonly string[],
  kind: NotificationKind,
  details: Record<string, unknown> = {},
  internal = false,
): Concerned => [userIds, { kind, details, internal }];

/**
 * Whom the event, which was just applied, is told to: each person once, never the actor, nobody who is not active or
 * may not see what it is about, and only as they wish to be told.
 */
export function toldOf(
  facts: InboxFacts,
  event: RecordedEvent,
  mentioned: readonly string[],
): readonly Told[] {
  if (!isNews(event)) return [];
  const id = streamSubject(event.stream);
  const ticket = facts.tickets.get(id);
  const room = event.stream.startsWith('chat-') ? facts.rooms.get(id) : undefined;
  const concerned = ticketConcerns(facts, event, ticket, mentioned) ?? otherConcerns(event, room);
  const about = room ? facts.tickets.get(room.ticket_id) : ticket;
  const told = new Map<string, Told>();
  for (const [userIds, what] of concerned) {
    for (const userId of userIds) {
      if (userId === event.metadata.actorId) continue;
      const hears =
        room && room.kind !== 'ticket'
          ? takesPart(facts, userId, room)
          : mayHear(facts, userId, about, what.internal);
      if (!hears) continue;
      const before = told.get(userId);
      if (before && !comesBefore(what.kind, before.kind)) continue;
      const wish = preferenceFor(what.kind, facts.people.get(userId)?.preferences ?? []);
      const { inApp, byEmail } = wish;
      if (inApp || byEmail) told.set(userId, { ...what, userId, inApp, byEmail });
    }
  }
  return [...told.values()];
}

function mayHear(
  facts: InboxFacts,
  userId: string,
  ticket: TicketRow | undefined,
  internal: boolean,
): boolean {
  const viewer = viewerOf(facts, userId, ticket?.project_id ?? null, ticket?.company_id ?? null);
  if (!viewer) return false;
  if (!ticket) return true;
  const subject = ticketFactsOf(ticket);
  return (
    mayOnTicket(viewer, 'ticket.see', subject) &&
    (!internal || mayOnTicket(viewer, 'internal-notes.read', subject))
  );
}

/** Of a ticket's event, whom it concerns and how; nothing for an event of another kind of stream. */
function ticketConcerns(
  facts: InboxFacts,
  event: RecordedEvent,
  ticket: TicketRow | undefined,
  mentioned: readonly string[],
): readonly Concerned[] | undefined {
  if (!ticket) return undefined;
  const newlyIn = (text: string) => mentionsIn(text).filter((userId) => !mentioned.includes(userId));
  const working = [...ticket.assignee_ids, ...ticket.follower_ids];
  const everyone = [ticket.reporter_id, ...working];
  switch (event.type) {
    case 'TicketOpened':
    case 'TicketDescribed':
      return [concerning(newlyIn(event.data.description), 'mentioned')];
    case 'TicketAssigned':
      return [concerning([event.data.userId], 'assigned')];
    case 'CommentPosted': {
      const { commentId, body, visibility } = event.data;
      const internal = visibility === 'internal';
      return [
        concerning(newlyIn(body), 'mentioned', { commentId }, internal),
        concerning(internal ? working : everyone, 'commented', { commentId }, internal),
      ];
    }
    case 'CommentEdited': {
      const { commentId, body } = event.data;
      const internal = facts.comments.get(commentId)?.internal === true;
      return [concerning(newlyIn(body), 'mentioned', { commentId }, internal)];
    }
    case 'TicketMoved': {
      const { columnId, fromColumnId } = event.data;
      return columnId === fromColumnId
        ? []
        : [concerning(everyone, 'status_changed', { columnId, fromColumnId })];
    }
    case 'TicketDueSoon':
      return [concerning(working, 'due_soon', { dueDate: event.data.dueDate })];
    case 'ResolutionProposed':
      return [concerning(reviewers(facts, ticket), 'review_asked', event.data)];
    case 'ReviewReminded':
      return [concerning(reviewers(facts, ticket), 'review_asked', { ...event.data, reminder: true })];
    case 'ResolutionAccepted':
    case 'ResolutionRejected': {
      const admins = facts.companies.get(ticket.company_id)?.admin_ids ?? [];
      const { round } = event.data;
      const verdict =
        event.type === 'ResolutionAccepted'
          ? { accepted: true, stars: event.data.stars }
          : { accepted: false };
      return [concerning([...ticket.assignee_ids, ...admins], 'review_given', { round, ...verdict })];
    }
    default:
      return [];
  }
}

/** Whoever reported it; for what staff opened on a client's behalf, the employees of the company. */
function reviewers(facts: InboxFacts, ticket: TicketRow): readonly string[] {
  if (facts.people.get(ticket.reporter_id)?.staff === false) return [ticket.reporter_id];
  return facts.companies.get(ticket.company_id)?.user_ids ?? [];
}

function otherConcerns(event: RecordedEvent, room: RoomRow | undefined): readonly Concerned[] {
  switch (event.type) {
    case 'RoleGranted':
      return [concerning([event.data.userId], 'invited', { role: event.data.role })];
    case 'MessagePosted': {
      if (!room) return [];
      const { messageId, body } = event.data;
      const named = mentionsIn(body);
      const told = (mentioned: boolean) => ({ messageId, count: 1, mentioned });
      // A ticket's room gathers many people: they hear of what names them, and see the rest when they come by.
      if (room.kind === 'ticket') return [concerning(named, 'chat', told(true))];
      const present = room.participant_ids;
      return [
        concerning(
          present.filter((userId) => named.includes(userId)),
          'chat',
          told(true),
        ),
        concerning(present, 'chat', told(false)),
      ];
    }
    default:
      return [];
  }
}
