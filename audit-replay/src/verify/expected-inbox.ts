import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { NotificationKind } from '@ticketing/contracts/kinds.ts';
import { mentionOf, mentionsIn } from '@ticketing/contracts/mentions.ts';
import { preferenceFor } from '@ticketing/contracts/notifications.ts';
import { streamCategory, streamSubject } from '@ticketing/contracts/streams.ts';
import { type CompanyState, companyFold } from '@ticketing/domain/company/company.ts';
import { mayOnTicket, mayTakePart, type TicketAction, type Viewer } from '@ticketing/domain/policy/policy.ts';
import { type RolesState, rolesFold } from '@ticketing/domain/roles/roles.ts';
import { type TicketState, ticketFacts } from '@ticketing/domain/ticket/state.ts';
import { type UserState, userFold } from '@ticketing/domain/user/user.ts';
import { derivedId } from '@ticketing/platform/ids.ts';
import type { Row } from './difference.ts';
import { inboxFactTables } from './expected-inbox-facts.ts';
import { type ExpectedReadModel, instantValue } from './expected-read-model.ts';
import { foldTickets } from './folded-tickets.ts';

export type Folded<State> = { readonly state: State; readonly revision: string };
export type Room = {
  readonly kind: string;
  readonly name: string | null;
  readonly ticketId: string | null;
  readonly companyId: string | null;
  readonly participantIds: readonly string[];
  readonly lastMessageId: string | null;
  readonly revision: string;
};

/** What the log says of everybody and everything that notifications are about. */
export type InboxWorld = {
  readonly users: Map<string, Folded<UserState | undefined>>;
  readonly companies: Map<string, Folded<CompanyState | undefined>>;
  readonly roles: Map<string, Folded<RolesState>>;
  readonly rooms: Map<string, Room>;
  readonly names: Map<string, string>;
  readonly tickets: ReturnType<typeof foldTickets>['tickets'];
  readonly ticketOfComment: Map<string, string>;
};

type Notification = {
  readonly userId: string;
  readonly kind: NotificationKind;
  readonly projectId: string | null;
  readonly ticketId: string | null;
  readonly roomId: string | null;
  readonly cause: RecordedEvent;
  readonly details: Row;
  readonly internal: boolean;
  readonly wish: { readonly inApp: boolean; readonly byEmail: boolean };
  readAt: string | null;
};

type Telling = { readonly to: readonly string[]; readonly kind: NotificationKind } & Pick<
  Notification,
  'details' | 'internal'
>;

/** What people were told: when one command tells a person several things, the first of these kinds stands. */
const weight: Readonly<Record<NotificationKind, number>> = {
  mentioned: 9,
  assigned: 8,
  review_asked: 7,
  review_given: 6,
  due_soon: 5,
  invited: 4,
  status_changed: 3,
  commented: 2,
  chat: 1,
};

/** What each person is told, and whether they read it. */
export function expectedInbox(): ExpectedReadModel {
  // Of texts only the mentions matter here.
  const folded = foldTickets((text) => mentionsIn(text).map(mentionOf).join(' '));
  const world: InboxWorld = {
    users: new Map(),
    companies: new Map(),
    roles: new Map(),
    rooms: new Map(),
    names: new Map(),
    tickets: folded.tickets,
    ticketOfComment: new Map(),
  };
  const notifications = new Map<string, Notification>();
  const ofPerson = new Map<string, Set<string>>();

  function keep(id: string, notification: Notification): void {
    notifications.set(id, notification);
    const { userId } = notification;
    ofPerson.set(userId, (ofPerson.get(userId) ?? new Set()).add(id));
  }

  function tell(event: RecordedEvent, telling: Telling): void {
    const subject = streamSubject(event.stream);
    const room = telling.kind === 'chat' ? world.rooms.get(subject) : undefined;
    const ticketId = room ? room.ticketId : subject;
    const ticket = ticketId === null ? undefined : world.tickets.get(ticketId)?.state;
    for (const userId of new Set(telling.to)) {
      if (userId === event.metadata.actorId) continue;
      const ofPeople = room && room.kind !== 'ticket' ? room : undefined;
      const hears = ofPeople
        ? takesPart(world, userId, ofPeople)
        : mayHear(world, userId, ticket, telling.internal);
      if (!hears) continue;
      const wish = wishOf(world, userId, telling.kind);
      if (!wish.inApp && !wish.byEmail) continue;
      const id = derivedId(event.metadata.commandId, `${event.stream} told to ${userId}`);
      const waiting = room && unreadInRoom(userId, subject);
      const before = notifications.get(id);
      if (!waiting && before && weight[before.kind] >= weight[telling.kind]) continue;
      const count = waiting ? Number(waiting[1].details.count) + 1 : 1;
      const named = waiting?.[1].details.mentioned === true || telling.details.mentioned === true;
      keep(waiting ? waiting[0] : id, {
        userId,
        kind: telling.kind,
        projectId: ticket?.projectId ?? (telling.kind === 'invited' ? subject : null),
        ticketId: ticket?.id ?? null,
        roomId: room ? subject : null,
        cause: event,
        details: room ? { ...telling.details, count, mentioned: named } : telling.details,
        internal: telling.internal,
        wish,
        readAt: null,
      });
    }
  }

  function unreadInRoom(userId: string, roomId: string): [string, Notification] | undefined {
    for (const id of ofPerson.get(userId) ?? []) {
      const one = notifications.get(id);
      if (one?.kind === 'chat' && one.roomId === roomId && one.readAt === null) return [id, one];
    }
    return undefined;
  }

  function read(notification: Notification | undefined, event: RecordedEvent): void {
    if (notification) notification.readAt ??= instantValue(event.metadata.at);
  }

  function markRead(event: RecordedEvent): void {
    const userId = event.type === 'RoomRead' ? event.metadata.actorId : streamSubject(event.stream);
    if (event.type === 'NotificationRead') {
      const notification = notifications.get(event.data.notificationId);
      if (notification?.userId === userId) read(notification, event);
    } else if (event.type === 'AllNotificationsRead') {
      for (const id of ofPerson.get(userId) ?? []) {
        const notification = notifications.get(id);
        if (notification && notification.cause.position <= BigInt(event.data.upTo)) read(notification, event);
      }
    } else if (event.type === 'RoomRead') {
      const roomId = streamSubject(event.stream);
      const [, waiting] = unreadInRoom(userId, roomId) ?? [];
      const { messageId } = event.data;
      const isLast = world.rooms.get(roomId)?.lastMessageId === messageId;
      if (isLast || waiting?.details.messageId === messageId) read(waiting, event);
    }
  }

  return {
    name: 'inbox',
    schema: 'read_model',
    apply(event) {
      const before = world.tickets.get(streamSubject(event.stream))?.state;
      if (streamCategory(event.stream) === 'ticket') folded.apply(event);
      learn(world, event);
      markRead(event);
      const late = event.recordedAt.getTime() - Date.parse(event.metadata.at) > 3_600_000;
      if (!late) for (const telling of tellings(world, event, before)) tell(event, telling);
    },
    tables: [
      {
        name: 'notifications',
        keyColumns: ['id'],
        columns: [
          'id',
          'user_id',
          'kind',
          'project_id',
          'ticket_id',
          'room_id',
          'actor_id',
          'details',
          'internal',
          'in_app',
          'by_email',
          'at',
          'recorded_at',
          'position',
          'read_at',
        ],
        keys: () => notifications.keys(),
        row(id) {
          const notification = notifications.get(id);
          return notification && { id, ...rowOf(notification) };
        },
      },
      ...inboxFactTables(world),
    ],
  };
}

function rowOf(notification: Notification): Row {
  const { userId, kind, cause, details, internal, wish, readAt } = notification;
  return {
    user_id: userId,
    kind,
    project_id: notification.projectId,
    ticket_id: notification.ticketId,
    room_id: notification.roomId,
    actor_id: cause.metadata.actorId,
    details,
    internal,
    in_app: wish.inApp,
    by_email: wish.byEmail,
    at: instantValue(cause.metadata.at),
    recorded_at: cause.recordedAt.toISOString(),
    position: String(cause.position),
    read_at: readAt,
  };
}

function wishOf(world: InboxWorld, userId: string, kind: NotificationKind): Notification['wish'] {
  const user = world.users.get(userId)?.state;
  return preferenceFor(kind, user?.kind === 'registered' ? user.notificationPreferences : []);
}

function mayHear(
  world: InboxWorld,
  userId: string,
  ticket: TicketState | undefined,
  internal: boolean,
): boolean {
  const viewer = viewerOf(world, userId, ticket?.projectId ?? null, ticket?.companyId ?? null);
  if (!viewer) return false;
  if (!ticket) return true;
  const needed: TicketAction[] = internal ? ['ticket.see', 'internal-notes.read'] : ['ticket.see'];
  return needed.every((action) => mayOnTicket(viewer, action, ticketFacts(ticket)));
}

/** In a room of people: who is in it and, by what they are now, may be. */
function takesPart(world: InboxWorld, userId: string, { companyId, participantIds }: Room): boolean {
  const viewer = viewerOf(world, userId, null, companyId);
  return viewer !== undefined && mayTakePart(viewer, { companyId, participantIds });
}

function viewerOf(
  world: InboxWorld,
  userId: string,
  projectId: string | null,
  companyId: string | null,
): Viewer | undefined {
  const user = world.users.get(userId)?.state;
  if (user?.kind !== 'registered' || !user.active) return undefined;
  const role = projectId === null ? undefined : world.roles.get(projectId)?.state.held.get(userId);
  const company = companyId === null ? undefined : world.companies.get(companyId)?.state;
  const serves = company?.adminIds.includes(userId) ? [company.id] : [];
  const belongs = company?.userIds.includes(userId) ? [company.id] : [];
  return {
    userId,
    superuser: user.superuser,
    staff: user.staff,
    roles: new Map(projectId !== null && role ? [[projectId, role]] : []),
    companyIds: new Set([...serves, ...belongs]),
    adminOfCompanyIds: new Set(serves),
  };
}

/** Folds what is no ticket's. */
function learn(world: InboxWorld, event: RecordedEvent): void {
  const id = streamSubject(event.stream);
  const revision = String(event.revision);
  switch (streamCategory(event.stream)) {
    case 'user':
      world.users.set(id, { state: userFold.evolve(world.users.get(id)?.state, event), revision });
      if ('displayName' in event.data) world.names.set(id, event.data.displayName);
      return;
    case 'company':
      world.companies.set(id, {
        state: companyFold.evolve(world.companies.get(id)?.state, event),
        revision,
      });
      return;
    case 'roles': {
      const before = world.roles.get(id)?.state ?? rolesFold.initial;
      world.roles.set(id, { state: rolesFold.evolve(before, event), revision });
      return;
    }
    case 'project':
      if (event.type === 'ProjectCreated' || event.type === 'ProjectDetailsChanged') {
        world.names.set(id, event.data.name);
      } else if (event.type === 'BoardColumnAdded' || event.type === 'BoardColumnChanged') {
        world.names.set(event.data.columnId, event.data.name);
      }
      return;
    case 'ticket':
      if (event.type === 'CommentPosted') world.ticketOfComment.set(event.data.commentId, id);
      return;
    case 'chat':
      learnRoom(world, id, event);
      return;
    default:
  }
}

function learnRoom(world: InboxWorld, id: string, event: RecordedEvent): void {
  const revision = String(event.revision);
  if (event.type === 'ChatRoomOpened') {
    const { kind, name, ticketId, companyId } = event.data;
    const nobody = { participantIds: [], lastMessageId: null };
    world.rooms.set(id, { kind, name, ticketId, companyId, ...nobody, revision });
    return;
  }
  const room = world.rooms.get(id);
  if (!room) return;
  const others = (userId: string) => room.participantIds.filter((one) => one !== userId);
  const change: Partial<Room> =
    event.type === 'ChatRoomRenamed'
      ? { name: event.data.name }
      : event.type === 'ParticipantJoined' && !room.participantIds.includes(event.data.userId)
        ? { participantIds: [...room.participantIds, event.data.userId] }
        : event.type === 'ParticipantLeft'
          ? { participantIds: others(event.data.userId) }
          : event.type === 'MessagePosted'
            ? { lastMessageId: event.data.messageId }
            : {};
  world.rooms.set(id, { ...room, ...change, revision });
}

/** @param before the ticket as it was before the event, which is applied by now */
function tellings(
  world: InboxWorld,
  event: RecordedEvent,
  before: TicketState | undefined,
): readonly Telling[] {
  const subject = streamSubject(event.stream);
  if (event.type === 'RoleGranted') {
    const { userId, role } = event.data;
    return [{ to: [userId], kind: 'invited', details: { role }, internal: false }];
  }
  if (event.type === 'MessagePosted') return ofMessage(world.rooms.get(subject), event.data);
  const ticket = world.tickets.get(subject)?.state;
  return ticket ? ofTicket(world, event, before, ticket) : [];
}

function ofMessage(
  room: Room | undefined,
  { messageId, body }: Extract<RecordedEvent, { type: 'MessagePosted' }>['data'],
): readonly Telling[] {
  if (!room) return [];
  const named = new Set(mentionsIn(body));
  const to = room.kind === 'ticket' ? [...named] : room.participantIds;
  return to.map((userId) => ({
    to: [userId],
    kind: 'chat',
    details: { messageId, mentioned: named.has(userId) },
    internal: false,
  }));
}

function ofTicket(
  world: InboxWorld,
  event: RecordedEvent,
  before: TicketState | undefined,
  ticket: TicketState,
): readonly Telling[] {
  const { assigneeIds, followerIds, reporterId, companyId } = ticket;
  const company = companyId === null ? undefined : world.companies.get(companyId)?.state;
  const team = [...assigneeIds, ...followerIds];
  const one = (to: readonly string[], kind: NotificationKind, details: Row = {}, internal = false) => ({
    to,
    kind,
    details,
    internal,
  });
  const added = (text: string, old: string | undefined) => {
    const known = mentionsIn(old ?? '');
    return mentionsIn(text).filter((userId) => !known.includes(userId));
  };
  switch (event.type) {
    case 'TicketOpened':
    case 'TicketDescribed':
      return [one(added(event.data.description, before?.description), 'mentioned')];
    case 'CommentPosted':
    case 'CommentEdited': {
      const { commentId, body } = event.data;
      const internal = ticket.comments.get(commentId)?.visibility === 'internal';
      const mentioned = added(body, before?.comments.get(commentId)?.body);
      return [
        one(mentioned, 'mentioned', { commentId }, internal),
        ...(event.type === 'CommentPosted'
          ? [one(internal ? team : [reporterId, ...team], 'commented', { commentId }, internal)]
          : []),
      ];
    }
    case 'TicketAssigned':
      return [one([event.data.userId], 'assigned')];
    case 'TicketMoved': {
      const { columnId, fromColumnId } = event.data;
      const to = columnId === fromColumnId ? [] : [reporterId, ...team];
      return [one(to, 'status_changed', { columnId, fromColumnId })];
    }
    case 'TicketDueSoon':
      return [one(team, 'due_soon', { dueDate: event.data.dueDate })];
    case 'ResolutionProposed':
    case 'ReviewReminded': {
      const reporter = world.users.get(reporterId)?.state;
      const client = reporter?.kind === 'registered' && !reporter.staff;
      const to = client ? [reporterId] : (company?.userIds ?? []);
      const { round } = event.data;
      return [
        one(to, 'review_asked', event.type === 'ReviewReminded' ? { round, reminder: true } : { round }),
      ];
    }
    case 'ResolutionAccepted': {
      const { round, stars } = event.data;
      const to = [...assigneeIds, ...(company?.adminIds ?? [])];
      return [one(to, 'review_given', { round, accepted: true, stars })];
    }
    case 'ResolutionRejected': {
      const to = [...assigneeIds, ...(company?.adminIds ?? [])];
      return [one(to, 'review_given', { round: event.data.round, accepted: false })];
    }
    default:
      return [];
  }
}
