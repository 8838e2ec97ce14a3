import type pg from 'pg';
import type { EngineMetrics } from './engine-metrics.ts';
import type { EngineLog } from './projection.ts';
import type { ProjectionWorker } from './projection-worker.ts';
import { requestedReplays } from './replay-parked.ts';

export type ReplaysDeps = {
  readonly pool: pg.Pool;
  /** Of the projections that this process leads. */
  readonly workers: () => readonly ProjectionWorker[];
  readonly log: EngineLog;
  readonly metrics: EngineMetrics;
  readonly onReplayed: () => void;
};

/** Carries out what was asked of the parked streams that this process leads, whichever process was asked. */
export function carryOutReplays({ pool, workers, log, metrics, onReplayed }: ReplaysDeps) {
  /** By worker: one that came anew asks again. */
  const underWay = new WeakMap<ProjectionWorker, Set<string>>();

  return {
    async look(): Promise<void> {
      const leading = new Map(workers().map((worker) => [worker.name, worker]));
      if (leading.size === 0) return;
      for (const request of await requestedReplays(pool, [...leading.keys()])) {
        const worker = leading.get(request.projection);
        if (!worker?.running()) continue;
        const streams = underWay.get(worker) ?? new Set();
        underWay.set(worker, streams);
        if (streams.has(request.stream)) continue;
        streams.add(request.stream);
        worker.replay(request, (outcome) => {
          streams.delete(request.stream);
          const { projection, stream } = request;
          metrics.replays.inc({ projection, outcome: outcome.kind });
          if (outcome.kind === 'replayed') {
            log.info(
              { projection, stream, events: outcome.events },
              'a parked stream was replayed and goes on',
            );
            onReplayed();
          } else log.warn({ projection, stream, ...outcome }, 'a parked stream could not be replayed');
        });
      }
    },
  };
}
