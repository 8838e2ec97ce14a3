import { z } from 'zod';
import { LinkName } from './kinds.ts';
import { NotificationView, UNREAD_COUNTED } from './notifications.ts';
import { MessageView, RoomView } from './room-views.ts';
import { Id, Position } from './values.ts';
import {
  ActivityView,
  AttachmentView,
  CardView,
  ColumnView,
  CommentView,
  ProjectView,
  RelatedTicketView,
  ReviewView,
  SubtaskView,
} from './views.ts';

/** What there is a channel for; a channel is one of these, a colon and the thing's id. `me` has the person's own. */
export const channelKinds = ['project', 'ticket', 'room', 'me'] as const;

/** `/ws`: JSON text frames. A channel is `project:{id}`, `ticket:{id}`, `room:{id}` or `me:{id}`. */
export const Channel = z
  .string()
  .regex(new RegExp(`^(${channelKinds.join('|')}):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`));
export const projectChannel = (projectId: string): string => `project:${projectId}`;
export const ticketChannel = (ticketId: string): string => `ticket:${ticketId}`;
/** @param roomId of a ticket's room: the ticket's id. */
export const roomChannel = (roomId: string): string => `room:${roomId}`;
/** What concerns one person and is told to nobody else. */
export const meChannel = (userId: string): string => `me:${userId}`;

/**
 * Where a channel stood when a client heard of it last: opaque, of the server that gave it or another one. Whoever names
 * it when they subscribe again goes on from there, or is told that they cannot.
 */
export const Cursor = z.string().max(200);

/** What somebody is writing: a comment that everybody on the ticket reads, an internal note, or a message in a room. */
export const Typing = z.enum(['comment', 'note', 'message']);
export type Typing = z.infer<typeof Typing>;

export const ClientFrame = z.discriminatedUnion('type', [
  /** The first frame, within 10 s. Sent again with a newer token before the old one expires. */
  z.object({ type: z.literal('authenticate'), access: z.string().max(4_000) }),
  /** `after`: the newest cursor of the channel. */
  z.object({ type: z.literal('subscribe'), channel: Channel, after: Cursor.optional() }),
  z.object({ type: z.literal('unsubscribe'), channel: Channel }),
  /** Shows this person on a channel that the socket listens to, and tells who else is there, until it is taken back. */
  z.object({ type: z.literal('present'), channel: Channel, here: z.boolean() }),
  /** What the person is writing there; ends after 6 s unless it is said again. `null`: nothing any more. */
  z.object({ type: z.literal('typing'), channel: Channel, what: Typing.nullable() }),
  z.object({ type: z.literal('ping') }),
]);
export type ClientFrame = z.infer<typeof ClientFrame>;

/** What a ticket's row tells besides its card: its long text, the rounds of its review, remote assistance, subtasks, followers. */
const TicketRowView = CardView.extend({
  description: z.string(),
  reviews: z.array(ReviewView),
  remoteAssistId: z.string().nullable(),
  subtasks: z.array(SubtaskView),
  followerIds: z.array(Id),
});

/**
 * What changed, with the new row; `row: null` means that the thing is gone for this viewer.
 * A `ticket` change carries the ticket's card; its long text is told by `description`.
 */
export const Change = z.discriminatedUnion('entity', [
  z.object({ entity: z.literal('card'), id: Id, row: CardView.nullable() }),
  z.object({
    entity: z.literal('ticket'),
    id: Id,
    row: TicketRowView.nullable(),
  }),
  z.object({ entity: z.literal('comment'), id: Id, ticketId: Id, row: CommentView.nullable() }),
  /** Another ticket that hangs together with the channel's. `id` is the other one's. */
  z.object({
    entity: z.literal('relation'),
    id: Id,
    ticketId: Id,
    relation: z.enum(['parent', 'child', ...LinkName.options]),
    row: RelatedTicketView.nullable(),
  }),
  z.object({ entity: z.literal('attachment'), id: Id, ticketId: Id, row: AttachmentView.nullable() }),
  z.object({ entity: z.literal('activity'), id: Id, row: ActivityView }),
  z.object({ entity: z.literal('column'), id: Id, projectId: Id, row: ColumnView.nullable() }),
  z.object({ entity: z.literal('project'), id: Id, row: ProjectView.omit({ role: true }) }),
  z.object({ entity: z.literal('notification'), id: Id, row: NotificationView.nullable() }),
  /** Opened, renamed, or people came or went. Told in the room and to its people. */
  z.object({ entity: z.literal('room'), id: Id, row: RoomView.nullable() }),
  z.object({ entity: z.literal('message'), id: Id, roomId: Id, row: MessageView.nullable() }),
  /** How far a participant (`id`) has read. */
  z.object({ entity: z.literal('readMark'), id: Id, roomId: Id, row: z.object({ readTo: Id }) }),
  /** What a person has not read in the room (`id`), and the message that came or changed, if that is why. */
  z.object({
    entity: z.literal('roomUnread'),
    id: Id,
    row: z.object({ unread: z.number().int(), message: MessageView.nullable() }).nullable(),
  }),
  /** What a person has not read yet. `id` is the person's. */
  z.object({
    entity: z.literal('inbox'),
    id: Id,
    row: z.object({
      unread: z.number().int().min(0).max(UNREAD_COUNTED),
      /** Every notification up to and with this position was just read; `null` when it was not all of them. */
      readUpTo: Position.nullable(),
    }),
  }),
]);
export type Change = z.infer<typeof Change>;

export const ServerFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('authenticated'), userId: Id }),
  /**
   * Changes up to `position` are in what a read answers now; later ones follow as frames. `resumed`: everything that
   * came after the cursor follows, and nothing need be read.
   */
  z.object({
    type: z.literal('subscribed'),
    channel: Channel,
    position: Position,
    cursor: Cursor,
    resumed: z.boolean(),
  }),
  z.object({ type: z.literal('unsubscribed'), channel: Channel }),
  z.object({ type: z.literal('refused'), channel: z.string(), code: z.string() }),
  z.object({
    type: z.literal('change'),
    channel: Channel,
    position: Position,
    cursor: Cursor,
    /** Who caused it, and the command that did: a client knows its own change by its idempotency key. */
    actorId: Id,
    commandId: z.string(),
    change: Change,
  }),
  /**
   * Who is there, of those whom the viewer may know of: everybody when `all`, otherwise who came or does something else
   * now, and who went.
   */
  z.object({
    type: z.literal('presence'),
    channel: Channel,
    all: z.boolean(),
    people: z.array(z.object({ id: Id, name: z.string(), typing: z.array(Typing) })),
    gone: z.array(Id),
  }),
  z.object({ type: z.literal('error'), code: z.string(), detail: z.string() }),
  /** Newer cursors of this socket's channels, so that one which is quiet for long can still be resumed. */
  z.object({ type: z.literal('pong'), cursors: z.record(Channel, Cursor) }),
]);
export type ServerFrame = z.infer<typeof ServerFrame>;

/** What the policy needs to know of a ticket to decide who sees it. */
export const TicketFacts = z.object({
  projectId: Id,
  reporterId: Id,
  companyId: Id.nullable(),
  assigneeIds: z.array(Id),
});
export type TicketFacts = z.infer<typeof TicketFacts>;

/**
 * Who may hear of a change. `before` and `after` are the ticket's facts around it: who saw the ticket before
 * but no longer sees it is told that the thing is gone, by its id alone.
 */
export const Audience = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('project'), projectId: Id }),
  z.object({
    kind: z.literal('ticket'),
    before: TicketFacts.nullable(),
    after: TicketFacts.nullable(),
    /** True for internal notes and what tells of them. */
    internal: z.boolean(),
    /** Another ticket that the change tells of: nothing of it is told to who may not see that one as well. */
    other: TicketFacts.nullable().optional(),
    /** The ticket's parent: `parentId` of the row is told to who may see that one. */
    parent: TicketFacts.nullable().optional(),
  }),
  /** Participants of a room of people around the change, as long as they may meet in that company, or among staff. */
  z.object({ kind: z.literal('room'), companyId: Id.nullable(), before: z.array(Id), after: z.array(Id) }),
  /** One person alone; what it says of a ticket they hear only while they may see that ticket. */
  z.object({
    kind: z.literal('person'),
    userId: Id,
    ticket: TicketFacts.nullable(),
    /** True for what tells of an internal note of the ticket. */
    internal: z.boolean(),
  }),
]);
export type Audience = z.infer<typeof Audience>;

/** What a projector publishes on the bus after its commit, in commit order (DESIGN, section 9). */
export const BusMessage = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('change'),
    channel: Channel,
    position: Position,
    actorId: Id,
    commandId: z.string(),
    /** Of the command: joins what becomes of the change to the command's trace. */
    correlationId: z.string().optional(),
    audience: Audience,
    change: Change,
  }),
  /** Roles or company memberships of these people changed: what they may see must be looked up again. */
  z.object({ kind: z.literal('access'), position: Position, userIds: z.array(Id) }),
  /** `access` holds everything up to this position, and what it changed in people's rights was told before. */
  z.object({ kind: z.literal('reached'), position: Position }),
]);
export type BusMessage = z.infer<typeof BusMessage>;
