import { randomUUID } from 'node:crypto';
import type { ProposedEvent, WriteOutcome, WriteRequest } from './append-request.ts';
import type { Decision, StoredEvent } from './append-rules.ts';
import { compareWithStored, decideWrite } from './append-rules.ts';
import type { EventLog } from './event-log.ts';
import { findEventIds, insertEvents, readEventIds } from './event-table.ts';
import type { KnownNames } from './known-names.ts';
import type { RecordedEvent } from './recorded-event.ts';
import {
  METADATA_EVENT_TYPE,
  NO_STREAM,
  TOMBSTONE_EVENT_TYPE,
  TOMBSTONE_REVISION,
  ticksOf,
} from './recorded-event.ts';
import type { StreamHead, StreamHeads } from './stream-heads.ts';
import { isClosed } from './stream-heads.ts';
import {
  isMetadataStream,
  isSoftDeleted,
  metadataOf,
  metadataStreamOf,
  streamDescribedBy,
  withTruncateBefore,
} from './stream-metadata.ts';
import type { LogLine, WriterSession } from './writer-session.ts';

/** A write on its way. */
export type PendingWrite = {
  readonly request: WriteRequest;
  /** Milliseconds since the epoch; afterwards the answer is `timeout`, written or not. */
  readonly deadline: number;
  /** Called exactly once. */
  readonly answer: (outcome: WriteOutcome) => void;
};

type Entry = PendingWrite & { answered: boolean };

type Plan = {
  readonly events: RecordedEvent[];
  readonly changed: Map<string, StreamHead>;
  readonly answers: { entry: Entry; outcome: WriteOutcome }[];
};

/** So many events at most go into one transaction, unless one request alone has more. */
const MAXIMUM_GROUP = 4_000;
const DEADLINE_CHECK_MILLISECONDS = 25;

/**
 * The only writer of the log: decides and commits, group after group.
 *
 * Whatever arrives while a transaction runs goes into the next one together. Decisions are taken one after another
 * on the heads as the group leaves them; nothing of a group enters the node's memory before its commit, so a
 * failed transaction leaves nothing to put back.
 */
export class LogWriter {
  readonly #session: WriterSession;
  readonly #log: EventLog;
  readonly #heads: StreamHeads;
  readonly #names: KnownNames;
  readonly #logLine: LogLine;
  #waiting: Entry[] = [];
  #group: Entry[] = [];
  #running: Promise<void> | undefined;
  #stopping = false;
  #deadlines: NodeJS.Timeout | undefined;

  constructor(
    session: WriterSession,
    log: EventLog,
    heads: StreamHeads,
    names: KnownNames,
    logLine: LogLine,
  ) {
    this.#session = session;
    this.#log = log;
    this.#heads = heads;
    this.#names = names;
    this.#logLine = logLine;
    session.onLost(() => this.#wake());
  }

  submit(write: PendingWrite): void {
    if (this.#stopping) {
      write.answer({ kind: 'stopping' });
      return;
    }
    if (write.deadline <= Date.now()) {
      write.answer({ kind: 'timeout' });
      return;
    }
    this.#waiting.push({ ...write, answered: false });
    this.#deadlines ??= setInterval(() => this.#answerExpired(), DEADLINE_CHECK_MILLISECONDS).unref();
    this.#wake();
  }

  #wake(): void {
    this.#running ??= this.#run();
  }

  /** Takes nothing new, finishes what is under way within `milliseconds` and answers the rest. */
  async close(milliseconds: number): Promise<void> {
    this.#stopping = true;
    const timer = setTimeout(() => this.#answerAll({ kind: 'stopping' }), milliseconds);
    await Promise.race([
      this.#running ?? Promise.resolve(),
      new Promise((resolve) => setTimeout(resolve, milliseconds + 100).unref()),
    ]);
    clearTimeout(timer);
    clearInterval(this.#deadlines);
    this.#answerAll({ kind: 'stopping' });
  }

  async #run(): Promise<void> {
    // What arrives in the same turn of the event loop belongs into the same transaction.
    await new Promise<void>((resolve) => setImmediate(resolve));
    // A connection lost at rest is taken up again at once, and the lock with it.
    if (this.#session.isLost) await this.#commit([]);
    while (this.#waiting.length > 0) {
      this.#group = this.#takeGroup();
      await this.#commit(this.#group);
      this.#group = [];
    }
    clearInterval(this.#deadlines);
    this.#deadlines = undefined;
    this.#running = undefined;
  }

  #takeGroup(): Entry[] {
    let events = 0;
    let count = 0;
    for (const entry of this.#waiting) {
      events += entry.request.events.length + 1;
      if (count > 0 && events > MAXIMUM_GROUP) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #commit(group: Entry[]): Promise<void> {
    // Set while it is not known whether its insert was committed.
    let doubtful: Plan | undefined;
    for (;;) {
      try {
        if (this.#session.isLost) {
          const last = await this.#session.reconnect();
          if (last === undefined) return;
          if (doubtful !== undefined && (await this.#isCommitted(doubtful, last))) {
            this.#finish(doubtful);
            return;
          }
          doubtful = undefined;
          if (last !== this.#log.head) this.#startOver(last);
        }
        const plan = await this.#plan(group.filter((entry) => !entry.answered));
        if (plan.events.length > 0) {
          doubtful = plan;
          await insertEvents(this.#session.client, plan.events);
        }
        this.#finish(plan);
        return;
      } catch (error) {
        if (!this.#session.endedBy(error)) {
          await this.#failed(group, error);
          return;
        }
      }
    }
  }

  /** After a definite refusal by PostgreSQL: the others of the group need not suffer for one request. */
  async #failed(group: Entry[], error: unknown): Promise<void> {
    const reason = error instanceof Error ? error.message : String(error);
    if (isUniqueViolation(error)) {
      this.#logLine(`somebody else wrote to event_store.events: ${reason}`);
      const last = await this.#session.reconnect();
      if (last !== undefined) this.#startOver(last);
    }
    if (group.length > 1) {
      for (const entry of group) await this.#commit([entry]);
      return;
    }
    this.#logLine(`an append failed: ${reason}`);
    for (const entry of group) this.#answer(entry, { kind: 'failed', reason });
  }

  async #isCommitted(plan: Plan, last: number): Promise<boolean> {
    const end = plan.events.at(-1);
    if (end === undefined || last !== end.position) return false;
    const places = await findEventIds(this.#session.client, [end.id]);
    return places.some((place) => place.position === end.position && place.stream === end.stream);
  }

  #startOver(last: number): void {
    this.#heads.clear();
    this.#names.restart();
    this.#log.restart(last);
  }

  #finish(plan: Plan): void {
    this.#heads.committed(plan.events, plan.changed);
    this.#log.publish(plan.events);
    for (const { entry, outcome } of plan.answers) this.#answer(entry, outcome);
  }

  #answer(entry: Entry, outcome: WriteOutcome): void {
    if (entry.answered) return;
    entry.answered = true;
    try {
      entry.answer(outcome);
    } catch (error) {
      this.#logLine(`an append could not be answered: ${String(error)}`);
    }
  }

  #answerAll(outcome: WriteOutcome): void {
    for (const entry of this.#group) this.#answer(entry, outcome);
    for (const entry of this.#waiting.splice(0)) this.#answer(entry, outcome);
  }

  #answerExpired(): void {
    const now = Date.now();
    for (const entry of this.#group) if (entry.deadline <= now) this.#answer(entry, { kind: 'timeout' });
    if (!this.#waiting.some((entry) => entry.deadline <= now)) return;
    for (const entry of this.#waiting) if (entry.deadline <= now) this.#answer(entry, { kind: 'timeout' });
    this.#waiting = this.#waiting.filter((entry) => !entry.answered);
  }

  async #plan(group: readonly Entry[]): Promise<Plan> {
    const heads = await this.#heads.load(this.#session.client, streamsOf(group));
    const draft = new Draft(this.#log.head, heads);
    const known = await this.#knownIds(group, draft);
    for (const entry of group) {
      const { request } = entry;
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
        draft.answers.push({ entry, outcome: decision.outcome });
        continue;
      }
      if (decision.kind === 'compare') throw new Error('A comparison asked for another comparison.');
      if (isSoftDeleted(head.metadata)) await this.#loadInto(draft, [metadataStreamOf(request.stream)]);
      const written = draft.write(request);
      draft.answers.push({ entry, outcome: written.outcome });
      for (const event of written.events) {
        if (event.stream !== request.stream) continue;
        if (!ofStream.has(event.id)) ofStream.set(event.id, event);
      }
      if (!known.has(request.stream)) known.set(request.stream, ofStream);
    }
    return draft;
  }

  async #loadInto(draft: Draft, streams: string[]): Promise<void> {
    const missing = streams.filter((stream) => !draft.knows(stream));
    if (missing.length > 0) draft.add(await this.#heads.load(this.#session.client, missing));
  }

  /** Where event ids of the group already are, by stream. Streams without events need no look-up. */
  async #knownIds(group: readonly Entry[], draft: Draft): Promise<Map<string, Map<string, StoredEvent>>> {
    const ids: string[] = [];
    for (const { request } of group) {
      if (request.expected.kind !== 'any' && request.expected.kind !== 'streamExists') continue;
      if (draft.head(request.stream).revision === NO_STREAM) continue;
      for (const event of request.events) if (this.#names.mayHaveEvent(event.id)) ids.push(event.id);
    }
    const known = new Map<string, Map<string, StoredEvent>>();
    if (ids.length === 0) return known;
    for (const place of await findEventIds(this.#session.client, ids)) {
      const ofStream = known.get(place.stream) ?? new Map<string, StoredEvent>();
      // The first occurrence counts, should one id have been written twice under exact revisions.
      if (!ofStream.has(place.id)) ofStream.set(place.id, place);
      known.set(place.stream, ofStream);
    }
    return known;
  }

  async #storedFrom(request: WriteRequest, revision: number, draft: Draft): Promise<StoredEvent[]> {
    const count = request.events.length;
    const stored =
      this.#log.recent.ofStreamFrom(request.stream, revision, count) ??
      (await readEventIds(this.#session.client, request.stream, revision, count));
    const planned = draft.events.filter(
      (event) => event.stream === request.stream && event.revision >= revision,
    );
    return [...stored, ...planned].slice(0, count);
  }
}

/** The events of one transaction as they are being decided. */
class Draft implements Plan {
  readonly events: RecordedEvent[] = [];
  readonly changed = new Map<string, StreamHead>();
  readonly answers: { entry: Entry; outcome: WriteOutcome }[] = [];
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

function streamsOf(group: readonly Entry[]): Set<string> {
  const streams = new Set<string>();
  for (const { request } of group) {
    streams.add(request.stream);
    if (isMetadataStream(request.stream)) streams.add(streamDescribedBy(request.stream));
    if (request.kind === 'softDelete') streams.add(metadataStreamOf(request.stream));
  }
  return streams;
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}

function unknownKind(kind: never): never {
  throw new Error(`Unknown kind of write ${String(kind)}`);
}
