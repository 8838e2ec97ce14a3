import { randomBytes, randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import persistentService from '@eventstore/db-client/generated/persistent_grpc_pb.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { Client, credentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { freePort } from '../testing/free-port.ts';
import { type TemporaryPostgres, temporaryPostgres } from '../testing/temporary-postgres.ts';
import { brokenPromises, startAppendLoad } from './append-load.ts';
import { killNode, type NodeProcess, startNodeProcess } from './node-process.ts';

/** What a network sends that no client would. The node answers it or drops it, and goes on for everybody else. */
let postgres: TemporaryPostgres;
let node: NodeProcess;
let port: number;
let client: EventStoreDBClient;
let raw: Client;
beforeAll(async () => {
  postgres = await temporaryPostgres();
  port = await freePort();
  node = await startNodeProcess({ port, databaseUrl: postgres.url });
  client = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${port}?tls=false`);
  raw = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  await isWell();
});
afterAll(async () => {
  raw.close();
  await client.dispose();
  await killNode(node);
  await postgres.stop();
});

const MIB = 1024 * 1024;

async function isWell(): Promise<void> {
  const events = [jsonEvent({ type: 'Well', data: {} })];
  const { nextExpectedRevision } = await client.appendToStream('well', events);
  for await (const { event } of client.readStream('well', { fromRevision: nextExpectedRevision })) {
    expect(event?.revision).toBe(nextExpectedRevision);
  }
  expect(node.child.exitCode).toBeNull();
}

const asItIs = (bytes: Buffer) => bytes;
const methods = [
  ...Object.values(streamsService.StreamsService),
  ...Object.values(persistentService.PersistentSubscriptionsService),
].map(({ path }) => path);

/** Sends bytes as the messages of a call and resolves when the call is over, however it ends. */
function send(path: string, messages: readonly Buffer[], cancelAfter?: number): Promise<void> {
  const call = raw.makeBidiStreamRequest(path, asItIs, asItIs);
  return new Promise((resolve) => {
    call.on('error', () => resolve());
    call.on('end', () => resolve());
    call.on('data', () => undefined);
    for (const message of messages) call.write(message);
    if (cancelAfter === undefined) call.end();
    setTimeout(() => call.cancel(), cancelAfter ?? 2_000).unref();
  });
}

describe('the node survives', () => {
  it('bytes that are no HTTP/2, and connections that say nothing', async () => {
    const silent = Array.from({ length: 50 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
    for (let n = 0; n < 50; n++) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.resume();
      socket.write(n % 2 === 0 ? randomBytes(2_000) : 'GET /streams HTTP/1.1\r\n\r\n');
      // The preface of HTTP/2, and then frames of chance.
      if (n % 3 === 0)
        socket.write(Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), randomBytes(3_000)]));
      socket.end();
      // What the node did not read before it closed is told as an error first.
      await new Promise((closed) => socket.once('close', closed));
    }
    await isWell();
    for (const socket of silent) socket.destroy();
  });

  it('messages that are no protobuf, on every method', async () => {
    for (const path of methods) {
      const garbage = Array.from({ length: 8 }, () => randomBytes(randomInt(1, 3_000)));
      await Promise.all(garbage.map((message) => send(path, [message, message], 100)));
    }
    await isWell();
  });

  it('a valid request with any of its bytes changed', async () => {
    // options { all { start }, count 10, no_filter } of a read.
    const request = Buffer.from('0a0c12021200280a420062021200', 'hex');
    for (let at = 0; at < request.length; at++) {
      const changed = Buffer.from(request);
      changed[at] = randomInt(256);
      await send('/event_store.client.streams.Streams/Read', [changed], 20);
    }
    await isWell();
  });

  it('messages that are too large', async () => {
    const huge = Buffer.alloc(20 * MIB, 1);
    for (const path of methods.slice(0, 5)) await send(path, [huge]);
    await isWell();
  });

  it('thousands of calls that are cancelled as soon as they are made', async () => {
    const subscription = Buffer.from('0a0c120212003200420062021200', 'hex');
    for (let round = 0; round < 20; round++) {
      await Promise.all(
        Array.from({ length: 100 }, (_, n) =>
          send('/event_store.client.streams.Streams/Read', [subscription], n % 10),
        ),
      );
    }
    await isWell();
    if (process.platform === 'linux') {
      const status = await readFile(`/proc/${node.child.pid}/status`, 'utf8');
      expect(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024).toBeLessThan(600 * MIB);
    }
  });

  it('being stopped by SIGSTOP again and again: no append is lost, doubled or halved', async () => {
    const load = startAppendLoad(client, 8);
    for (let round = 0; round < 5; round++) {
      const before = load.acknowledged();
      await vi.waitFor(() => expect(load.acknowledged()).toBeGreaterThan(before + 50), {
        timeout: 30_000,
        interval: 5,
      });
      node.child.kill('SIGSTOP');
      await new Promise((resolve) => setTimeout(resolve, randomInt(100, 800)));
      node.child.kill('SIGCONT');
    }
    await load.stop();
    expect(await brokenPromises(client, load.sent)).toEqual([]);
  });
});
