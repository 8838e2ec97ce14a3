import sharedMessages from '@eventstore/db-client/generated/shared_pb.js';
import emptyMessages from 'google-protobuf/google/protobuf/empty_pb.js';
import type { Refusal } from './append-limits.ts';
import type { ExpectedRevision, WriteOutcome } from './append-request.ts';
import { varintSize, writeVarint } from './protobuf-wire.ts';
import { nested } from './read-response.ts';
import { TOMBSTONE_REVISION } from './recorded-event.ts';

/** Answers of BatchAppend (message `event_store.client.streams.BatchAppendResp`), encoded by hand. */

type Success = Extract<WriteOutcome, { kind: 'written' | 'nothingToWrite' }>;
type Failure = Exclude<WriteOutcome, Success> | Refusal;

const EMPTY = Buffer.alloc(0);

export function encodeBatchSuccess(
  correlationId: Buffer,
  stream: string,
  expected: ExpectedRevision,
  success: Success,
): Buffer {
  const revision =
    success.kind === 'nothingToWrite' && success.revision === -1
      ? nested(2, EMPTY)
      : uint64(1, success.revision);
  const position =
    success.kind === 'nothingToWrite'
      ? nested(4, EMPTY)
      : nested(3, Buffer.concat([uint64(1, success.position), uint64(2, success.position)]));
  const body = nested(3, Buffer.concat([revision, position]));
  return Buffer.concat([nested(1, correlationId), body, streamIdentifier(stream), expectation(expected)]);
}

/** The error is a google.rpc.Status whose details the client unpacks by their type. */
export function encodeBatchFailure(
  correlationId: Buffer,
  stream: string,
  expected: ExpectedRevision,
  failure: Failure,
): Buffer {
  const { code, message, type, details } = describe(expected, failure);
  const any = Buffer.concat([
    nested(1, Buffer.from(`type.googleapis.com/event_store.client.${type}`)),
    nested(2, Buffer.from(details)),
  ]);
  const status = nested(2, Buffer.concat([uint64(1, code), nested(2, Buffer.from(message)), nested(3, any)]));
  return Buffer.concat([nested(1, correlationId), status, streamIdentifier(stream), expectation(expected)]);
}

/** Numbers of google.rpc.Code. */
const CODE = {
  unknown: 2,
  invalidArgument: 3,
  deadlineExceeded: 4,
  permissionDenied: 7,
  failedPrecondition: 9,
  unavailable: 14,
} as const;

function describe(
  expected: ExpectedRevision,
  failure: Failure,
): { code: number; message: string; type: string; details: Uint8Array } {
  switch (failure.kind) {
    case 'wrongExpectedRevision':
      return {
        code: CODE.failedPrecondition,
        message: 'Wrong expected version.',
        type: 'WrongExpectedVersion',
        details: wrongExpectedVersion(expected, failure.current),
      };
    case 'streamDeleted':
      return {
        code: CODE.failedPrecondition,
        message: 'Stream deleted.',
        type: 'StreamDeleted',
        details: EMPTY,
      };
    case 'tooLarge': {
      const details = new sharedMessages.MaximumAppendSizeExceeded();
      details.setMaxappendsize(failure.maximumBytes);
      return {
        code: CODE.invalidArgument,
        message: 'Maximum append size exceeded.',
        type: 'MaximumAppendSizeExceeded',
        details: details.serializeBinary(),
      };
    }
    case 'timeout':
      return { code: CODE.deadlineExceeded, message: 'Timeout.', type: 'Timeout', details: EMPTY };
    case 'accessDenied':
      return { code: CODE.permissionDenied, message: 'Access denied.', type: 'AccessDenied', details: EMPTY };
    case 'missingMetadata':
      return {
        code: CODE.invalidArgument,
        message: `Required metadata is missing: ${failure.properties.join(', ')}.`,
        type: 'BadRequest',
        details: badRequest(`Required metadata is missing: ${failure.properties.join(', ')}.`),
      };
    case 'invalid':
      return {
        code: CODE.invalidArgument,
        message: failure.reason,
        type: 'BadRequest',
        details: badRequest(failure.reason),
      };
    case 'failed':
      return { code: CODE.unknown, message: failure.reason, type: 'Unknown', details: EMPTY };
    case 'stopping':
      return {
        code: CODE.unavailable,
        message: 'The event node is stopping.',
        type: 'Unknown',
        details: EMPTY,
      };
    default:
      return unknownFailure(failure);
  }
}

function wrongExpectedVersion(expected: ExpectedRevision, current: number): Uint8Array {
  const details = new sharedMessages.WrongExpectedVersion();
  if (current === -1) details.setCurrentNoStream(new emptyMessages.Empty());
  else details.setCurrentStreamRevision(String(current));
  switch (expected.kind) {
    case 'any':
      details.setExpectedAny(new emptyMessages.Empty());
      break;
    case 'noStream':
      details.setExpectedNoStream(new emptyMessages.Empty());
      break;
    case 'streamExists':
      details.setExpectedStreamExists(new emptyMessages.Empty());
      break;
    case 'revision':
      details.setExpectedStreamPosition(String(expected.revision));
      break;
    default:
      unknownExpectation(expected);
  }
  return details.serializeBinary();
}

function badRequest(sentence: string): Uint8Array {
  const details = new sharedMessages.BadRequest();
  details.setMessage(sentence);
  return details.serializeBinary();
}

function streamIdentifier(stream: string): Buffer {
  return nested(4, nested(3, Buffer.from(stream)));
}

/** The expectation is repeated in the answer, as the server does. */
function expectation(expected: ExpectedRevision): Buffer {
  switch (expected.kind) {
    case 'any':
      return ANY;
    case 'noStream':
      return NO_STREAM;
    case 'streamExists':
      return STREAM_EXISTS;
    case 'revision':
      return uint64(5, Number(expected.revision));
    default:
      return unknownExpectation(expected);
  }
}

const NO_STREAM = nested(6, EMPTY);
const ANY = nested(7, EMPTY);
const STREAM_EXISTS = nested(8, EMPTY);
const TOMBSTONE_VARINT = Buffer.from('ffffffffffffffff7f', 'hex');

function uint64(field: number, value: number): Buffer {
  if (value >= TOMBSTONE_REVISION) return Buffer.concat([Buffer.of(field * 8), TOMBSTONE_VARINT]);
  const target = Buffer.allocUnsafe(1 + varintSize(value));
  target[0] = field * 8;
  writeVarint(target, 1, value);
  return target;
}

function unknownFailure(failure: never): never {
  throw new Error(`Unknown outcome ${JSON.stringify(failure)}`);
}

function unknownExpectation(expected: never): never {
  throw new Error(`Unknown expected revision ${JSON.stringify(expected)}`);
}
