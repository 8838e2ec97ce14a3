import { z } from 'zod';
import { NotificationKind } from '../kinds.ts';
import { NotificationPreference, NotificationView, UNREAD_COUNTED } from '../notifications.ts';
import { Id, Position } from '../values.ts';
import { CommandAnswer, endpoint, PageQuery, pageOf } from './endpoint.ts';

const own = { tag: 'notifications', access: 'signed-in', status: 200 } as const;

export const listNotifications = endpoint({
  ...own,
  name: 'listNotifications',
  method: 'GET',
  path: '/api/notifications',
  summary: 'What the caller was told, the newest first, of tickets and rooms that they may still see',
  query: PageQuery.extend({
    /** `true`: only what is not read yet. */
    unread: z.enum(['true', 'false']).default('false'),
  }),
  response: pageOf(NotificationView),
  errors: [],
});

export const countUnreadNotifications = endpoint({
  ...own,
  name: 'countUnreadNotifications',
  method: 'GET',
  path: '/api/notifications/unread',
  summary: `How many notifications are not read yet, up to ${UNREAD_COUNTED}: so many or more are told as ${UNREAD_COUNTED}`,
  response: z.object({ unread: z.number().int().min(0).max(UNREAD_COUNTED) }),
  errors: [],
});

export const readNotification = endpoint({
  ...own,
  name: 'readNotification',
  method: 'POST',
  path: '/api/notifications/:id/read',
  summary:
    'Mark a notification of one’s own as read; an id that is none of one’s own changes nothing and tells nothing',
  params: z.object({ id: Id }),
  response: CommandAnswer,
  errors: [],
});

export const readAllNotifications = endpoint({
  ...own,
  name: 'readAllNotifications',
  method: 'POST',
  path: '/api/notifications/read-all',
  summary:
    'Mark all of one’s notifications as read that were caused up to a position; up to now unless given',
  body: z.object({ upTo: Position.optional() }).default({}),
  response: CommandAnswer,
  errors: [],
});

export const getNotificationPreferences = endpoint({
  ...own,
  name: 'getNotificationPreferences',
  method: 'GET',
  path: '/api/me/notification-preferences',
  summary: 'How the caller is told of each kind: in the app, by e-mail',
  response: z.object({ preferences: z.array(NotificationPreference) }),
  errors: [],
});

export const changeNotificationPreferences = endpoint({
  ...own,
  name: 'changeNotificationPreferences',
  method: 'PUT',
  path: '/api/me/notification-preferences',
  summary: 'Choose how to be told of these kinds; what is not named goes back to how it usually is',
  body: z.object({
    preferences: z
      .array(NotificationPreference)
      .max(NotificationKind.options.length)
      .refine(
        (chosen) => new Set(chosen.map(({ kind }) => kind)).size === chosen.length,
        'name each kind once',
      ),
  }),
  response: CommandAnswer,
  errors: [],
});
