import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

interface LockEntry {
  readonly resolved?: string;
  readonly link?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lockFile = join(import.meta.dirname, '../../../package-lock.json');
// npm writes the file in this shape (lockfileVersion 3).
const { packages } = JSON.parse(readFileSync(lockFile, 'utf8')) as { packages: Record<string, LockEntry> };

/** Where Node would look for a dependency of the package in `folder`, nearest first. */
function placesOf(folder: string, dependency: string): string[] {
  const parts = folder === '' ? [] : folder.split('/');
  const places = parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
  return [...places.filter((place) => !place.endsWith('node_modules')), ''].map((place) =>
    place === '' ? `node_modules/${dependency}` : `${place}/node_modules/${dependency}`,
  );
}

test('the lock file has an entry for every dependency, so that npm ci accepts it on every platform', () => {
  // npm leaves an optional package out when the registry lacks it for some platform; npm ci then refuses.
  const absent = Object.entries(packages).flatMap(([folder, entry]) =>
    Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })
      .filter((dependency) => !placesOf(folder, dependency).some((place) => place in packages))
      .map((dependency) => `${dependency}, wanted by ${folder || 'the root'}`),
  );
  expect(absent).toEqual([]);
});

test('the lock file names no registry, so that each machine uses its own', () => {
  const named = Object.entries(packages).filter(([, entry]) => entry.resolved?.includes('://'));
  expect(named.map(([folder]) => folder)).toEqual([]);
});
