import type { EventLog } from './event-log.ts';
import type { Queryable } from './event-table.ts';
import { readStreamHeads } from './event-table.ts';
import type { KnownNames } from './known-names.ts';
import { RecentlyUsed } from './recently-used.ts';
import type { RecordedEvent } from './recorded-event.ts';
import { NO_STREAM, TOMBSTONE_REVISION } from './recorded-event.ts';
import type { StreamMetadata } from './stream-metadata.ts';
import {
  isMetadataStream,
  metadataOf,
  metadataStreamOf,
  NO_METADATA,
  streamDescribedBy,
} from './stream-metadata.ts';

/** Where a stream ends and what its metadata says. */
export type StreamHead = {
  /** `NO_STREAM` before the first event, `TOMBSTONE_REVISION` after the stream was closed for ever. */
  readonly revision: number;
  /** Log position of the last event, 0 without events. */
  readonly position: number;
  readonly metadata: StreamMetadata;
  readonly metadataEvent: { isJson: boolean; data: Buffer } | undefined;
};

/**
 * The heads of streams, loaded when first needed and kept while they are in use (least recently used first out).
 * Commits keep them exact; nobody but the writer of this node writes to the table.
 */
export class StreamHeads {
  readonly #heads: RecentlyUsed<StreamHead>;
  readonly #log: EventLog;
  readonly #names: KnownNames;

  /** @param minimum how many heads are kept at least */
  constructor(log: EventLog, names: KnownNames, minimum: number) {
    this.#log = log;
    this.#names = names;
    this.#heads = new RecentlyUsed(minimum);
  }

  peek(stream: string): StreamHead | undefined {
    const head = this.#heads.get(stream);
    if (head !== undefined) return head;
    if (this.#names.mayHaveStream(stream)) return undefined;
    if (!isMetadataStream(stream) && this.#names.mayHaveStream(metadataStreamOf(stream))) return undefined;
    return isMetadataStream(stream) ? NEW_METADATA_STREAM : NEW_STREAM;
  }

  /** Makes the heads of `streams` known and returns them by name. */
  async load(client: Queryable, streams: Iterable<string>): Promise<Map<string, StreamHead>> {
    const found = new Map<string, StreamHead>();
    const missing: string[] = [];
    for (const stream of new Set(streams)) {
      const head = this.peek(stream);
      if (head === undefined) missing.push(stream);
      else found.set(stream, head);
    }
    if (missing.length === 0) return found;
    const headBefore = this.#log.head;
    const rows = await readStreamHeads(client, missing);
    // Commits may have passed the query by. They are all among the recent events, unless these were cut off meanwhile.
    const exact = this.#log.recent.firstPosition <= headBefore + 1;
    for (const row of rows) {
      const stored: StreamHead = {
        revision: row.revision,
        position: row.position,
        metadata: metadataOf(row.stream, row.metadata),
        metadataEvent: row.metadata,
      };
      const head = this.#heads.get(row.stream) ?? this.#withRecentEvents(row.stream, stored);
      found.set(row.stream, head);
      if (exact) this.#heads.set(row.stream, head);
    }
    return found;
  }

  /**
   * Takes over what was just committed. Call it before the log is published.
   * @param changed the heads of the written streams as they are now
   */
  committed(events: readonly RecordedEvent[], changed: ReadonlyMap<string, StreamHead>): void {
    for (const event of events) {
      if (isMetadataStream(event.stream)) this.#describe(streamDescribedBy(event.stream), event);
    }
    for (const [stream, head] of changed) this.#heads.set(stream, head);
    for (const event of events) this.#names.add(event);
  }

  /** Forgets everything, after the table changed behind the node's back. */
  clear(): void {
    this.#heads.clear();
  }

  #describe(stream: string, event: RecordedEvent): void {
    const before = this.#heads.get(stream);
    // A head that is not held is read from the table when it is needed, this event included.
    if (before === undefined) return;
    this.#heads.set(stream, { ...before, metadata: metadataOf(stream, event), metadataEvent: event });
  }

  #withRecentEvents(stream: string, stored: StreamHead): StreamHead {
    const last = this.#log.recent.lastOf(stream);
    const described = this.#log.recent.lastOf(metadataStreamOf(stream));
    const moved = last !== undefined && last.position > stored.position;
    return {
      revision: moved ? last.revision : stored.revision,
      position: moved ? last.position : stored.position,
      metadata: described === undefined ? stored.metadata : metadataOf(stream, described),
      metadataEvent: described ?? stored.metadataEvent,
    };
  }
}

const NEW_STREAM: StreamHead = {
  revision: NO_STREAM,
  position: 0,
  metadata: NO_METADATA,
  metadataEvent: undefined,
};
const NEW_METADATA_STREAM: StreamHead = { ...NEW_STREAM, metadata: metadataOf('$$', undefined) };

export function isClosed(head: StreamHead): boolean {
  return head.revision === TOMBSTONE_REVISION;
}

export function hasEvents(head: StreamHead): boolean {
  return head.revision !== NO_STREAM;
}
