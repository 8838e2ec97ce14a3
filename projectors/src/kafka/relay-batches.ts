import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { CLOUD_EVENT_CONTENT_TYPE, cloudEventOf } from '@ticketing/contracts/kafka.ts';
import type { OutgoingMessage } from '@ticketing/platform/kafka.ts';
import { eventTraceparent } from '@ticketing/platform/tracing/command-spans.ts';

/**
 * Characters that go to one partition in one request. A broker takes a partition's share of a request whole or not at
 * all, up to the topic's `max.message.bytes`; a character is at most three bytes.
 */
export const MOST_CHARACTERS = 900_000;
/** What the topic takes as one share, in bytes. One event alone is far smaller. */
export const MAX_MESSAGE_BYTES = 4_194_304;

export type RelayBatch = {
  readonly messages: readonly OutgoingMessage[];
  /** Position of the first event of each partition that has one. */
  readonly firstPositions: ReadonlyMap<number, bigint>;
};

/**
 * Events as messages in log order, each naming the one before it, in as few requests as their size allows.
 * @param previous position of the event that was relayed before the first of these
 * @param heads position of the last event of each partition that has one; brought up to date
 */
export function relayBatches(
  events: readonly RecordedEvent[],
  previous: bigint,
  heads: Map<number, bigint>,
  keyOf: (event: RecordedEvent) => string,
  partitionOf: (key: string) => number,
): RelayBatch[] {
  const batches: RelayBatch[] = [];
  let messages: OutgoingMessage[] = [];
  let firstPositions = new Map<number, bigint>();
  let characters = new Map<number, number>();
  let before = previous;
  const close = () => {
    if (messages.length === 0) return;
    batches.push({ messages, firstPositions });
    messages = [];
    firstPositions = new Map();
    characters = new Map();
  };
  for (const event of events) {
    const key = keyOf(event);
    const partition = partitionOf(key);
    const value = JSON.stringify(cloudEventOf(event, eventTraceparent(event)));
    const together = (characters.get(partition) ?? 0) + value.length;
    if (together > MOST_CHARACTERS) close();
    characters.set(partition, (characters.get(partition) ?? 0) + value.length);
    if (!firstPositions.has(partition)) firstPositions.set(partition, event.position);
    messages.push({
      partition,
      key,
      value,
      headers: {
        'content-type': CLOUD_EVENT_CONTENT_TYPE,
        position: String(event.position),
        previous: String(before),
        'partition-previous': String(heads.get(partition) ?? -1n),
      },
    });
    before = event.position;
    heads.set(partition, event.position);
  }
  close();
  return batches;
}
