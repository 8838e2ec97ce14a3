import { EventStoreDBClient, FORWARDS, jsonEvent, START } from '@eventstore/db-client';
import autocannon from 'autocannon';
import { commandOf, openWorkplace, type Session } from './session.ts';

const CLIENTS = 64;

export type CommandsMeasured = {
  readonly commandsPerSecond: number;
  readonly refused: number;
  readonly p50: number;
  readonly p99: number;
  /** Log position before the first measured command. */
  readonly since: bigint;
};

/** Commands a second over HTTP with 64 clients. */
export async function measureCommands(
  session: Session,
  eventStoreUrl: string,
  seconds: number,
): Promise<CommandsMeasured> {
  const place = await openWorkplace(session, `B${Date.now().toString(36).slice(-6)}`, 256);
  await runCommands(session, place, 3);
  const since = await headOf(eventStoreUrl);
  const result = await runCommands(session, place, seconds);
  return {
    commandsPerSecond: result.requests.average,
    refused: result.non2xx + result.errors,
    p50: result.latency.p50,
    p99: result.latency.p99,
    since,
  };
}

/**
 * Raw appends a second of the events that the commands wrote (same types, data and metadata, one append each), with
 * 64 at a time through the official client.
 */
export async function measureSameEventsRaw(
  eventStoreUrl: string,
  since: bigint,
  seconds: number,
): Promise<number> {
  const client = EventStoreDBClient.connectionString(eventStoreUrl);
  try {
    return await appendAgain(client, await eventsSince(client, since), seconds);
  } finally {
    await client.dispose();
  }
}

async function runCommands(
  session: Session,
  place: Awaited<ReturnType<typeof openWorkplace>>,
  seconds: number,
) {
  let n = 0;
  return autocannon({
    url: session.apiUrl,
    connections: CLIENTS,
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
      },
    ],
  });
}

type Written = {
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
};

async function headOf(eventStoreUrl: string): Promise<bigint> {
  const client = EventStoreDBClient.connectionString(eventStoreUrl);
  try {
    for await (const { event } of client.readAll({
      direction: 'backwards',
      fromPosition: 'end',
      maxCount: 1,
    })) {
      if (event) return event.position.commit;
    }
    return 0n;
  } finally {
    await client.dispose();
  }
}

async function eventsSince(client: EventStoreDBClient, since: bigint): Promise<Written[]> {
  const events: Written[] = [];
  const fromPosition = since > 0n ? { commit: since, prepare: since } : START;
  for await (const { event } of client.readAll({ direction: FORWARDS, fromPosition })) {
    if (!event?.isJson || !event.streamId.startsWith('ticket-')) continue;
    // Domain events: their data and metadata are objects.
    events.push({
      type: event.type,
      data: event.data as Written['data'],
      metadata: event.metadata as Written['metadata'],
    });
  }
  return events;
}

/** The same events once more, each in an append of its own, spread over as many streams as there were tickets. */
async function appendAgain(
  client: EventStoreDBClient,
  events: readonly Written[],
  seconds: number,
): Promise<number> {
  const run = crypto.randomUUID();
  const until = performance.now() + seconds * 1000;
  const began = performance.now();
  let appended = 0;
  let next = 0;
  const work = async () => {
    while (performance.now() < until) {
      const n = next++;
      const event = events[n % events.length];
      if (!event) return;
      await client.appendToStream(`bench-${run}-${n % 256}`, jsonEvent(event));
      appended++;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, work));
  return appended / ((performance.now() - began) / 1000);
}
