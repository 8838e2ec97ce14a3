import { DomainError } from '@ticketing/contracts/errors.ts';
import {
  type DomainEvent,
  eventSchemas,
  type RecordedEvent,
  schemaVersion,
} from '@ticketing/contracts/events/event.ts';
import { streamCategory } from '@ticketing/contracts/streams.ts';
import type { AggregateMetrics } from './aggregate-metrics.ts';
import { type EventStore, type EventToAppend, WrongExpectedRevision } from './event-store.ts';
import { derivedId } from './ids.ts';
import { createReadWaves } from './read-waves.ts';
import { type CommandTrace, traceAppend, traceOfCause } from './tracing/command-spans.ts';
import { tracing } from './tracing/spans.ts';

/** How a stream becomes a state. `evolve` never throws: what is in the log has happened. */
export type Fold<State> = {
  readonly initial: State;
  readonly evolve: (state: State, event: RecordedEvent) => State;
  /** How many of the stream's latest commands are kept in memory for their retries; all of them unless told. */
  readonly remembered?: number;
};

/** A stream's state at a revision; `-1n` when the stream has no event. */
export type Folded<State> = { readonly state: State; readonly revision: bigint; readonly position: bigint };

/** Who commands what, and what to make of it in the log. */
export type CommandContext = {
  /** The idempotency key: the same command twice is done once and answered the same. */
  readonly commandId: string;
  /** The command's name, e.g. `MoveTicket`. */
  readonly command: string;
  readonly actorId: string;
  /** Business time, ISO 8601. */
  readonly at: string;
  readonly correlationId: string;
  readonly causationId: string;
  /** `if-match`: the revision that the caller saw. */
  readonly expectedRevision?: bigint | undefined;
  /** The caller gave the id and may send the command again, to this process or another. */
  readonly retryable: boolean;
  /** While traces are recorded. */
  readonly trace?: CommandTrace | undefined;
};

/** How a command hangs together with the event that brought it about. */
export type Cause = Pick<CommandContext, 'correlationId' | 'causationId' | 'trace'>;

/** @throws DomainError `revision_conflict` when the caller saw another revision than the one that is there */
export function requireRevision({ expectedRevision }: CommandContext, revision: bigint): void {
  if (expectedRevision !== undefined && expectedRevision !== revision) {
    throw new DomainError('revision_conflict', `the revision is ${revision} now`);
  }
}

export type Done = { readonly revision: bigint; readonly position: bigint };

export type Aggregates = {
  /** The state as of now: reads what came after the cached revision. Concurrent callers share a read. */
  fresh<State>(stream: string, fold: Fold<State>): Promise<Folded<State>>;
  /** The cached state if there is one: may be stale, so only for what never changes once it is there. */
  known<State>(stream: string, fold: Fold<State>): Promise<Folded<State>>;
  /**
   * Decides and appends; on a conflict decides again on fresh state. The cached state is decided on first, since the
   * append itself proves that it was current; a refusal is only believed of fresh state.
   */
  execute<State>(
    stream: string,
    fold: Fold<State>,
    context: CommandContext,
    decide: (state: State, revision: bigint) => readonly DomainEvent[],
  ): Promise<Done>;
  /** The answer that this command had on this stream before, if it was done already. */
  answered<State>(stream: string, fold: Fold<State>, context: CommandContext): Promise<Done | undefined>;
  /** Appends without a decision, for streams whose revision alone matters. */
  append(
    stream: string,
    context: CommandContext,
    event: DomainEvent,
    expected: 'any' | 'no_stream' | bigint,
  ): Promise<Done>;
  /** What a command that an event of this stream brings about goes on with; reads the stream. */
  causeOf(stream: string, eventId: string): Promise<Cause>;
};

type DoneBefore = Done & { readonly command: string; readonly actorId: string };

type Entry = {
  state: unknown;
  revision: bigint;
  position: bigint;
  /** What was done by which command: makes a retry exact whatever the store remembers. */
  readonly done: Map<string, DoneBefore>;
  /** The cached state is known to lack what this process wrote. */
  stale: boolean;
  reading: Promise<void> | undefined;
  next: Promise<void> | undefined;
  /** Tail of the line of commands on this stream in this process, so that they do not conflict among themselves. */
  line: Promise<unknown>;
};

export type AggregateOptions = {
  /** Folded streams kept in memory; the least recently used one goes first. */
  readonly cached?: number;
  /** How often a command is decided again after another writer came first. */
  readonly attempts?: number;
  readonly metrics?: AggregateMetrics | undefined;
};

const hit = { result: 'hit' };
const miss = { result: 'miss' };

/** Folded states of streams, cached by revision, and the one way in which commands reach the log. */
export function createAggregates(store: EventStore, options: AggregateOptions = {}): Aggregates {
  const { cached = 20_000, attempts = 10, metrics } = options;
  const entries = new Map<string, Entry>();
  const waves = createReadWaves();

  function entryOf(stream: string, fold: Fold<unknown>): Entry {
    const known = entries.get(stream);
    metrics?.lookups.inc(known ? hit : miss);
    if (known) {
      entries.delete(stream);
      entries.set(stream, known);
      return known;
    }
    const entry: Entry = {
      state: fold.initial,
      revision: -1n,
      position: 0n,
      done: new Map(),
      stale: false,
      reading: undefined,
      next: undefined,
      line: Promise.resolve(),
    };
    entries.set(stream, entry);
    if (entries.size > cached) entries.delete(entries.keys().next().value ?? '');
    return entry;
  }

  function apply(entry: Entry, fold: Fold<unknown>, event: RecordedEvent): void {
    if (event.revision !== entry.revision + 1n) return;
    entry.state = fold.evolve(entry.state, event);
    entry.revision = event.revision;
    entry.position = event.position;
    const { commandId, command, actorId } = event.metadata;
    remember(entry, fold, commandId, {
      revision: event.revision,
      position: event.position,
      command,
      actorId,
    });
  }

  async function readOn(stream: string, entry: Entry, fold: Fold<unknown>): Promise<void> {
    entry.stale = false;
    for await (const event of store.readStream(stream, entry.revision + 1n)) apply(entry, fold, event);
  }

  function begin(stream: string, entry: Entry, fold: Fold<unknown>): Promise<void> {
    const reading = readOn(stream, entry, fold).finally(() => {
      if (entry.reading === reading) entry.reading = undefined;
    });
    entry.reading = reading;
    return reading;
  }

  /**
   * A read that started before the caller came may have missed what the caller must see: wait for the next one. One that
   * has not begun yet will see it.
   */
  function freshen(stream: string, entry: Entry, fold: Fold<unknown>): Promise<void> {
    const wave = waves.next();
    if (entry.next) return entry.next;
    if (!entry.reading && !wave) return begin(stream, entry, fold);
    entry.next = Promise.all([wave, entry.reading?.catch(() => undefined)]).then(() => {
      entry.next = undefined;
      return begin(stream, entry, fold);
    });
    return entry.next;
  }

  function answerOf(entry: Entry, context: CommandContext): Done | undefined {
    const before = entry.done.get(context.commandId);
    if (!before) return undefined;
    if (before.command !== context.command || before.actorId !== context.actorId) {
      throw new DomainError('idempotency_key_reused');
    }
    return { revision: before.revision, position: before.position };
  }

  async function write(
    stream: string,
    batch: readonly EventToAppend[],
    expected: 'any' | 'no_stream' | bigint,
    context: CommandContext,
    tried: number,
  ): Promise<Done> {
    const began = performance.now();
    const done = await appendSurely(store, stream, batch, expected, metrics);
    metrics?.appendSeconds.observe({ category: streamCategory(stream) }, (performance.now() - began) / 1_000);
    if (tracing()) {
      traceAppend(context, stream, { began, tried, events: batch.length, position: done.position });
    }
    return done;
  }

  async function attempt<State>(
    stream: string,
    fold: Fold<State>,
    context: CommandContext,
    decide: (state: State, revision: bigint) => readonly DomainEvent[],
  ): Promise<Done> {
    const entry = entryOf(stream, fold as Fold<unknown>);
    // The cache holds states of many types; a stream is only ever folded by its own fold.
    const state = () => entry.state as State;
    // A retried command must be found before it is decided again; a new one is proven by its append.
    let known = !entry.stale && (entry.revision >= 0n || !context.retryable);
    for (let tried = 0; tried < attempts; tried++) {
      if (!known) await freshen(stream, entry, fold as Fold<unknown>);
      const before = answerOf(entry, context);
      if (before) return before;
      let events: readonly DomainEvent[];
      try {
        requireRevision(context, entry.revision);
        events = decide(state(), entry.revision);
      } catch (error) {
        if (!known) throw error;
        known = false;
        continue;
      }
      if (events.length === 0) {
        if (!known) return { revision: entry.revision, position: entry.position };
        known = false;
        continue;
      }
      const expected = entry.revision;
      const batch = events.map((event, index) => toAppend(stream, event, context, index));
      try {
        const done = await write(stream, batch, expected < 0n ? 'no_stream' : expected, context, tried + 1);
        const { commandId, command, actorId } = context;
        remember(entry, fold as Fold<unknown>, commandId, { ...done, command, actorId });
        if (context.retryable) {
          // The store may have answered for an earlier try of this command, whose events may differ from these.
          entry.stale = true;
          return done;
        }
        for (const [index, { id, event, metadata }] of batch.entries()) {
          apply(entry, fold as Fold<unknown>, {
            ...event,
            id,
            stream,
            revision: expected + BigInt(index) + 1n,
            position: done.position,
            recordedAt: new Date(),
            metadata,
          });
        }
        return done;
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision)) throw error;
        metrics?.conflicts.inc({ category: streamCategory(stream) });
        known = false;
        if (tried > 1) await jitter(tried);
      }
    }
    throw new DomainError('too_many_conflicts');
  }

  return {
    async fresh<State>(stream: string, fold: Fold<State>) {
      const entry = entryOf(stream, fold as Fold<unknown>);
      await freshen(stream, entry, fold as Fold<unknown>);
      return { state: entry.state as State, revision: entry.revision, position: entry.position };
    },

    async known<State>(stream: string, fold: Fold<State>) {
      const entry = entryOf(stream, fold as Fold<unknown>);
      if (entry.revision < 0n) await freshen(stream, entry, fold as Fold<unknown>);
      return { state: entry.state as State, revision: entry.revision, position: entry.position };
    },

    execute(stream, fold, context, decide) {
      const entry = entryOf(stream, fold as Fold<unknown>);
      const mine = entry.line.then(() => attempt(stream, fold, context, decide));
      entry.line = mine.catch(() => undefined);
      return mine;
    },

    async answered<State>(stream: string, fold: Fold<State>, context: CommandContext) {
      const entry = entryOf(stream, fold as Fold<unknown>);
      if (!entry.done.has(context.commandId)) await freshen(stream, entry, fold as Fold<unknown>);
      return answerOf(entry, context);
    },

    append: (stream, context, event, expected) =>
      write(stream, [toAppend(stream, event, context, 0)], expected, context, 1),

    async causeOf(stream, eventId) {
      for await (const { id, metadata } of store.readStream(stream)) {
        if (id !== eventId) continue;
        const { $correlationId: correlationId } = metadata;
        return { correlationId, causationId: eventId, trace: traceOfCause(stream, metadata) };
      }
      return { correlationId: eventId, causationId: eventId };
    },
  };
}

/** The oldest is forgotten first: a map keeps the order in which its keys came. */
function remember(entry: Entry, { remembered }: Fold<unknown>, commandId: string, done: DoneBefore): void {
  entry.done.set(commandId, done);
  if (remembered !== undefined && entry.done.size > remembered) {
    entry.done.delete(entry.done.keys().next().value ?? '');
  }
}

/** Event ids derive from the command and the stream, so the store's own idempotence makes a retry harmless. */
function toAppend(stream: string, event: DomainEvent, context: CommandContext, index: number): EventToAppend {
  const schema = eventSchemas[event.type];
  if (!schema) throw new Error(`unknown event type ${event.type}`);
  // Nothing gets into the log that its schema would not read again.
  schema.parse(event.data);
  return {
    id: derivedId(context.commandId, `${stream}:${index}`),
    event,
    metadata: {
      $correlationId: context.correlationId,
      $causationId: context.causationId,
      commandId: context.commandId,
      command: context.command,
      actorId: context.actorId,
      at: context.at,
      schema: schemaVersion(event.type),
    },
  };
}

/** Waits before the outcome of an unanswered append is asked for again, in milliseconds. */
const RETRY_AFTER = [50, 200, 500, 1_000, 2_000];

/** An append that was not answered may have been written: it is sent again with the same ids until it is answered. */
async function appendSurely(
  store: EventStore,
  stream: string,
  batch: readonly EventToAppend[],
  expected: 'any' | 'no_stream' | bigint,
  metrics: AggregateMetrics | undefined,
): Promise<Done> {
  for (let tried = 0; ; tried++) {
    try {
      return await store.append(stream, batch, expected);
    } catch (error) {
      const wait = RETRY_AFTER[tried];
      const unanswered = error instanceof DomainError && error.code === 'store_unavailable';
      if (!unanswered || wait === undefined) throw error;
      metrics?.unanswered.inc();
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

const jitter = (tried: number) =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * 5 * 2 ** Math.min(tried, 5)));
