import { z } from 'zod';
import { BoundedCount, TicketSort, ticketFilters } from '../finding.ts';
import { CommentVisibility, Level, Stars, TicketType } from '../kinds.ts';
import {
  ArchiveWords,
  AsOf,
  CalendarDate,
  CommentBody,
  Description,
  Id,
  Position,
  RejectionReason,
  RemoteAssistId,
  ReviewWords,
  Revision,
  Title,
} from '../values.ts';
import { ActivityView, CardView, TicketView } from '../views.ts';
import { CommandAnswer, endpoint, PageQuery, pageOf } from './endpoint.ts';

const OneTicket = z.object({ id: Id });
const TicketPerson = z.object({ id: Id, userId: Id });
const TicketTag = z.object({ id: Id, tagId: Id });

export const openTicket = endpoint({
  name: 'openTicket',
  method: 'POST',
  path: '/api/tickets',
  summary: 'Open a ticket; a client names their company, whose admins are assigned',
  tag: 'tickets',
  access: 'ticket.open',
  body: z.object({
    projectId: Id,
    type: TicketType.default('task'),
    title: Title,
    description: Description.default(''),
    priority: Level.default(2),
    urgency: Level.default(2),
    importance: Level.default(2),
    companyId: Id.nullable().default(null),
    /** The project's first column unless told. */
    columnId: Id.optional(),
    startDate: CalendarDate.nullable().default(null),
    dueDate: CalendarDate.nullable().default(null),
    assigneeIds: z.array(Id).max(50).default([]),
    tagIds: z.array(Id).max(50).default([]),
    /** Uploaded files to attach. */
    fileIds: z.array(Id).max(20).default([]),
    remoteAssistId: RemoteAssistId.nullable().default(null),
    /** A ticket of the same project that it stands under. */
    parentId: Id.nullable().default(null),
  }),
  status: 201,
  response: CommandAnswer.extend({ key: z.string() }),
  errors: [
    'forbidden',
    'not_found',
    'unknown_company',
    'unknown_column',
    'unknown_user',
    'unknown_tag',
    'unknown_file',
    'company_required',
    'schedule_inverted',
    'unknown_parent',
    'parent_archived',
    'parent_too_deep',
    'project_archived',
    'column_full',
    'due_date_required',
  ],
});

export const listTickets = endpoint({
  name: 'listTickets',
  method: 'GET',
  path: '/api/tickets',
  summary: 'Tickets that the caller may see, newest change first unless told otherwise',
  tag: 'tickets',
  access: 'signed-in',
  query: PageQuery.extend({
    ...ticketFilters,
    sort: TicketSort.default('changed'),
    /** Newest and most important first, the others from the smallest up, unless told. Without a due date comes last. */
    direction: z.enum(['asc', 'desc']).optional(),
    /** Whether to count all that match, up to 10,000, and how often what is asked for happened to them. */
    count: z
      .enum(['true', 'false'])
      .transform((text) => text === 'true')
      .default(false),
  }),
  status: 200,
  response: pageOf(CardView).extend({
    count: BoundedCount.optional(),
    /**
     * How often they were resolved, rated, answered or judged as asked: what the reports count. A ticket that was resolved
     * twice counts twice. Only where one of these is asked for and no other.
     */
    times: BoundedCount.optional(),
  }),
  errors: [],
});

export const getTicket = endpoint({
  name: 'getTicket',
  method: 'GET',
  path: '/api/tickets/:id',
  summary: 'One ticket with its text, people and comments, now or as of an instant',
  tag: 'tickets',
  access: 'ticket.see',
  params: OneTicket,
  query: z.object({ at: AsOf.optional() }),
  status: 200,
  response: TicketView,
  errors: ['not_found'],
});

export const getTicketHistory = endpoint({
  name: 'getTicketHistory',
  method: 'GET',
  path: '/api/tickets/:id/history',
  summary: 'What happened to the ticket, newest first',
  tag: 'tickets',
  access: 'ticket.see',
  params: OneTicket,
  query: PageQuery,
  status: 200,
  response: pageOf(ActivityView),
  errors: ['not_found'],
});

const ticketCommand = { tag: 'tickets', response: CommandAnswer } as const;

export const changeTicket = endpoint({
  ...ticketCommand,
  name: 'changeTicket',
  method: 'PATCH',
  path: '/api/tickets/:id',
  summary: 'Rename, describe, retype, prioritise, schedule or make another company’s; all of it or none',
  access: 'ticket.edit',
  params: OneTicket,
  body: z.object({
    title: Title.optional(),
    description: Description.optional(),
    type: TicketType.optional(),
    priority: Level.optional(),
    urgency: Level.optional(),
    importance: Level.optional(),
    startDate: CalendarDate.nullable().optional(),
    dueDate: CalendarDate.nullable().optional(),
    /** Of the project, or `null`; the people of the former one lose the ticket at once. */
    companyId: Id.nullable().optional(),
  }),
  status: 200,
  errors: [
    'forbidden',
    'not_found',
    'already_archived',
    'project_archived',
    'schedule_inverted',
    'due_date_required',
    'unknown_company',
    'revision_conflict',
  ],
});

/** Back to the place that it left by the move with this idempotency key. */
const MoveBack = z.object({ commandId: z.string().min(1).max(200) });

export const moveTicket = endpoint({
  ...ticketCommand,
  name: 'moveTicket',
  method: 'POST',
  path: '/api/tickets/:id/move',
  summary: 'Move to a column, between two neighbours named by their ids',
  access: 'ticket.move',
  params: OneTicket,
  body: z.object({ columnId: Id, after: Id.nullish(), before: Id.nullish() }),
  status: 200,
  errors: [
    'forbidden',
    'not_found',
    'already_archived',
    'project_archived',
    'unknown_column',
    'transition_not_allowed',
    'column_full',
    'due_date_required',
    'revision_conflict',
  ],
});

export const moveTicketBack = endpoint({
  ...ticketCommand,
  name: 'moveTicketBack',
  method: 'POST',
  path: '/api/tickets/:id/move-back',
  summary: 'Take a move back: to the very place that the ticket left by it, unless it was moved again since',
  access: 'ticket.move',
  params: OneTicket,
  body: MoveBack,
  status: 200,
  errors: moveTicket.errors,
});

export const assignTicket = endpoint({
  ...ticketCommand,
  name: 'assignTicket',
  method: 'PUT',
  path: '/api/tickets/:id/assignees/:userId',
  summary: 'Assign a person',
  access: 'ticket.assign',
  params: TicketPerson,
  status: 200,
  errors: [
    'forbidden',
    'not_found',
    'already_archived',
    'project_archived',
    'unknown_user',
    'revision_conflict',
  ],
});

export const unassignTicket = endpoint({
  ...ticketCommand,
  name: 'unassignTicket',
  method: 'DELETE',
  path: '/api/tickets/:id/assignees/:userId',
  summary: 'Take a person off the ticket',
  access: 'ticket.assign',
  params: TicketPerson,
  status: 200,
  errors: ['forbidden', 'not_found', 'already_archived', 'project_archived', 'revision_conflict'],
});

export const tagTicket = endpoint({
  ...ticketCommand,
  name: 'tagTicket',
  method: 'PUT',
  path: '/api/tickets/:id/tags/:tagId',
  summary: 'Put a tag of the project on the ticket',
  access: 'ticket.tag',
  params: TicketTag,
  status: 200,
  errors: [
    'forbidden',
    'not_found',
    'already_archived',
    'project_archived',
    'unknown_tag',
    'revision_conflict',
  ],
});

export const untagTicket = endpoint({
  ...ticketCommand,
  name: 'untagTicket',
  method: 'DELETE',
  path: '/api/tickets/:id/tags/:tagId',
  summary: 'Take a tag off the ticket',
  access: 'ticket.tag',
  params: TicketTag,
  status: 200,
  errors: ['forbidden', 'not_found', 'already_archived', 'project_archived', 'revision_conflict'],
});

export const postComment = endpoint({
  ...ticketCommand,
  name: 'postComment',
  method: 'POST',
  path: '/api/tickets/:id/comments',
  summary: 'Comment publicly, or write an internal note',
  access: 'comment.public',
  params: OneTicket,
  body: z.object({
    body: CommentBody,
    visibility: CommentVisibility.default('public'),
    /** Uploaded files to attach to the comment. */
    fileIds: z.array(Id).max(20).default([]),
  }),
  status: 201,
  response: CommandAnswer.extend({ commentId: Id }),
  errors: [
    'forbidden',
    'not_found',
    'already_archived',
    'project_archived',
    'unknown_file',
    'too_many_attachments',
  ],
});

export const editComment = endpoint({
  ...ticketCommand,
  name: 'editComment',
  method: 'PATCH',
  path: '/api/tickets/:id/comments/:commentId',
  summary: 'Change the words of one’s own comment',
  access: 'comment.own',
  params: z.object({ id: Id, commentId: Id }),
  body: z.object({ body: CommentBody }),
  status: 200,
  errors: ['forbidden', 'not_found', 'unknown_comment', 'project_archived'],
});

export const removeComment = endpoint({
  ...ticketCommand,
  name: 'removeComment',
  method: 'DELETE',
  path: '/api/tickets/:id/comments/:commentId',
  summary: 'Remove a comment: one’s own, or any for project admins',
  access: 'comment.own',
  params: z.object({ id: Id, commentId: Id }),
  status: 200,
  errors: ['forbidden', 'not_found', 'unknown_comment', 'project_archived'],
});

export const acceptResolution = endpoint({
  ...ticketCommand,
  name: 'acceptResolution',
  method: 'POST',
  path: '/api/tickets/:id/resolution/accept',
  summary: 'Accept what was done, with one to five stars; an archived ticket’s as well',
  access: 'ticket.review',
  params: OneTicket,
  body: z.object({ stars: Stars, words: ReviewWords.default('') }),
  status: 200,
  errors: ['forbidden', 'not_found', 'no_review_awaited', 'revision_conflict'],
});

export const rejectResolution = endpoint({
  ...ticketCommand,
  name: 'rejectResolution',
  method: 'POST',
  path: '/api/tickets/:id/resolution/reject',
  summary: 'Say why it is not done; the ticket goes back to work, an archived one too',
  access: 'ticket.review',
  params: OneTicket,
  body: z.object({ reason: RejectionReason }),
  status: 200,
  errors: ['forbidden', 'not_found', 'no_review_awaited', 'revision_conflict'],
});

export const offerRemoteAssist = endpoint({
  ...ticketCommand,
  name: 'offerRemoteAssist',
  method: 'PUT',
  path: '/api/tickets/:id/remote-assist',
  summary: 'Say what the reporter’s remote-assistance tool answers to; null takes it back',
  access: 'ticket.edit',
  params: OneTicket,
  body: z.object({ remoteAssistId: RemoteAssistId.nullable() }),
  status: 200,
  errors: ['forbidden', 'not_found', 'already_archived', 'project_archived', 'revision_conflict'],
});

export const archiveTicket = endpoint({
  ...ticketCommand,
  name: 'archiveTicket',
  method: 'POST',
  path: '/api/tickets/:id/archive',
  summary: 'Archive, and say why if there is something to say; nothing is deleted',
  access: 'ticket.archive',
  params: OneTicket,
  body: z.object({ words: ArchiveWords.optional() }).default({}),
  status: 200,
  errors: ['forbidden', 'not_found', 'already_archived', 'project_archived', 'revision_conflict'],
});

export const restoreTicket = endpoint({
  ...ticketCommand,
  name: 'restoreTicket',
  method: 'POST',
  path: '/api/tickets/:id/restore',
  summary: 'Bring an archived ticket back to its column',
  access: 'ticket.archive',
  params: OneTicket,
  status: 200,
  errors: ['forbidden', 'not_found', 'not_archived', 'project_archived', 'revision_conflict'],
});

/** What can be asked of many tickets at once. A move puts them at the end of the column, in the order of the list. */
const BulkChange = z.discriminatedUnion('type', [
  z.object({ type: z.literal('move'), columnId: Id }),
  /** What was moved again since refuses. */
  MoveBack.extend({ type: z.literal('moveBack') }),
  z.object({ type: z.literal('assign'), userId: Id }),
  z.object({ type: z.literal('unassign'), userId: Id }),
  z.object({ type: z.literal('tag'), tagId: Id }),
  z.object({ type: z.literal('untag'), tagId: Id }),
  z.object({ type: z.literal('archive'), words: ArchiveWords.optional() }),
  z.object({ type: z.literal('restore') }),
  z.object({
    type: z.literal('prioritise'),
    priority: Level.optional(),
    urgency: Level.optional(),
    importance: Level.optional(),
  }),
  z.object({
    type: z.literal('schedule'),
    /** What is left out stays as it is on each ticket; `null` takes the date away. */
    startDate: CalendarDate.nullable().optional(),
    dueDate: CalendarDate.nullable().optional(),
  }),
  z.object({ type: z.literal('retype'), ticketType: TicketType }),
  /** Of the project, or `null`; the people of the former one lose the ticket at once. */
  z.object({ type: z.literal('company'), companyId: Id.nullable() }),
  /**
   * Back to the company that it was given away from by the bulk change with this idempotency key, with everybody who left
   * the ticket by it. What was given away again since refuses.
   */
  z.object({ type: z.literal('companyBack'), commandId: z.string().min(1).max(200) }),
]);

/** How one ticket of a bulk change fared: as the command on it alone would be answered. */
const BulkResult = z.discriminatedUnion('ok', [
  z.object({ id: Id, ok: z.literal(true), revision: Revision, position: Position }),
  z.object({ id: Id, ok: z.literal(false), code: z.string(), detail: z.string() }),
]);

export const changeManyTickets = endpoint({
  name: 'changeManyTickets',
  method: 'POST',
  path: '/api/tickets/bulk',
  summary:
    'One change to up to 200 tickets, each of which succeeds or fails by itself; answered in their order',
  tag: 'tickets',
  // What the change needs is decided on every ticket by itself.
  access: 'signed-in',
  body: z.object({ ticketIds: z.array(Id).min(1).max(200), change: BulkChange }),
  status: 200,
  response: z.object({
    results: z.array(BulkResult),
    /** The furthest position of what succeeded; null when nothing did. */
    position: Position.nullable(),
  }),
  errors: [],
});
