import { z } from 'zod';
import { ArchiveReason, CommentVisibility, Level, TicketType } from '../kinds.ts';
import { CalendarDate, CommentBody, Description, Id, Rank, Title } from '../values.ts';

/** Events of `ticket-{id}`. A ticket's status is its column; its place there is `rank`, ties broken by ticket id. */
export const ticketEvents = {
  TicketOpened: z.object({
    projectId: Id,
    /** From `numbers-{projectId}`; the key shown to people is `{project key}-{number}`. */
    number: z.number().int().min(1),
    key: z.string().max(24),
    type: TicketType,
    title: Title,
    description: Description,
    priority: Level,
    urgency: Level,
    importance: Level,
    reporterId: Id,
    companyId: Id.nullable(),
    columnId: Id,
    rank: Rank,
    startDate: CalendarDate.nullable(),
    dueDate: CalendarDate.nullable(),
  }),
  TicketRenamed: z.object({ title: Title }),
  TicketDescribed: z.object({ description: Description }),
  TicketTypeChanged: z.object({ type: TicketType }),
  TicketPrioritised: z.object({ priority: Level, urgency: Level, importance: Level }),
  TicketScheduled: z.object({ startDate: CalendarDate.nullable(), dueDate: CalendarDate.nullable() }),
  TicketMoved: z.object({ columnId: Id, rank: Rank, fromColumnId: Id }),
  TicketAssigned: z.object({ userId: Id }),
  TicketUnassigned: z.object({ userId: Id }),
  TicketTagged: z.object({ tagId: Id }),
  TicketUntagged: z.object({ tagId: Id }),
  CommentPosted: z.object({ commentId: Id, body: CommentBody, visibility: CommentVisibility }),
  CommentEdited: z.object({ commentId: Id, body: CommentBody }),
  CommentRemoved: z.object({ commentId: Id }),
  TicketArchived: z.object({ reason: ArchiveReason }),
  TicketRestored: z.object({ columnId: Id, rank: Rank }),
} as const;
