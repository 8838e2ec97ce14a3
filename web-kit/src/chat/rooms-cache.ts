import type { ReadRoomView, RoomView } from '@ticketing/contracts/room-views.ts';
import type { ChangeFrame } from '../live-channels.ts';
import { isBefore } from '../log-position.ts';

/** A room with the log position up to which it is known to be true. */
export type RoomCache = {
  readonly room: ReadRoomView;
  readonly asOf: string;
  /** True when a frame named somebody whom the room does not know, or what is allowed may have changed: read it again. */
  readonly incomplete: boolean;
  /** True when a frame said that the viewer may not see it any more. */
  readonly gone: boolean;
};

/** A fresh read, with the frames of the room's own channel that came while it was on its way. */
export function roomCache(room: ReadRoomView, position: string, recent: readonly ChangeFrame[]): RoomCache {
  const fresh: RoomCache = { room, asOf: position, incomplete: false, gone: false };
  return recent.filter((frame) => isBefore(position, frame.position)).reduce(patchRoom, fresh);
}

/** The room after a frame of its own channel or of the person's. */
export function patchRoom(cache: RoomCache, frame: ChangeFrame): RoomCache {
  const { change } = frame;
  const { room } = cache;
  switch (change.entity) {
    case 'room':
      if (change.id !== room.id || isBefore(frame.position, cache.asOf)) return cache;
      if (change.row === null) return { ...cache, gone: true };
      return withRow(cache, change.row, frame.position);
    case 'readMark': {
      if (change.roomId !== room.id || isBefore(frame.position, cache.asOf)) return cache;
      const participants = room.participants.map((each) =>
        each.userId === change.id ? { ...each, readTo: change.row.readTo } : each,
      );
      return { ...cache, room: { ...room, participants }, asOf: frame.position };
    }
    case 'roomUnread': {
      if (change.id !== room.id || change.row === null || isBefore(frame.position, cache.asOf)) return cache;
      const { unread, message } = change.row;
      const last = room.lastMessage;
      const isLast =
        message !== null &&
        (last === null || last.id === message.id || isBefore(last.position, message.position));
      const unknown = isLast && !room.people.some(({ id }) => id === message.authorId);
      return {
        ...cache,
        room: {
          ...room,
          unread,
          ...(isLast && { lastMessage: message, activeAt: message.at }),
        },
        asOf: frame.position,
        incomplete: cache.incomplete || unknown,
      };
    }
    default:
      return cache;
  }
}

function withRow(cache: RoomCache, row: RoomView, position: string): RoomCache {
  const { room } = cache;
  const people = new Set(room.people.map(({ id }) => id));
  const incomplete = row.participants.some(({ userId }) => !people.has(userId));
  return {
    room: { ...room, ...row },
    asOf: position,
    incomplete: cache.incomplete || incomplete,
    gone: false,
  };
}

/** One's own rooms as the server told them, the one last written in first. */
export type RoomsCache = {
  readonly rooms: readonly RoomCache[];
  readonly nextCursor: string | null;
  /** Log position up to which the first page is complete. */
  readonly position: string;
  /** Rooms that a frame told of and that are not among them. */
  readonly unknown: ReadonlySet<string>;
};

/** A fresh first page, with the frames of the person's channel that came while it was on its way. */
export function roomsCache(
  page: { readonly items: readonly ReadRoomView[]; readonly nextCursor: string | null },
  position: string,
  recent: readonly ChangeFrame[],
): RoomsCache {
  const fresh: RoomsCache = {
    rooms: page.items.map((room) => roomCache(room, position, [])),
    nextCursor: page.nextCursor,
    position,
    unknown: new Set(),
  };
  return recent.filter((frame) => isBefore(position, frame.position)).reduce(patchRooms, fresh);
}

/** The rooms with another page of older ones, or with rooms that were read by themselves. */
export function withRooms(
  cache: RoomsCache,
  read: readonly ReadRoomView[],
  position: string,
  recent: readonly ChangeFrame[],
  nextCursor: string | null = cache.nextCursor,
): RoomsCache {
  const fresh = new Map(read.map((room) => [room.id, roomCache(room, position, [])]));
  const kept = cache.rooms.map((known) => {
    const again = fresh.get(known.room.id);
    fresh.delete(known.room.id);
    return again === undefined || isBefore(again.asOf, known.asOf) ? known : again;
  });
  const unknown = new Set([...cache.unknown].filter((id) => !read.some((room) => room.id === id)));
  const rooms = inOrder([...kept, ...fresh.values()]);
  return recent
    .filter((frame) => isBefore(position, frame.position))
    .reduce(patchRooms, { ...cache, rooms, nextCursor, unknown });
}

/** The rooms after a frame of the person's own channel. */
export function patchRooms(cache: RoomsCache, frame: ChangeFrame): RoomsCache {
  const { change } = frame;
  if (change.entity !== 'room' && change.entity !== 'roomUnread') return cache;
  const known = cache.rooms.find(({ room }) => room.id === change.id);
  if (change.row === null) {
    if (known === undefined && !cache.unknown.has(change.id)) return cache;
    const unknown = new Set([...cache.unknown].filter((id) => id !== change.id));
    return { ...cache, rooms: cache.rooms.filter((each) => each !== known), unknown };
  }
  if (known === undefined) return { ...cache, unknown: new Set([...cache.unknown, change.id]) };
  const next = patchRoom(known, frame);
  if (next === known) return cache;
  const unknown = next.incomplete ? new Set([...cache.unknown, change.id]) : cache.unknown;
  return { ...cache, rooms: inOrder(cache.rooms.map((each) => (each === known ? next : each))), unknown };
}

const inOrder = (rooms: readonly RoomCache[]): readonly RoomCache[] =>
  [...rooms].sort((left, right) => Date.parse(right.room.activeAt) - Date.parse(left.room.activeAt));

/** How much a person has not read in all rooms. */
export type UnreadCache = {
  readonly messages: number;
  readonly rooms: number;
  /** Of rooms that a frame told of. */
  readonly byRoom: ReadonlyMap<string, number>;
  readonly position: string;
  /** True when a frame told of a room whose count before was not known: count again. */
  readonly incomplete: boolean;
};

export function unreadCache(
  total: { readonly messages: number; readonly rooms: number },
  position: string,
  recent: readonly ChangeFrame[],
): UnreadCache {
  const byRoom = new Map<string, number>();
  for (const { change, position: at } of recent) {
    if (change.entity === 'roomUnread' && !isBefore(position, at)) {
      if (change.row === null) byRoom.delete(change.id);
      else byRoom.set(change.id, change.row.unread);
    }
  }
  const fresh: UnreadCache = { ...total, byRoom, position, incomplete: false };
  return recent.filter((frame) => isBefore(position, frame.position)).reduce(patchUnread, fresh);
}

export function patchUnread(cache: UnreadCache, frame: ChangeFrame): UnreadCache {
  const { change } = frame;
  if (change.entity !== 'roomUnread' && change.entity !== 'room') return cache;
  if (!isBefore(cache.position, frame.position)) return cache;
  if (change.entity === 'room') return change.row === null ? { ...cache, incomplete: true } : cache;
  const before = cache.byRoom.get(change.id);
  const now = change.row?.unread ?? 0;
  const byRoom = new Map(cache.byRoom).set(change.id, now);
  if (before === undefined) return { ...cache, byRoom, incomplete: true };
  return {
    ...cache,
    byRoom,
    messages: cache.messages + now - before,
    rooms: cache.rooms + Number(now > 0) - Number(before > 0),
  };
}
