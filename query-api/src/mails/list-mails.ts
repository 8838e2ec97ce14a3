import type { QueryOf, ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { listMails as endpoint } from '@ticketing/contracts/endpoints/mails.ts';
import { DomainError } from '@ticketing/contracts/errors.ts';
import type { MailView } from '@ticketing/contracts/views.ts';
import { mayOnSite } from '@ticketing/domain/policy/policy.ts';
import { allOf, type Sql, sql } from '@ticketing/platform/sql.ts';
import { z } from 'zod';
import { pageFrom, readCursor } from '../reading/cursor.ts';
import type { Reading } from '../reading/reader.ts';
import { peopleById } from '../users/person-row.ts';

/** Microseconds, as exact as the column; PostgreSQL knows no year 0. */
const CursorKey = z.iso.datetime({ precision: 6 }).regex(/^(?!0000)/);

type MailRow = {
  id: string;
  kind: MailView['kind'];
  user_id: string | null;
  address: string | null;
  status: MailView['status'];
  attempts: number;
  last_error: string | null;
  queued_at: Date;
  next_attempt_at: Date | null;
  settled_at: Date | null;
  sort_key: string;
};

/**
 * The outbox of mails, newest first. It is no read model: it shows what is there now.
 * @throws DomainError `forbidden`
 */
export async function listMails(
  { query, viewer }: Reading,
  { status, limit, cursor: text }: QueryOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> {
  if (!mayOnSite(viewer, 'mail.administer')) throw new DomainError('forbidden');
  const cursor = readCursor(text, CursorKey);
  // A held mail is none yet: what it tells of is not recorded.
  const conditions: Sql[] = [sql`not m.held`];
  if (status) conditions.push(sql`m.status = ${status}`);
  if (cursor) conditions.push(sql`(m.queued_at, m.id) < (${cursor.key}::timestamptz, ${cursor.id}::uuid)`);
  const rows = await query<MailRow>(sql`
    select m.id, m.kind, m.user_id, m.address, m.status, m.attempts, m.last_error, m.queued_at, m.settled_at,
      case when m.status = 'waiting' then m.next_attempt_at end as next_attempt_at,
      to_char(m.queued_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as sort_key
    from mail.outbox m
    where ${allOf(conditions)}
    order by m.queued_at desc, m.id desc
    limit ${limit + 1}`);
  const people = await peopleById(
    query,
    rows.flatMap(({ user_id }) => user_id ?? []),
  );
  const viewOf = (row: MailRow): MailView => ({
    id: row.id,
    kind: row.kind,
    recipient: people.find(({ id }) => id === row.user_id) ?? null,
    address: row.address,
    status: row.status,
    attempts: row.attempts,
    lastError: row.last_error,
    queuedAt: row.queued_at.toISOString(),
    nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
    settledAt: row.settled_at?.toISOString() ?? null,
  });
  return pageFrom(rows, limit, viewOf, ({ sort_key, id }) => ({ key: sort_key, id }));
}
