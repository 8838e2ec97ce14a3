import type { MailKind } from '@ticketing/contracts/kinds.ts';
import type { ClientBase } from 'pg';
import { derivedId } from '../ids.ts';

/** Name of the job among graphile-worker's; it carries the mail's id. */
export const SEND_MAIL_TASK = 'send-mail';

export type NewMail = {
  readonly kind: MailKind;
  /** What it tells of: an event's or a command's id. One cause sends one mail of a kind to one recipient, whatever is retried. */
  readonly causeId: string;
  /** A person, at the address that they have when it is sent; or an address that belongs to nobody yet. */
  readonly to: { readonly userId: string } | { readonly address: string };
  readonly subject: string;
  /** Plain text; links are written with `linkTo`. */
  readonly text: string;
  /** Made from the text unless given. */
  readonly html?: string;
  /** When its links or its news are over; it is not sent after that. */
  readonly goodUntil?: Date;
  /** It is kept back until `releaseMails` says that what it tells of is recorded. */
  readonly held?: boolean;
};

/** A mail's id, which its Message-ID derives from in turn. */
export const mailId = ({ causeId, kind, to }: Pick<NewMail, 'causeId' | 'kind' | 'to'>): string =>
  derivedId(causeId, `mail ${kind} to ${'userId' in to ? to.userId : to.address.toLowerCase()}`);

/**
 * Puts a mail into the outbox and adds the job that sends it, both in the caller's transaction: it is sent when that
 * commits and never when it does not.
 * @returns false when there was such a mail already
 */
export async function queueMail(transaction: Pick<ClientBase, 'query'>, mail: NewMail): Promise<boolean> {
  const { kind, causeId, to, subject, text, html, goodUntil, held = false } = mail;
  const { rowCount } = await transaction.query({
    name: 'mail_queue',
    text: `with queued as (
             insert into mail.outbox (id, kind, cause_id, user_id, address, subject, body, html, good_until, held)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
             on conflict (id) do nothing
             returning id, held),
           added as (
             select graphile_worker.add_job('${SEND_MAIL_TASK}', json_build_object('mailId', id), job_key => 'mail:' || id)
             from queued where not held)
           select (select count(*) from added) from queued`,
    values: [
      mailId(mail),
      kind,
      causeId,
      'userId' in to ? to.userId : null,
      'address' in to ? to.address : null,
      subject,
      text,
      html ?? null,
      goodUntil ?? null,
      held,
    ],
  });
  return rowCount === 1;
}
