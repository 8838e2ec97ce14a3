import type { UserEvent } from '@ticketing/contracts/events/event.ts';
import { NotificationKind } from '@ticketing/contracts/kinds.ts';
import { type NotificationPreference, preferenceFor } from '@ticketing/contracts/notifications.ts';
import { describe, expect, it } from 'vitest';
import { ids, specification } from '../testing/given.ts';
import { decideUser, type UserCommand, type UserState, userFold } from './user.ts';

const { given } = specification<UserState | undefined, UserCommand, UserEvent>({
  stream: `user-${ids.agent}`,
  ...userFold,
  decide: decideUser,
});
const registered: UserEvent = {
  type: 'UserRegistered',
  data: { username: 'agent', displayName: 'Agent', email: null, staff: true },
};
const silent: NotificationPreference = { kind: 'commented', inApp: false, byEmail: false };
const mailed: NotificationPreference = { kind: 'chat', inApp: true, byEmail: true };
const changed = (...preferences: NotificationPreference[]): UserEvent => ({
  type: 'NotificationPreferencesChanged',
  data: { preferences },
});

describe('how a person wants to be told', () => {
  it('is changed, and the same choice in another order is no change', () => {
    given(registered)
      .when({ type: 'ChangeNotificationPreferences', preferences: [mailed, silent] })
      .thenHappens(changed(silent, mailed));
    given(registered, changed(silent, mailed))
      .when({ type: 'ChangeNotificationPreferences', preferences: [mailed, silent] })
      .thenHappens();
    given(registered, changed(silent, mailed))
      .when({ type: 'ChangeNotificationPreferences', preferences: [] })
      .thenHappens(changed());
  });

  it('is everything in the app, and by e-mail what waits for this very person, unless chosen otherwise', () => {
    const byMail = NotificationKind.options.filter((kind) => preferenceFor(kind, []).byEmail);
    expect(byMail).toEqual(['assigned', 'mentioned', 'due_soon', 'review_asked']);
    expect(NotificationKind.options.every((kind) => preferenceFor(kind, []).inApp)).toBe(true);
    expect(preferenceFor('commented', [silent])).toEqual(silent);
  });
});
