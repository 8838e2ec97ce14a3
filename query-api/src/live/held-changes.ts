import type { BusMessage } from '@ticketing/contracts/live.ts';
import type { Place } from '@ticketing/platform/bus.ts';
import type { ChangeMessage } from './telling.ts';

/** How long a change waits for the rights of its time, in milliseconds, and how many wait. */
const LONGEST_WAIT_MS = 2_000;
const MOST_WAITING = 10_000;

export type HeldChange = { readonly message: ChangeMessage; readonly place: Place };

/**
 * Rows and rights are projected side by side. A change is passed on when everything that the log said of people's
 * rights before it has been heard as well; so who lost a role hears nothing of what happened after that. Mostly rights
 * are first, and nothing waits; otherwise for as long as `access` takes for its own batch.
 */
export type HeldChanges = {
  offer(message: ChangeMessage, place: Place): void;
  /** `access` has come to this position. */
  reached(position: bigint): void;
  /** What waits is not needed any more: all of it, or that of one shard. */
  drop(shard?: number): void;
  end(): void;
};

export function holdForAccess(options: {
  readonly pass: (message: ChangeMessage, place: Place) => void;
  /** The rights of their time did not come: who may hear of these has to be looked up. */
  readonly giveUp: (changes: readonly HeldChange[]) => void;
  readonly longestWaitMs?: number | undefined;
}): HeldChanges {
  const { pass, giveUp, longestWaitMs = LONGEST_WAIT_MS } = options;
  let waiting: HeldChange[] = [];
  let rights = -1n;
  let timer: NodeJS.Timeout | undefined;

  const isAhead = ({ position }: BusMessage) => BigInt(position) > rights;

  function giveUpAll(): void {
    clearTimeout(timer);
    timer = undefined;
    const changes = waiting;
    waiting = [];
    if (changes.length > 0) giveUp(changes);
  }

  /** One timer for whatever waits first. */
  function watch(): void {
    if (timer !== undefined) return;
    timer = setTimeout(giveUpAll, longestWaitMs).unref();
  }

  function stopWatching(): void {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length > 0) watch();
  }

  return {
    offer(message, place) {
      // Whatever waits goes first: the order of a channel must stay.
      if (waiting.length === 0 && !isAhead(message)) {
        pass(message, place);
        return;
      }
      waiting.push({ message, place });
      if (waiting.length > MOST_WAITING) giveUpAll();
      else watch();
    },
    reached(position) {
      if (position <= rights) return;
      rights = position;
      const first = waiting.findIndex(({ message }) => isAhead(message));
      const ready = first < 0 ? waiting : waiting.slice(0, first);
      if (ready.length === 0) return;
      waiting = first < 0 ? [] : waiting.slice(first);
      stopWatching();
      for (const { message, place } of ready) pass(message, place);
    },
    drop(shard) {
      waiting = shard === undefined ? [] : waiting.filter(({ place }) => place.shard !== shard);
      stopWatching();
    },
    end() {
      waiting = [];
      stopWatching();
    },
  };
}
