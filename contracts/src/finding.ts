import { z } from 'zod';
import { ColumnCategory, ReviewState, TicketType } from './kinds.ts';
import { AsOf, CalendarDate, Id, Instant } from './values.ts';
import { ActivityView, CardView } from './views.ts';

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

const level = z.enum(['1', '2', '3', '4']).transform(Number);
const star = z.enum(['1', '2', '3', '4', '5']).transform(Number);
const yes = z.enum(['true', 'false']).transform((text) => text === 'true');

/** The caller's date where they are, which decides what is overdue; the server's in UTC unless told. */
export const Today = CalendarDate.optional();

/**
 * What tickets are asked for by, wherever there are many: all of what is named must hold, of several values any.
 * Ranges of instants begin with `From` and end before `To`; ranges of dates have both days in them.
 */
export const ticketFilters = {
  projectId: several(Id, 200).optional(),
  /** `none`: for no company. */
  companyId: several(z.union([Id, z.literal('none')])).optional(),
  columnId: several(Id).optional(),
  category: several(ColumnCategory).optional(),
  type: several(TicketType).optional(),
  priority: several(level).optional(),
  urgency: several(level).optional(),
  importance: several(level).optional(),
  tagId: several(Id).optional(),
  /** Whether one of the tags will do or all must be there. */
  tags: z.enum(['any', 'all']).default('any'),
  /** `me`: the caller; `none`: nobody. */
  assigneeId: several(z.union([Id, z.literal('me'), z.literal('none')])).optional(),
  reporterId: several(z.union([Id, z.literal('me')])).optional(),
  /** Tickets under these, as far as the caller may see both. */
  parentId: several(Id).optional(),
  archived: z.enum(['true', 'false', 'any']).default('false'),
  dueFrom: CalendarDate.optional(),
  dueTo: CalendarDate.optional(),
  /** Due before `today`, neither archived nor in a done column. */
  overdue: yes.optional(),
  today: Today,
  openedFrom: AsOf.optional(),
  openedTo: AsOf.optional(),
  changedFrom: AsOf.optional(),
  changedTo: AsOf.optional(),
  /** Resolved in this time, as the reports count it, whatever became of it later. */
  resolvedFrom: AsOf.optional(),
  resolvedTo: AsOf.optional(),
  /** Assigned to one of them when it was resolved in that time. */
  resolverId: several(z.union([Id, z.literal('me')])).optional(),
  /** Only where that resolution was undone later. */
  reopened: yes.optional(),
  /** Rated by the client in this time, in any round of the review. */
  ratedFrom: AsOf.optional(),
  ratedTo: AsOf.optional(),
  /** With one of these numbers of stars. */
  stars: several(star).optional(),
  /** Answered by staff for the first time in this time. */
  answeredFrom: AsOf.optional(),
  answeredTo: AsOf.optional(),
  /** A service target was kept in this time, or missed: its time was over. */
  judgedFrom: AsOf.optional(),
  judgedTo: AsOf.optional(),
  target: several(z.enum(['kept', 'missed'])).optional(),
  /** Which of the two targets is meant; either unless told. */
  targetOf: several(z.enum(['answer', 'resolution'])).optional(),
  /**
   * Whoever the reports credit with what is asked for: having resolved it, with its stars, the first answer, the target.
   * With nothing of these asked for: having resolved it.
   */
  creditedId: several(z.union([Id, z.literal('me')])).optional(),
  /** Neither resolved nor archived at this instant, as the monthly report counts what was open. */
  openAt: AsOf.optional(),
  /** How the latest round of the review stands. */
  review: several(ReviewState).optional(),
  /** Open, and nobody of staff has answered yet, as the companies' health counts it. */
  unanswered: yes.optional(),
  /** Words of the key, the title or the text, by their beginnings and parts. */
  q: z.string().max(200).optional(),
};

const filters = z.object(ticketFilters);
/** The filters as a query reads them. */
export type TicketFilters = z.output<typeof filters>;

/** What a list of tickets is sorted by. Numbers are one project's, ranks one column's: those two need one named. */
export const TicketSort = z.enum(['changed', 'opened', 'number', 'priority', 'due', 'title', 'rank']);
export type TicketSort = z.infer<typeof TicketSort>;

/** How many there are, counted up to a limit: with `more` there are at least so many. */
export const BoundedCount = z.object({ value: z.number().int(), more: z.boolean() });
export type BoundedCount = z.infer<typeof BoundedCount>;

/** The groups of deadlines, in the order of their dates. */
export const deadlineGroups = ['overdue', 'today', 'thisWeek', 'later', 'none'] as const;
export type DeadlineGroup = (typeof deadlineGroups)[number];

export const DeadlineGroupView = z.object({ count: BoundedCount, items: z.array(CardView) });

/** Something that happened to a ticket, told away from the ticket: with its key and today's title. */
export const TicketActivityView = ActivityView.extend({ ticketKey: z.string(), ticketTitle: z.string() });
export type TicketActivityView = z.infer<typeof TicketActivityView>;
