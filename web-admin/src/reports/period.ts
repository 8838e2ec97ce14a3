/** Periods that reports are asked for: whole days by this device's calendar, both ends in them (`2026-03-01`). */
export type Days = { readonly first: string; readonly last: string };

export const presets = ['7d', '30d', '90d', 'this-month', 'last-month', 'this-year'] as const;
export type Preset = (typeof presets)[number];
export const defaultPreset: Preset = '30d';

export type Bucket = 'day' | 'week' | 'month';

const DAY = 86_400_000;
const timeOf = (date: string): number => Date.parse(`${date}T00:00:00Z`);
const dateOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
const plusDays = (date: string, days: number): string => dateOf(timeOf(date) + days * DAY);
/** The first of the month so many months later. */
const monthStart = (date: string, months = 0): string =>
  dateOf(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1 + months, 1));

/** Today by this device's calendar. */
export function todayHere(now: Date = new Date()): string {
  return dateOf(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()));
}

export function daysOf(preset: Preset, today: string): Days {
  switch (preset) {
    case '7d':
      return { first: plusDays(today, -6), last: today };
    case '30d':
      return { first: plusDays(today, -29), last: today };
    case '90d':
      return { first: plusDays(today, -89), last: today };
    case 'this-month':
      return { first: monthStart(today), last: today };
    case 'last-month':
      return { first: monthStart(today, -1), last: plusDays(monthStart(today), -1) };
    case 'this-year':
      return { first: `${today.slice(0, 4)}-01-01`, last: today };
    default:
      return preset satisfies never;
  }
}

export const lengthOf = ({ first, last }: Days): number =>
  Math.round((timeOf(last) - timeOf(first)) / DAY) + 1;

/** What a period is compared with: whole months with the month before, anything else with as many days before it. */
export function previousOf(days: Days): Days {
  const isWholeMonth =
    days.first === monthStart(days.first) && plusDays(days.last, 1) === monthStart(days.first, 1);
  const last = plusDays(days.first, -1);
  return isWholeMonth
    ? { first: monthStart(days.first, -1), last }
    : { first: plusDays(days.first, -lengthOf(days)), last };
}

/** From the first instant of the first day up to the first one after the last, by this device's clock. */
export function instantsOf({ first, last }: Days): { from: string; to: string } {
  return { from: midnight(first), to: midnight(plusDays(last, 1)) };
}

function midnight(date: string): string {
  return new Date(
    Number(date.slice(0, 4)),
    Number(date.slice(5, 7)) - 1,
    Number(date.slice(8, 10)),
  ).toISOString();
}

/** The day on which a bucket begins, by this device's calendar. */
export const dayOf = (instant: string): string => todayHere(new Date(instant));

/** Buckets that can be told from each other on a screen. */
export function bucketFor(days: Days): Bucket {
  const length = lengthOf(days);
  if (length <= 45) return 'day';
  return length <= 200 ? 'week' : 'month';
}

/** Both ends as they stand in an address; undefined when they make no period within the last hundred years. */
export function daysFrom(first: string | null, last: string | null): Days | undefined {
  if (!isDate(first) || !isDate(last) || first > last) return undefined;
  return lengthOf({ first, last }) > 36_600 ? undefined : { first, last };
}

function isDate(text: string | null): text is string {
  if (text === null || !/^[12]\d{3}-\d{2}-\d{2}$/.test(text)) return false;
  const time = timeOf(text);
  return !Number.isNaN(time) && dateOf(time) === text;
}
