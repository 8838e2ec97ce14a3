import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import type { ExpectedRevision } from './append-request.ts';

/**
 * Errors as the client expects them: a gRPC status, told apart by the trailer `exception`.
 */
function grpcError(code: status, details: string, trailers: Record<string, string> = {}): ServiceError {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return Object.assign(new Error(details), { code, details, metadata });
}

export function streamDeleted(stream: string): ServiceError {
  return grpcError(status.FAILED_PRECONDITION, `Event stream '${printable(stream)}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': printable(stream),
  });
}

/** @param current the stream's last revision, -1 without events */
export function wrongExpectedVersion(
  stream: string,
  expected: ExpectedRevision,
  current: number,
): ServiceError {
  return grpcError(
    status.FAILED_PRECONDITION,
    `Append failed due to WrongExpectedVersion. Stream: ${printable(stream)}, Expected version: ${versionOf(expected)}, Actual version: ${current}`,
    {
      exception: 'wrong-expected-version',
      'stream-name': printable(stream),
      'expected-version': versionOf(expected),
      ...(current === -1 ? {} : { 'actual-version': String(current) }),
    },
  );
}

export function maximumAppendSizeExceeded(maximumBytes: number): ServiceError {
  return grpcError(status.INVALID_ARGUMENT, `Maximum Append Size of ${maximumBytes} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(maximumBytes),
  });
}

export function missingMetadataProperty(properties: readonly string[]): ServiceError {
  return grpcError(
    status.INVALID_ARGUMENT,
    `Required Metadata Property '${properties.join(',')}' is missing.`,
    {
      exception: 'missing-required-metadata-property',
      'required-metadata-properties': properties.join(','),
    },
  );
}

export function accessDenied(): ServiceError {
  return grpcError(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });
}

/** Credentials that are wrong. A real server says it by the HTTP status 401, which reaches clients as this code. */
export function unauthenticated(): ServiceError {
  return grpcError(status.UNAUTHENTICATED, 'Not authenticated: the name or the password is wrong.');
}

export function tooManySignIns(sentence: string): ServiceError {
  return grpcError(status.RESOURCE_EXHAUSTED, sentence);
}

export function userNotFound(loginName: string): ServiceError {
  return grpcError(status.NOT_FOUND, `User '${printable(loginName)}' is not found.`, {
    exception: 'user-not-found',
    'login-name': printable(loginName),
  });
}

export function userConflict(loginName: string): ServiceError {
  return grpcError(status.FAILED_PRECONDITION, `User '${printable(loginName)}' already exists.`, {
    exception: 'user-conflict',
    'login-name': printable(loginName),
  });
}

type GroupError =
  | 'persistent-subscription-exists'
  | 'persistent-subscription-does-not-exist'
  | 'persistent-subscription-dropped'
  | 'maximum-subscribers-reached';

const GROUP_ERRORS: Readonly<Record<GroupError, { code: status; words: string }>> = {
  'persistent-subscription-exists': { code: status.ALREADY_EXISTS, words: 'exists already' },
  'persistent-subscription-does-not-exist': { code: status.NOT_FOUND, words: 'does not exist' },
  'persistent-subscription-dropped': { code: status.CANCELLED, words: 'was dropped' },
  'maximum-subscribers-reached': {
    code: status.FAILED_PRECONDITION,
    words: 'has its maximum of subscribers',
  },
};

export function groupError(exception: GroupError, source: string, group: string): ServiceError {
  const { code, words } = GROUP_ERRORS[exception];
  return grpcError(code, `Subscription group ${printable(group)} on stream ${printable(source)} ${words}.`, {
    exception,
    'stream-name': printable(source),
    'group-name': printable(group),
  });
}

export function failedPrecondition(sentence: string): ServiceError {
  return grpcError(status.FAILED_PRECONDITION, sentence);
}

export function invalidArgument(sentence: string): ServiceError {
  return grpcError(status.INVALID_ARGUMENT, sentence);
}

export function deadlineExceeded(): ServiceError {
  return grpcError(status.DEADLINE_EXCEEDED, 'The write did not finish before its deadline.');
}

export function unavailable(reason: string): ServiceError {
  return grpcError(status.UNAVAILABLE, reason);
}

/** How reads and batch appends end when the node stops. */
export function stopping(): ServiceError {
  return grpcError(status.CANCELLED, 'The event node is stopping.');
}

function versionOf(expected: ExpectedRevision): string {
  switch (expected.kind) {
    case 'any':
      return '-2';
    case 'noStream':
      return '-1';
    case 'streamExists':
      return '-4';
    case 'revision':
      return String(expected.revision);
    default:
      return unknownExpectation(expected);
  }
}

/** Header values are ASCII; anything else would make grpc refuse the trailer and hide the error. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/gu, '?');
}

function unknownExpectation(expected: never): never {
  throw new Error(`Unknown expected revision ${JSON.stringify(expected)}`);
}
