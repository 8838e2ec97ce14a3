import type { BusMessage } from '@ticketing/contracts/live.ts';
import type { Bus } from '@ticketing/platform/bus.ts';
import { tracePublished } from '@ticketing/platform/tracing/projection-spans.ts';
import { tracing } from '@ticketing/platform/tracing/spans.ts';
import { type BackoffLimits, createBackoff } from './backoff.ts';

/** Messages that wait for a bus that does not answer; beyond that they are given up and loss is announced. */
const MOST_PENDING = 20_000;
const PUBLISH_LIMIT_MS = 5_000;

type Commit = { readonly messages: readonly BusMessage[]; readonly stillTrue: () => boolean };

/**
 * Hands what was committed to the bus, in commit order. Projecting never waits for it: a bus that fails costs
 * its subscribers the messages, and they are told so as soon as it answers again.
 */
export function createPublisher(bus: Bus, backoffLimits: BackoffLimits, onFailure: (error: unknown) => void) {
  const stopping = new AbortController();
  const backoff = createBackoff(backoffLimits);
  let pending: Commit[] = [];
  let waiting = 0;
  let owesLoss = false;
  let working: Promise<void> | undefined;

  async function work(): Promise<void> {
    while ((pending.length > 0 || owesLoss) && !stopping.signal.aborted) {
      try {
        if (owesLoss) {
          owesLoss = false;
          await withinLimit(bus.announceLoss());
        }
        const messages = pending.flatMap((commit) => (commit.stillTrue() ? commit.messages : []));
        pending = [];
        waiting = 0;
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
    /**
     * @param stillTrue false when the projection was lost meanwhile: others have told newer things then, and what was
     * not sent yet never is. Whoever lost it announces the loss.
     */
    publish(messages: readonly BusMessage[], stillTrue: () => boolean): void {
      if (messages.length === 0) return;
      if (waiting + messages.length > MOST_PENDING) {
        pending = [];
        waiting = 0;
        owesLoss = true;
      } else {
        pending.push({ messages, stillTrue });
        waiting += messages.length;
      }
      wake();
    },
    announceLoss(): void {
      owesLoss = true;
      wake();
    },
    /** Sends what is left, unless the bus does not answer. @returns whether all was sent */
    async stop(limitMs = 2_000): Promise<boolean> {
      const timer = setTimeout(() => stopping.abort(), limitMs);
      await working;
      clearTimeout(timer);
      return pending.length === 0 && !owesLoss;
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
