import { expect, test } from 'vitest';
import { KEPT_BYTES, roomFor } from './chosen-files.ts';

const megabytes = (count: number) => count * 1024 * 1024;
const file = (key: string, place: string, size: number, at: number) => ({ key, place, at, file: { size } });

test('one more file needs nobody else’s room while there is enough', () => {
  expect(roomFor([file('a', 'help', megabytes(9), 1)], file('b', 'help', megabytes(9), 2))).toEqual([]);
});

test('what was chosen longest ago somewhere else goes first, and no more of it than has to', () => {
  const kept = [
    file('new', 'ticket.2', megabytes(9), 3),
    file('old', 'ticket.1', megabytes(9), 1),
    file('here', 'help', megabytes(9), 0),
  ];
  expect(roomFor(kept, file('b', 'help', megabytes(9), 4))).toEqual(['old']);
});

test('what belongs together is not taken apart: what has no room beside it is not kept', () => {
  const kept = [file('a', 'help', megabytes(10), 1), file('b', 'help', megabytes(15), 2)];
  expect(roomFor(kept, file('c', 'help', megabytes(6), 3))).toBeNull();
  expect(roomFor([], file('d', 'help', KEPT_BYTES + 1, 3))).toBeNull();
});
