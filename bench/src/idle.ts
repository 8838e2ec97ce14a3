import { readdir, readFile } from 'node:fs/promises';

/** Memory of a process and everything it started, in MiB, by what each is. Linux only: read from /proc. */
export async function memoryOf(
  pid: number,
): Promise<{ total: number; processes: { what: string; mib: number }[] }> {
  const family = await descendants(pid);
  const processes = await Promise.all(family.map(measure));
  return { total: processes.reduce((sum, { mib }) => sum + mib, 0), processes };
}

async function descendants(root: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = new Map<number, number>();
  for (const pid of pids) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    // "pid (name) state ppid …": the name may hold spaces and brackets.
    parents.set(pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const family = [root];
  for (const member of family) for (const [pid, parent] of parents) if (parent === member) family.push(pid);
  return family;
}

/** The proportional share (PSS) counts shared pages once over all processes, which PostgreSQL's have many of. */
async function measure(pid: number): Promise<{ what: string; mib: number }> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  const words = command.split('\0').filter(Boolean);
  const what =
    words
      .find((word) => word.endsWith('.ts'))
      ?.split('/')
      .slice(-3)
      .join('/') ??
    words[0]?.split('/').at(-1) ??
    '';
  return { what, mib: Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1024 };
}
