import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import sharedMessages from '@eventstore/db-client/generated/shared_pb.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streamsMessages from '@eventstore/db-client/generated/streams_pb.js';
import { type ServiceError, status } from '@grpc/grpc-js';
import timestampMessages from 'google-protobuf/google/protobuf/timestamp_pb.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NodeUnderTest, newStream, nodeUnderTest, readWhole } from './node-under-test.ts';

/**
 * The Append call, which the client falls back to with credentials of the call's own. It is driven through the client
 * package's generated code, so that its answers are seen as they are.
 */
let node: NodeUnderTest;
let streams: streamsService.StreamsClient;
beforeAll(async () => {
  node = await nodeUnderTest();
  streams = new streamsService.StreamsClient(node.address, node.channel);
});
afterAll(async () => {
  streams.close();
  await node.close();
});

type Proposed = { id?: string; type?: string; contentType?: string; data?: Uint8Array };

function append(
  stream: string,
  expect: (options: streamsMessages.AppendReq.Options) => void,
  events: readonly Proposed[],
): Promise<streamsMessages.AppendResp> {
  return new Promise((resolve, reject) => {
    const call = streams.append((error: ServiceError | null, response: streamsMessages.AppendResp) =>
      error === null ? resolve(response) : reject(error),
    );
    const options = new streamsMessages.AppendReq.Options();
    const identifier = new sharedMessages.StreamIdentifier();
    identifier.setStreamName(Buffer.from(stream));
    options.setStreamIdentifier(identifier);
    expect(options);
    const header = new streamsMessages.AppendReq();
    header.setOptions(options);
    call.write(header);
    for (const event of events) {
      const message = new streamsMessages.AppendReq.ProposedMessage();
      const id = new sharedMessages.UUID();
      id.setString(event.id ?? randomUUID());
      message.setId(id);
      if (event.type !== undefined) message.getMetadataMap().set('type', event.type);
      message.getMetadataMap().set('content-type', event.contentType ?? 'application/json');
      message.setData(event.data ?? Buffer.from('{}'));
      const request = new streamsMessages.AppendReq();
      request.setProposedMessage(message);
      call.write(request);
    }
    call.end();
  });
}

const any = (options: streamsMessages.AppendReq.Options) => void options.setAny(new sharedMessages.Empty());
const noStream = (options: streamsMessages.AppendReq.Options) =>
  void options.setNoStream(new sharedMessages.Empty());
const revision = (at: number) => (options: streamsMessages.AppendReq.Options) =>
  void options.setRevision(String(at));

describe('the Append call', () => {
  it('answers with the last revision and its position', async () => {
    const stream = newStream('classic');
    const response = await append(stream, noStream, [{ type: 'A' }, { type: 'B' }]);
    const success = response.getSuccess();
    expect(success?.getCurrentRevision()).toBe('1');
    const [, last] = await readWhole(node.client.readStream(stream));
    expect(success?.getPosition()?.getCommitPosition()).toBe(String(last?.position?.commit));
  });

  it('answers a wrong expected version with a response, not with an error', async () => {
    const stream = newStream('classic-wrong');
    await append(stream, any, [{ type: 'A' }]);
    const wrong = (await append(stream, revision(7), [{ type: 'A' }])).getWrongExpectedVersion();
    expect(wrong?.getCurrentRevision()).toBe('0');
    expect(wrong?.getExpectedRevision()).toBe('7');
    const none = (await append(newStream('none'), revision(0), [{ type: 'A' }])).getWrongExpectedVersion();
    expect(none?.hasCurrentNoStream()).toBe(true);
  });

  it('is idempotent by event ids', async () => {
    const stream = newStream('classic-twice');
    const events = [
      { id: randomUUID(), type: 'A' },
      { id: randomUUID(), type: 'B' },
    ];
    const first = await append(stream, any, events);
    const again = await append(stream, any, events);
    expect(again.toObject()).toEqual(first.toObject());
    expect(await readWhole(node.client.readStream(stream))).toHaveLength(2);
  });

  it('of no events succeeds and says that there is no stream', async () => {
    const success = (await append(newStream('classic-empty'), any, [])).getSuccess();
    expect(success?.hasNoStream()).toBe(true);
    expect(success?.hasNoPosition()).toBe(true);
  });

  it('refuses more than 1 MiB with the trailers that name the maximum', async () => {
    const error = await append(newStream('classic-large'), any, [
      { type: 'A', data: new Uint8Array(700_000) },
      { type: 'A', data: new Uint8Array(700_000) },
    ]).catch((reason: ServiceError) => reason);
    if (!(error instanceof Error)) throw new Error('This should have failed.');
    expect(error.code).toBe(status.INVALID_ARGUMENT);
    expect(error.metadata.get('exception')).toEqual(['maximum-append-size-exceeded']);
    expect(error.metadata.get('maximum-append-size')).toEqual([String(1024 * 1024)]);
  });

  it('refuses an event without a type and says what is missing', async () => {
    const error = await append(newStream('classic-typeless'), any, [{}]).catch(
      (reason: ServiceError) => reason,
    );
    if (!(error instanceof Error)) throw new Error('This should have failed.');
    expect(error.metadata.get('exception')).toEqual(['missing-required-metadata-property']);
    expect(error.metadata.get('required-metadata-properties')).toEqual(['type']);
  });

  it('answers a batch append whose last chunk never comes, once its deadline has passed', async () => {
    const stream = newStream('unfinished');
    const call = streams.batchAppend();
    const answered = new Promise<streamsMessages.BatchAppendResp>((resolve) => call.once('data', resolve));
    const options = new streamsMessages.BatchAppendReq.Options();
    const identifier = new sharedMessages.StreamIdentifier();
    identifier.setStreamName(Buffer.from(stream));
    options.setStreamIdentifier(identifier);
    const deadline = new timestampMessages.Timestamp();
    deadline.fromDate(new Date(Date.now() + 300));
    options.setDeadline(deadline);
    const id = new sharedMessages.UUID();
    id.setString(randomUUID());
    const request = new streamsMessages.BatchAppendReq();
    request.setCorrelationId(id);
    request.setOptions(options);
    request.setIsFinal(false);
    call.write(request);
    const answer = await answered;
    expect(answer.getError()?.getDetails()?.getTypeName()).toBe('event_store.client.Timeout');
    expect(answer.getCorrelationId()?.getString()).toBe(id.getString());
    expect(Buffer.from(answer.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString()).toBe(stream);
    call.end();
    await once(call, 'end');
  });

  it('takes ids as two halves of a number as well', async () => {
    const stream = newStream('structured');
    const call = streams.batchAppend();
    const answers: streamsMessages.BatchAppendResp[] = [];
    call.on('data', (answer: streamsMessages.BatchAppendResp) => answers.push(answer));
    const structured = (high: bigint, low: bigint) => {
      const halves = new sharedMessages.UUID.Structured();
      halves.setMostSignificantBits(String(BigInt.asIntN(64, high)));
      halves.setLeastSignificantBits(String(BigInt.asIntN(64, low)));
      const id = new sharedMessages.UUID();
      id.setStructured(halves);
      return id;
    };
    const options = new streamsMessages.BatchAppendReq.Options();
    const identifier = new sharedMessages.StreamIdentifier();
    identifier.setStreamName(Buffer.from(stream));
    options.setStreamIdentifier(identifier);
    const message = new streamsMessages.BatchAppendReq.ProposedMessage();
    message.setId(structured(0xf1e2d3c4b5a69788n, 0x8796a5b4c3d2e1f0n));
    message.getMetadataMap().set('type', 'A').set('content-type', 'application/json');
    message.setData(Buffer.from('{}'));
    const request = new streamsMessages.BatchAppendReq();
    request.setCorrelationId(structured(1n, 2n));
    request.setOptions(options);
    request.addProposedMessages(message);
    request.setIsFinal(true);
    call.write(request);
    call.end();
    await once(call, 'end');
    expect(answers).toHaveLength(1);
    expect(answers[0]?.getCorrelationId()?.getStructured()?.getLeastSignificantBits()).toBe('2');
    expect(answers[0]?.getSuccess()?.getCurrentRevision()).toBe('0');
    const [event] = await readWhole(node.client.readStream(stream));
    expect(event?.id).toBe('f1e2d3c4-b5a6-9788-8796-a5b4c3d2e1f0');
  });
});
