import { DomainError } from '@ticketing/contracts/errors.ts';
import { lookInTurn } from '../look-in-turn.ts';
import type { EngineMetrics } from './engine-metrics.ts';
import type { EngineLog } from './projection.ts';
import type { ProjectionSeat } from './projection-seat.ts';
import type { EventLog } from './subscription.ts';

export type ProgressAlarmDeps = {
  readonly eventLog: Pick<EventLog, 'head' | 'readAll'>;
  readonly seats: readonly ProjectionSeat[];
  /** How long a projection may stand before an event that it has not applied, in milliseconds. */
  readonly stuckMs: number;
  readonly log: EngineLog;
  readonly metrics: EngineMetrics;
};

type Standing = { readonly position: bigint; readonly since: number };

/**
 * Raises an alarm for a projection that does not move although the log has more for it: whatever the reason, a batch that
 * never ends, a subscription that says nothing, or nobody who leads it. A log that is quiet, or cannot be asked, raises
 * none.
 */
export function watchProgress({ eventLog, seats, stuckMs, log, metrics }: ProgressAlarmDeps) {
  /** Of projections with something to do: where they stand, and since when that is known. */
  const behind = new Map<ProjectionSeat, Standing>();

  async function look(): Promise<void> {
    const ahead = new Map<bigint, boolean | undefined>();
    for (const seat of seats) {
      const position = seat.position();
      if (behind.get(seat)?.position !== position) behind.delete(seat);
      if (!seat.leads() && !seat.isFree()) behind.delete(seat);
      else {
        if (!ahead.has(position)) ahead.set(position, await hasMore(eventLog, position));
        const more = ahead.get(position);
        if (more === false || seat.position() !== position) behind.delete(seat);
        else if (more && !behind.has(seat)) behind.set(seat, { position, since: performance.now() });
      }
      tell(seat, performance.now() - (behind.get(seat)?.since ?? Number.POSITIVE_INFINITY) >= stuckMs);
    }
  }

  function tell(seat: ProjectionSeat, stuck: boolean): void {
    const label = { projection: seat.name };
    metrics.stuck.set(label, stuck ? 1 : 0);
    if (stuck === seat.stuck()) return;
    seat.setStuck(stuck);
    const details = { ...label, position: String(seat.position()), role: seat.health().role };
    if (stuck) log.error(details, 'a projection does not move although the log goes on');
    else log.info(details, 'a projection that did not move goes on');
  }

  // A log that does not answer is asked once, not again and again.
  return lookInTurn(stuckMs / 4, () => look().catch(() => undefined));
}

/** Whether the log has a domain event after a position; `undefined` when it cannot be asked. */
async function hasMore(
  eventLog: Pick<EventLog, 'head' | 'readAll'>,
  position: bigint,
): Promise<boolean | undefined> {
  try {
    if ((await eventLog.head()) <= position) return false;
    for await (const _ of eventLog.readAll(position)) return true;
    return false;
  } catch (error) {
    // An event that cannot be read is one all the same.
    return error instanceof DomainError ? undefined : true;
  }
}
