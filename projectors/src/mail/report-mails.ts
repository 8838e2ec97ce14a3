import type { Language } from '@ticketing/contracts/kinds.ts';
import { derivedId } from '@ticketing/platform/ids.ts';
import { appOf } from '@ticketing/platform/mail/links.ts';
import { mailId, queueMail } from '@ticketing/platform/mail/queue-mail.ts';
import { settleReports, waitingReports } from '@ticketing/platform/mail/report-requests.ts';
import { inTransaction } from '@ticketing/platform/postgres.ts';
import { companyMetrics, openAt } from '@ticketing/platform/reports/company-figures.ts';
import { type Query, statement } from '@ticketing/platform/sql.ts';
import type pg from 'pg';
import type { EngineLog, Transaction } from '../engine/projection.ts';
import type { JobWorker } from '../job-worker.ts';
import { lookInTurn } from '../look-in-turn.ts';
import { type MonthFigures, reportMail } from './report-mail.ts';
import { reportWordsIn } from './report-mail-words.ts';

export type ReportMailDeps = { readonly pool: pg.Pool; readonly now: () => Date };

const LOOK_EVERY = 5_000;
/** Requests that are dealt with in one transaction. */
const AT_ONCE = 20;
/** At what hour of the first of the month the report of the month before goes out, so that its last day is told of. */
const HOUR = 6;
/** How long a mail waits for a mail server that does not answer. In milliseconds. */
const GOOD_FOR = 14 * 24 * 3_600_000;

/** What is to be mailed: one company's month, to these people. */
type Report = {
  /** What the mails' ids derive from: one cause mails one person once. */
  readonly causeId: string;
  readonly companyId: string;
  readonly month: string;
  readonly recipientIds: readonly string[];
  readonly language: Language;
  readonly timeZone: string;
};

/**
 * Queues the mails of monthly reports: of those that somebody asked for, and, from the first of the month on, of the
 * companies that want theirs by themselves. Cause of the latter is the company and its month, and the outbox takes one mail of
 * one cause to one person for good: looking twice, a crash in between or a second process sends nothing a second time. A month
 * that was over before the company chose so is not told of.
 * @returns how many mails were queued
 */
export async function queueReportMails(deps: ReportMailDeps): Promise<number> {
  const asked = await inTransaction(deps.pool, async (transaction) => {
    const requests = await waitingReports(transaction, AT_ONCE);
    let queued = 0;
    for (const { id, ...request } of requests) {
      queued += await queueReport(deps, transaction, { ...request, causeId: id });
    }
    if (requests.length > 0) {
      await settleReports(
        transaction,
        requests.map(({ id }) => id),
      );
    }
    return queued;
  });
  let monthly = 0;
  for (const report of await reportsDue(deps)) {
    monthly += await inTransaction(deps.pool, (transaction) => queueReport(deps, transaction, report));
  }
  return asked + monthly;
}

async function reportsDue({ pool, now }: ReportMailDeps): Promise<Report[]> {
  const { rows } = await pool.query<Omit<Report, 'causeId'>>(
    `select co.id as "companyId", to_char(due.first - interval '1 month', 'YYYY-MM') as month,
       array(select jsonb_array_elements_text(m.mailing -> 'recipientIds'))::uuid[] as "recipientIds",
       m.mailing ->> 'language' as language, m.mailing ->> 'timeZone' as "timeZone"
     from read_model.companies co
     cross join lateral (select co.report_mailing as mailing) m
     cross join lateral (
       select date_trunc('month', $1::timestamptz at time zone (m.mailing ->> 'timeZone')) as first) due
     cross join lateral (
       select (due.first + make_interval(hours => $2)) at time zone (m.mailing ->> 'timeZone') as at) as morning
     where co.report_mailing is not null
       and morning.at <= $1::timestamptz and (m.mailing ->> 'since')::timestamptz < morning.at`,
    [now().toISOString(), HOUR],
  );
  return rows.map((row) => ({ ...row, causeId: derivedId(row.companyId, `report of ${row.month}`) }));
}

type Recipient = { readonly id: string; readonly staff: boolean; readonly language: Language | null };

async function queueReport(
  { now }: ReportMailDeps,
  transaction: Transaction,
  report: Report,
): Promise<number> {
  const { causeId, companyId, month, timeZone } = report;
  const query = queryOf(transaction);
  const recipients = await recipientsOf(transaction, report);
  if (recipients.length === 0) return 0;
  const { rows } = await transaction.query<{ name: string }>(
    'select name from read_model.companies where id = $1',
    [companyId],
  );
  const company = rows[0];
  if (!company) return 0;
  const [before, start, end] = await boundsOf(transaction, month, timeZone);
  const figures = await monthFigures(query, companyId, start, end);
  const told = {
    company: { id: companyId, name: company.name },
    month,
    figures,
    before: await monthFigures(query, companyId, before, start),
  };
  const goodUntil = new Date(now().getTime() + GOOD_FOR);
  let queued = 0;
  for (const { id, staff, language } of recipients) {
    const words = reportWordsIn(language ?? report.language);
    const mail = reportMail(told, words, appOf({ staff }));
    if (await queueMail(transaction, { kind: 'report', causeId, to: { userId: id }, ...mail, goodUntil })) {
      queued += 1;
    }
  }
  return queued;
}

/** Those who still belong to the company and were not mailed this: who has left it is told nothing more. */
async function recipientsOf(
  transaction: Transaction,
  { causeId, companyId, recipientIds }: Report,
): Promise<Recipient[]> {
  const idOf = (userId: string) => mailId({ kind: 'report', causeId, to: { userId } });
  const { rows } = await transaction.query<Recipient>(
    `select u.id, u.staff, u.language from unnest($1::uuid[], $2::uuid[]) as asked (user_id, mail_id)
     join read_model.users u on u.id = asked.user_id and u.active
     where (exists (select from read_model.company_users e where e.company_id = $3 and e.user_id = u.id)
       or exists (select from read_model.company_admins s where s.company_id = $3 and s.user_id = u.id))
       and not exists (select from mail.outbox o where o.id = asked.mail_id)`,
    [recipientIds, recipientIds.map(idOf), companyId],
  );
  return rows;
}

/** When the month before begins, the month itself, and the one after it. */
async function boundsOf(
  transaction: Transaction,
  month: string,
  timeZone: string,
): Promise<readonly [Date, Date, Date]> {
  const { rows } = await transaction.query<{ before: Date; start: Date; end: Date }>(
    `select (first - interval '1 month') at time zone $2 as before, first at time zone $2 as start,
       (first + interval '1 month') at time zone $2 as end
     from (select ($1 || '-01')::timestamp as first) as named`,
    [month, timeZone],
  );
  const row = rows[0];
  if (!row) throw new Error(`no bounds of ${month}`);
  return [row.before, row.start, row.end];
}

async function monthFigures(query: Query, companyId: string, from: Date, to: Date): Promise<MonthFigures> {
  const scope = { companyId, projectIds: 'all' } as const;
  const end = await openAt(query, scope, to);
  return {
    openAtStart: (await openAt(query, scope, from)).open,
    openAtEnd: end.open,
    backlog: end.byPriority,
    metrics: await companyMetrics(query, scope, { from, to }),
  };
}

const queryOf =
  (transaction: Transaction): Query =>
  async (piece) => {
    const { text, values } = statement(piece);
    // The caller names the row's type beside the SQL that makes it.
    return (await transaction.query({ text, values })).rows as never;
  };

/** Looks every few seconds. A failure is logged, and the next look tries again. */
export function startReportMails(
  deps: ReportMailDeps & {
    /** False while the read models catch up: what they say of a month may not be all. */
    readonly caughtUp: () => boolean | Promise<boolean>;
    readonly log: EngineLog;
    readonly lookEveryMs?: number;
  },
): JobWorker {
  const { caughtUp, log, lookEveryMs = LOOK_EVERY } = deps;

  async function look(): Promise<void> {
    try {
      if (await caughtUp()) await queueReportMails(deps);
    } catch (error) {
      log.warn({ err: error }, 'the mails of monthly reports could not be queued; trying again');
    }
  }

  return lookInTurn(lookEveryMs, look);
}
