import { randomUUID } from 'node:crypto';
import type { BusMessage } from '@ticketing/contracts/live.ts';
import { BEGINNING_OF_SHARD, type Bus, type BusSubscriber, type Place } from './bus.ts';

/** Messages that are kept for who subscribes later. */
const KEPT = 2_000;

/** A message, or word of a loss, as it is told to one subscriber. */
type Told = { readonly place: Place; readonly message: BusMessage | undefined };

/** The bus inside one process: a message is heard before `publish` resolves, and nothing is ever lost. */
export function createInMemoryBus(onSubscriberError: (error: unknown) => void = () => {}): Bus {
  const generation = randomUUID();
  const subscribers = new Set<BusSubscriber>();
  let kept: Told[] = [];
  /** Id of the last one that is no longer kept. */
  let gone = BEGINNING_OF_SHARD;
  let count = 0;

  const nextPlace = (): Place => {
    count += 1;
    return { shard: 0, id: `${count}-0` };
  };

  function keep(told: Told): void {
    kept.push(told);
    if (kept.length < KEPT * 2) return;
    gone = kept[KEPT - 1]?.place.id ?? gone;
    kept = kept.slice(KEPT);
  }

  /** One subscriber's failure must not keep the others from hearing. */
  function tell(subscriber: BusSubscriber, { message, place }: Told): void {
    try {
      if (message) subscriber.onMessage(message, place);
      else subscriber.onLost(place);
    } catch (error) {
      onSubscriberError(error);
    }
  }

  function tellEach(told: Told): void {
    keep(told);
    for (const subscriber of [...subscribers]) tell(subscriber, told);
  }

  return {
    async publish(messages) {
      for (const message of messages) tellEach({ message, place: nextPlace() });
    },
    async announceLoss() {
      tellEach({ message: undefined, place: nextPlace() });
    },
    async subscribe(subscriber, { recent = 0 } = {}) {
      // A subscription is its own object, so that the same subscriber twice hears twice and leaves once.
      const subscription = { ...subscriber };
      const first = Math.max(0, kept.length - recent);
      subscription.onBeginning?.({ generation, after: [kept[first - 1]?.place.id ?? gone] });
      for (const told of kept.slice(first)) tell(subscription, told);
      subscribers.add(subscription);
      return {
        async unsubscribe() {
          subscribers.delete(subscription);
        },
      };
    },
    shardOf: () => 0,
    async close() {
      subscribers.clear();
      kept = [];
    },
  };
}
