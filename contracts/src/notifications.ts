import { z } from 'zod';
import { NotificationKind } from './kinds.ts';
import { Id, Instant, Position } from './values.ts';

/**
 * Something that a person is told. Words are made from `kind` and `details` by the reader's language; names are
 * those of today, and `null` where there is none (or a person's name is not known).
 */
export const NotificationView = z.object({
  id: Id,
  kind: NotificationKind,
  projectId: Id.nullable(),
  projectName: z.string().nullable(),
  ticketId: Id.nullable(),
  ticketKey: z.string().nullable(),
  ticketTitle: z.string().nullable(),
  /** Of what was said in a room; a ticket's room has the ticket's id. */
  roomId: Id.nullable(),
  roomName: z.string().nullable(),
  /** Who caused it; the system's own id for what happened by itself. */
  actorId: Id,
  actorName: z.string().nullable(),
  /** Ids and figures that the words need; never a text. What they are for each kind stands in docs/notifications.md. */
  details: z.record(z.string(), z.unknown()),
  at: Instant,
  /** Of the event that caused it; for unread messages of one room, of the last. */
  position: Position,
  readAt: Instant.nullable(),
});
export type NotificationView = z.infer<typeof NotificationView>;

/** How a person wants to be told of one kind. */
export const NotificationPreference = z.object({
  kind: NotificationKind,
  inApp: z.boolean(),
  byEmail: z.boolean(),
});
export type NotificationPreference = z.infer<typeof NotificationPreference>;

/** Everything is told in the app unless chosen otherwise; by e-mail only what waits for this very person. */
const usuallyByEmail: ReadonlySet<NotificationKind> = new Set([
  'assigned',
  'mentioned',
  'review_asked',
  'due_soon',
]);

/** How a person who chose so is told of a kind. */
export function preferenceFor(
  kind: NotificationKind,
  chosen: readonly NotificationPreference[],
): NotificationPreference {
  return chosen.find((one) => one.kind === kind) ?? { kind, inApp: true, byEmail: usuallyByEmail.has(kind) };
}

/** How many unread notifications are counted; so many or more are told as this number. */
export const UNREAD_COUNTED = 100;
