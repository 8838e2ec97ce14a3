import { z } from 'zod';
import {
  ArchiveReason,
  ColumnCategory,
  CommentVisibility,
  Language,
  Level,
  LinkName,
  MailKind,
  MailStatus,
  ReviewState,
  Role,
  Stars,
  TicketType,
} from './kinds.ts';
import {
  CalendarDate,
  ContentType,
  Digest,
  FileName,
  FileSize,
  Id,
  Instant,
  Rank,
  Revision,
  TicketLimit,
} from './values.ts';

/** Shapes that reads and live messages answer with. */

export const PersonView = z.object({
  id: Id,
  username: z.string(),
  displayName: z.string(),
  staff: z.boolean(),
  active: z.boolean(),
});
export type PersonView = z.infer<typeof PersonView>;

/** A person with what only administrators and the person see. */
export const UserView = PersonView.extend({
  email: z.string().nullable(),
  superuser: z.boolean(),
  revision: Revision,
});
export type UserView = z.infer<typeof UserView>;

export const MeView = UserView.extend({
  /** As they chose it, on whatever device; null for who never did. */
  language: Language.nullable(),
  roles: z.array(z.object({ projectId: Id, role: Role })),
  companies: z.array(z.object({ id: Id, name: z.string(), relation: z.enum(['admin', 'user']) })),
});
export type MeView = z.infer<typeof MeView>;

export const CompanyView = z.object({
  id: Id,
  name: z.string(),
  description: z.string(),
  /** It is at `/api/companies/{id}/logo`, small with `size=small`; the pass opens it until then. */
  logo: z.object({ fileId: Id, pass: z.string(), passUntil: Instant }).nullable(),
  adminIds: z.array(Id),
  userIds: z.array(Id),
  /** Projects that the company is attached to and that the viewer may see. */
  projectIds: z.array(Id),
  /** How the company itself is reached. */
  contactEmail: z.string().nullable(),
  phone: z.string().nullable(),
  revision: Revision,
});
export type CompanyView = z.infer<typeof CompanyView>;

/** Somebody outside the system whom a project deals with. */
export const ContactView = z.object({
  id: Id,
  projectId: Id,
  name: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  /** Job title; empty without one. */
  title: z.string(),
  department: z.string(),
  notes: z.string(),
  /** What the contact is to the teams of these tags. */
  tags: z.array(z.object({ tagId: Id, role: z.string() })),
  revision: Revision,
});
export type ContactView = z.infer<typeof ContactView>;

export const ColumnView = z.object({
  id: Id,
  name: z.string(),
  colour: z.string(),
  category: ColumnCategory,
  rank: Rank,
  /** How many tickets it should hold; `null` without a limit. */
  minimum: TicketLimit,
  maximum: TicketLimit,
  /** The columns that it may be left for; `null`: any. */
  leadsTo: z.array(Id).nullable(),
});
export type ColumnView = z.infer<typeof ColumnView>;

export const TagView = z.object({
  id: Id,
  name: z.string(),
  colour: z.string(),
  /** The team; shown to those who hold a role in the project. */
  memberIds: z.array(Id),
});
export type TagView = z.infer<typeof TagView>;

export const ProjectView = z.object({
  id: Id,
  key: z.string(),
  name: z.string(),
  description: z.string(),
  columns: z.array(ColumnView),
  tags: z.array(TagView),
  companyIds: z.array(Id),
  /** `null`: never; absent policy is the installation's default. */
  archiveAfterHours: z.number().nullable().optional(),
  /** Shown to those who hold a role in the project. */
  leadId: Id.nullable(),
  /** A ticket needs a due date before it is done. */
  dueDateBeforeDone: z.boolean(),
  /** A full column takes no more tickets; otherwise its limit is a warning. */
  limitsEnforced: z.boolean(),
  /** Put away: read and not changed, until it is restored. */
  archived: z.boolean(),
  /** The viewer's role here, `null` without one. */
  role: Role.nullable(),
  revision: Revision,
});
export type ProjectView = z.infer<typeof ProjectView>;

/** Who archived a ticket, when and why. */
export const ArchivingView = z.object({
  reason: ArchiveReason,
  /** What whoever archived it said; may be empty. */
  words: z.string(),
  byId: Id,
  /** Their name then. */
  byName: z.string(),
  at: Instant,
});
export type ArchivingView = z.infer<typeof ArchivingView>;

/** A ticket as a card on the board and a row in a list. */
export const CardView = z.object({
  id: Id,
  projectId: Id,
  key: z.string(),
  number: z.number().int(),
  type: TicketType,
  title: z.string(),
  priority: Level,
  urgency: Level,
  importance: Level,
  columnId: Id,
  rank: Rank,
  reporterId: Id,
  companyId: Id.nullable(),
  assigneeIds: z.array(Id),
  tagIds: z.array(Id),
  startDate: CalendarDate.nullable(),
  dueDate: CalendarDate.nullable(),
  /** Public comments only, so that the number tells a client nothing about internal notes. */
  commentCount: z.number().int(),
  archived: z.boolean(),
  /** Of an archived ticket, in the list of tickets only: live changes do not tell it. */
  archiving: ArchivingView.optional(),
  /** The ticket that it stands under; `null` also where the viewer may not see that one. */
  parentId: Id.nullable(),
  subtaskCount: z.number().int(),
  subtasksDone: z.number().int(),
  /** How the latest round of its review stands; `null` when it was never asked for. */
  review: ReviewState.nullable(),
  openedAt: Instant,
  changedAt: Instant,
  revision: Revision,
});
export type CardView = z.infer<typeof CardView>;

export const CommentView = z.object({
  id: Id,
  ticketId: Id,
  authorId: Id,
  body: z.string(),
  visibility: CommentVisibility,
  postedAt: Instant,
  editedAt: Instant.nullable(),
});
export type CommentView = z.infer<typeof CommentView>;

/** One wording of a comment. */
export const CommentVersionView = z.object({
  body: z.string(),
  from: Instant,
  /** When other words took its place, or the comment was removed; `null` while it stands. */
  until: Instant.nullable(),
});
export type CommentVersionView = z.infer<typeof CommentVersionView>;

export const SubtaskView = z.object({
  id: Id,
  title: z.string(),
  assigneeId: Id.nullable(),
  completed: z.boolean(),
  rank: Rank,
});
export type SubtaskView = z.infer<typeof SubtaskView>;

/** What is told of a ticket where another one is shown. */
export const RelatedTicketView = z.object({
  id: Id,
  projectId: Id,
  key: z.string(),
  type: TicketType,
  title: z.string(),
  columnId: Id,
  archived: z.boolean(),
});
export type RelatedTicketView = z.infer<typeof RelatedTicketView>;

/** A related ticket with its column, which may be another project's; `null` when that project has it no more. */
const TicketWithColumn = RelatedTicketView.extend({
  column: ColumnView.pick({ name: true, colour: true, category: true }).nullable(),
});
export type TicketWithColumn = z.infer<typeof TicketWithColumn>;

/** A link as it reads from the ticket that is shown. */
export const LinkView = z.object({ link: LinkName, ticket: TicketWithColumn });
export type LinkView = z.infer<typeof LinkView>;

/** One round of a resolution's review. */
export const ReviewView = z.object({
  round: z.number().int(),
  state: ReviewState,
  proposedAt: Instant,
  answeredAt: Instant.nullable(),
  /** Who accepted or rejected it. */
  answeredById: Id.nullable(),
  stars: Stars.nullable(),
  /** What was said on accepting, or why it was rejected. */
  words: z.string().nullable(),
});
export type ReviewView = z.infer<typeof ReviewView>;

/** A file on a ticket. Its content is at `/api/tickets/{ticketId}/attachments/{id}`. */
export const AttachmentView = z.object({
  /** The file's id. */
  id: Id,
  ticketId: Id,
  name: FileName,
  contentType: ContentType,
  size: FileSize,
  /** A small picture of it is at `…/thumbnail`. */
  hasThumbnail: z.boolean(),
  /** The comment that it came with; `null` for the ticket's own. */
  commentId: Id.nullable(),
  visibility: CommentVisibility,
  addedById: Id,
  addedAt: Instant,
});
export type AttachmentView = z.infer<typeof AttachmentView>;

export const TicketView = CardView.extend({
  description: z.string(),
  archiveReason: ArchiveReason.nullable(),
  /** Every round, the oldest first. */
  reviews: z.array(ReviewView),
  remoteAssistId: z.string().nullable(),
  /** Of other tickets only those that the viewer may see: the parent, up to 200 children, links from either end. */
  parent: TicketWithColumn.nullable(),
  children: z.array(TicketWithColumn),
  links: z.array(LinkView),
  /** In their order. */
  subtasks: z.array(SubtaskView),
  followerIds: z.array(Id),
  /** What the viewer may see of them: internal notes only for those who may read them. */
  comments: z.array(CommentView),
  /** As of comments: what the viewer may see of them. */
  attachments: z.array(AttachmentView),
  /** The cursor of `listComments` at which those before go on; `null` when these are all: at most 200 are here. */
  olderComments: z.string().nullable(),
  /** Everyone who has to do with this ticket, and of those who are only mentioned (mentions.ts) whom the viewer may know of. */
  people: z.array(PersonView),
  columns: z.array(ColumnView),
  tags: z.array(TagView),
  companyName: z.string().nullable(),
  /** What the viewer may do with it, by the policy's action names; nothing with the past. */
  allowed: z.array(z.string()),
  /** The instant that this is as of; absent in the present. */
  at: Instant.optional(),
});
export type TicketView = z.infer<typeof TicketView>;

/** One thing that happened to a ticket. Words are made from `type` and `details` by the reader's language. */
export const ActivityView = z.object({
  /** The event's id. */
  id: Id,
  ticketId: Id,
  projectId: Id,
  type: z.string(),
  /** The event's data, with names beside ids where they were known (`columnName`, `fromColumnName`, `userName`, `tagName`). */
  details: z.record(z.string(), z.unknown()),
  actorId: Id,
  actorName: z.string(),
  at: Instant,
  recordedAt: Instant,
  revision: Revision,
});
export type ActivityView = z.infer<typeof ActivityView>;

export const BoardView = z.object({
  project: ProjectView,
  /** Cards of every column that the viewer may see, not archived, in board order. */
  columns: z.array(ColumnView.extend({ tickets: z.array(CardView) })),
  /** Who occurs on the cards, and who may be assigned. */
  people: z.array(PersonView),
  companies: z.array(z.object({ id: Id, name: z.string() })),
  /** What the viewer may do in this project, by the policy's action names; nothing in the past. */
  allowed: z.array(z.string()),
  /** The instant that this is as of; absent in the present. */
  at: Instant.optional(),
});
export type BoardView = z.infer<typeof BoardView>;

/** One ticket at two instants. */
export const TicketChangeView = z.object({
  ticketId: Id,
  key: z.string(),
  /** As it was at `from`; `null` when it was not opened then. */
  before: CardView.nullable(),
  /** As it was at `to`. */
  after: CardView,
  /** Names of the fields of a card that differ, and `description`. All of a card's when it was not opened before. */
  changed: z.array(z.string()),
});
export type TicketChangeView = z.infer<typeof TicketChangeView>;

export const RoleView = z.object({ userId: Id, displayName: z.string(), username: z.string(), role: Role });
export type RoleView = z.infer<typeof RoleView>;

/** A mail as those who run the installation see it: what it says is nobody's business but its recipient's. */
export const MailView = z.object({
  id: Id,
  kind: MailKind,
  /** The person whom it is to; `null` for an address that was nobody's yet. */
  recipient: PersonView.nullable(),
  /** The address that it is to, when it is not to a person; `null` too once it is forgotten. */
  address: z.string().nullable(),
  status: MailStatus,
  attempts: z.number().int(),
  /** What the mail server said last, or why it was not sent. */
  lastError: z.string().nullable(),
  queuedAt: Instant,
  /** `null` unless it waits. */
  nextAttemptAt: Instant.nullable(),
  /** When it was sent, given up or dropped. */
  settledAt: Instant.nullable(),
});
export type MailView = z.infer<typeof MailView>;

/** A file that was uploaded and may be attached by whoever uploaded it. */
export const UploadView = z.object({
  fileId: Id,
  name: FileName,
  /** What the content was found to be. */
  contentType: ContentType,
  size: FileSize,
  digest: Digest,
});
export type UploadView = z.infer<typeof UploadView>;

export const InvitationView = z.object({
  id: Id,
  /** To whom it went; `null` some time after it is over. */
  email: z.string().nullable(),
  role: Role,
  state: z.enum(['pending', 'accepted', 'revoked', 'expired']),
  invitedBy: PersonView.nullable(),
  acceptedBy: PersonView.nullable(),
  sentAt: Instant,
  expiresAt: Instant,
  /** When it was accepted, revoked or expired. */
  settledAt: Instant.nullable(),
});
export type InvitationView = z.infer<typeof InvitationView>;
