import type { WriteOutcome, WriteRequest } from './append-request.ts';
import type { Decision, StoredEvent } from './append-rules.ts';
import { compareWithStored, decideWrite } from './append-rules.ts';
import type { EventLog } from './event-log.ts';
import { findEventIds, type Queryable, readEventIds } from './event-table.ts';
import type { KnownNames } from './known-names.ts';
import { NO_STREAM, type RecordedEvent } from './recorded-event.ts';
import { isClosed, type StreamHead, type StreamHeads } from './stream-heads.ts';
import { isMetadataStream, isSoftDeleted, metadataStreamOf, streamDescribedBy } from './stream-metadata.ts';
import { WriteDraft } from './write-draft.ts';

/** What one transaction will write, and what is answered once it has been committed. */
export type Plan = {
  readonly events: readonly RecordedEvent[];
  /** The heads of the streams as the transaction leaves them. */
  readonly changed: ReadonlyMap<string, StreamHead>;
  /** One for each request, in their order. */
  readonly outcomes: readonly WriteOutcome[];
};

/**
 * Decides a group of writes one after another, each on the heads as the ones before it leave them. Looks up what it
 * has to know in as few queries as possible, and changes nothing outside of the plan.
 */
export class WritePlanner {
  readonly #client: () => Queryable;
  readonly #log: EventLog;
  readonly #heads: StreamHeads;
  readonly #names: KnownNames;

  /** @param client the writer's session, which a reconnection replaces */
  constructor(client: () => Queryable, log: EventLog, heads: StreamHeads, names: KnownNames) {
    this.#client = client;
    this.#log = log;
    this.#heads = heads;
    this.#names = names;
  }

  async plan(requests: readonly WriteRequest[]): Promise<Plan> {
    const heads = await this.#heads.load(this.#client(), streamsOf(requests));
    const draft = new WriteDraft(this.#log.head, heads);
    const known = await this.#knownIds(requests, draft);
    const outcomes: WriteOutcome[] = [];
    for (const request of requests) {
      const head = draft.head(request.stream);
      const described = isMetadataStream(request.stream)
        ? draft.head(streamDescribedBy(request.stream))
        : undefined;
      const ofStream = known.get(request.stream) ?? new Map<string, StoredEvent>();
      let decision: Decision = decideWrite(
        request,
        head,
        described !== undefined && isClosed(described),
        ofStream,
      );
      if (decision.kind === 'compare') {
        const stored = await this.#storedFrom(request, decision.firstRevision, draft);
        decision = compareWithStored(request, head, stored);
      }
      if (decision.kind === 'answer') {
        outcomes.push(decision.outcome);
        continue;
      }
      if (decision.kind === 'compare') throw new Error('A comparison asked for another comparison.');
      if (isSoftDeleted(head.metadata)) await this.#loadInto(draft, [metadataStreamOf(request.stream)]);
      const written = draft.write(request);
      outcomes.push(written.outcome);
      for (const event of written.events) {
        if (event.stream !== request.stream) continue;
        if (!ofStream.has(event.id)) ofStream.set(event.id, event);
      }
      if (!known.has(request.stream)) known.set(request.stream, ofStream);
    }
    return { events: draft.events, changed: draft.changed, outcomes };
  }

  async #loadInto(draft: WriteDraft, streams: string[]): Promise<void> {
    const missing = streams.filter((stream) => !draft.knows(stream));
    if (missing.length > 0) draft.add(await this.#heads.load(this.#client(), missing));
  }

  /** Where event ids of the group already are, by stream. Streams without events need no look-up. */
  async #knownIds(
    requests: readonly WriteRequest[],
    draft: WriteDraft,
  ): Promise<Map<string, Map<string, StoredEvent>>> {
    const ids: string[] = [];
    for (const request of requests) {
      if (request.expected.kind !== 'any' && request.expected.kind !== 'streamExists') continue;
      if (draft.head(request.stream).revision === NO_STREAM) continue;
      for (const event of request.events) if (this.#names.mayHaveEvent(event.id)) ids.push(event.id);
    }
    const known = new Map<string, Map<string, StoredEvent>>();
    if (ids.length === 0) return known;
    for (const place of await findEventIds(this.#client(), ids)) {
      const ofStream = known.get(place.stream) ?? new Map<string, StoredEvent>();
      // The first occurrence counts, should one id have been written twice under exact revisions.
      if (!ofStream.has(place.id)) ofStream.set(place.id, place);
      known.set(place.stream, ofStream);
    }
    return known;
  }

  async #storedFrom(request: WriteRequest, revision: number, draft: WriteDraft): Promise<StoredEvent[]> {
    const count = request.events.length;
    const stored =
      this.#log.recent.ofStreamFrom(request.stream, revision, count) ??
      (await readEventIds(this.#client(), request.stream, revision, count));
    const planned = draft.events.filter(
      (event) => event.stream === request.stream && event.revision >= revision,
    );
    return [...stored, ...planned].slice(0, count);
  }
}

function streamsOf(requests: readonly WriteRequest[]): Set<string> {
  const streams = new Set<string>();
  for (const request of requests) {
    streams.add(request.stream);
    if (isMetadataStream(request.stream)) streams.add(streamDescribedBy(request.stream));
    if (request.kind === 'softDelete') streams.add(metadataStreamOf(request.stream));
  }
  return streams;
}
