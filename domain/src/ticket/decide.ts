import { DomainError } from '@ticketing/contracts/errors.ts';
import type { TicketEvent } from '@ticketing/contracts/events/event.ts';
import { requireActive } from '../project/active.ts';
import { type ColumnState, type ProjectState, presentColumnId } from '../project/state.ts';
import { attachedOnOpening, decideAttachments, removedWithComment } from './attachments.ts';
import { requireDueDate, requireRoom, requireTransition } from './board-rules.ts';
import { changeCompany, companyBack } from './change-company.ts';
import { changeTicket, requireSchedule } from './change-ticket.ts';
import type { TicketCommand } from './commands.ts';
import { decideStructure, requireParent } from './decide-structure.ts';
import { presentColumn } from './present-column.ts';
import { placeBetween, rankAtEnd } from './rank.ts';
import { remind } from './remind.ts';
import { acceptResolution, rejectResolution, reviewOnMove } from './review.ts';
import type { TicketState } from './state.ts';

/** What a decision needs to know besides the ticket itself. */
export type TicketDecisionFacts = {
  readonly ticketId: string;
  readonly project: ProjectState;
  /**
   * How many tickets stand in the column that the command names: what the project's limits are enforced against.
   * `undefined`: nobody has counted, and no limit holds.
   */
  readonly ticketsInColumn?: number | undefined;
};

/**
 * What happens to a ticket when it is commanded so. Asking for what is already so is no event and no error.
 * @throws DomainError when the command cannot be carried out
 */
export function decideTicket(
  command: TicketCommand,
  ticket: TicketState | undefined,
  facts: TicketDecisionFacts,
): readonly TicketEvent[] {
  if (command.type === 'OpenTicket') return ticket ? [] : open(command, facts);
  if (!ticket) throw new DomainError('not_found');
  if (command.type === 'ArchiveWhenStillDone') return archiveWhenStillDone(command, ticket, facts.project);
  if (command.type === 'LeaveRemovedColumn') return leaveRemovedColumn(command, ticket, facts.project);
  if (command.type === 'LeaveCycle') return leaveCycle(command, ticket);
  if (command.type === 'TellDueSoon' || command.type === 'RemindOfReview')
    return remind(command, ticket, facts.project);
  requireActive(facts.project);
  if (command.type === 'RestoreTicket') return restore(command, ticket, facts.project);
  if (command.type === 'AcceptResolution') return acceptResolution(command, ticket);
  if (command.type === 'RejectResolution') return rejectResolution(command, ticket, facts.project);
  if (ticket.archived) throw new DomainError('already_archived');
  switch (command.type) {
    case 'ChangeTicket':
      return changeTicket(command, ticket, facts.project);
    case 'ChangeCompany':
      return changeCompany(command, ticket, facts.project);
    case 'CompanyBack':
      return companyBack(command, ticket, facts.project);
    case 'MoveTicket':
      return move(command, ticket, facts);
    case 'MoveBack':
      return moveBack(command, ticket, facts);
    case 'MakeRoom':
      return command.columnId === ticket.columnId ? moved(ticket, command.columnId, command.rank) : [];
    case 'AssignTicket':
      return ticket.assigneeIds.includes(command.userId)
        ? []
        : [{ type: 'TicketAssigned', data: { userId: command.userId } }];
    case 'UnassignTicket':
      return ticket.assigneeIds.includes(command.userId)
        ? [{ type: 'TicketUnassigned', data: { userId: command.userId } }]
        : [];
    case 'TagTicket':
      requireTag(facts.project, command.tagId);
      return ticket.tagIds.includes(command.tagId)
        ? []
        : [{ type: 'TicketTagged', data: { tagId: command.tagId } }];
    case 'UntagTicket':
      return ticket.tagIds.includes(command.tagId)
        ? [{ type: 'TicketUntagged', data: { tagId: command.tagId } }]
        : [];
    case 'PostComment': {
      const { commentId, body, visibility } = command;
      return [{ type: 'CommentPosted', data: { commentId, body, visibility } }];
    }
    case 'EditComment': {
      const comment = ticket.comments.get(command.commentId);
      if (!comment) throw new DomainError('unknown_comment');
      if (comment.authorId !== command.actorId)
        throw new DomainError('forbidden', 'Only its author changes a comment');
      return comment.body === command.body
        ? []
        : [{ type: 'CommentEdited', data: { commentId: command.commentId, body: command.body } }];
    }
    case 'RemoveComment': {
      const comment = ticket.comments.get(command.commentId);
      if (!comment) throw new DomainError('unknown_comment');
      if (comment.authorId !== command.actorId && !command.moderates) {
        throw new DomainError('forbidden', 'Only its author and project admins remove a comment');
      }
      return [
        ...removedWithComment(ticket, command.commentId),
        { type: 'CommentRemoved', data: { commentId: command.commentId } },
      ];
    }
    case 'AttachFile':
    case 'RemoveAttachment':
      return decideAttachments(command, ticket);
    case 'OfferRemoteAssist':
      return command.remoteAssistId === ticket.remoteAssistId
        ? []
        : [{ type: 'RemoteAssistOffered', data: { remoteAssistId: command.remoteAssistId } }];
    case 'ArchiveTicket':
      return [{ type: 'TicketArchived', data: { reason: 'manual', words: command.words } }];
    default:
      return decideStructure(command, ticket);
  }
}

type Command<Type extends TicketCommand['type']> = Extract<TicketCommand, { type: Type }>;

function open(
  command: Command<'OpenTicket'>,
  { ticketId, project, ticketsInColumn }: TicketDecisionFacts,
): readonly TicketEvent[] {
  requireActive(project);
  const columnId = command.columnId ?? project.columns[0]?.id;
  if (!columnId) throw new DomainError('unknown_column');
  const column = columnOf(project, columnId);
  requireSchedule(command.startDate, command.dueDate);
  requireDueDate(project, column, command.dueDate);
  requireRoom(project, column, ticketsInColumn);
  if (command.companyId !== null && !project.companyIds.includes(command.companyId)) {
    throw new DomainError('unknown_company');
  }
  for (const tagId of command.tagIds) requireTag(project, tagId);
  if (command.parent) requireParent(command.parent, ticketId, project.id);
  return [
    {
      type: 'TicketOpened',
      data: {
        projectId: project.id,
        number: command.number,
        key: `${project.key}-${command.number}`,
        type: command.ticketType,
        title: command.title,
        description: command.description,
        priority: command.priority,
        urgency: command.urgency,
        importance: command.importance,
        reporterId: command.reporterId,
        companyId: command.companyId,
        columnId,
        rank: rankAtEnd(command.atMilliseconds, ticketId),
        startDate: command.startDate,
        dueDate: command.dueDate,
      },
    },
    ...[...new Set(command.assigneeIds)].map((userId) => ({
      type: 'TicketAssigned' as const,
      data: { userId },
    })),
    ...[...new Set(command.tagIds)].map((tagId) => ({ type: 'TicketTagged' as const, data: { tagId } })),
    ...attachedOnOpening(command.files ?? []),
    ...(command.remoteAssistId
      ? [{ type: 'RemoteAssistOffered' as const, data: { remoteAssistId: command.remoteAssistId } }]
      : []),
    ...(command.unreviewed
      ? []
      : reviewOnMove({ ...command, reviews: [], fromColumnId: undefined, columnId }, project)),
    ...(command.parent
      ? [{ type: 'TicketParentChanged' as const, data: { parentId: command.parent.parentId } }]
      : []),
  ];
}

function move(
  command: Command<'MoveTicket'>,
  ticket: TicketState,
  { project, ticketsInColumn }: TicketDecisionFacts,
): readonly TicketEvent[] {
  const { column, from } = requireWay(command.columnId, ticket, { project, ticketsInColumn });
  const { rank } = placeBetween(
    { id: ticket.id, columnId: command.columnId },
    command.after,
    command.before,
    command.atMilliseconds,
  );
  const events = moved(ticket, command.columnId, rank);
  if (command.columnId === ticket.columnId || command.unreviewed) return events;
  return [...events, ...reviewOnMove({ ...ticket, fromColumnId: from?.id, columnId: column.id }, project)];
}

/** @throws DomainError `revision_conflict` when it was moved again since, and as any move does */
function moveBack(
  { leftBy }: Command<'MoveBack'>,
  ticket: TicketState,
  facts: Omit<TicketDecisionFacts, 'ticketId'>,
): readonly TicketEvent[] {
  const place = ticket.placeBefore;
  if (place?.leftBy !== leftBy) throw new DomainError('revision_conflict', 'it was moved again since');
  const { column, from } = requireWay(place.columnId, ticket, facts);
  const events = moved(ticket, column.id, place.rank);
  if (column.id === ticket.columnId) return events;
  return [
    ...events,
    ...reviewOnMove({ ...ticket, fromColumnId: from?.id, columnId: column.id }, facts.project),
  ];
}

/** @throws DomainError unless the ticket may go to that column, from the one that it stands in */
function requireWay(
  columnId: string,
  ticket: TicketState,
  { project, ticketsInColumn }: Omit<TicketDecisionFacts, 'ticketId'>,
): { readonly column: ColumnState; readonly from: ColumnState | undefined } {
  const column = columnOf(project, columnId);
  const from = presentColumn(project, ticket);
  if (from?.id !== column.id) {
    requireTransition(from, column);
    requireDueDate(project, column, ticket.dueDate);
    requireRoom(project, column, ticketsInColumn);
  }
  return { column, from };
}

function moved(ticket: TicketState, columnId: string, rank: string): readonly TicketEvent[] {
  if (columnId === ticket.columnId && rank === ticket.rank) return [];
  return [{ type: 'TicketMoved', data: { columnId, rank, fromColumnId: ticket.columnId } }];
}

function archiveWhenStillDone(
  command: Command<'ArchiveWhenStillDone'>,
  ticket: TicketState,
  project: ProjectState,
): readonly TicketEvent[] {
  const done = presentColumn(project, ticket)?.category === 'done';
  const due =
    done && !ticket.archived && !project.archived && ticket.enteredColumnBy === command.enteredColumnBy;
  return due ? [{ type: 'TicketArchived', data: { reason: 'done', words: '' } }] : [];
}

/** Also of an archived ticket: a circle is nothing that may stay. */
function leaveCycle(command: Command<'LeaveCycle'>, ticket: TicketState): readonly TicketEvent[] {
  return ticket.parentId === command.parentId
    ? [{ type: 'TicketParentChanged', data: { parentId: null } }]
    : [];
}

/**
 * An archived ticket comes along, so that it is restored to a column that is there. Nobody resolved anything, so no
 * review is asked for; one that was asked for is taken back when what it is about is not done any more.
 */
function leaveRemovedColumn(
  command: Command<'LeaveRemovedColumn'>,
  ticket: TicketState,
  project: ProjectState,
): readonly TicketEvent[] {
  const columnId = presentColumnId(project, ticket.columnId);
  if (columnId === ticket.columnId || project.archived) return [];
  const events = moved(ticket, columnId, rankAtEnd(command.atMilliseconds, ticket.id));
  if (presentColumn(project, ticket)?.category === 'done') return events;
  return [...events, ...reviewOnMove({ ...ticket, fromColumnId: undefined, columnId }, project)];
}

/** Back to where it was; to the end of the column that its tickets went to when its own is gone. */
function restore(
  command: Command<'RestoreTicket'>,
  ticket: TicketState,
  project: ProjectState,
): readonly TicketEvent[] {
  if (!ticket.archived) throw new DomainError('not_archived');
  if (project.columns.some(({ id }) => id === ticket.columnId)) {
    return [{ type: 'TicketRestored', data: { columnId: ticket.columnId, rank: ticket.rank } }];
  }
  const columnId = presentColumn(project, ticket)?.id ?? project.columns[0]?.id;
  if (!columnId) throw new DomainError('unknown_column');
  return [{ type: 'TicketRestored', data: { columnId, rank: rankAtEnd(command.atMilliseconds, ticket.id) } }];
}

function columnOf(project: ProjectState, columnId: string): ColumnState {
  const column = project.columns.find(({ id }) => id === columnId);
  if (!column) throw new DomainError('unknown_column');
  return column;
}

function requireTag(project: ProjectState, tagId: string): void {
  if (!project.tags.some(({ id }) => id === tagId)) throw new DomainError('unknown_tag');
}
