import { z } from 'zod';

/** An IANA time zone: where days, weeks and months begin. Old abbreviations are read as the zone that they stand for. */
export const TimeZone = z
  .string()
  .max(60)
  .refine((name) => zoneOf(name) !== undefined, 'use the name of a time zone, e.g. Asia/Tbilisi')
  // PostgreSQL does not know each of them, or knows another zone by it.
  .transform((name) => zoneOf(name) ?? name);

function zoneOf(name: string): string | undefined {
  if (!/^[A-Z]/i.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
