import { z } from 'zod';
import { Role } from '../kinds.ts';
import { Id } from '../values.ts';

/** Events of `roles-{projectId}`: who holds which role in one project. */
export const rolesEvents = {
  RoleGranted: z.object({ userId: Id, role: Role }),
  RoleChanged: z.object({ userId: Id, role: Role }),
  RoleRevoked: z.object({ userId: Id }),
} as const;
