import { SYSTEM_ACTOR } from '@ticketing/contracts/events/metadata.ts';
import { rolesStream } from '@ticketing/contracts/streams.ts';
import { decideRoles, rolesFold } from '@ticketing/domain/roles/roles.ts';
import type { Aggregates } from '@ticketing/platform/aggregates.ts';
import { derivedId } from '@ticketing/platform/ids.ts';
import type { ExpireInvitation } from './invitations-jobs.ts';

/**
 * The saga's command: decided on the project's own stream, so an invitation that was accepted a moment ago stays
 * accepted. Its id derives from the event that caused it: however often it is sent, it acts once.
 */
export function expireThrough(aggregates: Aggregates): ExpireInvitation {
  return async ({ invitationId, projectId, sentBy, at }) => {
    const stream = rolesStream(projectId);
    const context = {
      commandId: derivedId(sentBy, 'expire when over'),
      command: 'ExpireInvitation',
      actorId: SYSTEM_ACTOR,
      at,
      ...(await aggregates.causeOf(stream, sentBy)),
      retryable: true,
    };
    await aggregates.execute(stream, rolesFold, context, (roles) =>
      decideRoles({ type: 'ExpireInvitation', invitationId, at }, roles),
    );
  };
}
