import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DomainEvent } from '@ticketing/contracts/events/event.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RealInstallation, realInstallation } from './testing/real-installation.ts';
import { tellSmallInstallation } from './testing/small-installation.ts';

let real: RealInstallation;
let folder: string;

beforeAll(async () => {
  real = await realInstallation();
  await tellSmallInstallation(real.add);
  folder = await mkdtemp(join(tmpdir(), 'audit-process-'));
});
afterAll(async () => {
  await real.stop();
  await rm(folder, { recursive: true });
});

/** The tool as a process of its own. */
function start(...args: readonly string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], {
    env: { ...process.env, ...real.environment, INIT_CWD: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  return { child, stderr: () => stderr };
}

async function run(...args: readonly string[]) {
  const { child, stderr } = start(...args);
  let stdout = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  const [code] = await once(child, 'close');
  return { code, stdout, stderr: stderr() };
}

describe('the process of audit-replay', () => {
  it('ends with the code of the command and keeps results apart from what went wrong', async () => {
    expect(await run('ticket', 'INC-99')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'There is no ticket INC-99 in this log.\n',
    });
    const { code, stdout, stderr } = await run('stats', '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout).events).toBeGreaterThan(50);
  });

  it('writes a thousand boards to the end, from a file in the folder where it was called', async () => {
    const instants = Array.from({ length: 1_000 }, (_, minute) =>
      new Date(Date.UTC(2026, 0, 10) + minute * 60_000).toISOString(),
    );
    await writeFile(join(folder, 'instants.txt'), instants.join('\n'));
    const { code, stdout } = await run('board', 'INC', '--at-file', 'instants.txt', '--json');
    expect(code).toBe(0);
    const boards = stdout.trimEnd().split('\n');
    expect(boards.map((line) => JSON.parse(line).at)).toEqual(instants);
  });

  it('ends quietly when its reader has seen enough', async () => {
    const instants = Array.from({ length: 20_000 }, () => '2026-01-20T08:00Z');
    await writeFile(join(folder, 'many.txt'), instants.join('\n'));
    const { child, stderr } = start('board', 'INC', '--at-file', 'many.txt', '--json');
    child.stdout.once('data', () => child.stdout.destroy());
    const [code] = await once(child, 'close');
    expect({ code, stderr: stderr() }).toEqual({ code: 0, stderr: '' });
  });

  it('ends with 5 and names an event that it cannot read', async () => {
    const other = await realInstallation();
    try {
      // A later version of the system may have written it.
      const later = { type: 'TicketExploded', data: {} } as unknown as DomainEvent;
      await other.add('ticket-0', later, { at: '2026-01-01T00:00:00Z', by: 'somebody' });
      const { code, stderr } = await other.audit('stats');
      expect(code).toBe(5);
      expect(stderr).toContain('The log has an event that this version cannot read');
      expect(stderr).toContain('TicketExploded');
    } finally {
      await other.stop();
    }
  });
});
