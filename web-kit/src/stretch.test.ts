import { expect, test } from 'vitest';
import { around, newest, shownOf, withEarlier, withLater, withoutEnd } from './stretch.ts';

/** One a second; the first is `0`. */
const entries = (count: number, first = 0) =>
  Array.from({ length: count }, (_, index) => ({
    id: String(first + index),
    at: new Date((first + index) * 1_000).toISOString(),
  }));

test('at first the newest are shown, and all of them when they are few', () => {
  expect(shownOf(entries(200), newest)).toEqual({ start: 150, end: 200 });
  expect(shownOf(entries(60), newest)).toEqual({ start: 0, end: 60 });
  expect(shownOf([], newest)).toEqual({ start: 0, end: 0 });
});

test('steps lead back to the first one, and what is read before it then is shown as it comes', () => {
  const two = withEarlier(entries(200), newest);
  expect(shownOf(entries(200), two)).toEqual({ start: 100, end: 200 });
  const all = withEarlier(entries(200), withEarlier(entries(200), two));
  expect(shownOf(entries(200), all)).toEqual({ start: 0, end: 200 });
  expect(shownOf(entries(300, -100), all)).toEqual({ start: 0, end: 300 });
});

test('what comes at the end does not move where a stretch begins, nor does what goes', () => {
  const two = withEarlier(entries(200), newest);
  expect(shownOf(entries(220), two)).toEqual({ start: 100, end: 220 });
  expect(
    shownOf(
      entries(200).filter(({ id }) => id !== '100'),
      two,
    ),
  ).toEqual({ start: 100, end: 199 });
});

test('one that is far away is shown with what stands around it, and steps lead on to the end', () => {
  const there = around(entries(400), newest, '100');
  expect(shownOf(entries(400), there)).toEqual({ start: 75, end: 126 });
  const on = withLater(entries(400), there);
  expect(shownOf(entries(400), on)).toEqual({ start: 75, end: 176 });
  const end = [1, 2, 3, 4, 5].reduce((stretch) => withLater(entries(400), stretch), on);
  expect(shownOf(entries(400), end)).toEqual({ start: 200, end: 400 });
});

test('no more is shown than a page bears: what is at the other end leaves it', () => {
  const back = [1, 2, 3, 4, 5].reduce((stretch) => withEarlier(entries(1_000), stretch), newest);
  expect(shownOf(entries(1_000), back)).toEqual({ start: 700, end: 900 });
  const begin = around(entries(1_000), newest, '3');
  const more = withoutEnd(entries(1_300, -300), begin);
  expect(shownOf(entries(1_300, -300), begin).start).toBe(0);
  expect(shownOf(entries(1_300, -300), more)).toEqual({ start: 0, end: 200 });
});

test('one that is near the end is shown with everything after it, and one that is in sight changes nothing', () => {
  expect(shownOf(entries(200), around(entries(200), newest, '120'))).toEqual({ start: 95, end: 200 });
  expect(around(entries(200), newest, '180')).toBe(newest);
  expect(around(entries(200), newest, 'none')).toBe(newest);
});
