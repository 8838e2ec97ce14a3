import { EventStoreDBClient } from '@eventstore/db-client';
import featuresService from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import type featuresMessages from '@eventstore/db-client/generated/serverfeatures_pb.js';
import sharedMessages from '@eventstore/db-client/generated/shared_pb.js';
import type { ServiceError } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type NodeUnderTest, newStream, nodeUnderTest, readWhole, someEvents } from './node-under-test.ts';

let node: NodeUnderTest;
beforeAll(async () => {
  node = await nodeUnderTest();
});
afterAll(() => node.close());

it('is found by a client that discovers its cluster', async () => {
  const client = EventStoreDBClient.connectionString(node.url.replace(/^esdb:/, 'esdb+discover:'));
  const stream = newStream('discovered');
  await client.appendToStream(stream, someEvents(2));
  expect(await readWhole(client.readStream(stream))).toHaveLength(2);
  await client.dispose();
});

it('announces batch append, in lower case, and the version that it follows', async () => {
  const features = new featuresService.ServerFeaturesClient(node.address, node.channel);
  const supported = await new Promise<featuresMessages.SupportedMethods>((resolve, reject) => {
    features.getSupportedMethods(
      new sharedMessages.Empty(),
      (error: ServiceError | null, methods: featuresMessages.SupportedMethods) =>
        error === null ? resolve(methods) : reject(error),
    );
  });
  const names = supported
    .getMethodsList()
    .map((method) => `/${method.getServiceName()}/${method.getMethodName()}`);
  expect(names).toContain('/event_store.client.streams.streams/batchappend');
  expect(supported.getEventStoreServerVersion()).toMatch(/^\d+\.\d+/);
  features.close();
});
