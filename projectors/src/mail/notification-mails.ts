import { DEFAULT_LANGUAGE, type Language } from '@ticketing/contracts/kinds.ts';
import { appOf } from '@ticketing/platform/mail/links.ts';
import { mailId, queueMail } from '@ticketing/platform/mail/queue-mail.ts';
import { inTransaction } from '@ticketing/platform/postgres.ts';
import type pg from 'pg';
import type { EngineLog, Transaction } from '../engine/projection.ts';
import type { JobWorker } from '../job-worker.ts';
import { lookInTurn } from '../look-in-turn.ts';
import { loadNotifications, type NotificationRow } from '../read-models/inbox.ts';
import { inboxFacts } from '../read-models/inbox-facts.ts';
import { loadNames, viewOf } from '../read-models/inbox-live.ts';
import { loadSubjects, sees } from '../read-models/inbox-sight.ts';
import { notificationWords } from './notification-words.ts';

export type NotificationMailDeps = {
  readonly pool: pg.Pool;
  /** How long a notification may wait to be read in the app before it is mailed. */
  readonly delaySeconds: number;
  readonly now: () => Date;
  /** False while the inbox catches up with the log: what it says is unread may be read long ago. */
  readonly caughtUp: () => boolean;
};

/** Nobody is mailed what is older than this when it is first looked at. In milliseconds, as all times here. */
const TOO_OLD = 24 * 3_600_000;
/** How far behind the last look the next one begins: rows of a moment ago may have come after it. */
const OVERLAP = 5 * 60_000;
/** How long a mail waits for a mail server that does not answer. */
const GOOD_FOR = 3 * 24 * 3_600_000;
const LOOK_EVERY = 5_000;
const AT_ONCE = 500;

/**
 * Queues a mail for each notification that its person wanted by e-mail, did not read in the app meanwhile and may
 * still see. A notification's id is the mail's cause, and the outbox takes one mail for one cause for good: so looking
 * twice, a crash in between, a second process, or building the inbox anew sends nothing a second time.
 * @param after recorded time from which on notifications are looked at
 * @returns how many mails were queued
 */
export async function queueNotificationMails(
  { pool, delaySeconds, now }: Omit<NotificationMailDeps, 'caughtUp'>,
  after: Date,
): Promise<number> {
  const until = new Date(now().getTime() - delaySeconds * 1_000);
  return inTransaction(pool, async (transaction) => {
    await transaction.query('set local search_path to read_model');
    const due = await loadNotifications(
      transaction,
      `by_email and read_at is null and recorded_at > ($1::timestamptz[])[1]
       and recorded_at <= ($1::timestamptz[])[2]`,
      'notifications_to_mail',
      [after.toISOString(), until.toISOString()],
    );
    const fresh = await withoutMailed(transaction, due);
    let queued = 0;
    for (let from = 0; from < fresh.length; from += AT_ONCE) {
      queued += await queueAll(transaction, fresh.slice(from, from + AT_ONCE));
    }
    return queued;
  });
}

const causeOf = (row: NotificationRow) =>
  ({ kind: 'notification', causeId: row.id, to: { userId: row.user_id } }) as const;

async function withoutMailed(
  transaction: Transaction,
  rows: readonly NotificationRow[],
): Promise<readonly NotificationRow[]> {
  const { rows: known } = await transaction.query<{ id: string }>({
    name: 'notifications_mailed',
    text: 'select id from mail.outbox where id = any($1::uuid[])',
    values: [rows.map((row) => mailId(causeOf(row)))],
  });
  const mailed = new Set(known.map(({ id }) => id));
  return rows.filter((row) => !mailed.has(mailId(causeOf(row))));
}

async function queueAll(transaction: Transaction, rows: readonly NotificationRow[]): Promise<number> {
  const facts = inboxFacts();
  await facts.people.load(
    transaction,
    rows.map(({ user_id }) => user_id),
  );
  await loadSubjects(transaction, facts, rows);
  await loadNames(transaction, facts, rows);
  const languages = await languagesOf(
    transaction,
    rows.map(({ user_id }) => user_id),
  );
  let queued = 0;
  for (const row of rows) {
    const person = facts.people.get(row.user_id);
    if (!person || !sees(facts, row)) continue;
    const language = languages.get(row.user_id) ?? DEFAULT_LANGUAGE;
    const words = notificationWords(viewOf(facts, row), appOf(person), language);
    const goodUntil = new Date(Date.parse(row.recorded_at) + GOOD_FOR);
    if (await queueMail(transaction, { ...causeOf(row), ...words, goodUntil })) queued += 1;
  }
  return queued;
}

/** As people chose them; who chose none is not in it. */
async function languagesOf(
  transaction: Transaction,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, Language>> {
  const { rows } = await transaction.query<{ id: string; language: Language }>({
    name: 'languages_of_mailed',
    text: 'select id, language from users where id = any($1::uuid[]) and language is not null',
    values: [[...new Set(userIds)]],
  });
  return new Map(rows.map(({ id, language }) => [id, language]));
}

/** Looks every few seconds, from now on and a day back. A failure is logged, and the next look tries again. */
export function startNotificationMails(
  deps: NotificationMailDeps & { readonly log: EngineLog; readonly lookEveryMs?: number },
): JobWorker {
  const { delaySeconds, now, caughtUp, log, lookEveryMs = LOOK_EVERY } = deps;
  let after = new Date(now().getTime() - TOO_OLD);

  async function look(): Promise<void> {
    if (!caughtUp()) return;
    const began = now().getTime() - delaySeconds * 1_000 - OVERLAP;
    try {
      await queueNotificationMails(deps, after);
      if (began > after.getTime()) after = new Date(began);
    } catch (error) {
      log.warn({ err: error }, 'the mails of notifications could not be queued; trying again');
    }
  }

  return lookInTurn(lookEveryMs, look);
}
