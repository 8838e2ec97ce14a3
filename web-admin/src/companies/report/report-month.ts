import { georgianMonths } from '@ticketing/contracts/georgian-months.ts';
import { currentLanguage } from '@ticketing/web-kit/i18n.ts';

/** A month of a year, `2026-10`. */
const MONTH = /^(?!0000)\d{4}-(0[1-9]|1[0-2])$/;

const two = (value: number): string => String(value).padStart(2, '0');

/** The month that an instant falls in by this device's clock. */
export const monthOf = (instant: Date): string =>
  `${String(instant.getFullYear()).padStart(4, '0')}-${two(instant.getMonth() + 1)}`;

/** `2026-01`, `-1` → `2025-12`. */
export function monthsFrom(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return monthOf(new Date(year, number - 1 + count, 1));
}

/** What stands in the address, when it is a month that has begun; otherwise the last one that is over. */
export function readMonth(text: string | null, now: Date): string {
  const current = monthOf(now);
  if (text !== null && MONTH.test(text) && text <= current) return text;
  return monthsFrom(current, -1);
}

/**
 * Hours that this device's clock is ahead of UTC when the month begins. Rounded to quarters, which every time zone of
 * today keeps to.
 */
export function utcOffsetHours(month: string): number {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return Math.round(-new Date(year, number - 1, 1).getTimezoneOffset() / 15) / 4;
}

/** `October 2026` in the reader's language. Browsers know no Georgian months. */
export function monthName(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  if (currentLanguage() === 'ka') return `${georgianMonths[number - 1] ?? ''} ${year}`;
  return new Intl.DateTimeFormat(currentLanguage(), { month: 'long', year: 'numeric' }).format(
    new Date(year, number - 1, 1),
  );
}
