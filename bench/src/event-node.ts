import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BACKWARDS, END, EventStoreDBClient, FORWARDS, jsonEvent, START } from '@eventstore/db-client';
import { startNodeProcess } from '@ticketing/embedded/event-node/node-process.ts';
import { startPostgres } from '@ticketing/embedded/postgres/embedded-postgres.ts';
import { freePort } from '@ticketing/embedded/testing/free-port.ts';

/**
 * What the embedded event node gives, measured through the official client from a process of its own: the
 * denominators of every ratio in docs/performance.md.
 *
 * EVENTSTORE_URL measures another server instead (and EVENTSTORE_PID says which process that is). SECONDS (default 5) is the length of each append measurement.
 */

const SECONDS = Number(process.env.SECONDS ?? '5');
/** Events read at most by one measurement. */
const MOST_EVENTS = 200_000;
const DETAIL = 'x'.repeat(180);

type Measured = { what: string; perSecond?: number; p50?: number; p99?: number; cpu?: number | undefined };
const table: Measured[] = [];

const started = process.env.EVENTSTORE_URL === undefined ? await startOwn() : undefined;
const client = EventStoreDBClient.connectionString(process.env.EVENTSTORE_URL ?? started?.url ?? '');
try {
  await client.appendToStream(`warm-up-${randomUUID()}`, events(50));
  await appends('sequential appends of one event', 1);
  await appends('appends of one event, 64 at a time, a stream each', 64);
  await appendsToNewStreams('appends of one event to new streams, 64 at a time', 64);
  await batches('events a second in batches of 100, 8 at a time', 8);
  await tailReads('reads of a stream tail that has nothing new, 64 at a time', 64, 0);
  await tailReads('reads of a stream tail with one event, 64 at a time', 64, 1);
  await readAll('events a second, reading $all');
  await catchUp('events a second, catching up on $all');
  await live('from an append to its live event');
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await client.dispose();
  await started?.stop();
}
console.table(
  table.map(({ what, perSecond, p50, p99, cpu }) => ({
    what,
    'a second': perSecond === undefined ? '' : Math.round(perSecond),
    'node CPU µs': cpu === undefined ? '' : Math.round(cpu),
    'p50 ms': p50 === undefined ? '' : Number(p50.toFixed(2)),
    'p99 ms': p99 === undefined ? '' : Number(p99.toFixed(2)),
  })),
);

async function startOwn(): Promise<{ url: string; pid: number | undefined; stop(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ticketing-bench-'));
  const postgres = await startPostgres({ dataDir, port: await freePort() });
  const port = await freePort();
  const node = await startNodeProcess({ port, databaseUrl: postgres.url });
  return {
    url: `esdb://127.0.0.1:${port}?tls=false`,
    pid: node.child.pid,
    async stop() {
      node.child.kill('SIGTERM');
      await node.ended;
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Events of about 300 bytes with their metadata, as the system writes them. */
function events(count: number) {
  return Array.from({ length: count }, (_, n) =>
    jsonEvent({
      type: 'TicketMoved',
      data: { columnId: randomUUID(), rank: `a${n}`, detail: DETAIL },
      metadata: { actorId: randomUUID(), at: new Date().toISOString(), schema: 1 },
    }),
  );
}

/** Runs `work` in `workers` endless loops for the time of one measurement. */
async function measure(what: string, workers: number, unit: number, work: (worker: number) => Promise<void>) {
  const latencies: number[] = [];
  const cpuBefore = nodeCpu();
  const begin = performance.now();
  const until = begin + SECONDS * 1000;
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      while (performance.now() < until) {
        const from = performance.now();
        await work(worker);
        latencies.push(performance.now() - from);
      }
    }),
  );
  const seconds = (performance.now() - begin) / 1000;
  latencies.sort((a, b) => a - b);
  table.push({
    what,
    perSecond: (latencies.length * unit) / seconds,
    cpu: cpuSince(cpuBefore, latencies.length * unit),
    p50: at(latencies, 0.5),
    p99: at(latencies, 0.99),
  });
}

/** Processor time that the node has used so far, in microseconds; undefined where the system does not say. */
function nodeCpu(): number | undefined {
  const pid = started?.pid ?? process.env.EVENTSTORE_PID;
  if (pid === undefined || process.platform !== 'linux') return undefined;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  // User and system time, in ticks of 10 ms.
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

function cpuSince(before: number | undefined, count: number): number | undefined {
  const now = nodeCpu();
  return now === undefined || before === undefined ? undefined : (now - before) / count;
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

async function appends(what: string, workers: number) {
  const run = randomUUID();
  const revisions = new Map<number, bigint>();
  await measure(what, workers, 1, async (worker) => {
    const { nextExpectedRevision } = await client.appendToStream(`append-${run}-${worker}`, events(1), {
      expectedRevision: revisions.get(worker) ?? 'no_stream',
    });
    revisions.set(worker, nextExpectedRevision);
  });
}

async function appendsToNewStreams(what: string, workers: number) {
  await measure(what, workers, 1, async () => {
    await client.appendToStream(`new-${randomUUID()}`, events(1), { expectedRevision: 'no_stream' });
  });
}

async function batches(what: string, workers: number) {
  const run = randomUUID();
  await measure(what, workers, 100, async (worker) => {
    await client.appendToStream(`batch-${run}-${worker}`, events(100));
  });
}

async function tailReads(what: string, workers: number, behind: 0 | 1) {
  const stream = `tail-${randomUUID()}`;
  const { nextExpectedRevision } = await client.appendToStream(stream, events(20));
  const fromRevision = nextExpectedRevision + 1n - BigInt(behind);
  await measure(what, workers, 1, async () => {
    let count = 0;
    for await (const _ of client.readStream(stream, { fromRevision, direction: FORWARDS, maxCount: 100 }))
      count += 1;
    if (count !== behind) throw new Error(`A read of ${behind} events gave ${count}.`);
  });
}

async function readAll(what: string) {
  let count = 0;
  const cpuBefore = nodeCpu();
  const begin = performance.now();
  for await (const _ of client.readAll({ fromPosition: START, maxCount: MOST_EVENTS })) count += 1;
  table.push({
    what: `${what} (${count})`,
    perSecond: count / ((performance.now() - begin) / 1000),
    cpu: cpuSince(cpuBefore, count),
  });
}

async function catchUp(what: string) {
  let total = 0n;
  for await (const { event } of client.readAll({ fromPosition: END, direction: BACKWARDS, maxCount: 1 })) {
    total = event?.position?.commit ?? 0n;
  }
  let count = 0;
  const cpuBefore = nodeCpu();
  const begin = performance.now();
  const subscription = client.subscribeToAll({ fromPosition: START });
  for await (const { event } of subscription) {
    count += 1;
    if (count === MOST_EVENTS || (event?.position?.commit ?? 0n) >= total) break;
  }
  table.push({
    what: `${what} (${count})`,
    perSecond: count / ((performance.now() - begin) / 1000),
    cpu: cpuSince(cpuBefore, count),
  });
}

/** At a steady hundred appends a second: from the call to the event at a subscription in the same process. */
async function live(what: string) {
  const stream = `live-${randomUUID()}`;
  const sent = new Map<string, number>();
  const latencies: number[] = [];
  const subscription = client.subscribeToAll({ fromPosition: END });
  const reading = (async () => {
    for await (const { event } of subscription) {
      const from = sent.get(event?.id ?? '');
      if (from !== undefined) latencies.push(performance.now() - from);
      if (latencies.length === 100 * SECONDS) break;
    }
  })();
  await new Promise<void>((resolve) => subscription.once('caughtUp', () => resolve()));
  for (let n = 0; n < 100 * SECONDS; n++) {
    const [event] = events(1);
    if (event === undefined) break;
    sent.set(event.id, performance.now());
    void client.appendToStream(stream, event).catch((error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    });
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await reading;
  latencies.sort((a, b) => a - b);
  table.push({ what, p50: at(latencies, 0.5), p99: at(latencies, 0.99) });
}
