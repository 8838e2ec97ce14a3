import { randomUUID } from 'node:crypto';
import {
  type AllStreamResolvedEvent,
  EventStoreDBClient,
  type JSONEventData,
  jsonEvent,
  type ResolvedEvent,
} from '@eventstore/db-client';
import { temporaryPostgres } from '../../testing/temporary-postgres.ts';
import { startEventNode } from '../start-event-node.ts';

/**
 * The server that the contract is checked against: the one that EVENTSTORE_URL names, or else an embedded node on
 * a database of its own. Each test file is a process and has one client, as every process of the system does.
 */
export type NodeUnderTest = {
  readonly client: EventStoreDBClient;
  readonly url: string;
  close(): Promise<void>;
};

export async function nodeUnderTest(): Promise<NodeUnderTest> {
  const given = process.env.EVENTSTORE_URL;
  if (given !== undefined) {
    const client = EventStoreDBClient.connectionString(given);
    return { client, url: given, close: () => client.dispose() };
  }
  const postgres = await temporaryPostgres();
  const node = await startEventNode({ host: '127.0.0.1', port: 0, databaseUrl: postgres.url });
  const url = `esdb://127.0.0.1:${node.port}?tls=false`;
  const client = EventStoreDBClient.connectionString(url);
  return {
    client,
    url,
    async close() {
      await client.dispose();
      await node.close();
      await postgres.stop();
    },
  };
}

/** A stream that no other test writes to. */
export function newStream(purpose: string): string {
  return `${purpose}-${randomUUID()}`;
}

/** So many small JSON events, numbered in their data. */
export function someEvents(count: number, type = 'Counted'): JSONEventData[] {
  return Array.from({ length: count }, (_, n) => jsonEvent({ type, data: { n } }));
}

export async function readWhole(
  events: AsyncIterable<ResolvedEvent> | AsyncIterable<AllStreamResolvedEvent>,
): Promise<NonNullable<ResolvedEvent['event']>[]> {
  const all: NonNullable<ResolvedEvent['event']>[] = [];
  for await (const { event } of events) if (event !== undefined) all.push(event);
  return all;
}

/** Numbers that `someEvents` put into the data. */
export function numbersOf(events: readonly { data: unknown }[]): number[] {
  // The data is what someEvents made.
  return events.map((event) => (event.data as { n: number }).n);
}

/** The error with which `promise` fails; fails itself when there is none. */
export async function errorOf(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    // The client's errors are Error objects with further properties, which the tests name.
    return error as Error & Record<string, unknown>;
  }
  throw new Error('This should have failed, and it succeeded.');
}
