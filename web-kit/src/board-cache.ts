import type { BoardView, CardView } from '@ticketing/contracts/views.ts';
import { withIntent } from './card-intent.ts';
import { byRank, placeByNeighbours, placeByRank } from './column-order.ts';
import type { ChangeFrame } from './live-channels.ts';
import { isBefore, later } from './log-position.ts';
import type { Intent, Known, PendingCommand } from './pending-commands.ts';
import { isSettled } from './settled.ts';

type BoardColumn = BoardView['columns'][number];

/** The board as the server told it: one read, and every frame since. */
export type BoardCache = Known & {
  readonly board: BoardView;
  /** True when a frame named something that this board does not know (a new person, a new column): read it again. */
  readonly incomplete: boolean;
};

/** A fresh read, with the frames that came while it was on its way. */
export function boardCache(board: BoardView, position: string, recent: readonly ChangeFrame[]): BoardCache {
  const commands = new Set(recent.filter(isOfBoard).map((frame) => frame.commandId));
  const fresh: BoardCache = { board, position, commands, incomplete: false };
  return recent.filter((frame) => isBefore(position, frame.position)).reduce(patchBoard, fresh);
}

/** Frames of the same channel that do not come from the board's read model prove nothing about the board. */
const isOfBoard = (frame: ChangeFrame): boolean =>
  frame.change.entity === 'card' || frame.change.entity === 'column' || frame.change.entity === 'project';

/** The board after a frame; an older row never overwrites a newer one, and a frame may come twice. */
export function patchBoard(cache: BoardCache, frame: ChangeFrame): BoardCache {
  if (!isOfBoard(frame)) return cache;
  // Told anew after a break: the read, or a frame since, has it. Frames of the board come in the order of the log.
  const board = isBefore(frame.position, cache.position) ? cache.board : patched(cache, frame);
  return {
    board,
    position: later(cache.position, frame.position),
    commands: cache.commands.has(frame.commandId)
      ? cache.commands
      : new Set([...cache.commands, frame.commandId]),
    incomplete: cache.incomplete || namesUnknown(board, frame),
  };
}

function patched(cache: BoardCache, frame: ChangeFrame): BoardView {
  const { board } = cache;
  const { change } = frame;
  switch (change.entity) {
    case 'card': {
      const known = cardOn(board, change.id);
      if (known === undefined && isBefore(frame.position, cache.position)) return board;
      if (known !== undefined && change.row !== null && isBefore(change.row.revision, known.revision))
        return board;
      const without = known === undefined ? board : withoutCard(board, change.id);
      if (change.row === null || change.row.archived) return without;
      return withCard(without, change.row);
    }
    case 'column': {
      const { row, id } = change;
      const old = board.columns.find((column) => column.id === id);
      const others = board.columns.filter((column) => column.id !== id);
      if (row === null) return { ...board, columns: others };
      return { ...board, columns: [...others, { ...row, tickets: old?.tickets ?? [] }].sort(byRank) };
    }
    case 'project': {
      const { row } = change;
      if (isBefore(row.revision, board.project.revision)) return board;
      const tickets = new Map(board.columns.map((column) => [column.id, column.tickets]));
      const columns = row.columns
        .map((column) => ({ ...column, tickets: tickets.get(column.id) ?? [] }))
        .sort(byRank);
      return { ...board, project: { ...row, role: board.project.role }, columns };
    }
    case 'ticket':
    case 'comment':
    case 'relation':
    case 'attachment':
    case 'activity':
    case 'notification':
    case 'room':
    case 'message':
    case 'readMark':
    case 'roomUnread':
    case 'inbox':
      return board;
    default:
      return change satisfies never;
  }
}

export function cardOn(board: BoardView, id: string): CardView | undefined {
  for (const column of board.columns) {
    const card = column.tickets.find((ticket) => ticket.id === id);
    if (card !== undefined) return card;
  }
  return undefined;
}

function withoutCard(board: BoardView, id: string): BoardView {
  return mapColumns(board, (column) =>
    column.tickets.some((ticket) => ticket.id === id)
      ? { ...column, tickets: column.tickets.filter((ticket) => ticket.id !== id) }
      : column,
  );
}

const withCard = (board: BoardView, card: CardView): BoardView =>
  mapColumns(board, (column) =>
    column.id === card.columnId ? { ...column, tickets: placeByRank(column.tickets, card) } : column,
  );

/** Columns that stay the same stay the same object, so that only what changed is drawn again. */
const mapColumns = (board: BoardView, change: (column: BoardColumn) => BoardColumn): BoardView => ({
  ...board,
  columns: board.columns.map(change),
});

function namesUnknown(board: BoardView, frame: ChangeFrame): boolean {
  if (frame.change.entity === 'project') {
    const known = new Set(board.companies.map((company) => company.id));
    return frame.change.row.companyIds.some((id) => !known.has(id));
  }
  if (frame.change.entity !== 'card' || frame.change.row === null) return false;
  const { row } = frame.change;
  const people = new Set(board.people.map((person) => person.id));
  return (
    !people.has(row.reporterId) ||
    row.assigneeIds.some((id) => !people.has(id)) ||
    (!row.archived && !board.columns.some((column) => column.id === row.columnId)) ||
    (row.companyId !== null && !board.companies.some((company) => company.id === row.companyId))
  );
}

/** The board as it will be when the pending commands are through. */
export function boardWithPending(cache: BoardCache, pending: readonly PendingCommand[]): BoardView {
  return pending.reduce((board, entry) => {
    const id = ticketOf(entry);
    const revision = cardOn(cache.board, id)?.revision;
    return isSettled(entry, cache, revision) ? board : withPending(board, entry.intent, id);
  }, cache.board);
}

function ticketOf(entry: PendingCommand): string {
  return entry.intent.kind === 'open' ? (entry.answer?.id ?? entry.intent.card.id) : entry.intent.ticketId;
}

function withPending(board: BoardView, intent: Intent, id: string): BoardView {
  if (intent.kind === 'open') {
    if (intent.projectId !== board.project.id || cardOn(board, id) !== undefined) return board;
    return mapColumns(board, (column) =>
      column.id === intent.card.columnId
        ? { ...column, tickets: [...column.tickets, { ...intent.card, id }] }
        : column,
    );
  }
  const card = cardOn(board, id);
  if (card === undefined) return board;
  const next = withIntent(card, intent);
  if (intent.kind === 'move') {
    if (!board.columns.some((column) => column.id === intent.columnId)) return board;
    return mapColumns(withoutCard(board, id), (column) =>
      column.id === intent.columnId
        ? { ...column, tickets: placeByNeighbours(column.tickets, next, intent.after, intent.before) }
        : column,
    );
  }
  if (next === card) return board;
  if (next.archived) return withoutCard(board, id);
  return mapColumns(board, (column) =>
    column.tickets.includes(card)
      ? { ...column, tickets: column.tickets.map((ticket) => (ticket === card ? next : ticket)) }
      : column,
  );
}
