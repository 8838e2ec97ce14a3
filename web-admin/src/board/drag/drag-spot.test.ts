import { expect, test } from 'vitest';
import { type Slot, spotAt } from './drag-spot.ts';

/** Four cards of 100 pixels; in the list of three the lifted one is missing. */
const four: Slot[] = [0, 100, 200, 300].map((start) => ({ start, size: 100 }));
const three = four.slice(0, 3);

test('dropped onto a card of another list it takes that card’s place', () => {
  expect([0, 50, 150, 250, 290].map((y) => spotAt(y, three, -1, -1, 100))).toEqual([0, 0, 1, 2, 3]);
});

test('in its own list it goes behind a card below it and in front of one above it', () => {
  // The second of four is lifted and still drawn in its place.
  expect([50, 150, 250, 350].map((y) => spotAt(y, four, 1, 1, 100))).toEqual([0, 1, 2, 3]);
});

test('the cards that make room do not change the answer', () => {
  for (const y of [10, 50, 120, 180, 240, 270, 333, 390, 500]) {
    const answers = [0, 1, 2, 3].map((gap) => spotAt(y, four, gap, 1, 100));
    expect(new Set(answers).size, `at ${y}`).toBe(1);
  }
});

test('an empty list has one place', () => {
  expect(spotAt(500, [], -1, -1, 100)).toBe(0);
});
