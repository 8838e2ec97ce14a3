import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  type AllStreamResolvedEvent,
  EventStoreDBClient,
  type JSONEventData,
  jsonEvent,
  type Position,
  type ResolvedEvent,
} from '@eventstore/db-client';
import { type CallCredentials, type ChannelCredentials, credentials, Metadata } from '@grpc/grpc-js';
import { temporaryPostgres } from '../../testing/temporary-postgres.ts';
import { startEventNode } from '../start-event-node.ts';

/**
 * The server that the contract is checked against: the one that EVENTSTORE_URL names, or else an embedded node on
 * a database of its own. Each test file is a process and has one client, as every process of the system does.
 *
 * A given server may be in use and hold a log of any size: every stream of a test has a new name, and what reads
 * `$all` begins at a position of its own. One with users needs an administrator's name and password in the URL.
 */
export type NodeUnderTest = {
  readonly client: EventStoreDBClient;
  readonly url: string;
  /** For calls that the official client does not make, through its generated code. */
  readonly address: string;
  readonly channel: ChannelCredentials;
  close(): Promise<void>;
};

export async function nodeUnderTest(): Promise<NodeUnderTest> {
  const given = process.env.EVENTSTORE_URL;
  if (given !== undefined && given !== '') {
    const client = EventStoreDBClient.connectionString(given);
    return { client, url: given, ...(await channelOf(given)), close: () => client.dispose() };
  }
  const postgres = await temporaryPostgres();
  const node = await startEventNode({ host: '127.0.0.1', port: 0, databaseUrl: postgres.url });
  const url = `esdb://127.0.0.1:${node.port}?tls=false`;
  const client = EventStoreDBClient.connectionString(url);
  return {
    client,
    url,
    ...(await channelOf(url)),
    async close() {
      await client.dispose();
      await node.close();
      await postgres.stop();
    },
  };
}

/** What a connection string says, for gRPC clients that do not understand one. */
export async function channelOf(url: string): Promise<{ address: string; channel: ChannelCredentials }> {
  const parsed = new URL(url.replace(/^esdb(\+discover)?:/, 'http:'));
  const setting = (name: string) => [...parsed.searchParams].find(([key]) => key.toLowerCase() === name)?.[1];
  const address = parsed.port === '' ? `${parsed.hostname}:2113` : parsed.host;
  if (setting('tls') === 'false') return { address, channel: credentials.createInsecure() };
  const authority = setting('tlscafile');
  const ssl = credentials.createSsl(authority === undefined ? null : await readFile(authority));
  if (parsed.username === '') return { address, channel: ssl };
  const [name, password] = [decodeURIComponent(parsed.username), decodeURIComponent(parsed.password)];
  return { address, channel: credentials.combineChannelCredentials(ssl, basic(name, password)) };
}

export function basic(name: string, password: string): CallCredentials {
  return credentials.createFromMetadataGenerator((_options, callback) => {
    const metadata = new Metadata();
    metadata.set('authorization', `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`);
    callback(null, metadata);
  });
}

/** A position from which on everything that a test writes comes after. */
export async function positionNow(client: EventStoreDBClient): Promise<Position> {
  const { position } = await client.appendToStream(newStream('now'), someEvents(1, 'Now'));
  if (position === undefined) throw new Error('The append answered without a position.');
  return position;
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
