import { DomainError } from '@ticketing/contracts/errors.ts';
import type { RecordedEvent, RolesEvent } from '@ticketing/contracts/events/event.ts';
import type { Role } from '@ticketing/contracts/kinds.ts';

/** User id → role in one project. */
export type RolesState = ReadonlyMap<string, Role>;

/** Folds one event into a project's roles. Never throws. */
export function evolveRoles(state: RolesState, event: RecordedEvent): RolesState {
  switch (event.type) {
    case 'RoleGranted':
    case 'RoleChanged':
      return new Map(state).set(event.data.userId, event.data.role);
    case 'RoleRevoked': {
      const roles = new Map(state);
      roles.delete(event.data.userId);
      return roles;
    }
    default:
      return state;
  }
}

/** How `roles-{projectId}` is folded. */
export const rolesFold = { initial: new Map() as RolesState, evolve: evolveRoles };

export type RolesCommand =
  | { readonly type: 'SetRole'; readonly userId: string; readonly role: Role }
  | { readonly type: 'RevokeRole'; readonly userId: string };

/** A project always keeps one superadmin. @throws DomainError */
export function decideRoles(command: RolesCommand, roles: RolesState): readonly RolesEvent[] {
  const { userId } = command;
  const held = roles.get(userId);
  const next = command.type === 'SetRole' ? command.role : undefined;
  if (held === next) return [];
  const lastSuperadmin =
    held === 'superadmin' && ![...roles].some(([id, role]) => id !== userId && role === 'superadmin');
  if (lastSuperadmin) throw new DomainError('last_superadmin');
  if (next === undefined) return [{ type: 'RoleRevoked', data: { userId } }];
  return [{ type: held ? 'RoleChanged' : 'RoleGranted', data: { userId, role: next } }];
}
