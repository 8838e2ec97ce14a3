import { binaryEvent } from '@eventstore/db-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  errorOf,
  type NodeUnderTest,
  newStream,
  nodeUnderTest,
  readWhole,
} from './contract/node-under-test.ts';

/** Where the embedded node differs from some servers, so that it is not in the contract. */
let node: NodeUnderTest;
beforeAll(async () => {
  node = await nodeUnderTest();
});
afterAll(() => node.close());

it('exactly 1 MiB of data fits into one append, whatever its metadata', async () => {
  const stream = newStream('exactly');
  const data = new Uint8Array(1024 * 1024).fill(7);
  await node.client.appendToStream(stream, [
    binaryEvent({ type: 'T'.repeat(500), data, metadata: new Uint8Array(500) }),
  ]);
  const [event] = await readWhole(node.client.readStream(stream));
  expect(Buffer.from(event?.data as Uint8Array).equals(Buffer.from(data))).toBe(true); // a binary event's data
});

it('a stream’s name has at most 2,000 bytes', async () => {
  const events = [binaryEvent({ type: 'T', data: new Uint8Array(1) })];
  await node.client.appendToStream(newStream('long').padEnd(2_000, 'x'), events);
  const error = await errorOf(node.client.appendToStream('x'.repeat(2_001), events));
  expect(error.message).toContain('2000 bytes');
});
