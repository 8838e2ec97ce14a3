import { z } from 'zod';
import { Language, NotificationKind } from '../kinds.ts';
import { DisplayName, EmailAddress, Id, Username } from '../values.ts';

/** Events of `user-{id}`. The only events besides `contact-*` that may carry personal data. */
export const userEvents = {
  /** `staff` tells IT staff from client employees; it decides who may found projects and companies. */
  UserRegistered: z.object({
    username: Username,
    displayName: DisplayName,
    email: EmailAddress.nullable(),
    staff: z.boolean(),
  }),
  UserProfileChanged: z.object({ displayName: DisplayName, email: EmailAddress.nullable() }),
  PasswordChanged: z.object({}),
  /** Whether they are told in the app and by e-mail, for each kind that they chose for; the rest is as by default. */
  NotificationPreferencesChanged: z.object({
    preferences: z
      .array(z.object({ kind: NotificationKind, inApp: z.boolean(), byEmail: z.boolean() }))
      .max(NotificationKind.options.length),
  }),
  /** In which language they read the apps and get mails. Who never chose has none. */
  LanguageChosen: z.object({ language: Language }),
  /** Widgets of the dashboard in their order; what is not named stands where it does by default. */
  DashboardArranged: z.object({
    widgets: z.array(z.object({ widget: z.string().min(1).max(40), shown: z.boolean() })).max(40),
  }),
  UserDeactivated: z.object({}),
  UserReactivated: z.object({}),
  SuperuserGranted: z.object({}),
  SuperuserRevoked: z.object({}),
  /** Closes a stream whose registration stopped half-way, so that its reserved name can be taken over. */
  UserRegistrationAbandoned: z.object({ takenOverBy: Id }),
} as const;
