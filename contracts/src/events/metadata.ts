import { z } from 'zod';
import { Id, Instant } from '../values.ts';

/** Actor of what the system does by itself (sagas). */
export const SYSTEM_ACTOR = '00000000-0000-7000-8000-000000000000';

/** Metadata of every domain event (DESIGN, section 6). */
export const EventMetadata = z.object({
  $correlationId: z.string().min(1).max(200),
  $causationId: z.string().min(1).max(200),
  /** The command that wrote this event; the idempotency key of the request where there was one. */
  commandId: z.string().min(1).max(200),
  /** The command's name, e.g. `MoveTicket`: tells a retry from another use of the same key. */
  command: z.string().min(1).max(80),
  actorId: Id,
  /** Business time. The store's own `created` is the recorded time. */
  at: Instant,
  /** Version of the event's schema, counted from 1. */
  schema: z.number().int().min(1),
});
export type EventMetadata = z.infer<typeof EventMetadata>;
