import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedStartError } from '../embedded-start-error.ts';
import { commandLine, isAlive, startMark } from './process-identity.ts';

const ownerFile = (dataDir: string) => join(dataDir, 'in-use-by');

/**
 * Claims the data folder for this process, so that two stacks never start on one folder.
 *
 * @throws EmbeddedStartError when a living process holds it
 */
export async function claimDataFolder(dataDir: string): Promise<{ release(): Promise<void> }> {
  const file = ownerFile(dataDir);
  const mine = `${process.pid} ${startMark(process.pid)}\n`;
  for (;;) {
    try {
      await writeFile(file, mine, { flag: 'wx', mode: 0o644 });
      return { release: () => rm(file, { force: true }) };
    } catch (error) {
      // writeFile fails with an errno
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw error;
      }
    }
    const [pidText = '', mark = ''] = (await readFile(file, 'utf8').catch(() => '')).trim().split(' ');
    const pid = Number(pidText);
    if (pid > 0 && isAlive(pid) && startMark(pid) === mark) {
      throw new EmbeddedStartError(
        `The data folder ${dataDir} is in use by the process ${pid}, which is still running.`,
        'Stop that one first (Ctrl-C in its terminal), or set DATA_DIR and the ports to start a second one beside it.',
      );
    }
    await rm(file, { force: true });
  }
}

/**
 * Makes way for a new server after a hard stop: stops a server of this folder that outlived the process
 * that started it, and removes a lock file whose process is gone or is not a PostgreSQL at all.
 *
 * Call it only with the folder claimed: a server found now has no living owner.
 */
export async function settlePreviousServer(clusterDir: string, log: (line: string) => void): Promise<void> {
  const lockFile = join(clusterDir, 'postmaster.pid');
  const content = await readFile(lockFile, 'utf8').catch(() => undefined);
  if (content === undefined) {
    return;
  }
  // A server that died while it wrote the file leaves it empty, and PostgreSQL then refuses to start.
  const pid = Number(content.split('\n')[0]);
  if (pid > 0 && isAlive(pid) && pid !== process.pid) {
    const command = commandLine(pid);
    if (command.includes(clusterDir) || process.platform === 'win32') {
      log('An earlier PostgreSQL of this folder is still running without its owner; stopping it.');
      await stopProcess(pid);
    }
  }
  await rm(lockFile, { force: true });
}

/**
 * Fast shutdown, after 20 s immediate shutdown, after 30 s the end of it.
 *
 * @throws EmbeddedStartError when it is there still after 40 s
 */
export async function stopProcess(pid: number): Promise<void> {
  const started = Date.now();
  let asked: NodeJS.Signals | undefined;
  while (isAlive(pid)) {
    const waited = Date.now() - started;
    if (waited > 40_000) {
      throw new EmbeddedStartError(
        `The PostgreSQL process ${pid} cannot be stopped.`,
        'It hangs in the operating system, usually for a disk that does not answer. Check the disk, then restart the machine.',
      );
    }
    const signal = waited < 20_000 ? 'SIGINT' : waited < 30_000 ? 'SIGQUIT' : 'SIGKILL';
    if (signal !== asked) {
      asked = signal;
      try {
        process.kill(pid, signal);
      } catch {
        return;
      }
    }
    await sleep(20);
  }
}
