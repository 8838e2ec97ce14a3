import { randomUUID } from 'node:crypto';
import type { ProposedEvent, WriteOutcome, WriteRequest } from './append-request.ts';
import type { RecordedEvent } from './recorded-event.ts';
import {
  METADATA_EVENT_TYPE,
  NO_STREAM,
  TOMBSTONE_EVENT_TYPE,
  TOMBSTONE_REVISION,
  ticksOf,
} from './recorded-event.ts';
import type { StreamHead } from './stream-heads.ts';
import {
  isMetadataStream,
  isSoftDeleted,
  metadataOf,
  metadataStreamOf,
  streamDescribedBy,
  withTruncateBefore,
} from './stream-metadata.ts';

/** The events of one transaction as they are being decided. */
export class WriteDraft {
  readonly events: RecordedEvent[] = [];
  readonly changed = new Map<string, StreamHead>();
  readonly #committed: Map<string, StreamHead>;
  /** Heads of described streams before the write under way touched their metadata. */
  readonly #deletedBefore = new Map<string, StreamHead>();
  readonly #created = ticksOf(Date.now());
  #position: number;

  constructor(position: number, committed: Map<string, StreamHead>) {
    this.#position = position;
    this.#committed = committed;
  }

  knows(stream: string): boolean {
    return this.changed.has(stream) || this.#committed.has(stream);
  }

  add(heads: ReadonlyMap<string, StreamHead>): void {
    for (const [stream, head] of heads) this.#committed.set(stream, head);
  }

  head(stream: string): StreamHead {
    const head = this.changed.get(stream) ?? this.#committed.get(stream);
    if (head === undefined) throw new Error(`The head of stream ${stream} was not loaded.`);
    return head;
  }

  write(request: WriteRequest): { outcome: WriteOutcome; events: RecordedEvent[] } {
    const before = this.head(request.stream);
    const from = this.events.length;
    this.#deletedBefore.clear();
    switch (request.kind) {
      case 'append': {
        if (request.events.length === 0) {
          return { outcome: { kind: 'nothingToWrite', revision: before.revision }, events: [] };
        }
        for (const event of request.events) this.#append(request.stream, event);
        const outcome = this.#writtenTo(request.stream);
        this.#undelete(request.stream, before);
        return { outcome, events: this.events.slice(from) };
      }
      case 'softDelete':
        this.#setMetadata(request.stream, withTruncateBefore(before.metadataEvent, TOMBSTONE_REVISION));
        return {
          outcome: this.#writtenTo(metadataStreamOf(request.stream)),
          events: this.events.slice(from),
        };
      case 'tombstone':
        this.#record(request.stream, TOMBSTONE_REVISION, {
          id: randomUUID(),
          type: TOMBSTONE_EVENT_TYPE,
          isJson: false,
          data: Buffer.alloc(0),
          metadata: Buffer.alloc(0),
        });
        return { outcome: this.#writtenTo(request.stream), events: this.events.slice(from) };
      default:
        return unknownKind(request.kind);
    }
  }

  /** Writing to a soft-deleted stream, or to its metadata, brings it back from its next revision on. */
  #undelete(written: string, before: StreamHead): void {
    if (isSoftDeleted(before.metadata)) {
      this.#setMetadata(written, withTruncateBefore(before.metadataEvent, before.revision + 1));
      return;
    }
    if (!isMetadataStream(written)) return;
    const described = streamDescribedBy(written);
    const wasDeleted = isSoftDeleted(this.#deletedBefore.get(described)?.metadata ?? {});
    const now = this.head(described);
    if (wasDeleted && now.metadata.truncateBefore === undefined && now.revision !== NO_STREAM) {
      this.#setMetadata(described, withTruncateBefore(now.metadataEvent, now.revision + 1));
    }
  }

  #setMetadata(stream: string, data: Buffer): void {
    this.#append(metadataStreamOf(stream), {
      id: randomUUID(),
      type: METADATA_EVENT_TYPE,
      isJson: true,
      data,
      metadata: Buffer.alloc(0),
    });
  }

  #append(stream: string, event: ProposedEvent): void {
    this.#record(stream, this.head(stream).revision + 1, event);
  }

  #record(stream: string, revision: number, event: ProposedEvent): void {
    this.#position += 1;
    this.events.push({
      position: this.#position,
      stream,
      revision,
      id: event.id,
      type: event.type,
      isJson: event.isJson,
      created: this.#created,
      data: event.data,
      metadata: event.metadata,
    });
    this.changed.set(stream, { ...this.head(stream), revision, position: this.#position });
    if (!isMetadataStream(stream)) return;
    const described = streamDescribedBy(stream);
    if (!this.knows(described)) return;
    const before = this.head(described);
    if (!this.#deletedBefore.has(described)) this.#deletedBefore.set(described, before);
    this.changed.set(described, { ...before, metadata: metadataOf(described, event), metadataEvent: event });
  }

  #writtenTo(stream: string): WriteOutcome {
    const head = this.head(stream);
    return { kind: 'written', revision: head.revision, position: head.position };
  }
}

function unknownKind(kind: never): never {
  throw new Error(`Unknown kind of write ${String(kind)}`);
}
