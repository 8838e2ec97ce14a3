import { z } from 'zod';
import { Instant, Position } from './values.ts';

/** A stream with an event that a projection could not apply: neither it nor what follows in the stream is shown. */
export const ParkedStreamView = z.object({
  stream: z.string(),
  /** Of the event. */
  position: Position,
  reason: z.string(),
  parkedAt: Instant,
  /** How often it was tried again, and when last. */
  attempts: z.number().int(),
  lastTriedAt: Instant.nullable(),
  /** Since when it is to be tried again; `null` unless it waits for that. */
  replayRequestedAt: Instant.nullable(),
});

/** How a read model or saga stands. */
export const ProjectionView = z.object({
  name: z.string(),
  version: z.number().int(),
  /** Everything of the log up to here is applied; -1 before the first event. */
  position: z.string().regex(/^-?\d+$/),
  /** The process that leads it, or the one that led it last; `null` when it gave it back. */
  owner: z.string().nullable(),
  leaseUntil: Instant.nullable(),
  /** False while nobody leads it: its leader is gone, and no other process has taken over. */
  led: z.boolean(),
  /** Events applied since its tables were begun, and the recorded time of the last one. */
  applied: z.string().regex(/^\d+$/),
  appliedRecordedAt: Instant.nullable(),
  parkedStreams: z.array(ParkedStreamView),
});
export type ProjectionView = z.infer<typeof ProjectionView>;
