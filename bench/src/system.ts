import { availableParallelism } from 'node:os';
import { createStackPlace } from '@ticketing/e2e/stack-place.ts';
import { startStackProcess } from '@ticketing/e2e/stack-process.ts';
import { DEMO_PASSWORD } from '@ticketing/embedded/demo/demo-accounts.ts';
import { runningStack } from '@ticketing/embedded/stack-file.ts';
import { measureCatchUp } from './catch-up.ts';
import { measureCommands, measureSameEventsRaw } from './commands.ts';
import { memoryOf } from './idle.ts';
import { measureLive, measureRawAppends } from './live-latency.ts';
import { signIn } from './session.ts';

/**
 * `npm run bench`: starts a stack of its own and measures it, each figure beside the raw part in the same run.
 * SECONDS (15) is the length of each measurement.
 */
const SECONDS = Number(process.env.SECONDS ?? '15');
const RATE = 100;

type Row = { what: string; measured: string; raw: string; ratio: string; aim: string };
const rows: Row[] = [];
const round = (value: number, digits = 0) => value.toFixed(digits);

const place = await createStackPlace({ LOG_LEVEL: 'error' });
console.error('Starting a stack, which also builds the apps if needed …');
await (await startStackProcess(place)).stop();
const began = performance.now();
const stack = await startStackProcess(place);
try {
  const ready = (performance.now() - began) / 1000;
  const pid = stack.child.pid;
  if (pid === undefined) throw new Error('the stack has no process');
  const idle = await memoryOf(pid);
  rows.push({
    what: 'start to ready, installed and built',
    measured: `${round(ready, 1)} s`,
    raw: '',
    ratio: '',
    aim: '',
  });
  rows.push({
    what: 'memory, idle, all processes',
    measured: `${round(idle.total)} MiB`,
    raw: '',
    ratio: '',
    aim: '',
  });

  const stores = await runningStack(place.dataDir);
  if (!stores) throw new Error('the stack did not say where its stores are');
  const session = await signIn(place.apiUrl, 'admin', DEMO_PASSWORD);

  console.error(`Live latency at ${RATE} commands a second …`);
  await measureLive(session, RATE, 3);
  const live = await measureLive(session, RATE, SECONDS);
  console.error('Commands over HTTP with 64 clients …');
  const commands = await measureCommands(session, stores.eventStoreUrl, SECONDS);
  console.error('Catching up from the start of the log …');
  const catchUp = await measureCatchUp(stores.eventStoreUrl, stores.databaseUrl);

  // The raw parts last: what they append is no domain event, and would make the catch-up look faster than it is.
  console.error('The same rate, and the same events, appended raw …');
  const raw = await measureRawAppends(stores.eventStoreUrl, RATE, SECONDS);
  const appendsPerSecond = await measureSameEventsRaw(stores.eventStoreUrl, commands.since, SECONDS);

  rows.push({
    what: `answer to frame at ${RATE}/s, p50`,
    measured: `${round(live.p50, 2)} ms`,
    raw: `${round(raw.p50, 2)} ms`,
    ratio: round(live.p50 / raw.p50, 2),
    aim: '',
  });
  rows.push({
    what: `answer to frame at ${RATE}/s, p99`,
    measured: `${round(live.p99, 2)} ms`,
    raw: `${round(raw.p99, 2)} ms`,
    ratio: round(live.p99 / raw.p99, 2),
    aim: '< 5',
  });

  rows.push({
    what: 'commands/s over HTTP, 64 clients ÷ raw appends/s',
    measured: round(commands.commandsPerSecond),
    raw: round(appendsPerSecond),
    ratio: round(commands.commandsPerSecond / appendsPerSecond, 2),
    aim: '0.5',
  });
  rows.push({
    what: 'a command’s time over HTTP, 64 clients, p50 and p99',
    measured: `${commands.p50} and ${commands.p99} ms`,
    raw: '',
    ratio: `${commands.refused} refused`,
    aim: '',
  });

  rows.push({
    what: `catch-up events/s of all read models ÷ plain read of $all (${catchUp.events} events)`,
    measured: round(catchUp.projectedPerSecond),
    raw: round(catchUp.readPerSecond),
    ratio: round(catchUp.projectedPerSecond / catchUp.readPerSecond, 2),
    aim: '0.3',
  });
  console.log(`Node ${process.version}, ${availableParallelism()} cores\n`);
  console.log('| what | measured | raw part | ratio | aim |\n|---|---|---|---|---|');
  for (const { what, measured, raw: part, ratio, aim } of rows) {
    console.log(`| ${what} | ${measured} | ${part} | ${ratio} | ${aim} |`);
  }
  console.log(`\nMemory: ${idle.processes.map(({ what, mib }) => `${what} ${round(mib)}`).join(', ')} MiB`);
} finally {
  await stack.stop();
  await place.remove();
}
