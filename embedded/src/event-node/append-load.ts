import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type EventStoreDBClient, type JSONEventType, jsonEvent } from '@eventstore/db-client';

/**
 * A load of appends that remembers what it was told, for tests that break the node under it.
 *
 * Some appends are sent again with the same event ids until they are acknowledged, as the system does; the others
 * are given up at the first error, so that it stays open whether they were written.
 */
export type SentAppend = {
  readonly stream: string;
  readonly ids: readonly string[];
  /** Revision of the last event and its position, once acknowledged. */
  acknowledged: { revision: bigint; position: bigint } | undefined;
};

export type AppendLoad = {
  readonly sent: readonly SentAppend[];
  acknowledged(): number;
  /** Stops sending; resolves when every append is acknowledged or given up. */
  stop(): Promise<void>;
};

export function startAppendLoad(client: EventStoreDBClient, writers: number): AppendLoad {
  const sent: SentAppend[] = [];
  let acknowledged = 0;
  let running = true;

  async function write(writer: number): Promise<void> {
    for (let round = 0; running; round++) {
      const stream = `load-${writer}-${round % 5}`;
      const ids = Array.from({ length: [1, 1, 3, 20][round % 4] ?? 1 }, () => randomUUID());
      const append: SentAppend = { stream, ids, acknowledged: undefined };
      sent.push(append);
      const events = ids.map((id) =>
        jsonEvent<JSONEventType>({ id, type: 'Loaded', data: { writer, round } }),
      );
      const insists = round % 3 !== 0;
      do {
        try {
          const { nextExpectedRevision, position } = await client.appendToStream(stream, events, {
            deadline: 20_000,
          });
          if (position === undefined) throw new Error('An append was acknowledged without a position.');
          append.acknowledged = { revision: nextExpectedRevision, position: position.commit };
          acknowledged += 1;
        } catch {
          await delay(20);
        }
      } while (insists && append.acknowledged === undefined);
    }
  }

  const writing = Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
  return {
    sent,
    acknowledged: () => acknowledged,
    async stop() {
      running = false;
      await writing;
    },
  };
}

/** Every sentence names an append that the log does not hold as it was promised. Empty when all is well. */
export async function brokenPromises(
  client: EventStoreDBClient,
  sent: readonly SentAppend[],
): Promise<string[]> {
  const places = new Map<string, { stream: string; revision: bigint; position: bigint }[]>();
  const next = new Map<string, bigint>();
  const broken: string[] = [];
  for await (const { event } of client.readAll()) {
    if (event === undefined) continue;
    const place = {
      stream: event.streamId,
      revision: event.revision,
      position: event.position?.commit ?? -1n,
    };
    places.set(event.id, [...(places.get(event.id) ?? []), place]);
    if (event.revision !== (next.get(event.streamId) ?? 0n)) {
      broken.push(
        `${event.streamId} has revision ${event.revision} where ${next.get(event.streamId)} belongs`,
      );
    }
    next.set(event.streamId, event.revision + 1n);
  }
  for (const append of sent) {
    const found = append.ids.map((id) => places.get(id) ?? []);
    const written = found.filter((at) => at.length > 0).length;
    const name = `the append of ${append.ids.length} events to ${append.stream}`;
    if (found.some((at) => at.length > 1)) broken.push(`${name} was written twice`);
    if (written !== 0 && written !== append.ids.length) broken.push(`${name} was written by half`);
    if (append.acknowledged === undefined) continue;
    if (written === 0) {
      broken.push(`${name} was acknowledged and is lost`);
      continue;
    }
    const last = found.at(-1)?.[0];
    if (last?.revision !== append.acknowledged.revision || last.position !== append.acknowledged.position) {
      broken.push(`${name} is not where its answer said`);
    }
  }
  return broken;
}
