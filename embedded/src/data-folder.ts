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
] as const;

/**
 * Deletes what the embedded system keeps in a data folder, and the folder itself when nothing else is in it: a
 * `DATA_DIR` that was set to the wrong folder by a slip costs nobody theirs.
 * @returns names of what else is in the folder and stays there
 */
export async function emptyDataFolder(dataDir: string): Promise<readonly string[]> {
  for (const name of OURS) await rm(join(dataDir, name), { recursive: true, force: true });
  let left: string[];
  try {
    left = await readdir(dataDir);
  } catch (error) {
    // There was no data folder: node:fs fails with an errno.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  if (left.length === 0) await rmdir(dataDir);
  return left.sort();
}
