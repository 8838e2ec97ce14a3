import { expect, it } from 'vitest';
import { RecentlyUsed } from './recently-used.ts';

it('keeps what is used and forgets what is not', () => {
  const map = new RecentlyUsed<number>(10);
  map.set('used', 1);
  map.set('unused', 2);
  for (let n = 0; n < 100; n++) {
    map.set(`other-${n}`, n);
    expect(map.get('used')).toBe(1);
  }
  expect(map.get('unused')).toBeUndefined();
});

it('gives the value that was set last, also for an entry that had grown old', () => {
  const map = new RecentlyUsed<number>(2);
  map.set('a', 1);
  map.set('b', 1);
  map.set('c', 1);
  map.set('a', 2);
  expect(map.get('a')).toBe(2);
  map.set('d', 1);
  map.set('e', 1);
  expect(map.get('a')).toBe(2);
});
