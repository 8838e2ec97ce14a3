import { DomainError } from '@ticketing/contracts/errors.ts';
import type { RecordedEvent, RolesEvent } from '@ticketing/contracts/events/event.ts';
import type { Role } from '@ticketing/contracts/kinds.ts';

/** An invitation to a project. To whom it went is not in the log. */
export type Invitation = {
  readonly role: Role;
  /** Business time, ISO 8601. */
  readonly expiresAt: string;
  readonly state: 'pending' | 'accepted' | 'revoked' | 'expired';
  readonly acceptedBy: string | null;
  readonly sentBy: string;
};

export type RolesState = {
  /** User id → role in one project. */
  readonly held: ReadonlyMap<string, Role>;
  readonly invitations: ReadonlyMap<string, Invitation>;
};

/** Folds one event into a project's roles. Never throws. */
export function evolveRoles(state: RolesState, event: RecordedEvent): RolesState {
  switch (event.type) {
    case 'RoleGranted':
    case 'RoleChanged':
      return { ...state, held: new Map(state.held).set(event.data.userId, event.data.role) };
    case 'RoleRevoked': {
      const held = new Map(state.held);
      held.delete(event.data.userId);
      return { ...state, held };
    }
    case 'InvitationSent': {
      const { invitationId, role, expiresAt } = event.data;
      const sentBy = event.metadata.actorId;
      return withInvitation(state, invitationId, {
        role,
        expiresAt,
        state: 'pending',
        acceptedBy: null,
        sentBy,
      });
    }
    case 'InvitationAccepted':
      return settled(state, event.data.invitationId, 'accepted', event.data.userId);
    case 'InvitationRevoked':
      return settled(state, event.data.invitationId, 'revoked', null);
    case 'InvitationExpired':
      return settled(state, event.data.invitationId, 'expired', null);
    default:
      return state;
  }
}

function withInvitation(state: RolesState, invitationId: string, invitation: Invitation): RolesState {
  return { ...state, invitations: new Map(state.invitations).set(invitationId, invitation) };
}

function settled(
  state: RolesState,
  invitationId: string,
  as: Invitation['state'],
  acceptedBy: string | null,
): RolesState {
  const invitation = state.invitations.get(invitationId);
  return invitation ? withInvitation(state, invitationId, { ...invitation, state: as, acceptedBy }) : state;
}

/** How `roles-{projectId}` is folded. */
export const rolesFold: {
  readonly initial: RolesState;
  readonly evolve: typeof evolveRoles;
} = { initial: { held: new Map(), invitations: new Map() }, evolve: evolveRoles };

export type RolesCommand =
  | { readonly type: 'SetRole'; readonly userId: string; readonly role: Role }
  | { readonly type: 'RevokeRole'; readonly userId: string }
  | InvitationCommand;

export type InvitationCommand =
  | {
      readonly type: 'InvitePerson';
      readonly invitationId: string;
      readonly role: Role;
      readonly expiresAt: string;
    }
  | { readonly type: 'RevokeInvitation'; readonly invitationId: string }
  /** @property at when it is accepted or expires, ISO 8601 */
  | { readonly type: 'ExpireInvitation'; readonly invitationId: string; readonly at: string }
  | {
      readonly type: 'AcceptInvitation';
      readonly invitationId: string;
      readonly userId: string;
      readonly at: string;
    };

/** A project always keeps one superadmin. @throws DomainError */
export function decideRoles(command: RolesCommand, state: RolesState): readonly RolesEvent[] {
  switch (command.type) {
    case 'SetRole':
      return decideRole(command.userId, command.role, state);
    case 'RevokeRole':
      return decideRole(command.userId, undefined, state);
    case 'InvitePerson': {
      const { invitationId, role, expiresAt } = command;
      if (state.invitations.has(invitationId)) return [];
      return [{ type: 'InvitationSent', data: { invitationId, role, expiresAt } }];
    }
    case 'RevokeInvitation':
      return decideRevocation(command.invitationId, state);
    case 'ExpireInvitation': {
      const { invitationId, at } = command;
      const invitation = state.invitations.get(invitationId);
      const due = invitation?.state === 'pending' && isOver(invitation, at);
      return due ? [{ type: 'InvitationExpired', data: { invitationId } }] : [];
    }
    case 'AcceptInvitation':
      return decideAcceptance(command, state);
    default:
      return command satisfies never;
  }
}

/** What somebody promised as superadmin goes with that role: otherwise a link in their own mailbox would bring it back. */
function decideRole(userId: string, next: Role | undefined, state: RolesState): RolesEvent[] {
  const { held: roles, invitations } = state;
  const held = roles.get(userId);
  if (held === next) return [];
  const lastSuperadmin =
    held === 'superadmin' && ![...roles].some(([id, role]) => id !== userId && role === 'superadmin');
  if (lastSuperadmin) throw new DomainError('last_superadmin');
  const promised =
    held === 'superadmin'
      ? [...invitations].filter(([, { state: is, sentBy }]) => is === 'pending' && sentBy === userId)
      : [];
  const changed: RolesEvent =
    next === undefined
      ? { type: 'RoleRevoked', data: { userId } }
      : { type: held ? 'RoleChanged' : 'RoleGranted', data: { userId, role: next } };
  return [
    changed,
    ...promised.map(([invitationId]): RolesEvent => ({ type: 'InvitationRevoked', data: { invitationId } })),
  ];
}

function decideRevocation(invitationId: string, { invitations }: RolesState): RolesEvent[] {
  const invitation = invitations.get(invitationId);
  if (!invitation) throw new DomainError('not_found');
  if (invitation.state === 'accepted') throw new DomainError('invitation_accepted');
  return invitation.state === 'pending' ? [{ type: 'InvitationRevoked', data: { invitationId } }] : [];
}

/** From the least to the most. */
const ranks: readonly Role[] = ['user', 'manager', 'admin', 'superadmin'];

/** Whoever holds as much already keeps what they hold: an invitation never takes anything away. */
function decideAcceptance(
  { invitationId, userId, at }: Extract<RolesCommand, { type: 'AcceptInvitation' }>,
  state: RolesState,
): RolesEvent[] {
  const invitation = state.invitations.get(invitationId);
  if (invitation?.state === 'accepted' && invitation.acceptedBy === userId) return [];
  if (!invitation || !isGood(invitation, at)) throw new DomainError('link_not_valid');
  const accepted: RolesEvent = { type: 'InvitationAccepted', data: { invitationId, userId } };
  const held = state.held.get(userId);
  const raised = held === undefined || ranks.indexOf(invitation.role) > ranks.indexOf(held);
  return raised ? [accepted, ...decideRole(userId, invitation.role, state)] : [accepted];
}

const isOver = ({ expiresAt }: Invitation, at: string): boolean => Date.parse(at) >= Date.parse(expiresAt);

/** Whether an invitation can be accepted now. */
export const isGood = (invitation: Invitation, at: string): boolean =>
  invitation.state === 'pending' && !isOver(invitation, at);
