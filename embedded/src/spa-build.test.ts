import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sourceHash } from './spa-build.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ticketing-sources-'));
  await mkdir(join(folder, 'app/src'), { recursive: true });
  await writeFile(join(folder, 'app/src/main.ts'), 'one');
  await writeFile(join(folder, 'lock.json'), '{}');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const hash = () => sourceHash(['app', 'lock.json'], folder);

test('the same sources have the same hash, whenever they were written', async () => {
  const before = await hash();
  await writeFile(join(folder, 'app/src/main.ts'), 'one');
  expect(await hash()).toBe(before);
});

test('a changed, renamed, added or removed source changes the hash', async () => {
  const seen = new Set([await hash()]);
  await writeFile(join(folder, 'app/src/main.ts'), 'two');
  seen.add(await hash());
  await rename(join(folder, 'app/src/main.ts'), join(folder, 'app/src/start.ts'));
  seen.add(await hash());
  await writeFile(join(folder, 'app/src/more.ts'), '');
  seen.add(await hash());
  await writeFile(join(folder, 'lock.json'), '{"changed":true}');
  seen.add(await hash());
  await rm(join(folder, 'app/src/start.ts'));
  seen.add(await hash());
  expect(seen.size).toBe(6);
});

test('what was built, installed or only tests does not count', async () => {
  const before = await hash();
  for (const name of ['app/dist', 'app/node_modules']) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, 'index.js'), 'made');
  }
  await writeFile(join(folder, 'app/src/main.test.ts'), 'a test');
  expect(await hash()).toBe(before);
});
