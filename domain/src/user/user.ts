import { DomainError } from '@ticketing/contracts/errors.ts';
import type { RecordedEvent, UserEvent } from '@ticketing/contracts/events/event.ts';
import { type Language, NotificationKind } from '@ticketing/contracts/kinds.ts';
import type { NotificationPreference } from '@ticketing/contracts/notifications.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import type { Dashboard } from './dashboard.ts';

/** What a person's events add up to. `undefined` before registration. */
export type UserState =
  | {
      readonly kind: 'registered';
      readonly id: string;
      readonly username: string;
      readonly displayName: string;
      readonly email: string | null;
      readonly staff: boolean;
      readonly active: boolean;
      readonly superuser: boolean;
      /** As they chose it; null before they did. */
      readonly language: Language | null;
      readonly dashboard: Dashboard;
      /** As they were chosen, in the order of the kinds. */
      readonly notificationPreferences: readonly NotificationPreference[];
    }
  /** A registration that stopped half-way and whose name another one took over: it can never be completed. */
  | { readonly kind: 'abandoned' };

export type RegisteredUser = Extract<UserState, { kind: 'registered' }>;

/** Folds one event into a person. Never throws. */
export function evolveUser(state: UserState | undefined, event: RecordedEvent): UserState | undefined {
  if (event.type === 'UserRegistered') {
    return {
      kind: 'registered',
      ...event.data,
      id: streamSubject(event.stream),
      active: true,
      superuser: false,
      language: null,
      dashboard: { widgets: [] },
      notificationPreferences: [],
    };
  }
  if (event.type === 'UserRegistrationAbandoned') return { kind: 'abandoned' };
  if (state?.kind !== 'registered') return state;
  switch (event.type) {
    case 'UserProfileChanged':
      return { ...state, ...event.data };
    case 'LanguageChosen':
      return { ...state, language: event.data.language };
    case 'DashboardArranged':
      return { ...state, dashboard: event.data };
    case 'NotificationPreferencesChanged':
      return { ...state, notificationPreferences: event.data.preferences };
    case 'UserDeactivated':
      return { ...state, active: false };
    case 'UserReactivated':
      return { ...state, active: true };
    case 'SuperuserGranted':
      return { ...state, superuser: true };
    case 'SuperuserRevoked':
      return { ...state, superuser: false };
    default:
      return state;
  }
}

/** How `user-{id}` is folded. */
export const userFold = { initial: undefined as UserState | undefined, evolve: evolveUser };

export type UserCommand =
  | {
      readonly type: 'RegisterUser';
      readonly username: string;
      readonly displayName: string;
      readonly email: string | null;
      readonly staff: boolean;
    }
  | {
      readonly type: 'ChangeProfile';
      readonly displayName?: string | undefined;
      readonly email?: string | null | undefined;
    }
  | { readonly type: 'ChangePassword' }
  | { readonly type: 'ChooseLanguage'; readonly language: Language }
  | {
      readonly type: 'ChangeNotificationPreferences';
      readonly preferences: readonly NotificationPreference[];
    }
  | { readonly type: 'DeactivateUser' | 'RevokeSuperuser'; readonly actorId: string }
  | { readonly type: 'ReactivateUser' | 'GrantSuperuser' };

/** @throws DomainError when the command cannot be carried out */
export function decideUser(command: UserCommand, user: UserState | undefined): readonly UserEvent[] {
  if (command.type === 'RegisterUser') {
    if (user?.kind === 'abandoned') throw new DomainError('username_taken');
    const { username, displayName, email, staff } = command;
    return user ? [] : [{ type: 'UserRegistered', data: { username, displayName, email, staff } }];
  }
  if (user?.kind !== 'registered') throw new DomainError('not_found');
  switch (command.type) {
    case 'ChangeProfile': {
      const { displayName = user.displayName, email = user.email } = command;
      if (displayName === user.displayName && email === user.email) return [];
      return [{ type: 'UserProfileChanged', data: { displayName, email } }];
    }
    case 'ChangePassword':
      return [{ type: 'PasswordChanged', data: {} }];
    case 'ChooseLanguage': {
      const { language } = command;
      return language === user.language ? [] : [{ type: 'LanguageChosen', data: { language } }];
    }
    case 'ChangeNotificationPreferences': {
      const preferences = inOrder(command.preferences);
      const same = JSON.stringify(preferences) === JSON.stringify(inOrder(user.notificationPreferences));
      return same ? [] : [{ type: 'NotificationPreferencesChanged', data: { preferences } }];
    }
    case 'DeactivateUser':
      requireNotSelf(user, command.actorId);
      return user.active ? [{ type: 'UserDeactivated', data: {} }] : [];
    case 'ReactivateUser':
      return user.active ? [] : [{ type: 'UserReactivated', data: {} }];
    case 'GrantSuperuser':
      return user.superuser ? [] : [{ type: 'SuperuserGranted', data: {} }];
    case 'RevokeSuperuser':
      requireNotSelf(user, command.actorId);
      return user.superuser ? [{ type: 'SuperuserRevoked', data: {} }] : [];
    default:
      return command satisfies never;
  }
}

/** Whoever administers the installation stays: a superuser cannot lock the last one out by a slip. */
function requireNotSelf(user: RegisteredUser, actorId: string): void {
  if (user.superuser && user.id === actorId) throw new DomainError('last_superuser');
}

/** Each with its members in one order too, so that what is the same reads the same. */
const inOrder = (preferences: readonly NotificationPreference[]): NotificationPreference[] =>
  NotificationKind.options.flatMap((kind) => {
    const chosen = preferences.find((one) => one.kind === kind);
    return chosen ? [{ kind, inApp: chosen.inApp, byEmail: chosen.byEmail }] : [];
  });
