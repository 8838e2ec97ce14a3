import { DomainError } from '@ticketing/contracts/errors.ts';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { pageFrom, readCursor, writeCursor } from './cursor.ts';

const id = '0197a1c2-7b3e-7c41-9a52-6f0d3c1b2a10';

test('a cursor that was handed out reads back as the row that it names', () => {
  const text = writeCursor({ key: 'Ünïcode, "quotes" and \\', id });
  expect(text).toMatch(/^[\w-]+$/);
  expect(readCursor(text, z.string())).toEqual({ key: 'Ünïcode, "quotes" and \\', id });
});

test.each([
  ['not base64 JSON', 'abc'],
  ['another shape', Buffer.from('{"key":1}').toString('base64url')],
  ['an id that is none', writeCursor({ key: '5', id: 'x' })],
  ['another list’s key', writeCursor({ key: 'anna', id })],
])('a cursor with %s is refused as invalid, and does not reach the database', (_, text) => {
  const read = () => readCursor(text, z.string().regex(/^\d+$/));
  expect(read).toThrow(DomainError);
  expect(read).toThrow(expect.objectContaining({ code: 'validation_failed' }));
});

test('the row too many makes a next page and is not shown', () => {
  const cursorOf = (key: string) => ({ key, id });
  expect(pageFrom(['a', 'b', 'c'], 2, (row) => row, cursorOf)).toEqual({
    items: ['a', 'b'],
    nextCursor: writeCursor({ key: 'b', id }),
  });
  expect(pageFrom(['a', 'b'], 2, (row) => row, cursorOf).nextCursor).toBeNull();
});
