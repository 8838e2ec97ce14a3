import type { QueryOf, ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { listTickets as endpoint } from '@ticketing/contracts/endpoints/tickets.ts';
import { z } from 'zod';
import { pageFrom, readCursor } from '../reading/cursor.ts';
import { containing, startingWith } from '../reading/like-pattern.ts';
import type { Reading } from '../reading/reader.ts';
import { allOf, anyOf, type Sql, sql } from '../reading/sql.ts';
import { type CardRow, cardColumns, cardViewOf } from './card-row.ts';
import { ticketsOfAllProjects, ticketsOfProject } from './visible-tickets.ts';

/** Microseconds, as exact as the column; PostgreSQL knows no year 0. */
const CursorKey = z.iso.datetime({ precision: 6 }).regex(/^(?!0000)/);

type Asked = QueryOf<typeof endpoint>;

/** Tickets that the caller may see, newest change first. */
export async function listTickets(
  { query, viewer }: Reading,
  asked: Asked,
): Promise<ResponseOf<typeof endpoint>> {
  const cursor = readCursor(asked.cursor, CursorKey);
  const conditions = conditionsOf(asked);
  conditions.push(
    asked.projectId
      ? ticketsOfProject(viewer, 'ticket.see', asked.projectId)
      : ticketsOfAllProjects(viewer, 'ticket.see'),
  );
  if (cursor) conditions.push(sql`(c.changed_at, c.id) < (${cursor.key}::timestamptz, ${cursor.id}::uuid)`);
  const rows = await query<CardRow & { sort_key: string }>(sql`
    select ${cardColumns},
      to_char(c.changed_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as sort_key
    from read_model.cards c
    where ${allOf(conditions)}
    order by c.changed_at desc, c.id desc
    limit ${asked.limit + 1}`);
  return pageFrom(rows, asked.limit, cardViewOf, ({ sort_key, id }) => ({ key: sort_key, id }));
}

function conditionsOf(asked: Asked): Sql[] {
  const conditions: Sql[] = [];
  if (asked.projectId) conditions.push(sql`c.project_id = ${asked.projectId}::uuid`);
  if (asked.companyId) conditions.push(sql`c.company_id = ${asked.companyId}::uuid`);
  if (asked.columnId) conditions.push(sql`c.column_id = ${asked.columnId}::uuid`);
  if (asked.reporterId) conditions.push(sql`c.reporter_id = ${asked.reporterId}::uuid`);
  if (asked.assigneeId) conditions.push(sql`c.assignee_ids @> array[${asked.assigneeId}::uuid]`);
  if (asked.tagId) conditions.push(sql`c.tag_ids @> array[${asked.tagId}::uuid]`);
  if (asked.type) conditions.push(sql`c.type = ${asked.type}`);
  if (asked.priority) conditions.push(sql`c.priority = ${asked.priority}`);
  if (asked.archived !== 'any') conditions.push(sql`c.archived = ${asked.archived === 'true'}`);
  const words = asked.q?.trim();
  if (words) {
    conditions.push(
      anyOf([sql`c.key ilike ${startingWith(words)}`, sql`c.title ilike ${containing(words)}`]),
    );
  }
  return conditions;
}
