import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { isAlive } from '@ticketing/embedded/postgres/process-identity.ts';
import { afterEach, describe, expect, test } from 'vitest';

const guardianUrl = JSON.stringify(new URL('./guardian.ts', import.meta.url).href);

/** A run that starts two processes, has the guardian watch both, and forget the second. */
const run = (then: string) => `
  import { spawn } from 'node:child_process';
  import { startGuardian } from ${guardianUrl};
  const guardian = startGuardian();
  const [one, other] = [0, 0].map(() => spawn('sleep', ['300'], { stdio: 'ignore' }).pid);
  guardian.watch([one, other]);
  guardian.forget([other]);
  process.kill(one, 'SIGSTOP');
  console.log([one, other, guardian.pid].join(' '));
  ${then}
  setInterval(() => {}, 1_000);
`;

describe.skipIf(process.platform === 'win32')('what a run has started', () => {
  const pids: number[] = [];
  afterEach(() => {
    for (const pid of pids.splice(0)) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It is gone, as it should be.
      }
    }
  });

  async function start(then: string) {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', run(then)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(child.stdout, 'data');
    const [one = 0, other = 0, guardian = 0] = String(line).trim().split(' ').map(Number);
    pids.push(one, other);
    return { child, one, other, guardian };
  }

  test('ends with it when it is killed, also what was stopped; what was forgotten is left alone', async () => {
    const { child, one, other } = await start('');
    expect(isAlive(one)).toBe(true);
    child.kill('SIGKILL');
    await expect.poll(() => isAlive(one)).toBe(false);
    expect(isAlive(other)).toBe(true);
  });

  test('is left alone by a guardian that was dismissed', async () => {
    const { child, one, guardian } = await start(
      'guardian.dismiss(); process.stdout.write("", () => process.exit(0));',
    );
    await once(child, 'close');
    await expect.poll(() => isAlive(guardian)).toBe(false);
    expect(isAlive(one)).toBe(true);
  });
});
