import { globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const documents = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md', { cwd: root })];
const read = (document: string) => readFileSync(join(root, document), 'utf8');

/** The names by which headings are linked to, as GitHub makes them. */
const anchorsOf = (document: string): string[] =>
  [...read(document).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .trim()
      .toLowerCase()
      .replace(/[^\p{Letter}\p{Number}\-_ ]/gu, '')
      .replaceAll(' ', '-'),
  );

const isThere = (path: string): boolean =>
  statSync(join(root, path), { throwIfNoEntry: false }) !== undefined;

test('every link of the documents leads to a file, and to a heading of it', () => {
  const links = documents.flatMap((document) =>
    [...read(document).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => ({ document, link })),
  );
  const dead = links.filter(({ document, link }) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? document : normalize(join(dirname(document), path));
    return !isThere(target) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
  });
  expect(links.length).toBeGreaterThan(50);
  expect(dead).toEqual([]);
});
