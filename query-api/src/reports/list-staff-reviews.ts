import type { QueryOf, ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { listStaffReviews as endpoint } from '@ticketing/contracts/endpoints/reports.ts';
import type { StaffReviewView } from '@ticketing/contracts/report-views.ts';
import { allOf, sql } from '@ticketing/platform/sql.ts';
import { z } from 'zod';
import { pageFrom, readCursor } from '../reading/cursor.ts';
import type { Reading } from '../reading/reader.ts';
import { peopleById } from '../users/person-row.ts';
import { scopeOfProject } from './report-scope.ts';

const CursorKey = z.iso.datetime({ precision: 6 }).regex(/^(?!0000)/);

type Row = {
  id: string;
  user_id: string;
  reviewer_id: string;
  period_from: string;
  period_to: string;
  stars: StaffReviewView['stars'];
  words: string;
  reviewed_at: Date;
  sort_key: string;
};

/** Reviews in a project, newest first: all of them for who gets the figures of everybody, otherwise of and by oneself. */
export async function listStaffReviews(
  reading: Reading,
  projectId: string,
  { userId, limit, cursor: text }: QueryOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> {
  const { query, viewer } = reading;
  const cursor = readCursor(text, CursorKey);
  const { ownProjectIds } = await scopeOfProject(reading, projectId, { groupBy: 'person' });
  const conditions = [sql`project_id = ${projectId}`];
  if (ownProjectIds.length > 0) {
    conditions.push(sql`(user_id = ${viewer.userId} or reviewer_id = ${viewer.userId})`);
  }
  if (userId) conditions.push(sql`user_id = ${userId}`);
  if (cursor) conditions.push(sql`(reviewed_at, id) < (${cursor.key}::timestamptz, ${cursor.id}::uuid)`);
  const rows = await query<Row>(sql`
    select id, user_id, reviewer_id, period_from, period_to, stars, words, reviewed_at,
      to_char(reviewed_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as sort_key
    from read_model.staff_reviews where ${allOf(conditions)}
    order by reviewed_at desc, id desc limit ${limit + 1}`);
  const page = pageFrom(rows, limit, viewOf, ({ sort_key, id }) => ({ key: sort_key, id }));
  const people = await peopleById(
    query,
    page.items.flatMap((review) => [review.userId, review.reviewerId]),
  );
  return { ...page, people };
}

const viewOf = (row: Row): StaffReviewView => ({
  id: row.id,
  userId: row.user_id,
  reviewerId: row.reviewer_id,
  from: row.period_from,
  to: row.period_to,
  stars: row.stars,
  words: row.words,
  reviewedAt: row.reviewed_at.toISOString(),
});
