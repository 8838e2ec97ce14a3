import type { Words } from '../i18n.ts';

/** `{ board: { new: 'New' } }` → `board.new` → `New`. */
export function leavesOf(tree: Words, path = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string'
        ? [[`${path}${key}`, value] as const]
        : [...leavesOf(value, `${path}${key}.`)],
    ),
  );
}

const holesIn = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map((hole) => hole[1] ?? '').sort();

/** Each key with the names of the holes in its words: two languages of an app must agree in it. */
export const shapeOf = (tree: Words): Record<string, string[]> =>
  Object.fromEntries(
    [...leavesOf(tree)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, text]) => [key, holesIn(text)]),
  );
