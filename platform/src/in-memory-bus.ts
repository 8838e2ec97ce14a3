import type { Bus, BusSubscriber } from './bus.ts';

/** The bus inside one process: a message is heard before `publish` resolves, and nothing is ever lost. */
export function createInMemoryBus(onSubscriberError: (error: unknown) => void = () => {}): Bus {
  const subscribers = new Set<BusSubscriber>();

  /** One subscriber's failure must not keep the others from hearing. */
  const tellEach = (tell: (subscriber: BusSubscriber) => void) => {
    for (const subscriber of [...subscribers]) {
      try {
        tell(subscriber);
      } catch (error) {
        onSubscriberError(error);
      }
    }
  };

  return {
    async publish(messages) {
      for (const message of messages) tellEach((subscriber) => subscriber.onMessage(message));
    },
    async announceLoss() {
      tellEach((subscriber) => subscriber.onLost());
    },
    async subscribe(subscriber) {
      // A subscription is its own object, so that the same subscriber twice hears twice and leaves once.
      const subscription = { ...subscriber };
      subscribers.add(subscription);
      return {
        async unsubscribe() {
          subscribers.delete(subscription);
        },
      };
    },
    async close() {
      subscribers.clear();
    },
  };
}
