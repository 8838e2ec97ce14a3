import { setTimeout as sleep } from 'node:timers/promises';

export type BackoffLimits = { readonly firstMs: number; readonly mostMs: number };

/** Waits longer after each failure in a row, up to a limit, with jitter so that processes do not come in step. */
export function createBackoff({ firstMs, mostMs }: BackoffLimits) {
  let failures = 0;
  return {
    /** Returns early when the signal is aborted. */
    async wait(signal: AbortSignal): Promise<void> {
      const full = Math.min(mostMs, firstMs * 2 ** Math.min(failures, 20));
      failures++;
      await sleep(full / 2 + Math.random() * (full / 2), undefined, { signal }).catch(() => undefined);
    },
    reset(): void {
      failures = 0;
    },
  };
}
