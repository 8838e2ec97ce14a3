import { spawn } from 'node:child_process';
import { stopProcess } from './previous-server.ts';
import { runToEnd, serverEnvironment } from './run-program.ts';
import type { ServerContext } from './server-context.ts';
import { asIdentity } from './unprivileged-user.ts';
import { type Watchdog, watchOver } from './watchdog.ts';

/** A server that was started, ready or not. */
export interface ServerProcess {
  readonly pid: number;
  /** The last 16 KiB that it printed. */
  output(): string;
  /** Resolves when it is gone, for whatever reason. */
  readonly ended: Promise<void>;
  hasEnded(): boolean;
  end(): Promise<void>;
}

export function spawnServer(context: ServerContext): ServerProcess {
  const { binaries, identity, clusterDir, host, port, settings } = context;
  const args = ['-D', clusterDir];
  for (const [name, value] of Object.entries({ ...settings, listen_addresses: host, port: String(port) })) {
    args.push('-c', `${name}=${value}`);
  }
  const run = asIdentity(identity, binaries.postgres, args);
  // Detached: Ctrl-C in the terminal reaches a whole process group, and the database must go last.
  const child = spawn(run.command, run.args, {
    ...run.options,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: serverEnvironment(),
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const { pid } = child;
  let printed = '';
  let hasEnded = false;
  child.stderr.on('data', (chunk: Buffer) => {
    printed = (printed + chunk.toString('utf8')).slice(-16_384);
  });
  const watchdog: Watchdog | undefined =
    pid === undefined
      ? undefined
      : watchOver({ pid, clusterDir, pgCtl: binaries.pgCtl, owner: identity.owner });
  const ended = new Promise<void>((resolveEnded) => {
    child.once('error', (error) => {
      printed += `\ncannot execute: ${error.message}`;
      resolveEnded();
    });
    // `close` and not `exit`: the last words are read by then.
    child.once('close', () => resolveEnded());
  }).then(async () => {
    hasEnded = true;
    await watchdog?.dismiss();
  });
  return {
    pid: pid ?? 0,
    output: () => printed,
    ended,
    hasEnded: () => hasEnded,
    async end() {
      if (!hasEnded && pid !== undefined) {
        if (process.platform === 'win32') {
          await runToEnd(asIdentity(identity, binaries.pgCtl, ['stop', '-m', 'fast', '-D', clusterDir]));
        } else {
          await stopProcess(pid);
        }
      }
      await ended;
    },
  };
}
