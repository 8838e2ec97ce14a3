import type { ReadRoomView } from '@ticketing/contracts/room-views.ts';
import { expect, test } from 'vitest';
import { message, room } from '../testing/chat-samples.ts';
import { frame } from '../testing/samples.ts';
import {
  patchRooms,
  patchUnread,
  type RoomsCache,
  roomsCache,
  unreadCache,
  withRooms,
} from './rooms-cache.ts';

const named = (id: string, minute: number, over: Partial<ReadRoomView> = {}) =>
  room({ id, activeAt: `2026-03-01T10:${String(minute).padStart(2, '0')}:00.000Z`, ...over });
const two = () => roomsCache({ items: [named('b', 20), named('a', 10)], nextCursor: null }, '100', []);
const unread = (position: string, id: string, count: number, minute?: number) =>
  frame(position, `c${position}`, {
    entity: 'roomUnread',
    id,
    row: {
      unread: count,
      message:
        minute === undefined
          ? null
          : message(position, { roomId: id, at: `2026-03-01T10:${minute}:00.000Z` }),
    },
  });
const shown = (cache: RoomsCache) => cache.rooms.map(({ room: each }) => `${each.id} ${each.unread}`);

test('a message brings its room to the top, with its count and its words', () => {
  const next = patchRooms(two(), unread('110', 'a', 1, 30));
  expect(shown(next)).toEqual(['a 1', 'b 0']);
  expect(next.rooms[0]?.room.lastMessage?.body).toBe('Words 110');
});

test('a late frame changes nothing', () => {
  const next = patchRooms(two(), unread('120', 'a', 0));
  expect(shown(patchRooms(next, unread('110', 'a', 3, 30)))).toEqual(['b 0', 'a 0']);
});

test('an edit of an earlier message does not become the last one', () => {
  const first = patchRooms(two(), unread('120', 'a', 1, 30));
  const edited = frame('130', 'x', {
    entity: 'roomUnread',
    id: 'a',
    row: { unread: 1, message: message('110', { roomId: 'a', at: '2026-03-01T10:25:00.000Z' }) },
  });
  expect(patchRooms(first, edited).rooms[0]?.room.lastMessage?.id).toBe('m120');
});

test('a room that is not among them is asked for, and stands in its place when it was read', () => {
  const next = patchRooms(two(), unread('110', 'c', 2, 30));
  expect([...next.unknown]).toEqual(['c']);
  const read = withRooms(next, [named('c', 30, { unread: 2 })], '110', []);
  expect(shown(read)).toEqual(['c 2', 'b 0', 'a 0']);
  expect(read.unknown.size).toBe(0);
});

test('a room that one has left goes', () => {
  const next = patchRooms(two(), frame('110', 'x', { entity: 'room', id: 'b', row: null }));
  expect(shown(next)).toEqual(['a 0']);
});

test('a new name and new people come with the room’s own frame', () => {
  const { unread: _, lastMessage: __, ticket: ___, people: ____, allowed: _____, ...row } = named('a', 10);
  const participants = [...row.participants, { userId: 'new', readTo: null }];
  const next = patchRooms(
    two(),
    frame('110', 'x', { entity: 'room', id: 'a', row: { ...row, name: 'Other', participants } }),
  );
  const found = next.rooms.find((each) => each.room.id === 'a');
  expect(found?.room.name).toBe('Other');
  expect([...next.unknown]).toEqual(['a']);
});

test('an older page stands behind, and does not overwrite what was told since', () => {
  const told = patchRooms(two(), unread('120', 'a', 1, 30));
  const next = withRooms(told, [named('a', 10), named('old', 5)], '110', [], 'more');
  expect(shown(next)).toEqual(['a 1', 'b 0', 'old 0']);
  expect(next.nextCursor).toBe('more');
});

test('what is unread in all rooms follows the rooms whose count is known, and is counted again otherwise', () => {
  const first = unreadCache({ messages: 5, rooms: 2 }, '100', [unread('90', 'a', 2)]);
  const next = patchUnread(first, unread('110', 'a', 0));
  expect(next).toMatchObject({ messages: 3, rooms: 1, incomplete: false });
  expect(patchUnread(next, unread('90', 'a', 2))).toBe(next);
  expect(patchUnread(next, unread('120', 'z', 1))).toMatchObject({ messages: 3, incomplete: true });
});
