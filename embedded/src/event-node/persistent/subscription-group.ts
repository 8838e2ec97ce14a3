import { ANYBODY } from '../access/caller.ts';
import { CallEnd } from '../call-end.ts';
import { buildFilter, type EventFilter, passes } from '../event-filter.ts';
import type { Queryable } from '../event-table.ts';
import type { LogReader, Page } from '../log-reader.ts';
import type { LogWriter } from '../log-writer.ts';
import { LINK_EVENT_TYPE, NO_STREAM, type RecordedEvent, TOMBSTONE_EVENT_TYPE } from '../recorded-event.ts';
import type { LogLine } from '../writer-session.ts';
import { type Consumer, GroupDelivery, type Message } from './group-delivery.ts';
import { type StoredGroup, saveCheckpoint } from './group-table.ts';
import { forgetParked, park, parkedRange, parkedStreamOf } from './parked-messages.ts';

export type GroupDeps = {
  readonly database: Queryable;
  readonly reader: LogReader;
  readonly writer: LogWriter;
  readonly logLine: LogLine;
};

/** How often late answers, checkpoints and replays are looked after, in milliseconds. */
const TICK = 100;
/** Read and not yet handed out, in bytes, whatever buffers the group asked for. */
const BUFFERED_BYTES = 8 * 1024 * 1024;
/** How long the reading of the source waits after it failed, in milliseconds. */
const READ_AGAIN_AFTER = 500;

/** A persistent subscription at work: reads its source ahead of its consumers and keeps what they have done. */
export class SubscriptionGroup {
  readonly stored: StoredGroup;
  readonly parkedStream: string;
  readonly delivery: GroupDelivery;
  readonly #deps: GroupDeps;
  readonly #end = new CallEnd();
  readonly #filter: EventFilter | undefined;
  readonly #timer: NodeJS.Timeout;
  /** Parked messages that were handed out again and are not done yet, by their numbers. */
  readonly #replaying = new Map<Message, number>();
  #replayedTo = 0;
  #forgottenTo = 0;
  #next: number;
  #saved: number;
  #savedAt = Date.now();
  #saving = false;
  #wanted: (() => void) | undefined;
  #isReading = false;

  constructor(stored: StoredGroup, deps: GroupDeps) {
    this.stored = stored;
    this.#deps = deps;
    this.parkedStream = parkedStreamOf(stored.source, stored.name);
    const { startFrom, filter } = stored.settings;
    const first = typeof startFrom === 'number' ? startFrom : 0;
    this.#next = stored.checkpoint === undefined ? first : stored.checkpoint + 1;
    this.#saved = this.#next - 1;
    this.#filter =
      filter === undefined
        ? undefined
        : buildFilter({ ...filter, window: 32, checkpointIntervalMultiplier: 1 });
    this.delivery = new GroupDelivery(stored.settings, this.#next - 1, (message, reason) =>
      this.#park(message, reason),
    );
    this.#timer = setInterval(() => this.#tick(), TICK).unref();
  }

  get lastCheckpoint(): number | undefined {
    return this.#saved >= 0 ? this.#saved : undefined;
  }

  join(consumer: Consumer): void {
    this.delivery.join(consumer);
    // Nothing is read before somebody wants it.
    if (!this.#isReading) {
      this.#isReading = true;
      void this.#read();
    }
    this.#goOn();
  }

  leave(consumer: Consumer): void {
    this.delivery.leave(consumer, Date.now());
    if (this.delivery.consumers.length === 0) void this.#save();
  }

  answered(): void {
    this.#goOn();
    const { minCheckpointCount, maxCheckpointCount } = this.stored.settings;
    if (this.delivery.checkpoint - this.#saved >= Math.max(minCheckpointCount, maxCheckpointCount)) {
      void this.#save();
    }
  }

  /** Hands out again what was parked, up to the number `stopAt` where one is given. */
  async replayParked(stopAt: number | undefined): Promise<void> {
    const { reader } = this.#deps;
    const [first, end] = await parkedRange(reader, this.parkedStream);
    const from = Math.max(first, this.#replayedTo);
    const until = Math.min(end, stopAt ?? end);
    if (from >= until) return;
    this.#replayedTo = until;
    const pages = reader.streamForwards(this.parkedStream, from, until - from, true);
    for await (const page of pages) {
      const links = page.events.filter((event) => event.revision < until);
      const targets = await reader.targetsOf(links, ANYBODY);
      for (const link of links) {
        const target = targets.get(link.position);
        if (target === undefined) continue;
        const message = messageOf(link.revision, target, link, true);
        this.#replaying.set(message, link.revision);
        this.delivery.replay(message);
      }
      if (links.length < page.events.length || this.#end.hasEnded) break;
    }
    this.#goOn();
  }

  /** Ends the reading; what is done is written down. */
  async stop(): Promise<void> {
    this.#end.end();
    clearInterval(this.#timer);
    this.#wanted?.();
    await this.#save();
  }

  async #read(): Promise<void> {
    while (!this.#end.hasEnded) {
      try {
        await this.#readOn();
      } catch (error) {
        this.#deps.logLine(
          `a persistent subscription could not read ${this.stored.source}: ${String(error)}`,
        );
        await new Promise((resolve) => setTimeout(resolve, READ_AGAIN_AFTER).unref());
      }
    }
  }

  async #readOn(): Promise<void> {
    const { reader } = this.#deps;
    const { source } = this.stored;
    const before = source === '$all' ? undefined : await reader.head(source);
    const pages =
      source === '$all'
        ? reader.logForwards(Math.max(1, this.#next), Number.MAX_SAFE_INTEGER)
        : reader.streamForwards(source, this.#next, Number.MAX_SAFE_INTEGER, true);
    for await (const page of pages) {
      await this.#take(page);
      if (this.#end.hasEnded) return;
    }
    if (source === '$all') {
      await reader.log.moreThan(Math.max(0, this.#next - 1), this.#end);
      return;
    }
    // What the stream's metadata hides is over: looked for again and again it would keep this loop going for ever.
    const readTo = before?.revision ?? NO_STREAM;
    this.delivery.skipTo(readTo);
    this.#next = Math.max(this.#next, readTo + 1);
    const last = reader.log.recent.lastOf(source);
    if (last === undefined || last.revision < this.#next) await reader.log.nextOf(source, this.#end);
  }

  async #take(page: Page): Promise<void> {
    const { source, settings } = this.stored;
    const wanted = page.events.filter((event) => this.#isWanted(event));
    const targets = settings.resolveLinks
      ? await this.#deps.reader.targetsOf(wanted, ANYBODY)
      : new Map<number, RecordedEvent>();
    for (const event of page.events) {
      const place = source === '$all' ? event.position : event.revision;
      if (this.#isWanted(event)) {
        await this.#room();
        if (this.#end.hasEnded) return;
        const isLink = settings.resolveLinks && event.type === LINK_EVENT_TYPE;
        this.delivery.add(
          isLink
            ? messageOf(place, targets.get(event.position), event, false)
            : messageOf(place, event, undefined, false),
        );
        this.delivery.dispatch(Date.now());
      }
      this.delivery.skipTo(place);
      this.#next = place + 1;
    }
  }

  /** Its own parked messages would come round for ever; the end of a stream is nothing to process. */
  #isWanted(event: RecordedEvent): boolean {
    if (this.stored.source !== '$all') return event.type !== TOMBSTONE_EVENT_TYPE;
    if (event.stream === this.parkedStream || event.stream === `$$${this.parkedStream}`) return false;
    return this.#filter === undefined || passes(this.#filter, event);
  }

  async #room(): Promise<void> {
    const { historyBufferSize } = this.stored.settings;
    while (!this.#end.hasEnded && this.delivery.isFull(historyBufferSize, BUFFERED_BYTES)) {
      await new Promise<void>((resolve) => {
        this.#wanted = resolve;
      });
    }
  }

  #goOn(): void {
    this.delivery.dispatch(Date.now());
    this.#wanted?.();
  }

  #park(message: Message, reason: string): void {
    void park(this.#deps.writer, this.parkedStream, message, reason).then((kept) => {
      if (kept) this.delivery.done(message);
      else this.delivery.notParked(message);
      this.answered();
    });
  }

  #tick(): void {
    this.delivery.expire(Date.now());
    this.#goOn();
    const { checkpointAfter, minCheckpointCount } = this.stored.settings;
    const isTime = Date.now() - this.#savedAt >= checkpointAfter;
    if (isTime && this.delivery.checkpoint - this.#saved >= Math.max(1, minCheckpointCount))
      void this.#save();
    void this.#forgetReplayed();
  }

  async #save(): Promise<void> {
    const { checkpoint } = this.delivery;
    if (this.#saving || checkpoint <= this.#saved) return;
    this.#saving = true;
    try {
      const { source, name } = this.stored;
      await saveCheckpoint(this.#deps.database, source, name, checkpoint);
      this.#saved = checkpoint;
    } catch (error) {
      this.#deps.logLine(`a checkpoint of a persistent subscription was not saved: ${String(error)}`);
    }
    this.#savedAt = Date.now();
    this.#saving = false;
  }

  /** What was replayed is forgotten when it is done and not before: a node that dies meanwhile still has it parked. */
  async #forgetReplayed(): Promise<void> {
    let lowest = this.#replayedTo;
    for (const [message, number] of this.#replaying) {
      if (this.delivery.isPending(message)) lowest = Math.min(lowest, number);
      else this.#replaying.delete(message);
    }
    if (lowest <= this.#forgottenTo) return;
    this.#forgottenTo = lowest;
    await forgetParked(this.#deps.reader, this.#deps.writer, this.parkedStream, lowest).catch(
      () => undefined,
    );
  }
}

function messageOf(
  place: number,
  event: RecordedEvent | undefined,
  link: RecordedEvent | undefined,
  isReplayed: boolean,
): Message {
  return { place, event, link, isReplayed, retries: 0, deadline: Infinity };
}
