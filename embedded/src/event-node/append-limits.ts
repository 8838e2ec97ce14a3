import type { ReceivedEvent } from './append-messages.ts';
import type { ExpectedRevision, WriteOutcome, WriteRequest } from './append-request.ts';

/** Data bytes of one append, as the server counts them up to 24.10.3. */
export const MAXIMUM_APPEND_BYTES = 1024 * 1024;
/** PostgreSQL's index entries end at about 2,700 bytes; the real server has no such limit. */
export const MAXIMUM_STREAM_NAME_BYTES = 2_000;
/** How long a write may take when the client does not say, in milliseconds. */
export const DEFAULT_WRITE_TIMEOUT = 10_000;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export type Refusal =
  | Extract<WriteOutcome, { kind: 'tooLarge' }>
  | { readonly kind: 'invalid'; readonly reason: string }
  | { readonly kind: 'missingMetadata'; readonly properties: readonly string[] }
  | { readonly kind: 'accessDenied' };

export function checkStreamName(stream: string): Refusal | undefined {
  if (stream === '') return { kind: 'invalid', reason: 'The name of a stream cannot be empty.' };
  if (stream === '$all') return { kind: 'accessDenied' };
  if (stream.includes('\0'))
    return { kind: 'invalid', reason: 'The name of a stream cannot contain a NUL character.' };
  if (Buffer.byteLength(stream) > MAXIMUM_STREAM_NAME_BYTES) {
    const reason = `The name of a stream cannot be longer than ${MAXIMUM_STREAM_NAME_BYTES} bytes here.`;
    return { kind: 'invalid', reason };
  }
  return undefined;
}

/** What is wrong with an event by itself. */
export function checkEvent(event: ReceivedEvent): Refusal | undefined {
  if (event.missing.length > 0) return { kind: 'missingMetadata', properties: event.missing };
  if (!UUID.test(event.id))
    return { kind: 'invalid', reason: `'${event.id}' is not the id of an event: send a UUID.` };
  if (event.type.includes('\0')) {
    return { kind: 'invalid', reason: 'The type of an event cannot contain a NUL character.' };
  }
  return undefined;
}

export function appendRequest(
  stream: string,
  expected: ExpectedRevision,
  events: readonly ReceivedEvent[],
): WriteRequest {
  return { kind: 'append', stream, expected, events };
}
