import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';

/**
 * Checks an imported incident log against the file itself, by a reading of the file that shares nothing with the
 * importer: at instants spread over the file's time, every incident stands in the column of its last row at or
 * before that instant, and no other incident is on the board.
 *
 *   npm run check-import -- incidents.csv --project INC --instants 1000
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    project: { type: 'string', default: 'INC' },
    instants: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(randomInt(1_000_000)) },
  },
});
const [file] = positionals;
if (!file) {
  console.error('Usage: npm run check-import -- <file.csv> [--project INC] [--instants 1000] [--seed N]');
  process.exit(2);
}

type Row = { readonly number: string; readonly incident_state: string; readonly sys_updated_at: string };
type Moment = { readonly at: number; readonly state: string };

const rows = parse<Row>(await readFile(resolve(file)), { columns: true });
const incidents = new Map<string, Moment[]>();
for (const { number, incident_state: state, sys_updated_at: updated } of rows) {
  const [day, month, year, hour, minute] = updated.split(/[- :]/).map(Number);
  const at = Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute);
  incidents.set(number, [...(incidents.get(number) ?? []), { at, state }]);
}
// Sorting is stable: rows of the same minute keep the order of the file.
for (const moments of incidents.values()) moments.sort((a, b) => a.at - b.at);

const instants = spread(Number(values.instants), Number(values.seed));
const folder = await mkdtemp(join(tmpdir(), 'ticketing-check-'));
let different = 0;
let placements = 0;
try {
  const list = join(folder, 'instants');
  await writeFile(list, `${instants.map((at) => new Date(at).toISOString()).join('\n')}\n`);
  const audit = spawn(
    process.execPath,
    [
      join(import.meta.dirname, '../../audit-replay/src/main.ts'),
      ...['board', values.project, '--at-file', list, '--json'],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let answered = 0;
  for await (const line of createInterface({ input: audit.stdout })) {
    const at = instants[answered++];
    if (at === undefined) continue;
    const differences = compare(at, line);
    placements += differences.expected;
    if (differences.wrong.length === 0) continue;
    different++;
    console.log(`${new Date(at).toISOString()}: ${differences.wrong.slice(0, 5).join('; ')}`);
  }
  if (answered !== instants.length) {
    console.error(`audit answered ${answered} of ${instants.length} instants`);
    different += instants.length - answered;
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log(
  `${instants.length} instants (seed ${values.seed}), ${placements} placements of ${incidents.size} incidents: ${different} boards differ.`,
);
process.exit(different === 0 ? 0 : 1);

/** Half of them on or right beside a row's minute, where mistakes would show, half anywhere in the file's time. */
function spread(count: number, seed: number): number[] {
  const times = [...incidents.values()].flat().map(({ at }) => at);
  const first = times.reduce((a, b) => Math.min(a, b));
  const last = times.reduce((a, b) => Math.max(a, b));
  let state = seed;
  const random = () => {
    // A linear congruential generator (Numerical Recipes): the same instants for the same seed.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
  return Array.from({ length: count }, (_, n) => {
    const beside =
      (times[Math.floor(random() * times.length)] ?? first) + Math.floor(random() * 3 - 1) * 1_000;
    return n % 2 === 0 ? beside : Math.floor(first + random() * (last - first));
  });
}

function compare(at: number, line: string): { expected: number; wrong: string[] } {
  const board = JSON.parse(line) as { columns: { name: string; tickets: { title: string }[] }[] }; // audit's own output
  const found = new Map<string, string>();
  for (const { name, tickets } of board.columns) {
    for (const { title } of tickets) found.set(title.split(' ')[0] ?? '', name);
  }
  const wrong: string[] = [];
  let expected = 0;
  for (const [number, moments] of incidents) {
    const state = moments.findLast((moment) => moment.at <= at)?.state;
    if (state !== undefined) expected++;
    if (state !== found.get(number))
      wrong.push(`${number} should be in ${state}, is in ${found.get(number)}`);
    found.delete(number);
  }
  for (const number of found.keys()) wrong.push(`${number} is not in the file`);
  return { expected, wrong };
}
