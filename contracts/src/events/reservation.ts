import { z } from 'zod';
import { Id } from '../values.ts';

/**
 * Events of the streams that make a name unique: the first append expects no stream, so uniqueness is
 * the store's own promise. A name whose registration stopped half-way is taken over by a later event.
 */
export const usernameEvents = {
  /** Stream `username-{keyed hash of the normalised name}`; the name itself is not in it. */
  UsernameReserved: z.object({ userId: Id }),
} as const;

export const projectKeyEvents = {
  /** Stream `projectkey-{KEY}`. */
  ProjectKeyReserved: z.object({ projectId: Id }),
} as const;

export const numbersEvents = {
  /** Stream `numbers-{projectId}`: the revision of this event, counted from one, is the ticket's number. */
  TicketNumberTaken: z.object({ ticketId: Id }),
} as const;
