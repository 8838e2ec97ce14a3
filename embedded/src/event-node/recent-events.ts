import type { RecordedEvent } from './recorded-event.ts';
import { sizeInMemory } from './recorded-event.ts';

/**
 * The end of the log, held in memory up to a number of bytes, so that live subscriptions and short reads of
 * stream tails never reach PostgreSQL.
 *
 * It is contiguous: every event from `firstPosition` to the head is here, and so of each stream every event from
 * its first one here onwards.
 */
export class RecentEvents {
  readonly #maximumBytes: number;
  readonly #all = new Queue<RecordedEvent>();
  readonly #byStream = new Map<string, Queue<RecordedEvent>>();
  #firstPosition: number;
  #bytes = 0;

  constructor(head: number, maximumBytes: number) {
    this.#firstPosition = head + 1;
    this.#maximumBytes = maximumBytes;
  }

  /** Everything from this position on is in memory. */
  get firstPosition(): number {
    return this.#firstPosition;
  }

  add(event: RecordedEvent): void {
    this.#all.push(event);
    const stream = this.#byStream.get(event.stream);
    if (stream === undefined) this.#byStream.set(event.stream, new Queue(event));
    else stream.push(event);
    this.#bytes += sizeInMemory(event);
    while (this.#bytes > this.#maximumBytes && this.#all.length > 1) this.#forgetFirst();
  }

  restart(head: number): void {
    this.#all.clear();
    this.#byStream.clear();
    this.#bytes = 0;
    this.#firstPosition = head + 1;
  }

  /** Events from `position` on, ascending; undefined when that part of the log is not in memory. */
  fromPosition(position: number, limit: number): RecordedEvent[] | undefined {
    if (position < this.#firstPosition) return undefined;
    return this.#all.slice(position - this.#firstPosition, limit);
  }

  /** Events of a stream from `revision` on, ascending; undefined when they are not all in memory. */
  ofStreamFrom(stream: string, revision: number, limit: number): RecordedEvent[] | undefined {
    const events = this.#byStream.get(stream);
    const first = events?.first;
    if (events === undefined || first === undefined || revision < first.revision) return undefined;
    return events.slice(revision - first.revision, limit);
  }

  /** Events of a stream from `revision` downwards, as many as are in memory; undefined when that one is not. */
  ofStreamDownFrom(stream: string, revision: number, limit: number): RecordedEvent[] | undefined {
    const events = this.#byStream.get(stream);
    const first = events?.first;
    if (events === undefined || first === undefined || revision < first.revision) return undefined;
    const last = Math.min(revision - first.revision, events.length - 1);
    const from = Math.max(0, last - limit + 1);
    return events.slice(from, last - from + 1).reverse();
  }

  lastOf(stream: string): RecordedEvent | undefined {
    return this.#byStream.get(stream)?.last;
  }

  #forgetFirst(): void {
    const event = this.#all.shift();
    if (event === undefined) return;
    this.#bytes -= sizeInMemory(event);
    this.#firstPosition = event.position + 1;
    const stream = this.#byStream.get(event.stream);
    stream?.shift();
    if (stream?.length === 0) this.#byStream.delete(event.stream);
  }
}

/** A list that loses its head and gains at its end, both in constant time on average. */
class Queue<T> {
  #items: (T | undefined)[];
  #start = 0;

  constructor(...items: T[]) {
    this.#items = items;
  }

  get length(): number {
    return this.#items.length - this.#start;
  }

  get first(): T | undefined {
    return this.#items[this.#start];
  }

  get last(): T | undefined {
    return this.length === 0 ? undefined : this.#items[this.#items.length - 1];
  }

  push(item: T): void {
    this.#items.push(item);
  }

  shift(): T | undefined {
    const item = this.#items[this.#start];
    if (this.#start >= this.#items.length) return undefined;
    this.#items[this.#start++] = undefined;
    if (this.#start > 64 && this.#start * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#start);
      this.#start = 0;
    }
    return item;
  }

  slice(from: number, count: number): T[] {
    const start = this.#start + from;
    // Slots behind #start are filled; only those before it were emptied.
    return this.#items.slice(start, start + count) as T[];
  }

  clear(): void {
    this.#items = [];
    this.#start = 0;
  }
}
