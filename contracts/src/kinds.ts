import { z } from 'zod';

/** The closed vocabularies of the domain (DESIGN, section 5). */

/** A role is held per project; it does not carry over to another project. */
export const Role = z.enum(['superadmin', 'admin', 'manager', 'user']);
export type Role = z.infer<typeof Role>;

export const TicketType = z.enum(['task', 'bug', 'story', 'epic']);
export type TicketType = z.infer<typeof TicketType>;

/** 1 low, 2 medium, 3 high, 4 critical. Urgency and importance use the same scale. */
export const Level = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
export type Level = z.infer<typeof Level>;

/** What a column means for the work in it; a ticket in a `done` column is finished. */
export const ColumnCategory = z.enum(['todo', 'in_progress', 'done']);
export type ColumnCategory = z.infer<typeof ColumnCategory>;

export const CommentVisibility = z.enum(['public', 'internal']);
export type CommentVisibility = z.infer<typeof CommentVisibility>;

/** Why a ticket was archived: by a person, or by the archiving saga after its time in a done column. */
export const ArchiveReason = z.enum(['manual', 'done']);
export type ArchiveReason = z.infer<typeof ArchiveReason>;
