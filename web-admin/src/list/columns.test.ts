import { expect, test } from 'vitest';
import { columnNames, moved, parseArrangement, usualArrangement, writeArrangement } from './columns.ts';

const usual = usualArrangement(false);

test('where there is little room the titles have that of the tags', () => {
  const hidden = usual.filter(({ name, shown }) => {
    const narrow = usualArrangement(true).find((part) => part.name === name);
    return shown && !narrow?.shown;
  });
  expect(hidden.map(({ name }) => name)).toEqual(['tags']);
});

test('an arrangement is remembered, and columns that came later stand hidden at its end', () => {
  expect(parseArrangement(writeArrangement(usual))).toEqual(usual);
  const old = parseArrangement('due -status nonsense');
  expect(old.slice(0, 2)).toEqual([
    { name: 'due', shown: true },
    { name: 'status', shown: false },
  ]);
  expect(old).toHaveLength(columnNames.length);
  expect(old.slice(2).every(({ shown }) => !shown)).toBe(true);
});

test('a column moves by one place and stays at the ends', () => {
  const up = moved(usual, 'assignees', -1);
  expect(up.slice(0, 2).map(({ name }) => name)).toEqual(['assignees', 'status']);
  expect(moved(usual, 'status', -1)).toBe(usual);
});
