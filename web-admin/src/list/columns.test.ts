import { expect, test } from 'vitest';
import { columnNames, moved, parseArrangement, usualArrangement, writeArrangement } from './columns.ts';

test('an arrangement is remembered, and columns that came later stand hidden at its end', () => {
  expect(parseArrangement(null)).toBe(usualArrangement);
  expect(parseArrangement(writeArrangement(usualArrangement))).toEqual(usualArrangement);
  const old = parseArrangement('due -status nonsense');
  expect(old.slice(0, 2)).toEqual([
    { name: 'due', shown: true },
    { name: 'status', shown: false },
  ]);
  expect(old).toHaveLength(columnNames.length);
  expect(old.slice(2).every(({ shown }) => !shown)).toBe(true);
});

test('a column moves by one place and stays at the ends', () => {
  const up = moved(usualArrangement, 'assignees', -1);
  expect(up.slice(0, 2).map(({ name }) => name)).toEqual(['assignees', 'status']);
  expect(moved(usualArrangement, 'status', -1)).toBe(usualArrangement);
});
