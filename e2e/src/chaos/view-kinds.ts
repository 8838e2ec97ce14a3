import { getBoard } from '@ticketing/contracts/endpoints/projects.ts';
import { getRoom, listMessages } from '@ticketing/contracts/endpoints/rooms.ts';
import { getTicket } from '@ticketing/contracts/endpoints/tickets.ts';
import { projectChannel, roomChannel, ticketChannel } from '@ticketing/contracts/live.ts';
import type { MessageView, RoomView } from '@ticketing/contracts/room-views.ts';
import type { RelatedTicketView } from '@ticketing/contracts/views.ts';
import { type BoardCache, boardCache, patchBoard } from '@ticketing/web-kit/board-cache.ts';
import type { ChangeFrame } from '@ticketing/web-kit/live-channels.ts';
import { isBefore, later } from '@ticketing/web-kit/log-position.ts';
import { patchTicket, type TicketCache, ticketCache } from '@ticketing/web-kit/ticket-cache.ts';
import type { ViewKind } from './kept-view.ts';

/** A read of one path: what it answered and the position that it is true for; undefined for 404. @throws otherwise */
export type Read = (
  path: string,
) => Promise<{ readonly data: unknown; readonly position: string } | undefined>;

/**
 * A project's board as both apps keep it.
 *
 * @param internal whether the viewer reads internal notes. To who does not nobody tells of them, so a card's revision,
 * which counts every event of the ticket, may be older than in a read
 */
export const boardView = (read: Read, projectId: string, internal: boolean): ViewKind<BoardCache> => ({
  channel: projectChannel(projectId),
  read: () => read(`/api/projects/${projectId}/board`),
  cache: (data, position, recent) => boardCache(getBoard.response.parse(data), position, recent),
  patch: patchBoard,
  shown: ({ board: { project, columns } }) => ({
    project,
    columns: internal
      ? columns
      : columns.map((column) => ({ ...column, tickets: column.tickets.map(withoutRevision) })),
  }),
});

/** A ticket as both apps keep it: frames tell its row, comments and files, and say when the rest is to be read again. */
export const ticketView = (read: Read, ticketId: string, internal: boolean): ViewKind<TicketCache> => ({
  channel: ticketChannel(ticketId),
  read: () => read(`/api/tickets/${ticketId}`),
  cache: (data, position, recent) => ticketCache(getTicket.response.parse(data), position, recent),
  patch: (cache, frame) => {
    const next = patchTicket(cache, frame);
    return next.gone ? undefined : next;
  },
  // Names of people, what is allowed, and how columns look are no rows of the ticket: they are as of the last read.
  shown({ ticket: { people, allowed, columns, tags, companyName, olderComments, ...rest } }) {
    const related = {
      parent: rest.parent && neighbour(rest.parent),
      children: rest.children.map(neighbour).sort(),
      links: rest.links.map(({ link, ticket }) => `${link} ${neighbour(ticket)}`).sort(),
    };
    return { ...(internal ? rest : withoutRevision(rest)), ...related };
  },
});

/** How another ticket shows here. */
const neighbour = ({ id, key, type, title, columnId, archived }: RelatedTicketView): string =>
  [id, key, type, title, columnId, archived].join(' ');

const withoutRevision = <T extends { readonly revision: string }>({ revision, ...rest }: T) => rest;

type RoomCache = {
  readonly position: string;
  readonly incomplete: boolean;
  readonly room: RoomView;
  /** Oldest first, those of the first read and all since. */
  readonly messages: readonly MessageView[];
};

/** The newest messages that are compared: fewer than a page, so that a read always has them. */
const COMPARED = 100;

/** A room with its timeline. */
export const roomView = (read: Read, roomId: string): ViewKind<RoomCache> => ({
  channel: roomChannel(roomId),
  async read() {
    // In this order: a message that the room knows of and the list does not yet comes as a frame.
    const messages = await read(`/api/rooms/${roomId}/messages?limit=200`);
    const room = await read(`/api/rooms/${roomId}`);
    if (!room || !messages) return undefined;
    // What is true for the earlier of the two is true for both, with the frames since.
    const position = isBefore(room.position, messages.position) ? room.position : messages.position;
    return { data: { room: room.data, messages: messages.data }, position };
  },
  cache(data, position, recent) {
    const { room, messages } = data as { room: unknown; messages: unknown }; // what `read` above answers
    // The reader's own count is told on another channel, and what follows it is not of the room.
    const { unread, lastMessage, ticket, people, allowed, ...rest } = getRoom.response.parse(room);
    const { items } = listMessages.response.parse(messages);
    const fresh: RoomCache = { position, incomplete: false, room: rest, messages: items };
    return recent
      .filter((frame) => isBefore(position, frame.position))
      .reduce((cache, frame) => patchRoom(cache, frame) ?? cache, fresh);
  },
  patch: patchRoom,
  // The revision counts messages as well, whose frames do not tell it.
  shown: ({ room, messages }) => ({
    ...withoutRevision(room),
    participants: room.participants.toSorted((one, other) => (one.userId < other.userId ? -1 : 1)),
    messages: messages.slice(-COMPARED),
  }),
});

function patchRoom(cache: RoomCache, frame: ChangeFrame): RoomCache | undefined {
  const { change } = frame;
  const position = later(cache.position, frame.position);
  switch (change.entity) {
    case 'room':
      if (change.row === null) return undefined;
      if (BigInt(change.row.revision) < BigInt(cache.room.revision)) return cache;
      return { ...cache, position, room: change.row };
    case 'message': {
      if (isBefore(frame.position, cache.position) && cache.messages.some(({ id }) => id === change.id))
        return cache;
      const others = cache.messages.filter(({ id }) => id !== change.id);
      const { row } = change;
      if (row === null) return { ...cache, position, messages: others };
      const at = others.findLastIndex((other) => isBefore(other.position, row.position)) + 1;
      const messages = others.toSpliced(at, 0, row);
      return { ...cache, position, messages, room: afterMessage(cache, row) };
    }
    case 'readMark': {
      const { id: userId, row } = change;
      const participants = cache.room.participants.map((each) =>
        each.userId === userId ? { ...each, readTo: row.readTo } : each,
      );
      return { ...cache, position, room: { ...cache.room, participants } };
    }
    default:
      return cache;
  }
}

/** Who writes has read everything up to their own message, and the room was active then; no other frame says so. */
function afterMessage({ room, messages }: RoomCache, row: MessageView): RoomView {
  const placeOf = (id: string | null) => messages.findIndex((message) => message.id === id);
  if (row.kind === 'system' || placeOf(row.id) >= 0) return room;
  const readTo = (before: string | null) => {
    const read = messages[placeOf(before)];
    return read && isBefore(row.position, read.position) ? before : row.id;
  };
  return {
    ...room,
    activeAt: Date.parse(row.at) > Date.parse(room.activeAt) ? row.at : room.activeAt,
    participants: room.participants.map((each) =>
      each.userId === row.authorId ? { ...each, readTo: readTo(each.readTo) } : each,
    ),
  };
}
