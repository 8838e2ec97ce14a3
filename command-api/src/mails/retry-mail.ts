import { DomainError } from '@ticketing/contracts/errors.ts';
import type { MailStatus } from '@ticketing/contracts/kinds.ts';
import { SEND_MAIL_TASK } from '@ticketing/platform/mail/queue-mail.ts';
import type { Application, Commanded } from '../application.ts';
import { authorityAt, requireOnSite } from '../authority.ts';

/**
 * Has a mail that was given up sent again. One that waits already is left as it is.
 * @throws DomainError `forbidden`, `not_found`, `mail_not_failed`
 */
export async function retryMail(
  app: Application,
  context: Commanded,
  id: string,
): Promise<{ id: string; status: MailStatus }> {
  requireOnSite(await authorityAt(app, context, {}), 'mail.administer');
  const { rowCount } = await app.pool.query(
    `with again as (
       update mail.outbox set status = 'waiting', attempts = 0, next_attempt_at = now(), settled_at = null
       where id = $1 and status = 'failed' returning id)
     select graphile_worker.add_job('${SEND_MAIL_TASK}', json_build_object('mailId', id), job_key => 'mail:' || id)
     from again`,
    [id],
  );
  if (rowCount) return { id, status: 'waiting' };
  const { rows } = await app.pool.query<{ status: MailStatus }>(
    'select status from mail.outbox where id = $1',
    [id],
  );
  if (!rows[0]) throw new DomainError('not_found');
  if (rows[0].status !== 'waiting') throw new DomainError('mail_not_failed');
  return { id, status: 'waiting' };
}
