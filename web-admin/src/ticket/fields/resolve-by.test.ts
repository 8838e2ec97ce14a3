import { ticket } from '@ticketing/web-kit/testing/samples.ts';
import { expect, test } from 'vitest';
import { resolveBy } from './resolve-by.ts';

const hours = { 1: null, 2: 24, 3: 8, 4: 0.5 };

test('a promise ends the hours of its priority after the ticket was opened', () => {
  expect(resolveBy(ticket({ priority: 2 }), hours)).toBe('2026-03-02T10:00:00.000Z');
  expect(resolveBy(ticket({ priority: 4 }), hours)).toBe('2026-03-01T10:30:00.000Z');
});

test('nothing is promised without a target, and nothing more once it is done or put away', () => {
  expect(resolveBy(ticket({ priority: 1 }), hours)).toBeNull();
  expect(resolveBy(ticket({ archived: true }), hours)).toBeNull();
  const columns = ticket().columns.map((column) => ({ ...column, category: 'done' as const }));
  expect(resolveBy(ticket({ columns }), hours)).toBeNull();
});
