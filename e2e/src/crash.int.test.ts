import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { connectEventStore, type EventStore } from '@ticketing/platform/event-store.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CommandLoad, startCommandLoad } from './command-load.ts';
import { brokenPromises, readLog, wrongNumbers } from './crash.ts';
import { demoPerson, type Person } from './person.ts';
import { randomNumbers } from './random-numbers.ts';
import { createStackPlace, type StackPlace } from './stack-place.ts';
import {
  printedBy,
  type RunningProgram,
  runProgram,
  spawnStack,
  startStackProcess,
} from './stack-process.ts';

/**
 * `kill -9` of everything, again and again, under a load of commands.
 *
 * CRASH_ROUNDS says how often (20 unless told), CRASH_SEED repeats the choices of an earlier run as far as the machine's
 * own timing lets it.
 */
const rounds = Number(process.env.CRASH_ROUNDS ?? 20);
const seed = Number(process.env.CRASH_SEED ?? randomInt(2 ** 31));
const random = randomNumbers(seed);
const WRITERS = 8;

let place: StackPlace;
let store: EventStore | undefined;
let load: CommandLoad | undefined;
const programs: RunningProgram[] = [];

const watched = <P extends RunningProgram>(program: P): P => {
  programs.push(program);
  return program;
};

beforeAll(async () => {
  place = await createStackPlace();
});
afterAll(async () => {
  const loadEnds = load?.stop();
  for (const program of programs) await program.killEverything();
  await loadEnds;
  await store?.dispose();
  await place.remove();
});

test(
  `after ${rounds} times kill -9 of the whole stack nothing that was acknowledged is lost, doubled or halved`,
  async () => {
    console.log(`The seed of this crash test is ${seed}.`);
    // The first time in the middle of the first run, which opens the demo: the next start completes it.
    const firstRun = watched(spawnStack(place));
    await printedBy(firstRun, 'First run');
    await delay(random.below(800));
    await firstRun.killEverything();

    let stack = watched(await startStackProcess(place));
    const people: Person[] = [await demoPerson(place, 'admin'), await demoPerson(place, 'agent')];
    const [admin] = people;
    if (!admin) throw new Error('Two people have signed in.');
    for (const key of ['OPS', 'WEB']) {
      const { columns } = await admin.board((await admin.project(key)).id);
      expect(columns.map(({ tickets }) => tickets.length)).toEqual([12, 12, 12, 12]);
    }
    const { id: projectId, columns } = await admin.project('OPS');
    const field = { people, projectId, columnIds: columns.map(({ id }) => id) };
    const running = startCommandLoad(field, WRITERS, random);
    load = running;
    for (let round = 1; round < rounds; round++) {
      const before = running.acknowledged();
      while (running.acknowledged() < before + 20) await delay(5);
      await delay(random.below(400));
      await stack.killEverything();
      // Sometimes the start after a crash, in which everything recovers, is killed as well.
      if (random.below(1) < 0.25 && round + 1 < rounds) {
        round += 1;
        const recovering = watched(spawnStack(place));
        await delay(random.below(2_500));
        await recovering.killEverything();
      }
      stack = watched(await startStackProcess(place));
    }
    const before = running.acknowledged();
    while (running.acknowledged() < before + 20) await delay(5);
    await running.stop();

    const { sent } = running;
    store = connectEventStore(`esdb://127.0.0.1:${place.ports.EVENTSTORE_PORT}?tls=false`);
    const log = await readLog(store);
    expect(brokenPromises(log, sent)).toEqual([]);
    expect(wrongNumbers(log, projectId)).toEqual([]);
    expect(sent.flatMap(({ refused }) => refused ?? [])).toEqual([]);
    // Nothing was proved if nothing was under way when the stack was killed, or if no command was done on a later try.
    const retried = sent.filter(({ tries, acknowledged }) => tries > 1 && acknowledged);
    const unknown = sent.filter(({ acknowledged }) => !acknowledged);
    const doneThough = unknown.filter(({ id }) => log.byCommand.has(id));
    expect(retried.length).toBeGreaterThan(rounds);
    console.log(
      `${rounds} kills: ${running.acknowledged()} of ${sent.length} commands acknowledged, ${retried.length} of them on a later try; ` +
        `of ${unknown.length} never answered ${doneThough.length} were done; ${log.events} events in the log.`,
    );

    const verify = watched(
      runProgram(place, 'embedded/src/with-parts.ts', ['audit-replay/src/main.ts', 'verify', '--json']),
    );
    const code = await verify.ended;
    expect(code, verify.printed()).toBe(0);
    expect(JSON.parse(verify.stdout())).toMatchObject({ ok: true, differences: [], notCompared: [] });
    expect(await stack.stop()).toBe(0);
  },
  180_000 + rounds * 60_000,
);
