import { EventStoreDBClient, FORWARDS, jsonEvent, START } from '@eventstore/db-client';
import { percentile } from './percentile.ts';
import { cpuEach, cpuOf } from './processes.ts';
import { sizes } from './sizes.ts';
import { steadily } from './steadily.ts';

/** What the event store gives by the official client alone: the raw part of most ratios. */

export type WrittenEvent = {
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
};

/** One client at a time in a process: the pending appends of all clients of a process share one map. */
async function withClient<Result>(
  url: string,
  work: (client: EventStoreDBClient) => Promise<Result>,
): Promise<Result> {
  const client = EventStoreDBClient.connectionString(url);
  try {
    return await work(client);
  } finally {
    await client.dispose();
  }
}

/** Position of the last event of the log. */
export const headOf = (url: string): Promise<bigint> =>
  withClient(url, async (client) => {
    const last = client.readAll({ direction: 'backwards', fromPosition: 'end', maxCount: 1 });
    for await (const { event } of last) if (event) return event.position.commit;
    return 0n;
  });

/** Events of tickets after a position, as they were written. */
export const eventsAfter = (url: string, position: bigint): Promise<WrittenEvent[]> =>
  withClient(url, async (client) => {
    const events: WrittenEvent[] = [];
    const fromPosition = position > 0n ? { commit: position, prepare: position } : START;
    for await (const { event } of client.readAll({ direction: FORWARDS, fromPosition })) {
      if (!event?.isJson || !event.streamId.startsWith('ticket-')) continue;
      const { type, data, metadata } = event;
      // Domain events: their data and metadata are objects.
      events.push({ type, data, metadata } as WrittenEvent);
    }
    return events;
  });

/**
 * Appends events once more, each in an append of its own, as many at a time as there were clients, over as many streams
 * as there were tickets.
 */
export const appendsPerSecond = (
  { pid, eventStoreUrl }: { readonly pid: number; readonly eventStoreUrl: string },
  events: readonly WrittenEvent[],
  seconds: number,
) =>
  withClient(eventStoreUrl, async (client) => {
    const run = crypto.randomUUID();
    const times: number[] = [];
    let next = 0;
    const work = async (until: number) => {
      for (let began = performance.now(); began < until; began = performance.now()) {
        const n = next++;
        const event = events[n % events.length];
        if (!event) throw new Error('there are no events to append');
        await client.appendToStream(`bench-${run}-${n % 256}`, jsonEvent(event));
        times.push(performance.now() - began);
      }
    };
    const all = async (length: number) => {
      const until = performance.now() + length * 1000;
      await Promise.all(Array.from({ length: sizes.clients }, () => work(until)));
    };
    await all(2);
    times.length = 0;
    const before = await cpuOf(pid);
    const own = process.cpuUsage();
    const began = performance.now();
    await all(seconds);
    const took = (performance.now() - began) / 1000;
    const used = process.cpuUsage(own);
    const after = await cpuOf(pid);
    const cpu = cpuEach(
      before.set('client', 0),
      after.set('client', (used.user + used.system) / 1e6),
      times.length,
    );
    return { perSecond: times.length / took, cpu, p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
  });

/** Time of an append in milliseconds at a steady rate, spread over 50 streams. */
export const appendsAtRate = (url: string, perSecond: number, seconds: number): Promise<number[]> =>
  withClient(url, async (client) => {
    const times: number[] = [];
    const run = crypto.randomUUID();
    const appendOne = async (n: number) => {
      const data = { columnId: crypto.randomUUID(), rank: 'gVbiwCfqBaR2', fromColumnId: crypto.randomUUID() };
      await client.appendToStream(`bench-${run}-${n % 50}`, jsonEvent({ type: 'TicketMoved', data }));
    };
    await steadily(perSecond, 2, appendOne);
    await steadily(perSecond, seconds, async (n) => {
      const began = performance.now();
      await appendOne(n);
      times.push(performance.now() - began);
    });
    return times;
  });

/** Plain reading of `$all` from the start to its end, doing nothing with the events. */
export const readAll = (url: string): Promise<{ events: number; seconds: number; cpu: number }> =>
  withClient(url, async (client) => {
    const began = performance.now();
    const own = process.cpuUsage();
    let events = 0;
    for await (const { event } of client.readAll({ direction: FORWARDS, fromPosition: START }))
      if (event) events++;
    const used = process.cpuUsage(own);
    return { events, seconds: (performance.now() - began) / 1000, cpu: (used.user + used.system) / 1e6 };
  });
