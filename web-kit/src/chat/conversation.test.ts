import { expect, test } from 'vitest';
import { message } from '../testing/chat-samples.ts';
import { conversationRows, firstUnread } from './conversation.ts';

const at = (position: string, minute: number, authorId = 'nino', day = 1) =>
  message(position, { authorId, at: new Date(2026, 2, day, 10, minute).toISOString() });
const shape = (...given: Parameters<typeof conversationRows>) =>
  conversationRows(...given).map((row) =>
    row.kind === 'message'
      ? `${row.first ? '┌' : '│'}${row.message.id}${row.last ? '┘' : ''}`
      : row.kind === 'day'
        ? row.date
        : row.kind,
  );

test('what one person says in a row within five minutes is one group, on each day anew', () => {
  const messages = [at('1', 0), at('2', 2), at('3', 9), at('4', 10, 'giorgi'), at('5', 10, 'giorgi', 2)];
  expect(shape(messages, undefined)).toEqual([
    '2026-03-01',
    '┌m1',
    '│m2┘',
    '┌m3┘',
    '┌m4┘',
    '2026-03-02',
    '┌m5┘',
  ]);
});

test('the line before what is new stands before the first message of somebody else', () => {
  const messages = [at('1', 0), at('2', 1, 'me'), at('3', 2), { ...at('4', 3), removed: true }, at('5', 4)];
  expect(firstUnread(messages, { count: 2, readTo: null }, 'me')).toBe('m3');
  expect(firstUnread(messages, { count: 2, readTo: 'm2' }, 'me')).toBe('m3');
  expect(firstUnread(messages, { count: 1, readTo: 'm3' }, 'me')).toBe('m5');
  expect(shape(messages, 'm3')).toEqual(['2026-03-01', '┌m1┘', '┌m2┘', 'unread', '┌m3', '│m4', '│m5┘']);
  expect(firstUnread(messages, { count: 0, readTo: 'm5' }, 'me')).toBeUndefined();
  expect(firstUnread(messages, { count: 9, readTo: null }, 'me')).toBeUndefined();
});

test('an answer begins a group, and what the ticket tells ends one', () => {
  const system = { ...at('2', 1), kind: 'system' as const };
  const answer = { ...at('4', 3), replyToId: 'm1' };
  expect(shape([at('1', 0), system, at('3', 2), answer], undefined)).toEqual([
    '2026-03-01',
    '┌m1┘',
    'system',
    '┌m3┘',
    '┌m4┘',
  ]);
});
