import { expect, test } from 'vitest';
import { en } from './en.ts';
import { ka } from './ka.ts';

function leaves(tree: object, path = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[`${path}${key}`, value]] : [...leaves(value, `${path}${key}.`)],
    ),
  );
}
const holes = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map((hole) => hole[1] ?? '').sort();

test('both languages have the same keys with the same holes in them', () => {
  const english = leaves(en);
  const georgian = leaves(ka);
  expect([...georgian.keys()].sort()).toEqual([...english.keys()].sort());
  for (const [key, text] of english)
    expect([key, holes(georgian.get(key) ?? '')]).toEqual([key, holes(text)]);
});
