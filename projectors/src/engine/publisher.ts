import type { BusMessage } from '@ticketing/contracts/live.ts';
import type { Bus } from '@ticketing/platform/bus.ts';
import { tracePublished } from '@ticketing/platform/tracing/projection-spans.ts';
import { tracing } from '@ticketing/platform/tracing/spans.ts';
import { type BackoffLimits, createBackoff } from './backoff.ts';

/** Messages that wait for a bus that does not answer; beyond that they are given up and loss is announced. */
const MOST_PENDING = 20_000;
const PUBLISH_LIMIT_MS = 5_000;

/**
 * Hands what was committed to the bus, in commit order. Projecting never waits for it: a bus that fails costs
 * its subscribers the messages, and they are told so as soon as it answers again.
 */
export function createPublisher(bus: Bus, backoffLimits: BackoffLimits, onFailure: (error: unknown) => void) {
  const stopping = new AbortController();
  const backoff = createBackoff(backoffLimits);
  let pending: BusMessage[] = [];
  let owesLoss = false;
  let working: Promise<void> | undefined;

  async function work(): Promise<void> {
    while ((pending.length > 0 || owesLoss) && !stopping.signal.aborted) {
      try {
        if (owesLoss) {
          await withinLimit(bus.announceLoss());
          owesLoss = false;
        }
        const messages = pending;
        pending = [];
        if (messages.length > 0) await withinLimit(bus.publish(messages));
        if (tracing()) tracePublished(messages);
        backoff.reset();
      } catch (error) {
        owesLoss = true;
        onFailure(error);
        await backoff.wait(stopping.signal);
      }
    }
    working = undefined;
  }

  const wake = () => {
    working ??= work();
  };

  return {
    publish(messages: readonly BusMessage[]): void {
      if (messages.length === 0) return;
      if (pending.length + messages.length > MOST_PENDING) {
        pending = [];
        owesLoss = true;
      } else {
        for (const message of messages) pending.push(message);
      }
      wake();
    },
    announceLoss(): void {
      owesLoss = true;
      wake();
    },
    /** Sends what is left, unless the bus does not answer. */
    async stop(limitMs = 2_000): Promise<void> {
      const timer = setTimeout(() => stopping.abort(), limitMs);
      await working;
      clearTimeout(timer);
    },
  };
}

export type Publisher = ReturnType<typeof createPublisher>;

async function withinLimit(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`the live bus did not answer within ${PUBLISH_LIMIT_MS} ms`)),
      PUBLISH_LIMIT_MS,
    );
  });
  try {
    await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
