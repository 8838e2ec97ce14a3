import { expect, test } from 'vitest';
import { suggestedKey } from './suggested-key.ts';

test.each([
  ['Service Desk', 'SD'],
  ['Railways', 'RAIL'],
  ['Ops', 'OPS'],
  ['Élan vital', 'EV'],
  ['შიდა სისტემები', 'SS'],
  ['ჭადრაკი', 'CHAD'],
  ['2026 budget plan', 'BP'],
  ['…', ''],
])('%s is called %s', (name, key) => {
  expect(suggestedKey(name, new Set())).toBe(key);
});

test('a key that is taken gets a number, and stays within ten characters', () => {
  expect(suggestedKey('Service Desk', new Set(['SD', 'SD2']))).toBe('SD3');
  const long = 'a b c d e f g h i j k';
  expect(suggestedKey(long, new Set(['ABCDEFGHIJ']))).toBe('ABCDEFGHI2');
});
