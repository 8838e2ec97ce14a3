import type { Language } from '@ticketing/contracts/kinds.ts';
import type { ClientBase, Pool } from 'pg';

/** A company's month that somebody wants mailed to people. */
export type ReportRequest = {
  /** Of the command: sent again, it is the same request. */
  readonly id: string;
  readonly companyId: string;
  /** `2026-10`, in the time zone. */
  readonly month: string;
  readonly recipientIds: readonly string[];
  readonly language: Language;
  readonly timeZone: string;
};

/** Notes the request; the projectors' process makes the mails, since only there the figures are known. */
export async function requestReport(pool: Pool, request: ReportRequest, requestedBy: string): Promise<void> {
  const { id, companyId, month, recipientIds, language, timeZone } = request;
  await pool.query(
    `insert into mail.report_requests (id, company_id, month, recipient_ids, language, time_zone, requested_by)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing`,
    [id, companyId, month, recipientIds, language, timeZone, requestedBy],
  );
}

/** Requests that nobody has dealt with, the oldest first. They stay locked, for others as well, until the transaction ends. */
export async function waitingReports(
  transaction: Pick<ClientBase, 'query'>,
  most: number,
): Promise<ReportRequest[]> {
  const { rows } = await transaction.query<ReportRequest>(
    `select id, company_id as "companyId", month, recipient_ids as "recipientIds", language,
       time_zone as "timeZone"
     from mail.report_requests where settled_at is null
     order by requested_at, id limit $1 for update skip locked`,
    [most],
  );
  return rows;
}

export async function settleReports(
  transaction: Pick<ClientBase, 'query'>,
  ids: readonly string[],
): Promise<void> {
  await transaction.query('update mail.report_requests set settled_at = now() where id = any($1::uuid[])', [
    ids,
  ]);
}
