import sharedMessages from '@eventstore/db-client/generated/shared_pb.js';
import streamsMessages from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerReadableStream, ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js';
import type { Caller } from './access/caller.ts';
import {
  appendRequest,
  checkEvent,
  checkStreamName,
  DEFAULT_WRITE_TIMEOUT,
  MAXIMUM_APPEND_BYTES,
  type Refusal,
} from './append-limits.ts';
import type { AppendMessage, AppendOptions, ReceivedEvent } from './append-messages.ts';
import type { ExpectedRevision, WriteOutcome } from './append-request.ts';
import {
  accessDenied,
  deadlineExceeded,
  invalidArgument,
  maximumAppendSizeExceeded,
  missingMetadataProperty,
  streamDeleted,
  unavailable,
  wrongExpectedVersion,
} from './grpc-errors.ts';
import type { LogWriter } from './log-writer.ts';

export type AppendGrpcCall = ServerReadableStream<AppendMessage, streamsMessages.AppendResp>;
export type AppendCallback = sendUnaryData<streamsMessages.AppendResp>;

/** The classic Append call: one append, its options first and then event by event. */
export function answerAppend(
  call: AppendGrpcCall,
  callback: AppendCallback,
  caller: Caller,
  writer: LogWriter,
): void {
  let options: AppendOptions | undefined;
  let bytes = 0;
  let refusal: Refusal | undefined;
  const events: ReceivedEvent[] = [];
  call.on('data', (message: AppendMessage) => {
    if (message.options !== undefined) {
      options = message.options;
      refusal ??= checkStreamName(options.stream);
    }
    const { event } = message;
    if (event === undefined || refusal !== undefined) return;
    bytes += event.data.length;
    refusal ??= checkEvent(event);
    if (bytes > MAXIMUM_APPEND_BYTES) refusal ??= { kind: 'tooLarge', maximumBytes: MAXIMUM_APPEND_BYTES };
    events.push(event);
  });
  call.on('end', () => {
    if (options === undefined) {
      callback(invalidArgument('The append has no options.'));
      return;
    }
    const { stream, expected } = options;
    if (refusal !== undefined) {
      callback(refusalError(refusal));
      return;
    }
    const deadline = deadlineOf(call);
    ifAllowed(caller.may('write', stream), callback, () =>
      writer.submit({
        request: appendRequest(stream, expected, events),
        deadline,
        answer: (outcome) => answer(outcome, stream, expected, callback),
      }),
    );
  });
}

/** Goes on when the caller may, and fails the call otherwise or when it cannot be told. */
export function ifAllowed<Response>(
  allowed: boolean | Promise<boolean>,
  callback: sendUnaryData<Response>,
  goOn: () => void,
): void {
  if (allowed === true) {
    goOn();
    return;
  }
  Promise.resolve(allowed).then(
    (granted) => (granted ? goOn() : callback(accessDenied())),
    (error: unknown) => callback(unavailable(error instanceof Error ? error.message : String(error))),
  );
}

function answer(
  outcome: WriteOutcome,
  stream: string,
  expected: ExpectedRevision,
  callback: AppendCallback,
): void {
  const response = new streamsMessages.AppendResp();
  switch (outcome.kind) {
    case 'written': {
      const success = new streamsMessages.AppendResp.Success();
      const position = new streamsMessages.AppendResp.Position();
      position.setCommitPosition(String(outcome.position));
      position.setPreparePosition(String(outcome.position));
      success.setCurrentRevision(String(outcome.revision));
      success.setPosition(position);
      response.setSuccess(success);
      callback(null, response);
      return;
    }
    case 'nothingToWrite': {
      const success = new streamsMessages.AppendResp.Success();
      if (outcome.revision === -1) success.setNoStream(new sharedMessages.Empty());
      else success.setCurrentRevision(String(outcome.revision));
      success.setNoPosition(new sharedMessages.Empty());
      response.setSuccess(success);
      callback(null, response);
      return;
    }
    case 'wrongExpectedRevision':
      response.setWrongExpectedVersion(wrongExpectedVersionResponse(expected, outcome.current));
      callback(null, response);
      return;
    default:
      callback(failureError(outcome, stream, expected));
  }
}

/** Whatever ends a write other than success, as a gRPC error. */
export function failureError(
  outcome: Exclude<WriteOutcome, { kind: 'written' | 'nothingToWrite' }>,
  stream: string,
  expected: ExpectedRevision,
): ReturnType<typeof unavailable> {
  switch (outcome.kind) {
    case 'wrongExpectedRevision':
      return wrongExpectedVersion(stream, expected, outcome.current);
    case 'streamDeleted':
      return streamDeleted(stream);
    case 'tooLarge':
      return maximumAppendSizeExceeded(outcome.maximumBytes);
    case 'timeout':
      return deadlineExceeded();
    case 'failed':
      return unavailable(outcome.reason);
    case 'stopping':
      return unavailable('The event node is stopping.');
    default:
      return unknownOutcome(outcome);
  }
}

export function refusalError(refusal: Refusal): ReturnType<typeof unavailable> {
  switch (refusal.kind) {
    case 'tooLarge':
      return maximumAppendSizeExceeded(refusal.maximumBytes);
    case 'missingMetadata':
      return missingMetadataProperty(refusal.properties);
    case 'invalid':
      return invalidArgument(refusal.reason);
    case 'accessDenied':
      return accessDenied();
    default:
      return unknownOutcome(refusal);
  }
}

type AnyCall = Pick<ServerUnaryCall<unknown, unknown>, 'getDeadline'>;

/** The deadline of a call in milliseconds since the epoch, but not later than the node's own. */
export function deadlineOf(call: AnyCall): number {
  const deadline = call.getDeadline();
  const milliseconds = typeof deadline === 'number' ? deadline : deadline.getTime();
  const own = Date.now() + DEFAULT_WRITE_TIMEOUT;
  return Number.isFinite(milliseconds) && milliseconds > 0 ? Math.min(milliseconds, own) : own;
}

function wrongExpectedVersionResponse(
  expected: ExpectedRevision,
  current: number,
): streamsMessages.AppendResp.WrongExpectedVersion {
  const wrong = new streamsMessages.AppendResp.WrongExpectedVersion();
  if (current === -1) wrong.setCurrentNoStream(new sharedMessages.Empty());
  else wrong.setCurrentRevision(String(current));
  switch (expected.kind) {
    case 'any':
      wrong.setExpectedAny(new sharedMessages.Empty());
      break;
    case 'noStream':
      wrong.setExpectedNoStream(new sharedMessages.Empty());
      break;
    case 'streamExists':
      wrong.setExpectedStreamExists(new sharedMessages.Empty());
      break;
    case 'revision':
      wrong.setExpectedRevision(String(expected.revision));
      break;
    default:
      unknownOutcome(expected);
  }
  return wrong;
}

function unknownOutcome(outcome: never): never {
  throw new Error(`Unknown outcome ${JSON.stringify(outcome)}`);
}
