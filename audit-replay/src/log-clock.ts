import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { AuditError } from './audit-error.ts';

/**
 * Which time "as of" means: when it happened in the business (`metadata.at`), or when the store recorded it.
 * They differ only for what an import brought in.
 */
export type Clock = 'business' | 'recorded';

/** Milliseconds since 1970. Finer fractions of a second are cut off. */
export const timeOf = (event: RecordedEvent, clock: Clock): number =>
  clock === 'business' ? Date.parse(event.metadata.at) : event.recordedAt.getTime();

/**
 * "As of T": the events whose time is not after T, in stream order (DESIGN, section 6). Nothing is sorted: an
 * import may write an older time behind a newer one.
 */
export const isAsOf = (event: RecordedEvent, instant: number, clock: Clock): boolean =>
  timeOf(event, clock) <= instant;

const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2})?([.,]\d{1,9})?(Z|[+-]\d{2}(?::?\d{2})?)$/i;

/**
 * Reads an instant in ISO 8601 with its offset from UTC; seconds may be left out.
 * @returns milliseconds since 1970
 * @throws AuditError `usage`
 */
export function readInstant(text: string): number {
  const parts = INSTANT.exec(text.trim());
  if (parts) {
    const [, date = '', minutes = '', seconds = ':00', fraction = '', offset = 'Z'] = parts;
    const instant = Date.parse(`${date}T${minutes}${seconds}${millisecondsOf(fraction)}${offsetOf(offset)}`);
    if (!Number.isNaN(instant) && dayExists(date)) return instant;
  }
  throw new AuditError(
    'usage',
    `"${text}" is not an instant. Write it in ISO 8601 with Z or an offset, for example 2026-03-01T12:00Z or 2026-03-01T16:00:30+04:00.`,
  );
}

const millisecondsOf = (fraction: string): string => `.${fraction.slice(1, 4).padEnd(3, '0')}`;

function offsetOf(offset: string): string {
  if (offset.toUpperCase() === 'Z') return 'Z';
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0');
  return `${offset.charAt(0)}${digits.slice(0, 2)}:${digits.slice(2)}`;
}

/** `Date.parse` takes 30 February for 1 March. */
function dayExists(date: string): boolean {
  const midnight = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date);
}

export const writeInstant = (milliseconds: number): string => new Date(milliseconds).toISOString();
