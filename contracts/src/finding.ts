import { z } from 'zod';
import { ColumnCategory } from './kinds.ts';
import { Id, Instant } from './values.ts';

/** What can be found. */
export const SearchKind = z.enum(['ticket', 'comment', 'message']);
export type SearchKind = z.infer<typeof SearchKind>;

/** One or several values, repeated (`?kind=a&kind=b`) or joined by commas. */
export const several = <Item extends z.ZodType<string | number, string>>(item: Item, most = 50) =>
  z
    .union([z.string(), z.array(z.string())])
    .transform((given) => [given].flat().flatMap((text) => text.split(',')))
    .pipe(z.array(item).min(1).max(most));

/** Text with the places that matched, in UTF-16 code units, `end` exclusive. It is plain text and never markup. */
export const MarkedText = z.object({
  text: z.string(),
  marks: z.array(z.object({ start: z.number().int(), end: z.number().int() })),
});
export type MarkedText = z.infer<typeof MarkedText>;

/** Something that was found, and where. */
export const SearchHitView = z.object({
  kind: SearchKind,
  /** Of the ticket, the comment or the message. */
  id: Id,
  /** The ticket that it is or belongs to; `null` for a message of a room that is no ticket's. */
  ticket: z
    .object({
      id: Id,
      projectId: Id,
      key: z.string(),
      title: MarkedText,
      columnId: Id,
      columnName: z.string(),
      category: ColumnCategory,
      companyId: Id.nullable(),
      companyName: z.string().nullable(),
      archived: z.boolean(),
    })
    .nullable(),
  /** Of a message. */
  roomId: Id.nullable(),
  /** Who wrote the comment or the message, or reported the ticket. */
  authorId: Id,
  /** An internal note. */
  internal: z.boolean(),
  at: Instant,
  /** The part of the text around the first match; its beginning when only the title or key matched. */
  snippet: MarkedText,
  /** Higher fits better; to be compared within one answer only. */
  score: z.number(),
});
export type SearchHitView = z.infer<typeof SearchHitView>;
