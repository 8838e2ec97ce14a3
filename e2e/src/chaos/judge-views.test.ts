import type { CardView } from '@ticketing/contracts/views.ts';
import { describe, expect, test } from 'vitest';
import { differencesBetween } from './judge-views.ts';

/** The chaos suite believes this, so it is shown views with each kind of damage. */

const card = (id: string, more: Partial<CardView> = {}) => ({
  id,
  title: `Ticket ${id}`,
  rank: 'a0',
  ...more,
});
const board = (...tickets: object[]) => ({ columns: [{ id: 'todo', tickets }] });

describe('a view that equals a read', () => {
  test('has no differences, whatever the order of its keys', () => {
    expect(differencesBetween({ a: 1, b: [card('x')] }, { b: [card('x')], a: 1 })).toEqual([]);
  });

  test('may be of what is not there', () => {
    expect(differencesBetween(undefined, undefined)).toEqual([]);
  });
});

describe('a view differs', () => {
  test.each([
    ['when it missed a frame', [card('x'), card('y')], [card('x', { title: 'New' }), card('y')], '[x].title'],
    ['when it lacks a card', [card('x')], [card('x'), card('y')], '[y]: the view has nothing'],
    ['when it shows what is gone', [card('x'), card('y')], [card('x')], 'a read has nothing'],
    [
      'when it has another order',
      [card('x'), card('y')],
      [card('y'), card('x')],
      'the view has the order x, y',
    ],
  ] as const)('%s', (_, view, read, words) => {
    expect(differencesBetween(board(...view), board(...read))).toEqual([expect.stringContaining(words)]);
  });

  test('when it shows what the person may not see', () => {
    expect(differencesBetween(board(card('x')), undefined)).toEqual([
      expect.stringMatching(/^all: the view has .* a read has nothing$/),
    ]);
  });

  test('with twenty differences at most, so that a report can be read', () => {
    const cards = Array.from({ length: 50 }, (_, number) => card(String(number)));
    expect(differencesBetween(board(...cards), board())).toHaveLength(20);
  });
});
