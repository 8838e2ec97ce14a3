import type { TaskList } from 'graphile-worker';
import type pg from 'pg';
import { z } from 'zod';
import type { EngineLog, Transaction } from '../engine/projection.ts';

/** Name of the task among graphile-worker's. */
export const EXPIRE_TASK = 'expire-invitation';

/** What a timer carries. */
type ExpiryPayload = {
  readonly invitationId: string;
  readonly projectId: string;
  /** Id of its InvitationSent; the command's id derives from it. */
  readonly sentBy: string;
};
const Payload = z.object({ invitationId: z.uuid(), projectId: z.uuid(), sentBy: z.uuid() });

/** The command that the saga answers with, through the same handler as HTTP. @property at ISO 8601 */
export type ExpireInvitation = (command: ExpiryPayload & { readonly at: string }) => Promise<void>;

/** Sets the timers of invitations, in the transaction that says that they are pending; a second one replaces the first. */
export async function scheduleExpiry(
  transaction: Transaction,
  now: Date,
  pending: readonly { readonly id: string }[],
  schema = 'sagas',
): Promise<void> {
  if (pending.length === 0) return;
  await transaction.query({
    name: `invitations_schedule_${schema}`,
    text: `select count(graphile_worker.add_job('${EXPIRE_TASK}',
             json_build_object('invitationId', id, 'projectId', project_id, 'sentBy', sent_by),
             run_at => clock_timestamp() + (expires_at - $2::timestamptz),
             job_key => 'invitation:' || id))
           from ${schema}.invitations_pending where id = any($1::uuid[])`,
    values: [pending.map(({ id }) => id), now.toISOString()],
  });
}

export async function unscheduleExpiry(
  transaction: Transaction,
  invitationIds: readonly string[],
): Promise<void> {
  if (invitationIds.length === 0) return;
  await transaction.query({
    name: 'invitations_unschedule',
    text: `select count(graphile_worker.remove_job('invitation:' || id)) from unnest($1::uuid[]) as id`,
    values: [invitationIds],
  });
}

export type ExpiryTaskDeps = {
  readonly pool: pg.Pool;
  readonly expireInvitation: ExpireInvitation;
  /** False while the saga catches up with the log: what it knows may be long over. */
  readonly caughtUp: () => boolean;
  readonly now: () => Date;
  readonly log: EngineLog;
};

/** How long a timer that fires before the saga has caught up is put off, in milliseconds. */
const CATCHING_UP_MS = 5_000;

/** What is done when the saga's timers go off. */
export function invitationTasks({ pool, expireInvitation, caughtUp, now, log }: ExpiryTaskDeps): TaskList {
  return {
    async [EXPIRE_TASK](payload, helpers) {
      const invitation = Payload.parse(payload);
      const { invitationId } = invitation;
      const putOff = (milliseconds: number) =>
        helpers.addJob(EXPIRE_TASK, invitation, {
          // The real clock runs timers; the delay is what the injected clock says is left.
          runAt: new Date(Date.now() + milliseconds),
          jobKey: `invitation:${invitationId}`,
        });
      if (!caughtUp()) {
        await putOff(CATCHING_UP_MS);
        return;
      }
      const { rows } = await pool.query<{ expires_at: Date }>(
        'select expires_at from sagas.invitations_pending where id = $1',
        [invitationId],
      );
      if (!rows[0]) return;
      const left = rows[0].expires_at.getTime() - now().getTime();
      if (left > 0) {
        await putOff(left);
        return;
      }
      await expireInvitation({ ...invitation, at: now().toISOString() });
      log.info({ invitationId }, 'the time of an invitation is over');
    },
  };
}
