/** Fewer reads than this, asked for since the last wave, are no sign of load: two commands ask for about so many. */
const MANY = 12;
const PAUSE_MS_PER_READ = 0.25;
const LONGEST_PAUSE_MS = 10;

export type ReadWaves = {
  /** Undefined when a read may begin at once; otherwise when the next wave does. */
  next(): Promise<void> | undefined;
};

/**
 * When reads may begin. Alone, each at once. Under load they begin together, some milliseconds after the ones before:
 * callers who ask for the same meanwhile share one read, and what they do with the answers, appending, comes to the event
 * store together and is committed together, which costs it a fraction.
 */
export function createReadWaves(): ReadWaves {
  let began = Number.NEGATIVE_INFINITY;
  let asked = 0;
  let pause = 0;
  let beginning = false;
  let waiting: Promise<void> | undefined;

  function begin(): void {
    began = performance.now();
    pause = asked < MANY ? 0 : Math.min(asked * PAUSE_MS_PER_READ, LONGEST_PAUSE_MS);
    asked = 0;
    waiting = undefined;
    // What one caller asks for belongs into one wave.
    beginning = true;
    setImmediate(() => {
      beginning = false;
    });
  }

  return {
    next() {
      asked++;
      if (beginning) return undefined;
      const left = began + pause - performance.now();
      if (!waiting && left <= 0) {
        begin();
        return undefined;
      }
      waiting ??= new Promise((resolve) => {
        setTimeout(() => {
          begin();
          resolve();
        }, left);
      });
      return waiting;
    },
  };
}
