import type { HealthGrade } from '@ticketing/contracts/kinds.ts';
import { type Sql, sql } from '../reading/sql.ts';

export type HealthRow = {
  open: number;
  overdue: number;
  critical: number;
  unanswered: number;
  awaiting_review: number;
  troubled: number;
  stars: number | null;
  ratings: number;
};

/** Columns of a company's health, over `report_tickets t` of one company and the ratings that `rated` selects. */
export const healthColumns = sql`
  (count(*) filter (where ${isOpen()}))::int as open,
  (count(*) filter (where ${isOpen()} and ${isOverdue()}))::int as overdue,
  (count(*) filter (where ${isOpen()} and t.priority = 4))::int as critical,
  (count(*) filter (where ${isOpen()} and t.first_response_at is null))::int as unanswered,
  (count(*) filter (where t.review_asked_at is not null))::int as awaiting_review,
  (count(*) filter (where ${isOpen()} and (${isOverdue()} or t.priority = 4 or t.first_response_at is null)))::int
    as troubled`;

/** Only rows that can count for the health now are read: open tickets and those that await a review. */
export const countsForHealth: Sql = sql`((t.archived_at is null and not t.done) or t.review_asked_at is not null)`;

function isOpen(): Sql {
  return sql`t.archived_at is null and not t.done`;
}

function isOverdue(): Sql {
  return sql`t.due_date < (now() at time zone 'utc')::date`;
}

export function healthOf(row: HealthRow) {
  const { open, overdue, critical, unanswered, ratings } = row;
  const rating = ratings === 0 || row.stars === null ? null : row.stars / ratings;
  const grade = gradeOf(open === 0 ? 0 : row.troubled / open, rating);
  return { open, overdue, critical, unanswered, awaitingReview: row.awaiting_review, rating, ratings, grade };
}

/**
 * @param troubled share of the open tickets that are overdue, critical or without an answer
 * @param rating of the last 90 days; without any it says nothing
 */
export function gradeOf(troubled: number, rating: number | null): HealthGrade {
  if (troubled > 0.4 || (rating !== null && rating < 3)) return 'poor';
  if (troubled > 0.1 || (rating !== null && rating < 4)) return 'fair';
  return 'good';
}
