import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * True when a process with that id runs, whoever owns it. One that has ended and was never collected by its
 * parent (usual in containers, where the first process collects nobody) does not run.
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // what kill throws is always an errno
  }
  return process.platform !== 'linux' || statFields(pid)[0] !== 'Z';
}

/**
 * When the process started, in a form that is only good for comparing. A process id alone names nobody: it
 * is given out again, and in a container that restarts it is given out to the same kind of process.
 */
export function startMark(pid: number): string {
  if (process.platform === 'linux') {
    return statFields(pid)[19] ?? '';
  }
  if (process.platform === 'win32') {
    return '';
  }
  return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
}

/** The command line of a process, or an empty string where it cannot be seen. */
export function commandLine(pid: number): string {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    } catch {
      return '';
    }
  }
  if (process.platform === 'win32') {
    return '';
  }
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
}

/** The fields of proc_pid_stat(5) from the third, the state, on: the second, in parentheses, may hold spaces. */
function statFields(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
