import { expect, test } from 'vitest';
import { stillTyped } from './typed-over.ts';

test('what was typed stands over what is known, until the two are the same', () => {
  const typed = { name: 'Nino A.' };
  expect(stillTyped(typed, { name: 'Nino', email: 'old@x' })).toBe(typed);
  expect(stillTyped(typed, { name: 'Nino A.', email: 'new@x' })).toEqual({});
});

test('a box in which the known words stand again follows them from then on', () => {
  expect(stillTyped({ name: 'Nino', email: 'mine@x' }, { name: 'Nino', email: 'old@x' })).toEqual({
    email: 'mine@x',
  });
});
