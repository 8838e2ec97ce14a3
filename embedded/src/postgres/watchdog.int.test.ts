import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';

const watchdogModule = JSON.stringify(new URL('watchdog.ts', import.meta.url).href);

/** Has a watchdog, says which process it is, and on SIGUSR2 dismisses it and ends with code 7. */
const program = `
  import childProcess from 'node:child_process';
  import { syncBuiltinESMExports } from 'node:module';
  const { spawn } = childProcess;
  childProcess.spawn = (...args) => {
    const child = spawn(...args);
    console.log('watchdog', child.pid);
    return child;
  };
  syncBuiltinESMExports();
  const { watchOver } = await import(${watchdogModule});
  const server = spawn('sleep', ['300']);
  const watchdog = watchOver({ pid: server.pid, clusterDir: '', pgCtl: '', owner: {} });
  process.once('SIGUSR2', () => {
    server.once('close', () => {
      console.log('server ended');
      watchdog.dismiss().then(() => process.exit(7));
    });
    server.kill();
  });
  console.log('ready');
`;

describe.runIf(process.platform !== 'win32')('the watchdog of a server that has ended', () => {
  test('is waited for, however long it takes to go and though nothing else is left to do', async () => {
    const owner = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    owner.stdout.setEncoding('utf8');
    const until = async (words: string) => {
      while (!printed.includes(words)) {
        const [text] = await once(owner.stdout, 'data');
        printed += text;
      }
    };
    await until('ready');
    const watchdog = Number(/watchdog (\d+)/.exec(printed)?.[1]);
    process.kill(watchdog, 'SIGSTOP'); // as slow as a busy machine makes it
    try {
      const closed = once(owner, 'close');
      owner.kill('SIGUSR2');
      await until('server ended');
      await Promise.race([closed, delay(500)]);
      goOn(watchdog);
      expect((await closed)[0]).toBe(7);
    } finally {
      owner.kill('SIGKILL');
      goOn(watchdog);
    }
  });
});

function goOn(pid: number): void {
  try {
    process.kill(pid, 'SIGCONT');
  } catch {
    // It has ended.
  }
}
