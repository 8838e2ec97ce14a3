import { expect, test } from 'vitest';
import type { Lane } from './board-lanes.ts';
import { lanesShown } from './lanes-shown.ts';

const lane = (id: string, count: number): Lane => ({ id, name: id, count, cells: [] });
const empty = (count: number) => Array.from({ length: count }, (_, index) => lane(`empty ${index}`, 0));
const ids = (lanes: readonly Lane[]) => lanes.map(({ id }) => id);

test('a few lanes without a card stay, of many only those that somebody asked for', () => {
  const full = [lane('acme', 2), lane('none', 0)];
  expect(lanesShown([...empty(8), ...full], new Set())).toHaveLength(10);
  expect(ids(lanesShown([...empty(200), ...full], new Set()))).toEqual(['acme', 'none']);
  expect(ids(lanesShown([...empty(200), ...full], new Set(['empty 3'])))).toEqual([
    'empty 3',
    'acme',
    'none',
  ]);
});
