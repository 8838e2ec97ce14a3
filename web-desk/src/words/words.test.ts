import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { ka } from './ka.ts';

const sources = Object.entries(
  import.meta.glob<string>('../**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true }),
).filter(([path]) => !path.endsWith('.test.ts') && !path.startsWith('./'));
const code = sources.map(([, text]) => text).join('\n');

type Tree = { readonly [key: string]: string | Tree };
const leaves = (tree: Tree, path = ''): Array<readonly [string, string]> =>
  Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'string' ? [[`${path}${name}`, value] as const] : leaves(value, `${path}${name}.`),
  );
const words = leaves({ desk: en.desk });
const keys = words.map(([key]) => key.replace(/_(one|other)$/, ''));
const used = [...code.matchAll(/'(desk\.[\w.]+)'/g)].map((match) => match[1] ?? '');
/** Keys that are put together: `desk.menu.${mode}`. */
const prefixes = [...code.matchAll(/`(desk\.[\w.]+\.)\$\{/g)].map((match) => match[1] ?? '');

describe('the words of the desk', () => {
  it('has the pages to look through', () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(used.length).toBeGreaterThan(40);
  });

  it('have every key that a page asks for', () => {
    expect(used.filter((key) => !keys.includes(key))).toEqual([]);
    expect(prefixes.filter((prefix) => !keys.some((key) => key.startsWith(prefix)))).toEqual([]);
  });

  it('have no key that nothing asks for', () => {
    const idle = keys.filter(
      (key) => !used.includes(key) && !prefixes.some((prefix) => key.startsWith(prefix)),
    );
    expect(idle).toEqual([]);
  });

  it('have the same gaps in both languages', () => {
    const georgian = new Map(leaves(ka));
    const gaps = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();
    const different = words.filter(
      ([key, text]) => !key.endsWith('_one') && String(gaps(text)) !== String(gaps(georgian.get(key) ?? '')),
    );
    expect(different).toEqual([]);
  });
});
