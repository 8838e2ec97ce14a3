import { plusDays } from '../list/today.ts';

export type CalendarView = 'month' | 'week';

/** The Monday on or before a calendar date. */
export function mondayOf(date: string): string {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return plusDays(date, -((weekday + 6) % 7));
}

/** The days that a view of this date shows, in whole weeks from Monday: one, or as many as the month touches. */
export function daysShown(view: CalendarView, date: string): string[] {
  const first = view === 'week' ? mondayOf(date) : mondayOf(`${date.slice(0, 7)}-01`);
  const length = view === 'week' ? 7 : weeksOf(date, first) * 7;
  return Array.from({ length }, (_, day) => plusDays(first, day));
}

function weeksOf(date: string, first: string): number {
  const last = plusDays(`${monthsLater(date, 1).slice(0, 7)}-01`, -1);
  return Math.round((Date.parse(mondayOf(last)) - Date.parse(first)) / (7 * 86_400_000)) + 1;
}

/** The first of a month some months later, or earlier. */
export function monthsLater(date: string, months: number): string {
  const [year = 0, month = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
}

/** The date to look at when one turns the page. */
export const turned = (view: CalendarView, date: string, step: 1 | -1): string =>
  view === 'week' ? plusDays(date, step * 7) : monthsLater(date, step);

/** How far an arrow key moves a due date, in days. */
export const arrowDays: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -7,
  ArrowDown: 7,
};

export const isDate = (text: string | null): text is string =>
  text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
