import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { EmbeddedStartError } from './embedded-start-error.ts';

const Secrets = z.object({ jwtSecret: z.string().min(32), usernameKey: z.string().min(32) });
export type Secrets = z.infer<typeof Secrets>;

/**
 * The keys of this data folder, made on first use. The key of the user names must stay as long as the log does:
 * with another one nobody's name is found again.
 */
export async function secretsOf(dataDir: string): Promise<Secrets> {
  const file = join(dataDir, 'secrets.json');
  const stored = await storedIn(file);
  if (stored !== undefined) {
    try {
      return Secrets.parse(JSON.parse(stored));
    } catch (cause) {
      throw new EmbeddedStartError(
        `The file ${file} is damaged.`,
        'Put it back from a copy, or run "npm run reset" to begin with an empty system.',
        { cause },
      );
    }
  }
  if (existsSync(join(dataDir, 'postgres', 'cluster'))) {
    throw new EmbeddedStartError(
      `The file ${file} is missing, and without its keys nobody in this data folder could sign in.`,
      'Put it back from a copy, or run "npm run reset" to begin with an empty system.',
    );
  }
  const secrets = {
    jwtSecret: randomBytes(48).toString('base64url'),
    usernameKey: randomBytes(48).toString('base64url'),
  };
  await mkdir(dataDir, { recursive: true });
  // Written aside and renamed, so that a crash leaves no half of a file.
  await writeFile(`${file}.new`, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return secrets;
}

/** `undefined` only when there is no such file: keys that cannot be read now must not be replaced. */
async function storedIn(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    // node:fs fails with an errno.
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new EmbeddedStartError(
      `The file ${file} cannot be read: ${message}`,
      'Start as the user who owns the folder, or set DATA_DIR to a folder that you may read.',
      { cause },
    );
  }
}
