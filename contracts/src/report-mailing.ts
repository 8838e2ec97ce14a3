import { z } from 'zod';
import { Language } from './kinds.ts';
import { Id } from './values.ts';

/** A month of a year. */
export const Month = z.string().regex(/^(?!0000)\d{4}-(0[1-9]|1[0-2])$/, 'use a month, e.g. 2026-10');

/** To whom a company's monthly report is mailed, and how: at most so many people as somebody chooses one by one. */
export const reportRecipients = {
  recipientIds: z.array(Id).min(1).max(50),
  /** For those who have chosen no language of their own. */
  language: Language,
};

/** Mailed by itself on the first of each month, at six in the morning of this time zone. */
export const ReportMailing = z.object({ ...reportRecipients, timeZone: z.string().min(1).max(60) });
export type ReportMailing = z.infer<typeof ReportMailing>;
