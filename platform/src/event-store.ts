import { setTimeout as sleep } from 'node:timers/promises';
import {
  ANY,
  BACKWARDS,
  END,
  EventStoreDBClient,
  FORWARDS,
  jsonEvent,
  NO_STREAM,
  START,
  STREAM_EXISTS,
  StreamNotFoundError,
  streamNameFilter,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { DomainError } from '@ticketing/contracts/errors.ts';
import { type DomainEvent, eventsByCategory, type RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { EventMetadata } from '@ticketing/contracts/events/metadata.ts';
import { passOverLateAnswers } from './late-append-answers.ts';
import { recordedEventOf, type StoredEvent } from './recorded-event.ts';

/** What an append expects of its stream: a revision, or one of the protocol's words. */
export type ExpectedRevision = bigint | 'no_stream' | 'stream_exists' | 'any';

export type EventToAppend = {
  readonly id: string;
  readonly event: DomainEvent;
  readonly metadata: EventMetadata;
};

export type Appended = { readonly revision: bigint; readonly position: bigint };

/** The stream is not at the revision that the append expected; nothing was written. */
export class WrongExpectedRevision extends Error {
  constructor(stream: string) {
    super(`${stream} is not at the expected revision`);
    this.name = 'WrongExpectedRevision';
  }
}

/** The log holds an event that this code cannot read: an unknown type or version, or data that is not the type's. */
export class UnreadableEvent extends Error {
  readonly stream: string;
  readonly position: bigint;
  readonly reason: string;

  constructor(
    { streamId, revision, position }: Pick<StoredEvent, 'streamId' | 'revision' | 'position'>,
    cause: unknown,
  ) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`event ${revision} of ${streamId} cannot be read: ${reason}`, { cause });
    this.name = 'UnreadableEvent';
    this.stream = streamId;
    this.position = position.commit;
    this.reason = reason;
  }
}

export type LogItem =
  | { readonly kind: 'event'; readonly event: RecordedEvent }
  /** An event of a domain stream that this code cannot read: unknown type, no upcaster, broken JSON. */
  | {
      readonly kind: 'unreadable';
      readonly stream: string;
      readonly position: bigint;
      readonly reason: string;
    }
  /** Everything up to `position` was considered and did not match. */
  | { readonly kind: 'checkpoint'; readonly position: bigint }
  | { readonly kind: 'caught-up' };

/**
 * The event store, reached by the official client only. One client a process: the pending appends of all
 * clients of a process share one map, so a second one could reject the appends of the first.
 */
export type EventStore = {
  /**
   * Appends all events or none. A retry with the same event ids is harmless and answers the same.
   * @throws WrongExpectedRevision
   * @throws DomainError `store_unavailable`: the outcome is unknown; retry with the same ids.
   */
  append(stream: string, events: readonly EventToAppend[], expected: ExpectedRevision): Promise<Appended>;
  /**
   * Events of one stream, forwards, from a revision (inclusive). Empty when there is no such stream.
   * @throws UnreadableEvent
   */
  readStream(stream: string, from?: bigint): AsyncGenerator<RecordedEvent>;
  /**
   * Domain events of `$all` in log order, after a position (exclusive), up to now; then it ends.
   * @param passOver hears of events that cannot be read, which are then left out
   * @throws UnreadableEvent unless they are passed over
   */
  readAll(after?: bigint, passOver?: (event: UnreadableEvent) => void): AsyncGenerator<RecordedEvent>;
  /** Position of the last event of the log, `-1n` for an empty one. */
  head(): Promise<bigint>;
  /**
   * Follows the log after a position (exclusive) for ever. Throws when the subscription drops and returns when
   * the server ends it: both mean that the caller resumes from its checkpoint. Breaking out unsubscribes.
   */
  follow(after: bigint | undefined, signal?: AbortSignal): AsyncGenerator<LogItem>;
  dispose(): Promise<void>;
};

const categoryPrefixes = Object.keys(eventsByCategory).map((category) => `${category}-`);

/** The position that 24.2 to 24.10.4 servers send in a broken checkpoint. */
const BROKEN_CHECKPOINT = 2n ** 64n - 1n;

export function connectEventStore(url: string): EventStore {
  const client = EventStoreDBClient.connectionString(url);
  passOverLateAnswers(client);

  const append: EventStore['append'] = async (stream, events, expected) => {
    const batch = events.map(({ id, event, metadata }) =>
      jsonEvent({ id, type: event.type, data: event.data as Record<string, unknown>, metadata }),
    );
    try {
      const result = await client.appendToStream(stream, batch, { expectedRevision: wireRevision(expected) });
      return { revision: result.nextExpectedRevision, position: result.position?.commit ?? 0n };
    } catch (error) {
      if (error instanceof WrongExpectedVersionError) throw new WrongExpectedRevision(stream);
      throw asUnavailable(error);
    }
  };

  async function* readStream(stream: string, from = 0n): AsyncGenerator<RecordedEvent> {
    try {
      for await (const { event } of client.readStream(stream, { direction: FORWARDS, fromRevision: from })) {
        if (event) yield readable(event as StoredEvent);
      }
    } catch (error) {
      if (error instanceof StreamNotFoundError) return;
      // Waiting and trying again, as for a store that is away, would not make it readable.
      if (error instanceof UnreadableEvent) throw error;
      throw asUnavailable(error);
    }
  }

  async function* readAll(
    after?: bigint,
    passOver?: (event: UnreadableEvent) => void,
  ): AsyncGenerator<RecordedEvent> {
    const fromPosition = after === undefined || after < 0n ? START : { commit: after, prepare: after };
    for await (const { event } of client.readAll({ direction: FORWARDS, fromPosition })) {
      if (!event || !isDomainStream(event.streamId)) continue;
      const recorded = readableOr(passOver, event as StoredEvent);
      if (!recorded) continue;
      if (after === undefined || recorded.position > after) yield recorded;
    }
  }

  const head: EventStore['head'] = async () => {
    try {
      for await (const { event } of client.readAll({
        direction: BACKWARDS,
        fromPosition: END,
        maxCount: 1,
      })) {
        if (event) return (event as StoredEvent).position.commit;
      }
      return -1n;
    } catch (error) {
      throw asUnavailable(error);
    }
  };

  async function* follow(after: bigint | undefined, signal?: AbortSignal): AsyncGenerator<LogItem> {
    const filter = streamNameFilter({
      prefixes: categoryPrefixes,
      checkpointInterval: 8,
      // Pushed into the stream itself, so that a checkpoint never overtakes an event that is still buffered.
      checkpointReached: (stream, { commit }) => {
        if (commit !== BROKEN_CHECKPOINT) stream.push({ checkpoint: commit });
      },
    });
    const subscription = client.subscribeToAll(
      {
        fromPosition: after === undefined || after < 0n ? START : { commit: after, prepare: after },
        filter,
      },
      { highWaterMark: 512 },
    );
    subscription.on('caughtUp', () => subscription.push({ caughtUp: true }));
    const stop = () => subscription.destroy();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      for await (const item of subscription as AsyncIterable<Followed>) {
        if (item.event) yield logItemOf(item.event);
        else if (item.checkpoint !== undefined) yield { kind: 'checkpoint', position: item.checkpoint };
        else if (item.caughtUp) yield { kind: 'caught-up' };
      }
    } catch (error) {
      if (!signal?.aborted) throw asUnavailable(error);
    } finally {
      signal?.removeEventListener('abort', stop);
      await subscription.unsubscribe().catch(() => undefined);
    }
  }

  // The client cancels its streams at once, then waits for the end of each, which some never tell. The
  // timer counts as work to do: without it a process with nothing else would end in the middle of this wait.
  const dispose = () => Promise.race([client.dispose(), sleep(500)]);

  return { append, readStream, readAll, head, follow, dispose };
}

/** What comes out of a subscription: the client's resolved events and our two markers. */
type Followed = { readonly event?: StoredEvent; readonly checkpoint?: bigint; readonly caughtUp?: boolean };

function logItemOf(stored: StoredEvent): LogItem {
  try {
    return { kind: 'event', event: recordedEventOf(stored) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'unreadable', stream: stored.streamId, position: stored.position.commit, reason };
  }
}

/** @throws UnreadableEvent */
function readable(stored: StoredEvent): RecordedEvent {
  try {
    return recordedEventOf(stored);
  } catch (error) {
    throw new UnreadableEvent(stored, error);
  }
}

function readableOr(
  passOver: ((event: UnreadableEvent) => void) | undefined,
  stored: StoredEvent,
): RecordedEvent | undefined {
  try {
    return readable(stored);
  } catch (error) {
    if (!passOver || !(error instanceof UnreadableEvent)) throw error;
    passOver(error);
    return undefined;
  }
}

function isDomainStream(stream: string): boolean {
  return categoryPrefixes.some((prefix) => stream.startsWith(prefix));
}

function wireRevision(expected: ExpectedRevision) {
  if (typeof expected === 'bigint') return expected;
  switch (expected) {
    case 'no_stream':
      return NO_STREAM;
    case 'stream_exists':
      return STREAM_EXISTS;
    case 'any':
      return ANY;
    default:
      return expected satisfies never;
  }
}

/** Whatever went wrong on the way is one thing for callers: the store cannot be reached now. */
function asUnavailable(error: unknown): Error {
  const detail = error instanceof Error ? error.message : String(error);
  const unavailable = new DomainError('store_unavailable', `the event store did not answer: ${detail}`);
  unavailable.cause = error;
  return unavailable;
}
