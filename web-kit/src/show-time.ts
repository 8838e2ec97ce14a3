import { georgianAgo, georgianDate, georgianInstant, georgianMonth } from './georgian-time.ts';
import { currentLanguage } from './i18n.ts';

const steps = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** `3 hours ago`, in the reader's language; `now` when it is less than a minute ago. */
export function showAgo(instant: string, words: { readonly now: string }, now: number = Date.now()): string {
  const seconds = (Date.parse(instant) - now) / 1000;
  const step = steps.find(([, length]) => Math.abs(seconds) >= length);
  if (step === undefined) return words.now;
  const amount = Math.trunc(seconds / step[1]);
  if (currentLanguage() === 'ka') return georgianAgo(amount, step[0]);
  return new Intl.RelativeTimeFormat(currentLanguage(), { numeric: 'auto' }).format(amount, step[0]);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one takes a hundred times as long as asking it, and a board asks for every card that comes into sight. */
function formatIn(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(language, options);
  formats.set(key, made);
  return made;
}

/** Day and time in full, for a tooltip or a `title`. */
export function showInstant(instant: string): string {
  if (currentLanguage() === 'ka') return georgianInstant(new Date(instant));
  return formatIn(currentLanguage(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant));
}

/** The time of day on this device's clock, `14:05`. */
export const showClock = (instant: string): string =>
  formatIn('en-GB', { hour: '2-digit', minute: '2-digit' }).format(new Date(instant));

/** A calendar date (`2026-03-01`), short; a dash when there is none. Its day is the same in every time zone. */
export function showDate(date: unknown): string {
  if (typeof date !== 'string' || date === '') return '—';
  const sameYear = date.slice(0, 4) === String(new Date().getFullYear());
  const day = new Date(`${date}T00:00:00Z`);
  if (currentLanguage() === 'ka') {
    return georgianDate(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate(), !sameYear);
  }
  return formatIn(currentLanguage(), {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
    timeZone: 'UTC',
  }).format(day);
}

/** The month of a calendar date (`2026-03-01`): `Mar 2026`. */
export function showMonth(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  if (currentLanguage() === 'ka') return georgianMonth(day.getUTCFullYear(), day.getUTCMonth());
  return formatIn(currentLanguage(), {
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(day);
}

/** Days from today (by this device's calendar) until a calendar date; negative when it is past. */
export function daysUntil(date: string, now: Date = new Date()): number {
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  return Math.round((Date.parse(`${date}T00:00:00Z`) - today) / 86_400_000);
}

/** `NB` for Nino Beridze. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = [...(words[0] ?? '')][0] ?? '?';
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return (first + last).toUpperCase();
}
