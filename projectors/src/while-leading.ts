import { createBackoff } from './engine/backoff.ts';
import type { Engine } from './engine/engine.ts';
import type { EngineLog } from './engine/projection.ts';
import type { JobWorker } from './job-worker.ts';

/**
 * Keeps something running while this process leads projections, for the ones of them that it leads: started anew when
 * they become others, stopped when there are none. What works on a projection's rows belongs where they are written.
 */
export async function whileLeading(
  engine: Pick<Engine, 'leads' | 'onLeadership'>,
  projections: readonly string[],
  start: (led: readonly string[]) => Promise<JobWorker>,
  log: EngineLog,
): Promise<JobWorker> {
  const stopping = new AbortController();
  const backoff = createBackoff({ firstMs: 200, mostMs: 5_000 });
  let running: JobWorker | undefined;
  let runsFor: readonly string[] = [];
  let settling: Promise<void> | undefined;

  const wanted = () => (stopping.signal.aborted ? [] : projections.filter((name) => engine.leads(name)));

  async function settle(): Promise<void> {
    for (let led = wanted(); led.join() !== runsFor.join(); led = wanted()) {
      await running?.stop();
      running = undefined;
      runsFor = [];
      if (led.length === 0) continue;
      running = await start(led);
      runsFor = led;
    }
  }

  async function settleWhateverHappens(): Promise<void> {
    for (;;) {
      try {
        await settle();
        backoff.reset();
        return;
      } catch (error) {
        if (stopping.signal.aborted) return;
        log.warn(
          { err: error, projections },
          'what goes with a projection could not be started; trying again',
        );
        await backoff.wait(stopping.signal);
      }
    }
  }

  const changed = (): void => {
    settling = (settling ?? Promise.resolve()).then(settleWhateverHappens);
  };

  await settle();
  engine.onLeadership(changed);
  // Something may have changed while it was started.
  changed();
  return {
    async stop() {
      stopping.abort();
      changed();
      await settling;
    },
  };
}
