import { expect, test } from 'vitest';
import {
  activityBars,
  momentAfter,
  momentBefore,
  nextInPlay,
  spanOf,
  spanStart,
  usefulSpans,
} from './moments.ts';

const DAY = 86_400_000;
const now = 1_000 * DAY;
const moments = [10, 20, 20, 30];

test('steps go from one change to the next, also from between two', () => {
  expect(momentBefore(moments, 20)).toBe(10);
  expect(momentBefore(moments, 25)).toBe(20);
  expect(momentBefore(moments, 10)).toBeUndefined();
  expect(momentAfter(moments, 10)).toBe(20);
  expect(momentAfter(moments, 20)).toBe(30);
  expect(momentAfter(moments, 30)).toBeUndefined();
});

test('playing leaves out what comes within one step, and ends with the span', () => {
  expect(nextInPlay(moments, 10, 0, 100)).toBe(20);
  expect(nextInPlay(moments, 10, 15, 100)).toBe(30);
  expect(nextInPlay(moments, 20, 0, 25)).toBeUndefined();
  expect(nextInPlay(moments, 30, 0, 100)).toBeUndefined();
});

test('a span never begins before the thing itself, and always has some length', () => {
  expect(spanStart('week', now - 30 * DAY, now)).toBe(now - 7 * DAY);
  expect(spanStart('week', now - 2 * DAY, now)).toBe(now - 2 * DAY);
  expect(spanStart('all', now, now)).toBe(now - 60_000);
});

test('only spans that differ are offered, and the shortest one that holds an instant is found', () => {
  expect(usefulSpans(now - 10 * DAY, now)).toEqual(['day', 'week', 'all']);
  expect(usefulSpans(now - 100, now)).toEqual(['all']);
  expect(spanOf(now - 2 * DAY, now)).toBe('week');
  expect(spanOf(now - 200 * DAY, now)).toBe('all');
});

test('bars tell where much happened, and leave out what lies outside', () => {
  expect(activityBars([0, 1, 2, 3, 9, 50], 0, 10, 2)).toEqual([1, 0.5]);
  expect(activityBars([], 0, 10, 3)).toEqual([0, 0, 0]);
});
