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
  /** Resolves when the subscriber will hear everything published from now on. */
  subscribe(subscriber: BusSubscriber): Promise<{ unsubscribe(): Promise<void> }>;
  close(): Promise<void>;
};

export type BusSubscriber = {
  readonly onMessage: (message: BusMessage) => void;
  /** Messages may have been missed: what was shown may be stale. */
  readonly onLost: () => void;
};
