import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

// The scripts run before anything is installed, so they are plain JavaScript; they are tested from outside.
const scripts = join(import.meta.dirname, '../../../scripts');
const moduleUrl = (name: string) => JSON.stringify(new URL(`../../../scripts/${name}`, import.meta.url).href);

function runCode(
  code: string,
  env: NodeJS.ProcessEnv = process.env,
): { child: ChildProcess; text(): string } {
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { env });
  let printed = '';
  child.stdout.on('data', (chunk) => {
    printed += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    printed += String(chunk);
  });
  return { child, text: () => printed };
}

const wrapping = (code: string) => `
  import { runToEnd } from ${moduleUrl('run-child.mjs')};
  process.exitCode = await runToEnd(process.execPath, ['-e', ${JSON.stringify(code)}]);
`;

describe('a program run by the scripts', () => {
  test('its exit code is passed on, and a deadly signal becomes 128 and its number', async () => {
    const [one] = await once(runCode(wrapping('process.exit(7)')).child, 'close');
    expect(one).toBe(7);
    const [two] = await once(runCode(wrapping('process.kill(process.pid, "SIGKILL")')).child, 'close');
    expect(two).toBe(137);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'it hears of %s once, though it is sent twice',
    async (signal) => {
      const counting = `
      let heard = 0;
      process.on('${signal}', () => {
        heard += 1;
        setTimeout(() => { console.log('heard', heard); process.exit(0); }, 500);
      });
      console.log('ready');
      setInterval(() => {}, 1000);
    `;
      const { child, text } = runCode(wrapping(counting));
      while (!text().includes('ready')) {
        await once(child.stdout ?? child, 'data');
      }
      child.kill(signal); // the terminal's
      setTimeout(() => child.kill(signal), 100); // npm's copy
      const [code] = await once(child, 'close');
      expect(text()).toContain('heard 1');
      expect(code).toBe(0);
    },
  );

  test('without a target the script says which there are', async () => {
    const child = spawn(process.execPath, [join(scripts, 'run.mjs')]);
    let printed = '';
    child.stderr.on('data', (chunk) => {
      printed += String(chunk);
    });
    const [code] = await once(child, 'close');
    expect(code).toBe(1);
    for (const target of ['start', 'test', 'reset', 'audit', 'import', 'bench'])
      expect(printed).toContain(target);
  });
});

describe.runIf(process.platform === 'linux')('a process that a test run leaves behind', () => {
  test('is found by its mark though its parent is gone, and ended', async () => {
    const mark = randomUUID();
    const leaving = `
      import { spawn } from 'node:child_process';
      spawn('sleep', ['300'], { detached: true, stdio: 'ignore' }).unref();
    `;
    await once(runCode(leaving, { ...process.env, TICKETING_TEST_RUN: mark }).child, 'close');
    const looking = `
      import { endProcesses, processesMarked, waitForNone } from ${moduleUrl('leftover-processes.mjs')};
      const found = processesMarked(${JSON.stringify(mark)});
      console.log(found.map(({ command }) => command).join());
      endProcesses(found);
      await waitForNone(${JSON.stringify(mark)}, 10_000);
      console.log('left', processesMarked(${JSON.stringify(mark)}).length);
    `;
    const look = runCode(looking);
    await once(look.child, 'close');
    expect(look.text()).toBe('sleep 300\nleft 0\n');
  });
});
