import type { RolesEvent } from '@ticketing/contracts/events/event.ts';
import type { Role } from '@ticketing/contracts/kinds.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ids, recorded, specification } from '../testing/given.ts';
import { decideRoles, evolveRoles, type RolesCommand, type RolesState, rolesFold } from './roles.ts';

const { given } = specification({ stream: `roles-${ids.project}`, ...rolesFold, decide: decideRoles });
const granted = (userId: string, role: Role): RolesEvent => ({ type: 'RoleGranted', data: { userId, role } });

describe('roles in a project', () => {
  it('are granted, changed and revoked', () => {
    given()
      .when({ type: 'SetRole', userId: ids.agent, role: 'admin' })
      .thenHappens(granted(ids.agent, 'admin'));
    given(granted(ids.agent, 'admin'))
      .when({ type: 'SetRole', userId: ids.agent, role: 'user' })
      .thenHappens({ type: 'RoleChanged', data: { userId: ids.agent, role: 'user' } });
    given(granted(ids.agent, 'admin'))
      .when({ type: 'RevokeRole', userId: ids.agent })
      .thenHappens({ type: 'RoleRevoked', data: { userId: ids.agent } });
    given(granted(ids.agent, 'admin'))
      .when({ type: 'SetRole', userId: ids.agent, role: 'admin' })
      .thenHappens();
  });

  it('never leave a project without a superadmin', () => {
    given(granted(ids.agent, 'superadmin'))
      .when({ type: 'RevokeRole', userId: ids.agent })
      .thenRefused('last_superadmin');
    given(granted(ids.agent, 'superadmin'))
      .when({ type: 'SetRole', userId: ids.agent, role: 'admin' })
      .thenRefused('last_superadmin');
  });

  it('keep one superadmin through any sequence of commands', () => {
    const people = [ids.agent, ids.client, ids.company];
    const command: fc.Arbitrary<RolesCommand> = fc.oneof(
      fc.record({
        type: fc.constant('SetRole' as const),
        userId: fc.constantFrom(...people),
        role: fc.constantFrom<Role>('superadmin', 'admin', 'manager', 'user'),
      }),
      fc.record({ type: fc.constant('RevokeRole' as const), userId: fc.constantFrom(...people) }),
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
        let state: RolesState = new Map([[ids.agent, 'superadmin']]);
        for (const one of commands) {
          try {
            state = recorded(`roles-${ids.project}`, decideRoles(one, state)).reduce(evolveRoles, state);
          } catch {
            // A refusal changes nothing.
          }
          expect([...state.values()]).toContain('superadmin');
        }
      }),
    );
  });
});
