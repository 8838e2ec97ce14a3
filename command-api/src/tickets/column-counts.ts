import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '@ticketing/contracts/errors.ts';
import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { EventStore } from '@ticketing/platform/event-store.ts';
import { countTickets } from './count-tickets.ts';

/** How many tickets stand in a column, for projects that enforce their limits (DESIGN, section 5, Facts). */
export type ColumnCounts = {
  /**
   * Does what depends on the count. In this process one after the other for each column, so that a bulk move fills it to
   * the brim and no further; two processes may both find room at the same instant, and the board shows it.
   * @throws DomainError `read_model_behind` while the log is counted for the first time and that takes long
   */
  withCount<Result>(columnId: string, work: (ticketsInColumn: number) => Promise<Result>): Promise<Result>;
  stop(): Promise<void>;
};

export type ColumnCountsOptions = {
  /** How long a command waits for the first count, in milliseconds; what was counted until then is kept. */
  readonly waitAtMostMs?: number;
  /** Before the log is followed again after a drop, in milliseconds. */
  readonly followAgainAfterMs?: number;
};

/**
 * Counts from the log, from the first command on that has to know: an installation in which nobody enforces a limit
 * neither reads nor keeps anything. From then on it follows the log, and reads what it lacks before each answer. In
 * memory are a number for each column and an entry for each ticket that is not archived, about 100 bytes.
 */
export function createColumnCounts(store: EventStore, options: ColumnCountsOptions = {}): ColumnCounts {
  const { waitAtMostMs = 10_000, followAgainAfterMs = 1_000 } = options;
  const stopping = new AbortController();
  const counts = countTickets();
  const lines = new Map<string, Promise<unknown>>();
  let position = -1n;
  let building: Promise<void> | undefined;
  let following: Promise<void> | undefined;

  /** Two readings of the log may overlap; each event counts once. */
  function apply(event: RecordedEvent): void {
    if (event.position <= position) return;
    position = event.position;
    counts.apply(event);
  }

  async function readOn(): Promise<void> {
    // An event that this software cannot read is nothing that it could count.
    for await (const event of store.readAll(position, () => undefined)) {
      apply(event);
      if (stopping.signal.aborted) return;
    }
  }

  /** A drop costs nothing but the next answer's reading. */
  async function follow(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        for await (const item of store.follow(position, stopping.signal)) {
          if (item.kind === 'event') apply(item.event);
        }
      } catch {
        // Whether the store is there at all, the commands themselves find out and say.
      }
      await sleep(followAgainAfterMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  function build(): Promise<void> {
    building ??= readOn().then(
      () => {
        following ??= follow();
      },
      (error: unknown) => {
        building = undefined;
        throw error;
      },
    );
    return building;
  }

  /** As of now: everything that is in the log when this is asked. */
  async function caughtUp(): Promise<void> {
    const built = build();
    // Whoever waits hears of its failure below; nobody may wait any more by then.
    built.catch(() => undefined);
    const waited = new AbortController();
    const behind = sleep(waitAtMostMs, 'behind' as const, { signal: waited.signal }).catch(
      () => 'behind' as const,
    );
    const first = await Promise.race([built, behind]);
    waited.abort();
    if (first === 'behind') throw new DomainError('read_model_behind', 'the tickets are being counted');
    await readOn();
  }

  return {
    withCount(columnId, work) {
      const before = lines.get(columnId) ?? Promise.resolve();
      const mine = before.then(async () => {
        await caughtUp();
        return work(counts.inColumn(columnId));
      });
      const line = mine.then(
        () => undefined,
        () => undefined,
      );
      lines.set(columnId, line);
      void line.then(() => {
        if (lines.get(columnId) === line) lines.delete(columnId);
      });
      return mine;
    },
    async stop() {
      stopping.abort();
      await following;
    },
  };
}
