import { expect, test } from 'vitest';
import { bestOf, fitOf } from './fuzzy.ts';

test('letters in their order fit, others do not', () => {
  expect(fitOf('nwt', 'New ticket')).toBeGreaterThan(0);
  expect(fitOf('twn', 'New ticket')).toBe(0);
  expect(fitOf('', 'New ticket')).toBeGreaterThan(0);
});

test('what begins so comes before what has it inside, and both before scattered letters', () => {
  const items = ['Customer portal', 'Report', 'Ports', 'People of Kutaisi'].map((name) => ({ name }));
  expect(bestOf('port', items, 3).map(({ name }) => name)).toEqual(['Ports', 'Customer portal', 'Report']);
});
