import type { ProjectionView } from '@ticketing/contracts/operations-views.ts';
import { expect, test } from 'vitest';
import { headOf, lagOf, rateOf, stateOf } from './pace.ts';

const at = (name: string, position: string, more: Partial<ProjectionView> = {}): ProjectionView => ({
  name,
  version: 1,
  position,
  owner: 'one',
  leaseUntil: null,
  led: true,
  applied: position,
  appliedRecordedAt: null,
  parkedStreams: [],
  ...more,
});
const board = at('board', '9007199254740995');
const search = at('search', '9007199254740494');

test('the furthest one is the head, and the others are behind it, beyond what a double can hold', () => {
  const head = headOf([search, board]);
  expect(head).toBe(9007199254740995n);
  expect(lagOf(search, head)).toBe(501);
  expect(stateOf(search, head)).toBe('behind');
  expect(stateOf(board, head)).toBe('current');
  expect(headOf([])).toBe(-1n);
});

test('the rate is what was applied between two looks, and none after a new beginning', () => {
  const before = { at: 1_000, items: [at('board', '100')] };
  expect(rateOf('board', before, { at: 6_000, items: [at('board', '150')] })).toBe(10);
  expect(rateOf('board', before, { at: 6_000, items: [at('board', '50')] })).toBeUndefined();
  expect(rateOf('board', undefined, before)).toBeUndefined();
});

test('a parked stream is worse than nobody leading, which is worse than being behind', () => {
  const parked = {
    stream: 'ticket-1',
    position: '1',
    reason: 'x',
    parkedAt: '2026-01-01T00:00:00Z',
    attempts: 0,
    lastTriedAt: null,
    replayRequestedAt: null,
  };
  expect(stateOf(at('board', '1', { led: false, parkedStreams: [parked] }), 9_000n)).toBe('parked');
  expect(stateOf(at('board', '1', { led: false }), 9_000n)).toBe('leaderless');
});
