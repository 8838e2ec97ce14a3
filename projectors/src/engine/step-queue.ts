import { setImmediate as afterWhatHasArrived, setTimeout as delay } from 'node:timers/promises';
import type { LogStep } from './log-step.ts';

export type StepQueueDeps = {
  /** A live batch closes at this many steps of the log. */
  readonly batchSize: number;
  /** So does one of catching up: the more of a ticket's events it has, the fewer rows are written. */
  readonly catchUpBatchSize: number;
  /** Milliseconds from the arrival of a live step until the batch closes that it begins (`Projection.gatherMs`). */
  readonly gatherMs: number;
  /**
   * The same for a batch that only moves the checkpoint past what others’ events tell: otherwise a busy log would have it
   * write as often as those who have something to write. An event of its own ends that.
   */
  readonly gatherNothingMs: number;
  /** False for a step that only moves the checkpoint. */
  readonly isOwn: (step: LogStep) => boolean;
  /** Ends every wait. */
  readonly signal: AbortSignal;
};

/** After a batch of several steps a worker rests this many times as long as the batch took, at most so long. */
const REST_PER_WORK = 3;
const LONGEST_REST_MS = 40;
/** Fewer steps than this in a batch are no sign of load: at a hundred a second a short hiccup gathers about as many. */
const SEVERAL_STEPS = 16;
/** So many steps are a batch worth having at once. */
const WORTH_A_BATCH = 64;

/**
 * How long a batch of catching up waits to be full, in milliseconds. The end of catching up comes as a live step,
 * which ends the wait; for how long a live batch gathers its projection says.
 */
const CATCH_UP_LINGER_MS = 1_000;

/** What waits to be applied, and when enough of it does: gathers steps of the log into batches. */
export function createStepQueue(deps: StepQueueDeps) {
  const { batchSize, catchUpBatchSize, gatherMs, gatherNothingMs, isOwn, signal } = deps;
  let queue: LogStep[] = [];
  /** When the first of those that wait began to. */
  let since = 0;
  let restUntil = 0;
  let onStep: (() => void) | undefined;

  /**
   * A batch costs the same handful of statements for one event as for fifty. So after a batch of several a worker rests in
   * proportion to what it took, while the next one gathers: the busier the machine, the larger the batches.
   */
  async function rest(): Promise<void> {
    const wait = restUntil - performance.now();
    if (wait > 0 && queue.length < WORTH_A_BATCH) await pause(wait);
  }

  /** Lets those go first whose rows are watched as they change, and more events come. */
  async function gather(): Promise<void> {
    while (queue[0]?.live && queue.length < WORTH_A_BATCH && !signal.aborted) {
      const own = queue.some(isOwn);
      const wait = since + (own ? gatherMs : gatherNothingMs) - performance.now();
      if (wait <= 0) return;
      await (own ? pause(wait) : untilOwn(wait));
    }
  }

  const pause = (milliseconds: number) => delay(milliseconds, undefined, { signal }).catch(() => undefined);

  function untilOwn(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        onStep = undefined;
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      onStep = () => {
        const last = queue.at(-1);
        if (signal.aborted || (last && isOwn(last))) end();
      };
    });
  }

  /** While catching up nobody waits for a row, and a small batch costs nearly what a large one does. */
  async function fullerBatch(): Promise<void> {
    const giveUpAt = performance.now() + CATCH_UP_LINGER_MS;
    const isFull = () => queue.at(-1)?.live || queue.length >= catchUpBatchSize;
    while (!isFull() && !signal.aborted) {
      const left = giveUpAt - performance.now();
      if (left <= 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        onStep = () => {
          if (!isFull() && !signal.aborted) return;
          clearTimeout(timer);
          resolve();
        };
      });
    }
    onStep = undefined;
  }

  /** Steps of one kind only, live or not, up to the size of a batch. */
  function take(): LogStep[] {
    const live = queue[0]?.live;
    const limit = live ? batchSize : catchUpBatchSize;
    let end = 0;
    while (end < queue.length && end < limit && queue[end]?.live === live) end++;
    const batch = queue.slice(0, end);
    queue = end === queue.length ? [] : queue.slice(end);
    since = performance.now();
    return batch;
  }

  return {
    length: () => queue.length,
    oldest: () => queue.find(({ event }) => event)?.event?.recordedAt,
    push(step: LogStep): void {
      if (queue.length === 0) since = performance.now();
      queue.push(step);
      onStep?.();
    },
    /** Ends a wait for steps, which whoever waits looks into. */
    wake: () => onStep?.(),
    clear(): void {
      queue = [];
    },
    /** Resolves when something has come, or when woken. */
    async arrival(): Promise<void> {
      await new Promise<void>((resolve) => {
        onStep = resolve;
      });
      onStep = undefined;
      // Events of one append arrive together and are applied together.
      await afterWhatHasArrived();
    },
    /** The next batch, when it is worth having; there must be something. */
    async next(): Promise<LogStep[]> {
      await fullerBatch();
      await rest();
      await gather();
      return take();
    },
    /** Says how long a batch took, so that the next one may gather meanwhile. */
    applied(batch: readonly LogStep[], tookMs: number): void {
      restUntil =
        batch.length < SEVERAL_STEPS
          ? 0
          : performance.now() + Math.min(REST_PER_WORK * tookMs, LONGEST_REST_MS);
    },
  };
}
