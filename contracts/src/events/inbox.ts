import { z } from 'zod';
import { Id, Position } from '../values.ts';

/** Events of `inbox-{userId}`. Notifications themselves are derived from what happened; reading them is an event. */
export const inboxEvents = {
  NotificationRead: z.object({ notificationId: Id }),
  /** All that were caused by events up to and with this log position. */
  AllNotificationsRead: z.object({ upTo: Position }),
} as const;
