import type { LogStep } from './log-step.ts';

/**
 * So many steps of the log that came while nobody followed it are still told one by one: clients that were there go on
 * without reading again. Of more they are told that they missed something.
 */
const SHORT_GAP = 1_000;

/**
 * Where a projection goes over from catching up to what comes live, and whether all who listen were told of everything
 * that was applied.
 * @param handedOver true when the one before told of everything up to its checkpoint, so that what follows is to be told
 */
export function createLiveEdge(handedOver: boolean) {
  let untold = !handedOver;
  /** Where the log went over from what was there to what comes; unknown until then. */
  let liveFrom: bigint | undefined;
  let reachedHead = false;
  /** Steps that were not live, since the last that was. */
  let behind = 0;

  return {
    /** True when everybody was told of everything. */
    told: () => !untold,
    /** True when it has caught up with the log once, and since then tells of every change. */
    live: () => !untold && reachedHead,
    /** The step as it is to be applied: live when it is to be told. Called for each in the order of the log. */
    offered(step: LogStep, received: bigint): LogStep {
      if (step.live) {
        liveFrom ??= received;
        behind = 0;
        return step;
      }
      const hadAll = handedOver || liveFrom !== undefined;
      return hadAll && ++behind <= SHORT_GAP ? { ...step, live: true } : step;
    },
    /** Something was applied of which nobody was told. */
    missed(): void {
      untold = true;
    },
    /**
     * Everything up to a position was applied, the last of it live or not.
     * @returns true when with it all is caught up of which nobody was told
     */
    reached(position: bigint, live: boolean): boolean {
      if (liveFrom !== undefined && position >= liveFrom) reachedHead = true;
      if (!live || !untold) return false;
      untold = false;
      return true;
    },
  };
}
