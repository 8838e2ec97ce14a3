import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { binaryEvent, EventStoreDBClient } from '@eventstore/db-client';
import sharedMessages from '@eventstore/db-client/generated/shared_pb.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streamsMessages from '@eventstore/db-client/generated/streams_pb.js';
import { type ClientReadableStream, credentials } from '@grpc/grpc-js';
import { expect, it } from 'vitest';
import { freePort } from '../testing/free-port.ts';
import { temporaryPostgres } from '../testing/temporary-postgres.ts';
import { killNode, startNodeProcess } from './node-process.ts';

const MIB = 1024 * 1024;

const EVENTS = 240;

it.runIf(process.platform === 'linux')('subscriptions that nobody reads cost bounded memory', async () => {
  const postgres = await temporaryPostgres();
  const settings = { port: await freePort(), databaseUrl: postgres.url };
  const writer = await startNodeProcess(settings);
  const client = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${settings.port}?tls=false`);
  const data = new Uint8Array(MIB / 4);
  for (let n = 0; n < EVENTS; n++)
    await client.appendToStream('large', [binaryEvent({ type: 'Large', data })]);
  await client.dispose();
  await killNode(writer);

  // A fresh node has none of it in memory, so each subscription reads and encodes for itself: 30 times 60 MiB.
  const node = await startNodeProcess(settings);
  const streams = new streamsService.StreamsClient(
    `127.0.0.1:${settings.port}`,
    credentials.createInsecure(),
  );
  const unread = Array.from({ length: 30 }, () => subscribeAndPause(streams));
  await Promise.all(unread.map(({ confirmed }) => confirmed));
  await atRest(node.child.pid);
  expect(await residentBytes(node.child.pid)).toBeLessThan(700 * MIB);

  // One that is read after all gets everything.
  const [first] = unread;
  let received = 0;
  await new Promise<void>((resolve) => {
    first?.call.on('data', (response: streamsMessages.ReadResp) => {
      if (response.hasEvent()) received += 1;
      if (response.hasCaughtUp()) resolve();
    });
    first?.call.resume();
  });
  expect(received).toBe(EVENTS);

  for (const { call } of unread) {
    call.on('error', () => undefined);
    call.cancel();
  }
  streams.close();
  await killNode(node);
  await postgres.stop();
});

function subscribeAndPause(streams: streamsService.StreamsClient): {
  call: ClientReadableStream<streamsMessages.ReadResp>;
  confirmed: Promise<void>;
} {
  const all = new streamsMessages.ReadReq.Options.AllOptions();
  all.setStart(new sharedMessages.Empty());
  const options = new streamsMessages.ReadReq.Options();
  options.setAll(all);
  options.setSubscription(new streamsMessages.ReadReq.Options.SubscriptionOptions());
  options.setNoFilter(new sharedMessages.Empty());
  const request = new streamsMessages.ReadReq();
  request.setOptions(options);
  const call = streams.read(request);
  const confirmed = new Promise<void>((resolve) => {
    call.on('data', (response: streamsMessages.ReadResp) => {
      if (!response.hasConfirmation()) return;
      call.pause();
      resolve();
    });
  });
  return { call, confirmed };
}

/** Resolves when the process has stopped working. */
async function atRest(pid: number | undefined): Promise<void> {
  for (let before = -1, now = await cpuTicks(pid); now !== before; ) {
    await delay(500);
    before = now;
    now = await cpuTicks(pid);
  }
}

async function cpuTicks(pid: number | undefined): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
}

async function residentBytes(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}
