import { z } from 'zod';
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
  UserDeactivated: z.object({}),
  UserReactivated: z.object({}),
  SuperuserGranted: z.object({}),
  SuperuserRevoked: z.object({}),
  /** Closes a stream whose registration stopped half-way, so that its reserved name can be taken over. */
  UserRegistrationAbandoned: z.object({ takenOverBy: Id }),
} as const;
