import { z } from 'zod';
import { Role } from '../kinds.ts';
import { Id, Instant } from '../values.ts';

/** Events of `roles-{projectId}`: who holds which role in one project, and who is asked to. */
export const rolesEvents = {
  RoleGranted: z.object({ userId: Id, role: Role }),
  RoleChanged: z.object({ userId: Id, role: Role }),
  RoleRevoked: z.object({ userId: Id }),
  /** The address that it went to is not in the log, so that it can be erased. */
  InvitationSent: z.object({ invitationId: Id, role: Role, expiresAt: Instant }),
  InvitationAccepted: z.object({ invitationId: Id, userId: Id }),
  InvitationRevoked: z.object({ invitationId: Id }),
  InvitationExpired: z.object({ invitationId: Id }),
} as const;
