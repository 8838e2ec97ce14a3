import { newId } from '@ticketing/platform/ids.ts';
import { expect, test } from 'vitest';
import { createSeenKeys } from './seen-keys.ts';

test('never takes a key for new that was there, and few for seen that were not', () => {
  const seen = createSeenKeys();
  const keys = Array.from({ length: 50_000 }, (_, index) => (index % 2 ? newId() : `${newId()}|${index}`));
  const takenForSeen = keys.filter((key) => !seen.addIfNew(key)).length;
  expect(takenForSeen).toBeLessThan(keys.length / 100);
  expect(keys.filter((key) => seen.addIfNew(key))).toEqual([]);
});
