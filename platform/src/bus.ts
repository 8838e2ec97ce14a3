import type { BusMessage } from '@ticketing/contracts/live.ts';

/**
 * The live bus between projectors and query-api nodes (DESIGN, section 9). Delivery is in publish order per
 * channel, at least once to every subscriber that is connected; a node that fell behind what the bus keeps is
 * told by `onLost`, and tells its clients to fetch again.
 */
export type Bus = {
  publish(messages: readonly BusMessage[]): Promise<void>;
  /**
   * Tells every subscriber that changes were committed which no message told of: a projector that died
   * between its commit and its publishing, or one that caught up without publishing.
   */
  announceLoss(): Promise<void>;
  /**
   * Resolves when the subscriber will hear everything published from now on.
   * @param options.recent how many of the messages that the bus still keeps, in each shard, are told first
   */
  subscribe(
    subscriber: BusSubscriber,
    options?: { readonly recent?: number },
  ): Promise<{ unsubscribe(): Promise<void> }>;
  /** The shard of all messages of a channel, or of `accessChannel`. Every process gives the same answer. */
  shardOf(channel: string): number;
  close(): Promise<void>;
};

/** Stands for the channel of `access` messages. */
export const accessChannel = 'access';

/**
 * Where a message stands on the bus. Ids of one shard grow (`comparePlaces`); those of two shards have nothing to
 * do with each other.
 */
export type Place = { readonly shard: number; readonly id: string };

/** Where a subscription begins. */
export type Beginning = {
  /**
   * Names the bus for as long as it keeps what it took. Another generation means that a place of before says nothing
   * any more. Nobody but the processes on the bus knows it.
   */
  readonly generation: string;
  /** By shard: everything after this id is told. */
  readonly after: readonly string[];
};

export type BusSubscriber = {
  readonly onMessage: (message: BusMessage, place: Place) => void;
  /** Messages may have been missed, in this shard and before this place, or anywhere: what was shown may be stale. */
  readonly onLost: (place?: Place) => void;
  /** Told before anything else, and right after an `onLost` when the bus has come to another generation. */
  readonly onBeginning?: (beginning: Beginning) => void;
};

/** Before every other place of its shard. */
export const BEGINNING_OF_SHARD = '0-0';

/** Below zero when the first id comes before the second one in their shard: ids are `milliseconds-number`. */
export function comparePlaces(one: string, other: string): number {
  const [ms = '0', number = '0'] = one.split('-');
  const [otherMs = '0', otherNumber = '0'] = other.split('-');
  return compareNumbers(ms, otherMs) || compareNumbers(number, otherNumber);
}

/** Of decimal numbers without leading zeros. */
function compareNumbers(one: string, other: string): number {
  if (one.length !== other.length) return one.length - other.length;
  return one < other ? -1 : one > other ? 1 : 0;
}
