import type { HealthGrade } from '@ticketing/contracts/kinds.ts';
import { type Sql, sql } from '@ticketing/platform/sql.ts';

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

/** In a column where work is still to be done, and not archived. Of `report_tickets t`. */
const isOpen = sql`t.archived_at is null and not t.done`;

/** A client's review is awaited. Of what is archived as well they may say something, but nobody waits for it any more. */
export const awaitsReview: Sql = sql`(t.review_asked_at is not null and t.archived_at is null)`;

/** Due before the caller's date; the server's in UTC unless they told theirs, as for the list of tickets. */
export const dueBefore = (dueDate: Sql, today: string | undefined): Sql =>
  sql`coalesce(${dueDate} < ${today ?? new Date().toISOString().slice(0, 10)}::date, false)`;

/** Columns of a company's health, over `report_tickets t` of one company and the ratings that `rated` selects. */
export function healthColumns(today: string | undefined): Sql {
  const overdue = dueBefore(sql`t.due_date`, today);
  return sql`
    (count(*) filter (where ${isOpen}))::int as open,
    (count(*) filter (where ${isOpen} and ${overdue}))::int as overdue,
    (count(*) filter (where ${isOpen} and t.priority = 4))::int as critical,
    (count(*) filter (where ${isOpen} and t.first_response_at is null))::int as unanswered,
    (count(*) filter (where ${awaitsReview}))::int as awaiting_review,
    (count(*) filter (where ${isOpen} and (${overdue} or t.priority = 4 or t.first_response_at is null)))::int
      as troubled`;
}

/** Only rows that can count for the health now are read: open tickets and those that await a review. */
export const countsForHealth: Sql = sql`((${isOpen}) or ${awaitsReview})`;

export function healthOf(row: HealthRow) {
  const { open, overdue, critical, unanswered, ratings } = row;
  const rating = ratings === 0 || row.stars === null ? null : row.stars / ratings;
  const grade = gradeOf(open === 0 ? null : row.troubled / open, rating);
  return { open, overdue, critical, unanswered, awaitingReview: row.awaiting_review, rating, ratings, grade };
}

/**
 * @param troubled share of the open tickets that are overdue, critical or without an answer; `null` when none is open
 * @param rating of the last 90 days; without any it says nothing
 * @returns `null` when there is nothing to judge by: neither an open ticket nor a rating
 */
export function gradeOf(troubled: number | null, rating: number | null): HealthGrade | null {
  if (troubled === null && rating === null) return null;
  return gradeOfShare(troubled ?? 0, rating);
}

function gradeOfShare(troubled: number, rating: number | null): HealthGrade {
  if (troubled > 0.4 || (rating !== null && rating < 3)) return 'poor';
  if (troubled > 0.1 || (rating !== null && rating < 4)) return 'fair';
  return 'good';
}
