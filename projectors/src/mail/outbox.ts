import { SEND_MAIL_TASK } from '@ticketing/platform/mail/queue-mail.ts';
import type { Transaction } from '../engine/projection.ts';

/** A mail that waits to be sent. */
export type WaitingMail = {
  readonly id: string;
  readonly kind: string;
  readonly userId: string | null;
  readonly address: string | null;
  readonly subject: string;
  readonly body: string;
  readonly html: string | null;
  readonly goodUntil: Date | null;
  readonly attempts: number;
};

/** The mail, locked until the transaction ends, if it still waits: who comes meanwhile waits, and then finds it done. */
export async function lockWaiting(transaction: Transaction, id: string): Promise<WaitingMail | undefined> {
  const { rows } = await transaction.query<WaitingMail>({
    name: 'mail_lock',
    text: `select id, kind, user_id as "userId", address, subject, coalesce(body, '') as body, html,
             good_until as "goodUntil", attempts
           from mail.outbox where id = $1 and status = 'waiting' and not held for update`,
    values: [id],
  });
  return rows[0];
}

/** What it said is forgotten with it: nobody needs it any more, and it may hold a link that opens something. */
export async function settle(
  transaction: Transaction,
  id: string,
  to: { readonly status: 'sent' | 'dropped'; readonly attempts: number; readonly error: string | null },
): Promise<void> {
  await transaction.query({
    name: 'mail_settle',
    text: `update mail.outbox
           set status = $2, attempts = $3, last_error = $4, settled_at = now(), body = null, html = null
           where id = $1`,
    values: [id, to.status, to.attempts, to.error],
  });
}

/** What it said stays, so that it can be sent when somebody asks for it. */
export async function giveUp(
  transaction: Transaction,
  id: string,
  { attempts, error }: { readonly attempts: number; readonly error: string },
): Promise<void> {
  await transaction.query({
    name: 'mail_give_up',
    text: `update mail.outbox set status = 'failed', attempts = $2, last_error = $3, settled_at = now()
           where id = $1`,
    values: [id, attempts, error],
  });
}

export async function tryAgainLater(
  transaction: Transaction,
  id: string,
  { attempts, error, waitMs }: { readonly attempts: number; readonly error: string; readonly waitMs: number },
): Promise<void> {
  await transaction.query({
    name: 'mail_try_again',
    text: `update mail.outbox
           set attempts = $2, last_error = $3,
             next_attempt_at = clock_timestamp() + make_interval(secs => $4::double precision / 1000)
           where id = $1`,
    values: [id, attempts, error, waitMs],
  });
  await scheduleWaiting(transaction, id);
}

/** Sets the job of one waiting mail, or of all: a crash may have left a mail without one. A job that is there is replaced. */
export async function scheduleWaiting(transaction: Transaction, id: string | null): Promise<void> {
  await transaction.query({
    name: 'mail_schedule',
    text: `select count(graphile_worker.add_job('${SEND_MAIL_TASK}', json_build_object('mailId', id),
             run_at => next_attempt_at, job_key => 'mail:' || id))
           from mail.outbox where status = 'waiting' and not held and ($1::uuid is null or id = $1)`,
    values: [id],
  });
}

/** After so many days nobody can see any more to which address a mail went. */
export const REMEMBERED_DAYS = 30;

/**
 * Drops the mails whose time is over, and forgets what is no longer needed of old ones. Their rows stay, so that
 * nothing is ever sent twice.
 */
export async function tidyOutbox(transaction: Transaction, now: Date): Promise<void> {
  await transaction.query({
    name: 'mail_drop_late',
    text: `update mail.outbox
           set status = 'dropped', settled_at = $1, body = null, html = null,
             last_error = concat_ws('; ', last_error, 'its time was over before it could be sent')
           where good_until <= $1 and body is not null and status in ('waiting', 'failed')`,
    values: [now],
  });
  await transaction.query({
    name: 'mail_forget',
    text: `update mail.outbox
           set status = case status when 'failed' then 'dropped' else status end,
             body = null, html = null, address = null, subject = '', last_error = null
           where settled_at <= $1::timestamptz - make_interval(days => $2)
             and status <> 'waiting' and subject <> ''`,
    values: [now, REMEMBERED_DAYS],
  });
}
