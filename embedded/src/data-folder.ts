import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';

/** What the embedded system keeps in its data folder. */
const OURS = [
  'postgres',
  'demo',
  'files',
  'secrets.json',
  'secrets.json.new',
  'stack.json',
  'stack.json.new',
  'restoring',
] as const;

/** Names of what the embedded system already keeps in a data folder. */
export async function keptIn(dataDir: string): Promise<readonly string[]> {
  const names = (await namesIn(dataDir)) ?? [];
  return names.filter((name) => OURS.some((ours) => ours === name)).sort();
}

/**
 * Deletes what the embedded system keeps in a data folder, and the folder itself when nothing else is in it: a
 * `DATA_DIR` that was set to the wrong folder by a slip costs nobody theirs.
 * @param except what of it stays
 * @returns names of what else is in the folder and stays there
 */
export async function emptyDataFolder(
  dataDir: string,
  except?: (typeof OURS)[number],
): Promise<readonly string[]> {
  for (const name of OURS) {
    if (name !== except) await rm(join(dataDir, name), { recursive: true, force: true });
  }
  const left = await namesIn(dataDir);
  if (left?.length === 0) await rmdir(dataDir);
  return left?.toSorted() ?? [];
}

/** Undefined when there is no such folder. */
async function namesIn(folder: string): Promise<string[] | undefined> {
  try {
    return await readdir(folder);
  } catch (error) {
    // node:fs fails with an errno.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
