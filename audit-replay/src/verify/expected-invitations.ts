import { streamCategory, streamSubject } from '@ticketing/contracts/streams.ts';
import { type ExpectedReadModel, instantValue } from './expected-read-model.ts';

/** What the saga of invitations must know: which may still be accepted, by which event each was sent, and until when. */
export function expectedInvitations(): ExpectedReadModel {
  const pending = new Map<string, { projectId: string; expiresAt: string; sentBy: string }>();
  const revisions = new Map<string, string>();
  return {
    name: 'invitations',
    schema: 'sagas',
    apply(event) {
      if (streamCategory(event.stream) !== 'roles') return;
      const projectId = streamSubject(event.stream);
      revisions.set(projectId, String(event.revision));
      if (event.type === 'InvitationSent') {
        const { invitationId, expiresAt } = event.data;
        pending.set(invitationId, { projectId, expiresAt, sentBy: event.id });
      } else if ('invitationId' in event.data) {
        pending.delete(event.data.invitationId);
      }
    },
    tables: [
      {
        name: 'invitations_pending',
        keyColumns: ['id'],
        columns: ['id', 'project_id', 'expires_at', 'sent_by'],
        keys: () => pending.keys(),
        row(id) {
          const invitation = pending.get(id);
          if (!invitation) return undefined;
          const { projectId, expiresAt, sentBy } = invitation;
          return { id, project_id: projectId, expires_at: instantValue(expiresAt), sent_by: sentBy };
        },
      },
      {
        name: 'invitations_revisions',
        keyColumns: ['id'],
        columns: ['id', 'revision'],
        keys: () => revisions.keys(),
        row(id) {
          const revision = revisions.get(id);
          return revision === undefined ? undefined : { id, revision };
        },
      },
    ],
  };
}
