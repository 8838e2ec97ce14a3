import { mentionsIn } from '@ticketing/contracts/mentions.ts';
import type { CommentView, TicketView } from '@ticketing/contracts/views.ts';
import type { ChangeFrame } from './live-channels.ts';
import { isBefore, later } from './log-position.ts';
import type { Known, PendingCommand } from './pending-commands.ts';
import { isSettled } from './settled.ts';
import { ticketWithIntent, withChildMoved } from './ticket-intent.ts';

/** A ticket as the server told it: one read, and every frame since. */
export type TicketCache = Known & {
  readonly ticket: TicketView;
  /** Log position of the read itself; other tickets are told of by reads alone. */
  readonly read: string;
  /** True when a frame named something that this ticket does not know, or when what is allowed may have changed. */
  readonly incomplete: boolean;
  /** True when a frame said that the viewer can no longer see it. */
  readonly gone: boolean;
};

/** A fresh read, with the frames that came while it was on its way. */
export function ticketCache(
  ticket: TicketView,
  position: string,
  recent: readonly ChangeFrame[],
): TicketCache {
  const commands = new Set(recent.filter(isOfTicket).flatMap(commandsOf));
  const fresh: TicketCache = { ticket, read: position, position, commands, incomplete: false, gone: false };
  return recent.filter((frame) => isBefore(position, frame.position)).reduce(patchTicket, fresh);
}

const isOfTicket = (frame: ChangeFrame): boolean =>
  frame.change.entity === 'ticket' ||
  frame.change.entity === 'comment' ||
  frame.change.entity === 'attachment';

/** The ticket after a frame; an older row never overwrites a newer one, and a frame may come twice. */
export function patchTicket(cache: TicketCache, frame: ChangeFrame): TicketCache {
  const { change } = frame;
  if (change.entity === 'ticket' && change.id === cache.ticket.id) {
    const commands = withCommand(cache, frame);
    const position = later(cache.position, frame.position);
    const { row } = change;
    if (row === null) return { ...cache, commands, position, gone: true };
    if (isBefore(row.revision, cache.ticket.revision)) return { ...cache, commands };
    const people = new Set(cache.ticket.people.map((person) => person.id));
    const incomplete =
      row.archived !== cache.ticket.archived ||
      row.companyId !== cache.ticket.companyId ||
      [...row.assigneeIds, ...row.followerIds, ...mentionsIn(row.description)].some(
        (id) => !people.has(id),
      ) ||
      row.subtasks.some(({ assigneeId }) => assigneeId !== null && !people.has(assigneeId)) ||
      !cache.ticket.columns.some((column) => column.id === row.columnId) ||
      row.tagIds.some((id) => !cache.ticket.tags.some((tag) => tag.id === id));
    return {
      ticket: { ...cache.ticket, ...row },
      read: cache.read,
      commands,
      position,
      incomplete: cache.incomplete || incomplete,
      gone: false,
    };
  }
  if (change.entity === 'comment' && change.ticketId === cache.ticket.id) {
    const commands = withCommand(cache, frame);
    const known = cache.ticket.comments.find((comment) => comment.id === change.id);
    if (known !== undefined && isBefore(frame.position, cache.position)) return { ...cache, commands };
    const others = cache.ticket.comments.filter((comment) => comment.id !== change.id);
    const comments = change.row === null ? others : [...others, change.row].sort(byTime);
    const people = new Set(cache.ticket.people.map((person) => person.id));
    const named = change.row === null ? [] : [change.row.authorId, ...mentionsIn(change.row.body)];
    return {
      ...cache,
      ticket: { ...cache.ticket, comments },
      commands,
      position: later(cache.position, frame.position),
      incomplete: cache.incomplete || named.some((id) => !people.has(id)),
    };
  }
  if (change.entity === 'relation' && change.ticketId === cache.ticket.id) {
    const older = isBefore(frame.position, cache.position);
    return { ...cache, incomplete: cache.incomplete || !older };
  }
  if (change.entity === 'attachment' && change.ticketId === cache.ticket.id) {
    // A frame that the read had already, or that comes twice, must not bring back what was removed since.
    const commands = withCommand(cache, frame);
    if (isBefore(frame.position, cache.position)) return { ...cache, commands };
    const others = cache.ticket.attachments.filter(({ id }) => id !== change.id);
    const attachments = change.row === null ? others : [...others, change.row];
    const { row } = change;
    const unknownPerson = row !== null && !cache.ticket.people.some(({ id }) => id === row.addedById);
    return {
      ...cache,
      ticket: { ...cache.ticket, attachments },
      commands,
      position: later(cache.position, frame.position),
      incomplete: cache.incomplete || unknownPerson,
    };
  }
  return cache;
}

function commandsOf({ commandId, change }: ChangeFrame): string[] {
  if (change.entity === 'comment') return [commandId, commentCommand(commandId)];
  if (change.entity === 'attachment') return [commandId, fileCommand(commandId)];
  return [commandId];
}

const withCommand = (cache: TicketCache, frame: ChangeFrame): ReadonlySet<string> =>
  new Set([...cache.commands, ...commandsOf(frame)]);

function byTime(left: CommentView, right: CommentView): number {
  const byInstant = Date.parse(left.postedAt) - Date.parse(right.postedAt);
  if (byInstant !== 0) return byInstant;
  return left.id < right.id ? -1 : 1;
}

/**
 * Whether the ticket has the command's effect. A comment and a file have frames of their own beside the ticket's: they
 * are there when those are there. Other tickets are told of by reads alone.
 */
function isInTicket(entry: PendingCommand, cache: TicketCache): boolean {
  const { intent, answer } = entry;
  switch (intent.kind) {
    case 'comment':
      if (cache.commands.has(commentCommand(entry.commandId))) return true;
      if (answer === undefined) return false;
      if (cache.ticket.comments.some((comment) => comment.id === answer.commentId)) return true;
      return isBefore(answer.position, cache.position);
    case 'attach':
    case 'remove-attachment':
      if (cache.commands.has(fileCommand(entry.commandId))) return true;
      return answer !== undefined && isBefore(answer.position, cache.position);
    case 'parent':
    case 'link':
    case 'unlink':
      return answer !== undefined && !isBefore(cache.read, answer.position);
    default:
      return isSettled(entry, cache, cache.ticket.revision);
  }
}

const commentCommand = (commandId: string): string => `comment:${commandId}`;
const fileCommand = (commandId: string): string => `file:${commandId}`;

/** The ticket as it will be when the pending commands are through. */
export function ticketWithPending(cache: TicketCache, pending: readonly PendingCommand[]): TicketView {
  return pending.reduce((ticket, entry) => {
    const { intent } = entry;
    if (intent.kind === 'parent' && intent.ticketId !== ticket.id) {
      return isInTicket(entry, cache) ? ticket : withChildMoved(ticket, intent);
    }
    if (intent.kind === 'open' || intent.ticketId !== ticket.id) return ticket;
    return isInTicket(entry, cache) ? ticket : ticketWithIntent(ticket, intent, entry.answer);
  }, cache.ticket);
}
