import type { ClientBase } from 'pg';
import { SEND_MAIL_TASK } from './queue-mail.ts';

type Transaction = Pick<ClientBase, 'query'>;

/** Has the mails that were held for these causes sent. Those that were released before are left as they are. */
export async function releaseMails(transaction: Transaction, causeIds: readonly string[]): Promise<void> {
  if (causeIds.length === 0) return;
  await transaction.query({
    name: 'mail_release',
    text: `with released as (
             update mail.outbox set held = false, next_attempt_at = now()
             where cause_id = any($1) and status = 'waiting' and held returning id)
           select graphile_worker.add_job('${SEND_MAIL_TASK}', json_build_object('mailId', id), job_key => 'mail:' || id)
           from released`,
    values: [causeIds],
  });
}

/** Mails of these causes that were not sent yet never are: what they tell is not so any more. */
export async function dropMails(
  transaction: Transaction,
  causeIds: readonly string[],
  why: string,
): Promise<void> {
  if (causeIds.length === 0) return;
  await transaction.query({
    name: 'mail_drop',
    text: `update mail.outbox
           set status = 'dropped', settled_at = now(), body = null, html = null, last_error = $2
           where cause_id = any($1) and status = 'waiting'`,
    values: [causeIds, why],
  });
}
