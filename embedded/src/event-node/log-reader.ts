import type { Caller } from './access/caller.ts';
import type { EventLog } from './event-log.ts';
import type { Queryable } from './event-table.ts';
import {
  PAGE_BYTES,
  readLogBackwards,
  readLogForwards,
  readPlaces,
  readStreamBackwards,
  readStreamForwards,
} from './event-table.ts';
import type { RecordedEvent } from './recorded-event.ts';
import { LINK_EVENT_TYPE } from './recorded-event.ts';
import type { StreamHead, StreamHeads } from './stream-heads.ts';
import { isClosed } from './stream-heads.ts';
import { firstReadable, isSoftDeleted } from './stream-metadata.ts';

/** Some events in the order of the read. `fromMemory` pages are shared with other readers. */
export type Page = { readonly events: readonly RecordedEvent[]; readonly fromMemory: boolean };

/** Rows of one page: few at first, for reads of a few events, then more. The table bounds a page by bytes as well. */
const FIRST_PAGE = 64;
const LARGEST_PAGE = 1_000;

/** Reads the committed log: from memory where it is recent, otherwise from the table, page by page. */
export class LogReader {
  readonly log: EventLog;
  readonly #heads: StreamHeads;
  readonly #client: Queryable;

  constructor(log: EventLog, heads: StreamHeads, client: Queryable) {
    this.log = log;
    this.#heads = heads;
    this.#client = client;
  }

  async head(stream: string): Promise<StreamHead> {
    const known = this.#heads.peek(stream);
    if (known !== undefined) return known;
    const loaded = (await this.#heads.load(this.#client, [stream])).get(stream);
    if (loaded === undefined) throw new Error(`The head of stream ${stream} was not found.`);
    return loaded;
  }

  /** The last event of a stream, undefined where it has none. */
  async lastOf(stream: string): Promise<RecordedEvent | undefined> {
    const recent = this.log.recent.lastOf(stream);
    if (recent !== undefined) return recent;
    const { revision } = await this.head(stream);
    if (revision < 0) return undefined;
    return (await readStreamBackwards(this.#client, stream, revision, 0, 1))[0];
  }

  /**
   * What a read of a stream forwards gives, when all of it is in memory: the usual case of a reader that knows the
   * stream and asks what is new.
   */
  restOfStream(
    stream: string,
    revision: number,
    head: StreamHead,
    count: number,
  ): readonly RecordedEvent[] | undefined {
    const from = Math.max(revision, firstReadable(head.metadata, head.revision));
    if (from > head.revision) return [];
    const events = this.log.recent.ofStreamFrom(stream, from, Math.min(count, LARGEST_PAGE));
    const last = events?.at(-1);
    if (events === undefined || last === undefined) return undefined;
    return events.length === count || last.revision === head.revision ? events : undefined;
  }

  /** The log from `position` (inclusive) up to the present head, ascending. */
  async *logForwards(position: number, count: number): AsyncGenerator<Page> {
    const size = new PageSize(count);
    let next = position;
    let wanted = count;
    let ahead: Promise<RecordedEvent[]> | undefined;
    while (next <= this.log.head) {
      const recent = this.log.recent.fromPosition(next, Math.min(wanted, LARGEST_PAGE));
      if (recent !== undefined) {
        const events = firstOf(recent);
        const last = events.at(-1);
        if (last === undefined) return;
        next = last.position + 1;
        yield { events, fromMemory: true };
        continue;
      }
      const events = await (ahead ?? readLogForwards(this.#client, next, this.log.head, size.rows));
      ahead = undefined;
      const last = events.at(-1);
      if (last === undefined) return;
      next = last.position + 1;
      size.grow();
      // The next page is on its way while this one is being sent.
      wanted -= events.length;
      if (wanted > 0 && next < this.log.recent.firstPosition) {
        ahead = readLogForwards(this.#client, next, this.log.head, size.rows);
        ahead.catch(() => undefined);
      }
      yield { events, fromMemory: false };
    }
  }

  /** The log below `position` (exclusive), descending. */
  async *logBackwards(position: number, count: number): AsyncGenerator<Page> {
    const size = new PageSize(count);
    let before = Math.min(position, this.log.head + 1);
    while (before > 1) {
      const from = Math.max(before - size.rows, this.log.recent.firstPosition);
      const recent = from < before ? this.log.recent.fromPosition(from, before - from) : undefined;
      const events =
        recent === undefined ? await readLogBackwards(this.#client, before, size.rows) : recent.reverse();
      const last = events.at(-1);
      if (last === undefined) return;
      before = last.position;
      size.grow();
      yield { events, fromMemory: recent !== undefined };
    }
  }

  /**
   * A stream from `revision` (inclusive) up to its present end, ascending.
   * @param count how many events the reader wants at most; no more are fetched at first
   * @param truncated whether the stream's metadata hides events, as it does for reads but not for live delivery
   */
  async *streamForwards(
    stream: string,
    revision: number,
    count: number,
    truncated: boolean,
  ): AsyncGenerator<Page> {
    const size = new PageSize(count);
    let next = revision;
    for (;;) {
      const head = await this.head(stream);
      if (truncated) {
        if (isSoftDeleted(head.metadata)) return;
        if (!isClosed(head)) next = Math.max(next, firstReadable(head.metadata, head.revision));
      }
      if (next > head.revision) return;
      const recent = this.log.recent.ofStreamFrom(stream, next, Math.min(count, LARGEST_PAGE));
      const events =
        recent === undefined
          ? await readStreamForwards(this.#client, stream, next, head.revision, size.rows)
          : firstOf(recent);
      const last = events.at(-1);
      if (last === undefined) return;
      next = last.revision + 1;
      size.grow();
      yield { events, fromMemory: recent !== undefined };
    }
  }

  /** A stream from `revision` (inclusive) or its end down to its first readable event, descending. */
  async *streamBackwards(stream: string, revision: number, count: number): AsyncGenerator<Page> {
    const size = new PageSize(count);
    const head = await this.head(stream);
    const first = firstReadable(head.metadata, head.revision);
    let next = Math.min(revision, head.revision);
    while (next >= first) {
      const rows = Math.min(size.rows, next - first + 1);
      const recent = this.log.recent.ofStreamDownFrom(stream, next, rows);
      const events = recent ?? (await readStreamBackwards(this.#client, stream, next, first, rows));
      const last = events.at(-1);
      if (last === undefined) return;
      next = last.revision - 1;
      size.grow();
      yield { events, fromMemory: recent !== undefined };
    }
  }

  /** The targets of the links among `events`, by link position. Missing, deleted and truncated targets have none. */
  async targetsOf(events: readonly RecordedEvent[], caller: Caller): Promise<Map<number, RecordedEvent>> {
    const places = new Map<number, { stream: string; revision: number }>();
    for (const event of events) {
      const place = event.type === LINK_EVENT_TYPE ? linkTarget(event) : undefined;
      if (place !== undefined) places.set(event.position, place);
    }
    const targets = new Map<number, RecordedEvent>();
    if (places.size === 0) return targets;
    const heads = await this.#heads.load(
      this.#client,
      [...places.values()].map((place) => place.stream),
    );
    const found = new Map<string, RecordedEvent>();
    for (const event of await readPlaces(this.#client, [...places.values()])) {
      found.set(`${event.revision}@${event.stream}`, event);
    }
    for (const [position, place] of places) {
      const head = heads.get(place.stream);
      const event = found.get(`${place.revision}@${place.stream}`);
      if (head === undefined || event === undefined || isClosed(head)) continue;
      if (place.revision < firstReadable(head.metadata, head.revision)) continue;
      // Whoever may write a link would otherwise read every stream through it.
      if (!(await caller.may('read', place.stream))) continue;
      targets.set(position, event);
    }
    return targets;
  }
}

/** A link's data is `revision@stream`. */
function linkTarget(link: RecordedEvent): { stream: string; revision: number } | undefined {
  const text = link.data.toString('utf8');
  const at = text.indexOf('@');
  const revision = Number(text.slice(0, at));
  if (at < 1 || !Number.isSafeInteger(revision) || revision < 0) return undefined;
  return { revision, stream: text.slice(at + 1) };
}

/** As many events as make a page by bytes: a reader that is slow keeps them all alive. */
function firstOf(events: RecordedEvent[]): RecordedEvent[] {
  let bytes = 0;
  for (let count = 0; count < events.length; count++) {
    const event = events[count];
    if (bytes > PAGE_BYTES) return events.slice(0, count);
    bytes += event === undefined ? 0 : event.data.length + event.metadata.length;
  }
  return events;
}

class PageSize {
  rows: number;

  constructor(count: number) {
    this.rows = Math.max(1, Math.min(FIRST_PAGE, count));
  }

  grow(): void {
    this.rows = Math.min(LARGEST_PAGE, this.rows * 4);
  }
}
