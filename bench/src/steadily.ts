import { setTimeout as sleep } from 'node:timers/promises';

/** Starts one piece of work after another at a fixed rate, whether or not the ones before have ended. */
export async function steadily(
  perSecond: number,
  seconds: number,
  work: (n: number) => Promise<void>,
): Promise<void> {
  const began = performance.now();
  const running: Promise<void>[] = [];
  for (let n = 0; n < perSecond * seconds; n++) {
    const wait = began + (n * 1000) / perSecond - performance.now();
    if (wait > 0) await sleep(wait);
    running.push(work(n));
  }
  await Promise.all(running);
}
