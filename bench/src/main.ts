import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type BenchName, benches, isBench, usual } from './benches.ts';
import { type Figure, figuresTable, isMet, ratioOf } from './figures.ts';

/**
 * `npm run bench` measures the system beside the parts that it stands on; `npm run bench -- commands latency` some of it.
 * `-- queries` tells what reads cost by the number of tickets and is asked for by name only. `--json` prints JSON instead of Markdown.
 */
const args = process.argv.slice(2);
const names = args.filter((arg) => !arg.startsWith('-'));
const json = args.includes('--json');
const unknown = args.filter((arg) => arg !== '--json' && arg !== 'queries' && !isBench(arg));

if (unknown.length > 0) {
  console.error(
    `There is no ${unknown.join(', ')}. Known: ${[...Object.keys(benches), 'queries'].join(', ')} and --json.`,
  );
  process.exitCode = 2;
} else if (names.includes('queries')) {
  await import('./queries.ts');
} else {
  await measureAll(names.length > 0 ? names.filter(isBench) : usual);
}

/** One after the other, each in a process of its own: what one leaves in its heap must not slow down the next. */
async function measureAll(chosen: readonly BenchName[]): Promise<void> {
  const began = performance.now();
  const results: { bench: BenchName; figures: readonly Figure[]; failure?: string }[] = [];
  for (const bench of chosen) {
    console.error(`${bench}: ${benches[bench].what} …`);
    const figures = await figuresOf(bench).catch((error: Error) => error);
    const failed = figures instanceof Error;
    results.push(failed ? { bench, figures: [], failure: figures.message } : { bench, figures });
    if (!json) console.log(failed ? `${bench} failed: ${figures.message}\n` : `${figuresTable(figures)}\n`);
  }
  const minutes = (performance.now() - began) / 60_000;
  const machine = `Node ${process.version}, ${availableParallelism()} cores, ${minutes.toFixed(1)} minutes`;
  if (json) {
    const told = results.map(({ figures, ...rest }) => ({
      ...rest,
      figures: figures.map((figure) => ({ ...figure, ratio: ratioOf(figure), met: isMet(figure) })),
    }));
    console.log(JSON.stringify({ machine, results: told }, null, 2));
  } else {
    console.log(`${machine}\n`);
    if (chosen.length > 1) console.log(figuresTable(results.flatMap(({ figures }) => figures)));
  }
  if (results.some(({ failure }) => failure !== undefined)) process.exitCode = 1;
}

async function figuresOf(bench: BenchName): Promise<readonly Figure[]> {
  const { PROFILE_IN } = process.env;
  const child = fork(fileURLToPath(new URL('./run-one.ts', import.meta.url)), [bench], {
    execArgv: PROFILE_IN ? ['--cpu-prof', `--cpu-prof-dir=${PROFILE_IN}`] : [],
    // Standard output is for the tables alone.
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  let figures: readonly Figure[] | undefined;
  child.on('message', (message) => {
    // `run-one.ts` sends nothing else.
    figures = message as readonly Figure[];
  });
  const [code, signal] = await once(child, 'close');
  if (!figures) throw new Error(`it ended with ${signal ?? code} before it had a figure`);
  return figures;
}
