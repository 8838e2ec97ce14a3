import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';

/** What a running stack tells the command-line tools of the same data folder. */
const StackFile = z.object({
  pid: z.number().int(),
  apiUrl: z.string(),
  eventStoreUrl: z.string(),
  databaseUrl: z.string(),
});
export type StackFile = z.infer<typeof StackFile>;

const pathIn = (dataDir: string) => join(dataDir, 'stack.json');

/** Holds the database's password: readable by its owner only. */
export async function writeStackFile(dataDir: string, stack: StackFile): Promise<void> {
  const path = pathIn(dataDir);
  await writeFile(`${path}.new`, JSON.stringify(stack, null, 2), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

export const removeStackFile = (dataDir: string): Promise<void> => rm(pathIn(dataDir), { force: true });

/** The stack that runs on this data folder, or undefined: a file that a killed stack left behind does not count. */
export async function runningStack(dataDir: string): Promise<StackFile | undefined> {
  const text = await readFile(pathIn(dataDir), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = StackFile.safeParse(parsedJson(text));
  if (!parsed.success || !isAlive(parsed.data.pid)) return undefined;
  return (await answers(parsed.data.apiUrl)) ? parsed.data : undefined;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // process.kill fails with an errno
  }
}

function answers(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
