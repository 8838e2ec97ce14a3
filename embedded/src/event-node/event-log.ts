import type { CallEnd } from './call-end.ts';
import { RecentEvents } from './recent-events.ts';
import type { RecordedEvent } from './recorded-event.ts';

/**
 * The committed log as readers see it: its head, its recent events in memory, and a way to wait for more.
 *
 * Only the writer publishes, after the commit and in log order. Whoever reads sees an event here no earlier than
 * it is durable, and no later than its append is answered.
 */
export class EventLog {
  readonly recent: RecentEvents;
  #head: number;
  readonly #waitingForAny = new Set<() => void>();
  readonly #waitingForStream = new Map<string, Set<() => void>>();

  constructor(head: number, recentBytes: number) {
    this.#head = head;
    this.recent = new RecentEvents(head, recentBytes);
  }

  /** Position of the last committed event, 0 when there is none. */
  get head(): number {
    return this.#head;
  }

  publish(events: readonly RecordedEvent[]): void {
    const last = events.at(-1);
    if (last === undefined) return;
    for (const event of events) this.recent.add(event);
    this.#head = last.position;
    wake(this.#waitingForAny);
    if (this.#waitingForStream.size === 0) return;
    for (const event of events) {
      const waiting = this.#waitingForStream.get(event.stream);
      if (waiting === undefined) continue;
      this.#waitingForStream.delete(event.stream);
      wake(waiting);
    }
  }

  /** Starts over from the table, after somebody else wrote to it while this node had lost its lock. */
  restart(head: number): void {
    this.#head = head;
    this.recent.restart(head);
    wake(this.#waitingForAny);
    for (const waiting of this.#waitingForStream.values()) wake(waiting);
    this.#waitingForStream.clear();
  }

  /** Resolves when the log has moved beyond `position`, or when the call ends. */
  async moreThan(position: number, end: CallEnd): Promise<void> {
    if (this.#head > position || end.hasEnded) return;
    await waitIn(this.#waitingForAny, end);
  }

  /** Resolves at the next event of `stream`, or when the call ends. Check for events before, without awaiting between. */
  async nextOf(stream: string, end: CallEnd): Promise<void> {
    if (end.hasEnded) return;
    const waiting = this.#waitingForStream.get(stream) ?? new Set();
    this.#waitingForStream.set(stream, waiting);
    await waitIn(waiting, end);
    if (waiting.size === 0 && this.#waitingForStream.get(stream) === waiting)
      this.#waitingForStream.delete(stream);
  }
}

function wake(waiting: Set<() => void>): void {
  const all = [...waiting];
  waiting.clear();
  for (const resolve of all) resolve();
}

function waitIn(waiting: Set<() => void>, end: CallEnd): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      waiting.delete(done);
      end.forget(done);
      resolve();
    };
    waiting.add(done);
    end.listen(done);
  });
}
