import { DomainError } from '@ticketing/contracts/errors.ts';
import type { TicketEvent } from '@ticketing/contracts/events/event.ts';
import type { ProjectState } from '../project/state.ts';
import type { TicketCommand } from './commands.ts';
import { decideStructure, requireParent } from './decide-structure.ts';
import { placeBetween, rankAtEnd } from './rank.ts';
import { acceptResolution, rejectResolution, reviewOnMove } from './review.ts';
import type { TicketState } from './state.ts';

/** What a decision needs to know besides the ticket itself. */
export type TicketDecisionFacts = { readonly ticketId: string; readonly project: ProjectState };

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
  if (command.type === 'RestoreTicket') return restore(command, ticket, facts.project);
  if (command.type === 'ArchiveWhenStillDone') return archiveWhenStillDone(command, ticket, facts.project);
  if (command.type === 'AcceptResolution') return acceptResolution(command, ticket);
  if (command.type === 'RejectResolution') return rejectResolution(command, ticket, facts.project);
  if (command.type === 'LeaveCycle') return leaveCycle(command, ticket);
  if (ticket.archived) throw new DomainError('already_archived');
  switch (command.type) {
    case 'ChangeTicket':
      return changeTicket(command, ticket);
    case 'MoveTicket':
      return move(command, ticket, facts.project);
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
      return [{ type: 'CommentRemoved', data: { commentId: command.commentId } }];
    }
    case 'OfferRemoteAssist':
      return command.remoteAssistId === ticket.remoteAssistId
        ? []
        : [{ type: 'RemoteAssistOffered', data: { remoteAssistId: command.remoteAssistId } }];
    case 'ArchiveTicket':
      return [{ type: 'TicketArchived', data: { reason: 'manual' } }];
    default:
      return decideStructure(command, ticket);
  }
}

type Command<Type extends TicketCommand['type']> = Extract<TicketCommand, { type: Type }>;

function open(
  command: Command<'OpenTicket'>,
  { ticketId, project }: TicketDecisionFacts,
): readonly TicketEvent[] {
  const columnId = command.columnId ?? project.columns[0]?.id;
  if (!columnId) throw new DomainError('unknown_column');
  requireColumn(project, columnId);
  requireSchedule(command.startDate, command.dueDate);
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

/** One event for each thing that changes, all in one append. */
function changeTicket(command: Command<'ChangeTicket'>, ticket: TicketState): readonly TicketEvent[] {
  const events: TicketEvent[] = [];
  const { title, description, ticketType } = command;
  if (title !== undefined && title !== ticket.title) events.push({ type: 'TicketRenamed', data: { title } });
  if (description !== undefined && description !== ticket.description) {
    events.push({ type: 'TicketDescribed', data: { description } });
  }
  if (ticketType !== undefined && ticketType !== ticket.type) {
    events.push({ type: 'TicketTypeChanged', data: { type: ticketType } });
  }
  const levels = {
    priority: command.priority ?? ticket.priority,
    urgency: command.urgency ?? ticket.urgency,
    importance: command.importance ?? ticket.importance,
  };
  if (
    levels.priority !== ticket.priority ||
    levels.urgency !== ticket.urgency ||
    levels.importance !== ticket.importance
  ) {
    events.push({ type: 'TicketPrioritised', data: levels });
  }
  const startDate = command.startDate === undefined ? ticket.startDate : command.startDate;
  const dueDate = command.dueDate === undefined ? ticket.dueDate : command.dueDate;
  if (startDate !== ticket.startDate || dueDate !== ticket.dueDate) {
    requireSchedule(startDate, dueDate);
    events.push({ type: 'TicketScheduled', data: { startDate, dueDate } });
  }
  return events;
}

function move(
  command: Command<'MoveTicket'>,
  ticket: TicketState,
  project: ProjectState,
): readonly TicketEvent[] {
  requireColumn(project, command.columnId);
  const { rank } = placeBetween(
    { id: ticket.id, columnId: command.columnId },
    command.after,
    command.before,
    command.atMilliseconds,
  );
  const events = moved(ticket, command.columnId, rank);
  if (command.columnId === ticket.columnId || command.unreviewed) return events;
  const { companyId, reviews, columnId: fromColumnId } = ticket;
  return [
    ...events,
    ...reviewOnMove({ companyId, reviews, fromColumnId, columnId: command.columnId }, project),
  ];
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
  const column = project.columns.find(({ id }) => id === ticket.columnId);
  const due =
    !ticket.archived && column?.category === 'done' && ticket.enteredColumnBy === command.enteredColumnBy;
  return due ? [{ type: 'TicketArchived', data: { reason: 'done' } }] : [];
}

/** Also of an archived ticket: a circle is nothing that may stay. */
function leaveCycle(command: Command<'LeaveCycle'>, ticket: TicketState): readonly TicketEvent[] {
  return ticket.parentId === command.parentId
    ? [{ type: 'TicketParentChanged', data: { parentId: null } }]
    : [];
}

/** Back to where it was; to the end of the first column when its column is gone. */
function restore(
  command: Command<'RestoreTicket'>,
  ticket: TicketState,
  project: ProjectState,
): readonly TicketEvent[] {
  if (!ticket.archived) throw new DomainError('not_archived');
  if (project.columns.some(({ id }) => id === ticket.columnId)) {
    return [{ type: 'TicketRestored', data: { columnId: ticket.columnId, rank: ticket.rank } }];
  }
  const columnId = project.columns[0]?.id;
  if (!columnId) throw new DomainError('unknown_column');
  return [{ type: 'TicketRestored', data: { columnId, rank: rankAtEnd(command.atMilliseconds, ticket.id) } }];
}

function requireColumn(project: ProjectState, columnId: string): void {
  if (!project.columns.some(({ id }) => id === columnId)) throw new DomainError('unknown_column');
}

function requireTag(project: ProjectState, tagId: string): void {
  if (!project.tags.some(({ id }) => id === tagId)) throw new DomainError('unknown_tag');
}

function requireSchedule(startDate: string | null, dueDate: string | null): void {
  if (startDate !== null && dueDate !== null && startDate > dueDate)
    throw new DomainError('schedule_inverted');
}
