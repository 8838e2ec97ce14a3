import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive, startMark } from '@ticketing/embedded/postgres/process-identity.ts';

/** A process that is told from a later one with the same id. */
export type ProcessIdentity = { readonly pid: number; readonly mark: string };

/** The process and everything that it started, directly or not, as of now; itself first. */
export function processTree(pid: number): ProcessIdentity[] {
  const children = new Map<number, number[]>();
  for (const [child, parent] of parents()) {
    children.set(parent, [...(children.get(parent) ?? []), child]);
  }
  const found: ProcessIdentity[] = [];
  const ahead = [pid];
  for (let next = ahead.shift(); next !== undefined; next = ahead.shift()) {
    const mark = startMark(next);
    if (isAlive(next)) found.push({ pid: next, mark });
    ahead.push(...(children.get(next) ?? []));
  }
  return found;
}

export const runs = ({ pid, mark }: ProcessIdentity): boolean => isAlive(pid) && startMark(pid) === mark;

/** SIGKILL to all of them at once. */
export function killAll(processes: readonly ProcessIdentity[]): void {
  for (const each of processes) {
    if (!runs(each)) continue;
    try {
      process.kill(each.pid, 'SIGKILL');
    } catch {
      // It ended this instant.
    }
  }
}

/** @throws Error that names those which still run after `milliseconds` */
export async function allEnded(processes: readonly ProcessIdentity[], milliseconds = 30_000): Promise<void> {
  const deadline = Date.now() + milliseconds;
  while (processes.some(runs)) {
    if (Date.now() > deadline) {
      const left = processes.filter(runs).map(({ pid }) => pid);
      throw new Error(`These processes still run: ${left.join(', ')}`);
    }
    await delay(10);
  }
}

/** Every process of the machine with its parent. */
function parents(): [pid: number, parent: number][] {
  if (process.platform !== 'linux') {
    const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
    return stdout
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number))
      .map(([pid = 0, parent = 0]) => [pid, parent]);
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name): [number, number][] => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        // The second field, in parentheses, may hold spaces; behind it stand the state and the parent.
        const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
        return [[Number(name), Number(parent)]];
      } catch {
        return []; // it ended while we looked
      }
    });
}
