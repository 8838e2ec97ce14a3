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
    const invitations = [ids.tag, ids.comment];
    const people = [ids.agent, ids.client, ids.company];
    const command: fc.Arbitrary<RolesCommand> = fc.oneof(
      fc.record({
        type: fc.constant('SetRole' as const),
        userId: fc.constantFrom(...people),
        role: fc.constantFrom<Role>('superadmin', 'admin', 'manager', 'user'),
      }),
      fc.record({ type: fc.constant('RevokeRole' as const), userId: fc.constantFrom(...people) }),
      fc.record({
        type: fc.constant('InvitePerson' as const),
        invitationId: fc.constantFrom(...invitations),
        role: fc.constantFrom<Role>('superadmin', 'admin', 'manager', 'user'),
        expiresAt: fc.constant('2026-03-08T09:00:00.000Z'),
      }),
      fc.record({
        type: fc.constant('AcceptInvitation' as const),
        invitationId: fc.constantFrom(...invitations),
        userId: fc.constantFrom(...people),
        at: fc.constant('2026-03-02T09:00:00.000Z'),
      }),
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
        let state: RolesState = { ...rolesFold.initial, held: new Map([[ids.agent, 'superadmin']]) };
        for (const one of commands) {
          try {
            state = recorded(`roles-${ids.project}`, decideRoles(one, state)).reduce(evolveRoles, state);
          } catch {
            // A refusal changes nothing.
          }
          expect([...state.held.values()]).toContain('superadmin');
        }
      }),
    );
  });
});

describe('an invitation', () => {
  const invitationId = ids.comment;
  const expiresAt = '2026-03-08T09:00:00.000Z';
  const inTime = '2026-03-08T08:59:59.999Z';
  const sent = (role: Role = 'admin'): RolesEvent => ({
    type: 'InvitationSent',
    data: { invitationId, role, expiresAt },
  });
  const accepted: RolesEvent = { type: 'InvitationAccepted', data: { invitationId, userId: ids.client } };
  const accept = (at = inTime, userId: string = ids.client): RolesCommand => ({
    type: 'AcceptInvitation',
    invitationId,
    userId,
    at,
  });

  it('is sent once, and accepting it gives the role', () => {
    given().when({ type: 'InvitePerson', invitationId, role: 'admin', expiresAt }).thenHappens(sent());
    given(sent()).when({ type: 'InvitePerson', invitationId, role: 'admin', expiresAt }).thenHappens();
    given(sent()).when(accept()).thenHappens(accepted, granted(ids.client, 'admin'));
  });

  it('raises a role that is held, and never lowers one, not even the last superadmin’s', () => {
    given(granted(ids.client, 'user'), sent('manager'))
      .when(accept())
      .thenHappens(accepted, { type: 'RoleChanged', data: { userId: ids.client, role: 'manager' } });
    for (const held of ['manager', 'admin', 'superadmin'] as const) {
      given(granted(ids.client, held), sent('manager')).when(accept()).thenHappens(accepted);
    }
  });

  it('is accepted by one person only, for whom accepting again changes nothing', () => {
    given(sent(), accepted).when(accept()).thenHappens();
    given(sent(), accepted).when(accept(inTime, ids.agent)).thenRefused('link_not_valid');
  });

  it('is of no use once it is over, revoked or unknown', () => {
    given(sent()).when(accept(expiresAt)).thenRefused('link_not_valid');
    for (const type of ['InvitationRevoked', 'InvitationExpired'] as const) {
      given(sent(), { type, data: { invitationId } }).when(accept()).thenRefused('link_not_valid');
    }
    given().when(accept()).thenRefused('link_not_valid');
  });

  it('is revoked once, and not when it was accepted', () => {
    const revoke = { type: 'RevokeInvitation', invitationId } as const;
    const revoked: RolesEvent = { type: 'InvitationRevoked', data: { invitationId } };
    given(sent()).when(revoke).thenHappens(revoked);
    given(sent(), revoked).when(revoke).thenHappens();
    given(sent(), { type: 'InvitationExpired', data: { invitationId } }).when(revoke).thenHappens();
    given(sent(), accepted).when(revoke).thenRefused('invitation_accepted');
    given().when(revoke).thenRefused('not_found');
  });

  it('goes with the role by which it was sent', () => {
    const partners = given(granted(ids.agent, 'superadmin'), granted(ids.client, 'superadmin'), sent());
    const gone: RolesEvent = { type: 'InvitationRevoked', data: { invitationId } };
    partners
      .when({ type: 'RevokeRole', userId: ids.agent })
      .thenHappens({ type: 'RoleRevoked', data: { userId: ids.agent } }, gone);
    partners
      .when({ type: 'SetRole', userId: ids.agent, role: 'admin' })
      .thenHappens({ type: 'RoleChanged', data: { userId: ids.agent, role: 'admin' } }, gone);
    // Somebody else's stays, and so does what became of one before.
    partners
      .when({ type: 'RevokeRole', userId: ids.client })
      .thenHappens({ type: 'RoleRevoked', data: { userId: ids.client } });
    given(granted(ids.agent, 'superadmin'), granted(ids.client, 'superadmin'), sent(), gone)
      .when({ type: 'RevokeRole', userId: ids.agent })
      .thenHappens({ type: 'RoleRevoked', data: { userId: ids.agent } });
  });

  it('expires when its time is over, and not before or when it is settled', () => {
    const expire = (at: string) => ({ type: 'ExpireInvitation', invitationId, at }) as const;
    given(sent()).when(expire(expiresAt)).thenHappens({ type: 'InvitationExpired', data: { invitationId } });
    given(sent()).when(expire(inTime)).thenHappens();
    given(sent(), accepted).when(expire(expiresAt)).thenHappens();
    given().when(expire(expiresAt)).thenHappens();
  });
});
