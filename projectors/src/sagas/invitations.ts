import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import { dropMails, releaseMails } from '@ticketing/platform/mail/held-mails.ts';
import type { Projection, Transaction } from '../engine/projection.ts';
import { deleteRows, rowsById, upsertRows } from '../read-models/rows.ts';
import { instant, isNextOf } from '../read-models/ticket-row.ts';
import { scheduleExpiry, unscheduleExpiry } from './invitations-jobs.ts';
import { invitationsTableNames, invitationsTables } from './invitations-tables.ts';

type PendingRow = { id: string; project_id: string; expires_at: string; sent_by: string };
type RevisionRow = { id: string; revision: number };

const pendingColumns = ['id', 'project_id', 'expires_at', 'sent_by'] as const;

export type InvitationsOptions = { readonly now: () => Date };

/**
 * The process manager of invitations. One that was sent has its mail go out and gets a timer, in the transaction that
 * says that it is pending; accepting it, revoking it or its expiry take the timer away, and a mail that has not gone
 * out by then never does. When the time is over, `InvitationExpired` is appended.
 */
export function invitationsSaga({ now }: InvitationsOptions): Projection {
  return {
    name: 'invitations',
    version: 1,
    schema: 'sagas',
    gatherMs: 50,
    tables: invitationsTables,
    indexes: '',
    tableNames: invitationsTableNames,
    categories: new Set(['roles']),
    async settleRebuilt(transaction, schema) {
      const { rows } = await transaction.query<{ id: string }>('select id from invitations_pending');
      await scheduleExpiry(transaction, now(), rows, schema);
      await releaseMails(
        transaction,
        rows.map(({ id }) => id),
      );
    },
    async project({ events, rebuilding }, transaction) {
      const revisions = await loadRevisions(events, transaction);
      const sent = new Map<string, PendingRow>();
      /** Invitation → the event that ended it. */
      const over = new Map<string, RecordedEvent['type']>();
      for (const event of events) {
        const projectId = streamSubject(event.stream);
        if (!isNextOf(revisions.get(projectId), event)) continue;
        revisions.set(projectId, { id: projectId, revision: Number(event.revision) });
        switch (event.type) {
          case 'InvitationSent': {
            const { invitationId: id, expiresAt } = event.data;
            sent.set(id, { id, project_id: projectId, expires_at: instant(expiresAt), sent_by: event.id });
            break;
          }
          case 'InvitationAccepted':
          case 'InvitationRevoked':
          case 'InvitationExpired':
            over.set(event.data.invitationId, event.type);
            break;
          default:
            break;
        }
      }
      const ended = [...over.keys()];
      const pending = [...sent.values()].filter(({ id }) => !over.has(id));
      await upsertRows(
        transaction,
        'invitations_revisions',
        ['id', 'revision'],
        ['id'],
        [...revisions.values()],
      );
      await upsertRows(transaction, 'invitations_pending', pendingColumns, ['id'], pending);
      await deleteRows(
        transaction,
        'invitations_pending',
        ['id'],
        ended.map((id) => ({ id })),
      );
      if (rebuilding) return [];
      await unscheduleExpiry(transaction, ended);
      await scheduleExpiry(transaction, now(), pending);
      await dropMails(
        transaction,
        ended.filter((id) => over.get(id) !== 'InvitationAccepted'),
        'the invitation was over before it could be sent',
      );
      await releaseMails(
        transaction,
        pending.map(({ id }) => id),
      );
      return [];
    },
  };
}

async function loadRevisions(
  events: readonly RecordedEvent[],
  transaction: Transaction,
): Promise<Map<string, RevisionRow>> {
  const ids = [...new Set(events.map(({ stream }) => streamSubject(stream)))];
  type Stored = { id: string; revision: bigint };
  const stored = await rowsById<Stored>(transaction, 'invitations_revisions', ['id', 'revision'], ids);
  return new Map([...stored.values()].map(({ id, revision }) => [id, { id, revision: Number(revision) }]));
}
