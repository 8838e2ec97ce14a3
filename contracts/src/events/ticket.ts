import { z } from 'zod';
import { ArchiveReason, CommentVisibility, Level, LinkType, Stars, TicketType } from '../kinds.ts';
import {
  ArchiveWords,
  CalendarDate,
  CommentBody,
  ContentType,
  Description,
  Digest,
  FileName,
  FileSize,
  Id,
  Rank,
  RejectionReason,
  RemoteAssistId,
  ReviewWords,
  SubtaskTitle,
  Title,
} from '../values.ts';

/** The round of a resolution's review, counted from 1; a rejected one is followed by the next. */
const Round = z.number().int().min(1);

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
  /**
   * The ticket is another company's from here on, or nobody's. `reporterId` stays who reported it as long as they have to
   * do with it; of the people of the company that it is no longer, it becomes whoever changed it.
   */
  TicketCompanyChanged: z.object({ companyId: Id.nullable(), fromCompanyId: Id.nullable(), reporterId: Id }),
  TicketMoved: z.object({ columnId: Id, rank: Rank, fromColumnId: Id }),
  TicketAssigned: z.object({ userId: Id }),
  TicketUnassigned: z.object({ userId: Id }),
  TicketTagged: z.object({ tagId: Id }),
  TicketUntagged: z.object({ tagId: Id }),
  /** `null` takes the ticket out from under its parent. */
  TicketParentChanged: z.object({ parentId: Id.nullable() }),
  /** Stands in the stream of the ticket that blocks, causes or duplicates; the other end shows the inverse. */
  TicketLinked: z.object({ link: LinkType, ticketId: Id }),
  TicketUnlinked: z.object({ link: LinkType, ticketId: Id }),
  SubtaskAdded: z.object({ subtaskId: Id, title: SubtaskTitle, assigneeId: Id.nullable(), rank: Rank }),
  SubtaskChanged: z.object({ subtaskId: Id, title: SubtaskTitle, assigneeId: Id.nullable() }),
  SubtaskCompleted: z.object({ subtaskId: Id }),
  SubtaskReopened: z.object({ subtaskId: Id }),
  SubtaskMoved: z.object({ subtaskId: Id, rank: Rank }),
  SubtaskRemoved: z.object({ subtaskId: Id }),
  CommentPosted: z.object({ commentId: Id, body: CommentBody, visibility: CommentVisibility }),
  CommentEdited: z.object({ commentId: Id, body: CommentBody }),
  CommentRemoved: z.object({ commentId: Id }),
  AttachmentAdded: z.object({
    fileId: Id,
    name: FileName,
    /** What the content was found to be, not what its sender said. */
    contentType: ContentType,
    size: FileSize,
    digest: Digest,
    /** The comment that it came with; `null` for the ticket's own. */
    commentId: Id.nullable(),
    visibility: CommentVisibility,
  }),
  /** Name and visibility are as they were added: whoever reads this alone knows what went, and whom it concerns. */
  AttachmentRemoved: z.object({ fileId: Id, name: FileName, visibility: CommentVisibility }),
  TicketFollowed: z.object({ userId: Id }),
  TicketUnfollowed: z.object({ userId: Id }),
  /** The ticket of a company entered a done column: its review is asked for. */
  ResolutionProposed: z.object({ round: Round }),
  /** The ticket left the done columns before anybody answered. */
  ResolutionWithdrawn: z.object({ round: Round }),
  ResolutionAccepted: z.object({ round: Round, stars: Stars, words: ReviewWords }),
  ResolutionRejected: z.object({ round: Round, reason: RejectionReason }),
  /** What a remote-assistance tool of the reporter answers to; `null` takes it back. */
  RemoteAssistOffered: z.object({ remoteAssistId: RemoteAssistId.nullable() }),
  /** By the system, the day before it is due: once for each due date. */
  TicketDueSoon: z.object({ dueDate: CalendarDate }),
  /** By the system, when nobody answered for a while: once for each round. */
  ReviewReminded: z.object({ round: Round }),
  /** `words` are those of the person who archived it; empty when they gave none, and of what the system archives. */
  TicketArchived: z.object({ reason: ArchiveReason, words: ArchiveWords }),
  TicketRestored: z.object({ columnId: Id, rank: Rank }),
} as const;
