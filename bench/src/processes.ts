import { readdir, readFile } from 'node:fs/promises';

/** One process of a family: what runs there, and the processor time that it has used so far. */
type ProcessUse = {
  readonly pid: number;
  readonly what: string;
  /** In seconds; of PostgreSQL's main process with what its ended connections used. */
  readonly cpu: number;
};

/** A tick of /proc/<pid>/stat is 10 ms on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** A process and everything it started. Linux only: read from /proc. */
async function familyOf(root: number): Promise<ProcessUse[]> {
  const found = await Promise.all((await descendants(root)).map(useOf));
  return found.filter((use) => use !== undefined);
}

/** Processor seconds of a family so far, by what runs there. */
export async function cpuOf(root: number): Promise<Map<string, number>> {
  const seconds = new Map<string, number>();
  for (const { what, cpu } of await familyOf(root)) seconds.set(what, (seconds.get(what) ?? 0) + cpu);
  return seconds;
}

/** What was used between two looks, for each of `count` things that were done, in words: `services 0.61 + … = 1.2 ms`. */
export function cpuEach(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  count: number,
): { readonly total: number; readonly words: string } {
  const each = [...after].map(([what, seconds]) => ({
    what,
    ms: ((seconds - (before.get(what) ?? 0)) * 1000) / count,
  }));
  const total = each.reduce((sum, { ms }) => sum + ms, 0);
  const parts = each
    .filter(({ ms }) => ms >= 0.001)
    .toSorted((one, other) => other.ms - one.ms)
    .map(({ what, ms }) => `${what} ${ms.toFixed(3)}`);
  return { total, words: `${parts.join(' + ')} = ${total.toFixed(3)} ms of CPU each` };
}

/** Memory of a process and everything it started, in MiB, by what each is. */
export async function memoryOf(root: number): Promise<{ total: number; byWhat: Map<string, number> }> {
  const byWhat = new Map<string, number>();
  for (const { pid, what } of await familyOf(root))
    byWhat.set(what, (byWhat.get(what) ?? 0) + (await mibOf(pid)));
  return { total: [...byWhat.values()].reduce((sum, mib) => sum + mib, 0), byWhat };
}

/** Memory of one process in MiB, as its proportional share: shared pages, of which PostgreSQL's have many, count once. */
export async function mibOf(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1024;
}

/** Processor seconds of one process so far. */
export const cpuOfProcess = async (pid: number): Promise<number> => (await useOf(pid))?.cpu ?? Number.NaN;

async function descendants(root: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = new Map<number, number>();
  for (const pid of pids) parents.set(pid, Number((await statOf(pid))?.[1]));
  const family = [root];
  for (const member of family) for (const [pid, parent] of parents) if (parent === member) family.push(pid);
  return family;
}

/** The fields of /proc/<pid>/stat from the state on: "pid (name) state ppid …", where the name may hold anything. */
async function statOf(pid: number): Promise<string[] | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
}

async function useOf(pid: number): Promise<ProcessUse | undefined> {
  const fields = await statOf(pid);
  if (!fields) return undefined;
  const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0').filter(Boolean);
  const what = nameOf(words);
  const ticks = (from: number, to: number) =>
    fields.slice(from, to).reduce((sum, field) => sum + Number(field), 0);
  return {
    pid,
    what,
    // utime and stime; of the server whose connections come and go, cutime and cstime as well.
    cpu: ticks(11, what === 'PostgreSQL' ? 15 : 13) / TICKS_PER_SECOND,
  };
}

/** What a reader calls the process that these words started. */
function nameOf(words: readonly string[]): string {
  if (words.some((word) => /postgres(:|$)/.test(word))) return 'PostgreSQL';
  const script = words
    .find((word) => word.endsWith('.ts'))
    ?.split('/')
    .slice(-3)
    .join('/');
  switch (script) {
    case 'embedded/src/main.ts':
      return 'services';
    case 'src/event-node/main.ts':
      return 'event node';
    case 'bench/src/run-one.ts':
      return 'load generator';
    case undefined:
      // What ends PostgreSQL when the process that started it dies.
      return words[0]?.endsWith('sh') ? 'watchdog' : (words[0]?.split('/').at(-1) ?? '');
    default:
      return script;
  }
}
