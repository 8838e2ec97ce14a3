import { htmlOfText } from '@ticketing/platform/mail/html-of-text.ts';
import { withLinks } from '@ticketing/platform/mail/links.ts';
import type { MailDelivery } from '@ticketing/platform/mail/mail-delivery.ts';
import { MailRefused } from '@ticketing/platform/mail/smtp-transport.ts';
import type { Metrics } from '@ticketing/platform/metrics.ts';
import { inTransaction } from '@ticketing/platform/postgres.ts';
import type pg from 'pg';
import type { EngineLog } from '../engine/projection.ts';
import { giveUp, lockWaiting, settle, tryAgainLater } from './outbox.ts';

export type MailSenderDeps = {
  readonly pool: pg.Pool;
  readonly delivery: MailDelivery;
  /** Where an active person gets mail now; `undefined` without an address. */
  readonly addressOf: (userId: string) => Promise<string | undefined>;
  readonly log: EngineLog;
  readonly metrics: Metrics;
  readonly now?: (() => Date) | undefined;
  readonly retries?: Retries | undefined;
};

/** Each wait is twice the one before it. */
export type Retries = { readonly firstMs: number; readonly mostMs: number; readonly attempts: number };

/** Waits of 30 s, 1 min, 2 min … at most 4 h: the last of 12 attempts comes about 12 hours after the first. */
const PATIENT: Retries = { firstMs: 30_000, mostMs: 4 * 3_600_000, attempts: 12 };

/**
 * Sends one mail of the outbox, if it still waits. Its row is locked meanwhile, so no two processes send it at once.
 * What cannot be had: a crash after the mail server took the mail and before that is committed sends it again, with
 * the same Message-ID.
 */
export function createMailSender(deps: MailSenderDeps): (mailId: string) => Promise<void> {
  const { pool, delivery, addressOf, log, metrics, now = () => new Date(), retries = PATIENT } = deps;
  const outcomes = metrics.counter('ticketing_mails_total', 'Attempts to send a mail, by what came of them', [
    'outcome',
  ]);

  return (mailId) =>
    inTransaction(pool, async (transaction) => {
      const mail = await lockWaiting(transaction, mailId);
      if (!mail) return;
      const drop = async (error: string) => {
        await settle(transaction, mail.id, { status: 'dropped', attempts: mail.attempts, error });
        outcomes.inc({ outcome: 'dropped' });
      };
      if (mail.goodUntil && mail.goodUntil <= now()) {
        return drop('its time was over before it could be sent');
      }
      const address = mail.address ?? (mail.userId ? await addressOf(mail.userId) : undefined);
      if (address === undefined) return drop('there is no such active person with an e-mail address');
      const attempts = mail.attempts + 1;
      const text = withLinks(mail.body, delivery.urls);
      const html = mail.html === null ? htmlOfText(text) : withLinks(mail.html, delivery.urls);
      const refusal = await delivery.transport
        .send({ id: mail.id, to: address, subject: mail.subject, text, html })
        .then(
          () => undefined,
          (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
        );
      if (!refusal) {
        await settle(transaction, mail.id, { status: 'sent', attempts, error: null });
        outcomes.inc({ outcome: 'sent' });
        return;
      }
      const error = refusal.message.slice(0, 500);
      const tried = { mailId: mail.id, kind: mail.kind, attempts, error: withoutAddresses(error) };
      if (refusal instanceof MailRefused || attempts >= retries.attempts) {
        await giveUp(transaction, mail.id, { attempts, error });
        log.error(tried, 'a mail could not be sent and is given up; it can be sent again by hand');
        outcomes.inc({ outcome: 'failed' });
      } else {
        const waitMs = Math.min(retries.firstMs * 2 ** mail.attempts, retries.mostMs);
        await tryAgainLater(transaction, mail.id, { attempts, error, waitMs });
        log.warn({ ...tried, waitMs }, 'a mail could not be sent; it is tried again');
        outcomes.inc({ outcome: 'retried' });
      }
    });
}

/** Mail servers repeat the address that they refuse. Superusers read it in the outbox; logs hold no addresses. */
const withoutAddresses = (error: string): string => error.replace(/[^\s<>"'(),;:]+@[^\s<>"'(),;]+/g, '…');
