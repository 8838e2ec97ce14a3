import type { Cases } from './cases.ts';

/** What is one's own is anybody's who may call at all; nobody reaches another's by these. */
export const notificationCases: Readonly<Record<string, Cases>> = {
  listNotifications: () => [{ relation: '–', expected: 'done' }],
  countUnreadNotifications: () => [{ relation: '–', expected: 'done' }],
  // Whether it is a notification, and whose, is not told.
  readNotification: ({ world }) => [
    { relation: 'of nothing', params: { id: world.extras.target }, expected: 'done' },
  ],
  readAllNotifications: () => [
    { relation: 'until now', expected: 'done' },
    { relation: 'up to a position', body: { upTo: '1' }, expected: 'done' },
  ],
  chooseLanguage: () => [{ relation: '–', body: { language: 'ka' }, expected: 'done' }],
  getNotificationPreferences: () => [{ relation: '–', expected: 'done' }],
  changeNotificationPreferences: () => [
    {
      relation: '–',
      body: { preferences: [{ kind: 'chat', inApp: true, byEmail: true }] },
      expected: 'done',
    },
  ],
};
