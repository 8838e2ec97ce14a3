import type { WriteOutcome, WriteRequest } from './append-request.ts';
import { NO_STREAM, TOMBSTONE_REVISION } from './recorded-event.ts';
import type { StreamHead } from './stream-heads.ts';
import { isSoftDeleted } from './stream-metadata.ts';

/**
 * Decides whether a write may happen, from the head of its stream and the events that are already there.
 *
 * The order of the checks and the idempotence rules are those of the EventStoreDB server: a closed stream first,
 * then `stream_exists`, then event ids, then revisions.
 */
export type Decision =
  | { readonly kind: 'write' }
  | { readonly kind: 'answer'; readonly outcome: WriteOutcome }
  /** The events from `firstRevision` on have to be compared with the request: `compareWithStored` decides. */
  | { readonly kind: 'compare'; readonly firstRevision: number };

export type StoredEvent = { readonly id: string; readonly revision: number; readonly position: number };

const WRITE: Decision = { kind: 'write' };

/**
 * @param head the stream that is written to
 * @param describedStreamIsClosed for a metadata stream: the stream that it describes has a tombstone
 * @param known where event ids of the request already are in this stream
 */
export function decideWrite(
  request: WriteRequest,
  head: StreamHead,
  describedStreamIsClosed: boolean,
  known: ReadonlyMap<string, StoredEvent>,
): Decision {
  if (head.revision === TOMBSTONE_REVISION || describedStreamIsClosed) {
    return { kind: 'answer', outcome: { kind: 'streamDeleted' } };
  }
  const wrong: Decision = {
    kind: 'answer',
    outcome: { kind: 'wrongExpectedRevision', current: head.revision },
  };
  const exists = head.revision !== NO_STREAM || head.metadataEvent !== undefined;
  if (request.kind === 'softDelete' && !exists) return wrong;
  switch (request.expected.kind) {
    case 'streamExists':
      if (isSoftDeleted(head.metadata)) return { kind: 'answer', outcome: { kind: 'streamDeleted' } };
      if (!exists) return wrong;
      return byIds(request, wrong, known);
    case 'any':
      return byIds(request, wrong, known);
    case 'noStream':
      return byRevision(request, -1n, head, wrong);
    case 'revision':
      return byRevision(request, request.expected.revision, head, wrong);
    default:
      return unknownExpectation(request.expected);
  }
}

function byIds(request: WriteRequest, wrong: Decision, known: ReadonlyMap<string, StoredEvent>): Decision {
  const [first] = request.events;
  if (first === undefined || !known.has(first.id)) return WRITE;
  let last: StoredEvent | undefined;
  for (const event of request.events) {
    last = known.get(event.id);
    if (last === undefined) return wrong;
  }
  return last === undefined ? WRITE : written(last);
}

function byRevision(request: WriteRequest, expected: bigint, head: StreamHead, wrong: Decision): Decision {
  const current = BigInt(head.revision);
  if (expected === current) return WRITE;
  if (expected > current) return wrong;
  // A soft-deleted stream may be begun anew as if it had never been.
  if (request.events.length === 0) return expected === -1n && isSoftDeleted(head.metadata) ? WRITE : wrong;
  return { kind: 'compare', firstRevision: Number(expected) + 1 };
}

/**
 * Compares a request with what stands where it would have been written: the same ids in the same order mean that it
 * was written before.
 * @param stored the events from the request's first revision on, ascending, at least as many as the request has
 *   unless the stream ends before
 */
export function compareWithStored(
  request: WriteRequest,
  head: StreamHead,
  stored: readonly StoredEvent[],
): Decision {
  let last: StoredEvent | undefined;
  for (const [index, event] of request.events.entries()) {
    const there = stored[index];
    if (there === undefined || there.id !== event.id) {
      if (index === 0 && request.expected.kind === 'noStream' && isSoftDeleted(head.metadata)) return WRITE;
      return { kind: 'answer', outcome: { kind: 'wrongExpectedRevision', current: head.revision } };
    }
    last = there;
  }
  return last === undefined ? WRITE : written(last);
}

function written(last: StoredEvent): Decision {
  return {
    kind: 'answer',
    outcome: { kind: 'written', revision: last.revision, position: last.position },
  };
}

function unknownExpectation(expected: never): never {
  throw new Error(`Unknown expected revision ${JSON.stringify(expected)}`);
}
