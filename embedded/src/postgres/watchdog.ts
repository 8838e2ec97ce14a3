import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';

/**
 * A tiny process that ends PostgreSQL when this process ends in a way that runs no code (`kill -9`, a
 * crash, a closed terminal).
 *
 * It reads from a pipe whose other end only we hold. A line means that the server was stopped in order; the
 * end of the pipe without a line means that we are gone, and then it asks for a fast shutdown and after
 * 20 s for an immediate one. A shell and not Node: it costs under a megabyte.
 */
export interface Watchdog {
  /** Call it once the server has ended. */
  dismiss(): Promise<void>;
}

const shellScript = `
read -r line && exit 0
kill -INT "$1" 2>/dev/null
seconds=0
while [ "$seconds" -lt 40 ] && kill -0 "$1" 2>/dev/null; do
  [ "$seconds" -eq 20 ] && kill -QUIT "$1" 2>/dev/null
  [ "$seconds" -eq 30 ] && kill -KILL "$1" 2>/dev/null
  seconds=$((seconds + 1))
  sleep 1
done
`;

/** Windows has no such shell and no signals: there Node waits, and `pg_ctl` stops the server. */
const nodeScript = `
let line = false;
process.stdin.on('data', () => { line = true; process.exit(0); });
process.stdin.on('end', () => {
  if (!line) require('node:child_process').spawnSync(process.argv[1], ['stop', '-m', 'fast', '-D', process.argv[2]], { windowsHide: true });
});
`;

export function watchOver(server: {
  readonly pid: number;
  readonly clusterDir: string;
  readonly pgCtl: string;
  readonly owner: { readonly uid?: number; readonly gid?: number };
}): Watchdog {
  let dismissed = false;
  let child = start();

  function start(): ChildProcess {
    const onWindows = process.platform === 'win32';
    const started = spawn(
      onWindows ? process.execPath : '/bin/sh',
      onWindows
        ? ['-e', nodeScript, server.pgCtl, server.clusterDir]
        : ['-c', shellScript, 'postgres-watchdog', String(server.pid)],
      // Detached: Ctrl-C in the terminal goes to every process of the group, and must not reach this one.
      {
        stdio: ['pipe', 'ignore', 'ignore'],
        detached: true,
        windowsHide: true,
        cwd: onWindows ? process.cwd() : '/',
        ...server.owner,
      },
    );
    started.stdin.on('error', () => {}); // it was killed; the exit handler starts another
    // Without a watchdog everything still works, and the next start stops a server that was left behind.
    started.on('error', () => {});
    started.once('exit', () => {
      if (!dismissed) {
        child = start();
      }
    });
    started.unref();
    (started.stdin as Socket).unref(); // a pipe of a child is a socket of node:net
    return started;
  }

  return {
    async dismiss() {
      dismissed = true;
      if (child.exitCode === null && child.signalCode === null) {
        const exited = once(child, 'exit');
        // Otherwise a process with nothing else left to do ends here, with code 0 and without its last words.
        child.ref();
        child.stdin?.end('stopped\n');
        await exited;
      }
    },
  };
}
