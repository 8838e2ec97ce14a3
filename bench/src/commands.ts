import autocannon from 'autocannon';
import { type BenchStack, withStack } from './bench-stack.ts';
import type { Figure } from './figures.ts';
import { cpuEach, cpuOf } from './processes.ts';
import { appendsPerSecond, eventsAfter, headOf } from './raw-log.ts';
import { commandOf, openWorkplace, type Workplace } from './session.ts';
import { sizes } from './sizes.ts';

/** Tickets that the commands are spread over. */
const TICKETS = 256;
const WARM_UP_SECONDS = 5;

/** Commands a second over HTTP beside raw appends, through the official client, of the very events that they wrote. */
export const measure = (): Promise<readonly Figure[]> =>
  withStack(async (stack) => {
    const place = await openWorkplace(stack.session, `B${Date.now().toString(36).slice(-6)}`, TICKETS);
    await runCommands(stack, place, WARM_UP_SECONDS);
    const since = await headOf(stack.eventStoreUrl);
    await stack.caughtUp(since);

    const before = await cpuOf(stack.pid);
    const own = process.cpuUsage();
    const commands = await runCommands(stack, place, sizes.seconds);
    const ended = performance.now();
    // What the read models still lack belongs to the commands’ cost.
    await stack.caughtUp(commands.position);
    const behind = (performance.now() - ended) / 1000;
    const after = await cpuOf(stack.pid);
    const loaded = process.cpuUsage(own);
    const cpu = cpuEach(
      before.set('load generator', 0),
      after.set('load generator', (loaded.user + loaded.system) / 1e6),
      commands.done,
    );

    const events = await eventsAfter(stack.eventStoreUrl, since);
    const raw = await appendsPerSecond(stack, events, sizes.seconds);
    return [
      {
        what: `commands over HTTP, ${sizes.clients} clients`,
        measured: commands.perSecond,
        unit: '/s',
        raw: { what: 'the same events appended', measured: raw.perSecond },
        aim: { of: 'ratio', least: 0.7 },
        note: `${commands.refused} refused; read models ${behind.toFixed(1)} s behind at the end; ${events.length} events`,
      },
      {
        what: 'CPU of a command over all processes',
        measured: cpu.total,
        unit: 'ms',
        raw: { what: 'of an append', measured: raw.cpu.total },
        note: `${cpu.words}; an append: ${raw.cpu.words}`,
      },
      {
        what: 'time of a command, p50',
        measured: commands.p50,
        unit: 'ms',
        raw: { what: 'append', measured: raw.p50 },
      },
      {
        what: 'time of a command, p99',
        measured: commands.p99,
        unit: 'ms',
        raw: { what: 'append', measured: raw.p99 },
      },
    ];
  });

async function runCommands({ session }: BenchStack, place: Workplace, seconds: number) {
  let n = 0;
  let position = 0n;
  const result = await autocannon({
    url: session.apiUrl,
    connections: sizes.clients,
    duration: seconds,
    requests: [
      {
        setupRequest: (request) => {
          const { method, path, body } = commandOf(place, n++);
          return {
            ...request,
            method,
            path: `/api${path}`,
            headers: { 'content-type': 'application/json', authorization: `Bearer ${session.access}` },
            body: JSON.stringify(body),
          };
        },
        onResponse: (status, body) => {
          const told = status < 300 ? /"position":"(\d+)"/.exec(body)?.[1] : undefined;
          if (told !== undefined && BigInt(told) > position) position = BigInt(told);
        },
      },
    ],
  });
  const done = result['2xx'];
  return {
    done,
    position,
    perSecond: done / result.duration,
    refused: result.non2xx + result.errors,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}
