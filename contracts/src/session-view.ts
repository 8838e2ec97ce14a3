import { z } from 'zod';
import { Id, Instant } from './values.ts';

/** One sign-in on one device. */
export const SessionView = z.object({
  id: Id,
  /** What the browser said of itself at the sign-in. */
  userAgent: z.string(),
  startedAt: Instant,
  /** When it was used last, to a quarter of an hour. */
  seenAt: Instant,
  /** The one that asks. */
  current: z.boolean(),
});
export type SessionView = z.infer<typeof SessionView>;
