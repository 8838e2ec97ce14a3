import type { LeaseView } from './leases.ts';
import type { Projection } from './projection.ts';
import type { ProjectionWorker } from './projection-worker.ts';

export type ProjectionHealth = {
  readonly name: string;
  /** `leader`: this process applies the log to it. `standby`: another does, or nobody yet. */
  readonly role: 'leader' | 'standby';
  readonly position: string;
  readonly caughtUp: boolean;
  readonly parkedStreams: number;
  /** True when it does not move although the log goes on. */
  readonly stuck: boolean;
  /** Why it does not go on here, if it does not. */
  readonly failure: string | null;
};

/**
 * A projection's place in this process, taken by a worker while the process leads it. Workers come and go; who waits
 * for a position, or asks how it stands, asks the seat.
 */
export function createSeat(projection: Projection) {
  const { name } = projection;
  const onPosition = new Set<() => void>();
  let worker: ProjectionWorker | undefined;
  let epoch = 0n;
  let seen: LeaseView | undefined;
  let failure: string | undefined;
  let restsUntil = 0;
  let stuck = false;
  let closed = false;

  const position = () => worker?.position() ?? seen?.position ?? -1n;
  const moved = () => {
    for (const check of [...onPosition]) check();
  };

  return {
    name,
    projection,
    worker: () => worker,
    epoch: () => epoch,
    leads: () => worker !== undefined,
    position,
    moved,
    caughtUp: () => worker?.caughtUp() ?? false,
    /** True when no process leads it, as far as this one saw. */
    isFree: () => worker === undefined && (seen?.free ?? true),
    stuck: () => stuck,
    setStuck(now: boolean): void {
      stuck = now;
    },

    lead(next: ProjectionWorker, itsEpoch: bigint): void {
      worker = next;
      epoch = itsEpoch;
      failure = undefined;
      moved();
    },
    /** The worker that left, which the caller stops. */
    vacate(reason?: string): ProjectionWorker | undefined {
      const left = worker;
      worker = undefined;
      failure = reason;
      moved();
      return left;
    },
    /** Leaves it to other processes for a while: here it has failed. */
    rest(milliseconds: number): void {
      restsUntil = performance.now() + milliseconds;
    },
    resting: () => performance.now() < restsUntil,
    /** What the database says of it while another process leads it. */
    see(lease: LeaseView | undefined, reason?: string): void {
      seen = lease;
      failure = reason;
      moved();
    },
    close(): void {
      closed = true;
      moved();
    },

    /** True when the position was reached in time. */
    async waitUntil(target: bigint, timeoutMs: number): Promise<boolean> {
      if (position() >= target) return true;
      const { promise, resolve } = Promise.withResolvers<void>();
      const check = () => {
        if (position() >= target || closed) resolve();
      };
      const timer = setTimeout(resolve, timeoutMs);
      onPosition.add(check);
      check();
      await promise;
      clearTimeout(timer);
      onPosition.delete(check);
      return position() >= target;
    },
    health: (): ProjectionHealth => ({
      name,
      role: worker ? 'leader' : 'standby',
      position: String(position()),
      caughtUp: worker?.live() ?? false,
      parkedStreams: worker?.parkedStreams() ?? 0,
      stuck,
      failure: failure ?? null,
    }),
  };
}

export type ProjectionSeat = ReturnType<typeof createSeat>;
