import { randomUUID } from 'node:crypto';
import { type DomainEvent, type RecordedEvent, schemaVersion } from '@ticketing/contracts/events/event.ts';
import {
  type EventStore,
  type LogItem,
  UnreadableEvent,
  WrongExpectedRevision,
} from '@ticketing/platform/event-store.ts';
import { newId } from '@ticketing/platform/ids.ts';
import type { EventLog } from '../engine/subscription.ts';

export type ScriptedEventOptions = {
  /** Business time, ISO 8601; each event without one comes a second after the one before. */
  readonly at?: string;
  readonly actorId?: string;
  /** Events with the same id are of one command; otherwise each call is a command. */
  readonly commandId?: string;
};

type Follower = { readonly push: (item: LogItem) => void; readonly finish: (error?: Error) => void };

/**
 * A log in memory that does to its followers what a server may do: drop, end, fall silent. Positions grow in
 * steps of ten, so that a test which takes a position for a count fails.
 */
export function createScriptedLog() {
  const items: Exclude<LogItem, { kind: 'caught-up' }>[] = [];
  const revisions = new Map<string, bigint>();
  const followers = new Set<Follower>();
  const followedFrom: bigint[] = [];
  let position = 0n;
  let clock = Date.UTC(2026, 0, 5, 9);
  let endNext = 0;
  let headsAsked = 0;
  let onHeadAsked: () => void = () => undefined;
  let onFollowed: () => void = () => undefined;

  const nextPosition = () => {
    position += 10n;
    return position;
  };

  function add(item: Exclude<LogItem, { kind: 'caught-up' }>): void {
    items.push(item);
    for (const follower of followers) follower.push(item);
  }

  const positionOf = (item: LogItem): bigint => {
    if (item.kind === 'event') return item.event.position;
    return item.kind === 'caught-up' ? -1n : item.position;
  };

  const log: EventLog = {
    async head() {
      headsAsked++;
      onHeadAsked();
      return (
        items
          .filter(({ kind }) => kind !== 'checkpoint')
          .map(positionOf)
          .at(-1) ?? -1n
      );
    },
    async *readAll(after = -1n, passOver) {
      for (const item of [...items]) {
        if (item.kind === 'event' && item.event.position > after) yield item.event;
        if (item.kind !== 'unreadable' || item.position <= after || !passOver) continue;
        const position = { commit: item.position, prepare: item.position };
        passOver(new UnreadableEvent({ streamId: item.stream, revision: 0n, position }, item.reason));
      }
    },
    async *readStream(stream, from = 0n) {
      for (const item of items) {
        if (item.kind === 'unreadable' && item.stream === stream) throw new Error(item.reason);
        if (item.kind === 'event' && item.event.stream === stream && item.event.revision >= from)
          yield item.event;
      }
    },
    async *follow(after = -1n, signal) {
      followedFrom.push(after);
      const waiting: LogItem[] = items.filter((item) => positionOf(item) > after);
      waiting.push({ kind: 'caught-up' });
      let wake: (() => void) | undefined;
      let finished: { error?: Error } | undefined;
      const follower: Follower = {
        push(item) {
          waiting.push(item);
          wake?.();
        },
        finish(error) {
          // What is appended from now on is for whoever follows anew.
          followers.delete(follower);
          finished = error ? { error } : {};
          wake?.();
        },
      };
      followers.add(follower);
      if (endNext > 0) {
        endNext--;
        follower.finish();
      }
      onFollowed();
      const stop = () => follower.finish();
      signal?.addEventListener('abort', stop, { once: true });
      try {
        for (;;) {
          const item = waiting.shift();
          if (item) {
            yield item;
            continue;
          }
          if (finished) {
            if (finished.error) throw finished.error;
            return;
          }
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      } finally {
        followers.delete(follower);
        signal?.removeEventListener('abort', stop);
      }
    },
  };

  /** The same log as an event store that takes appends. */
  const store: EventStore = {
    ...log,
    async append(stream, batch, expected) {
      const revision = revisions.get(stream) ?? -1n;
      const wanted = expected === 'no_stream' ? -1n : expected;
      if (typeof wanted === 'bigint' && wanted !== revision) throw new WrongExpectedRevision(stream);
      for (const { id, event, metadata } of batch) {
        const next = (revisions.get(stream) ?? -1n) + 1n;
        revisions.set(stream, next);
        const recorded = { ...event, id, stream, revision: next, position: nextPosition(), metadata };
        add({ kind: 'event', event: { ...recorded, recordedAt: new Date(clock) } });
      }
      return { revision: revisions.get(stream) ?? -1n, position };
    },
    dispose: async () => undefined,
  };

  return {
    log,
    store,
    /** Positions that were asked for, one for each time the log was followed. */
    followedFrom,
    followers: () => followers.size,
    headsAsked: () => headsAsked,
    untilFollowed: (times: number) =>
      new Promise<void>((resolve) => {
        onFollowed = () => {
          if (followedFrom.length >= times) resolve();
        };
        onFollowed();
      }),
    untilHeadsAsked: (times: number) =>
      new Promise<void>((resolve) => {
        onHeadAsked = () => {
          if (headsAsked >= times) resolve();
        };
      }),

    append(
      stream: string,
      events: DomainEvent | readonly DomainEvent[],
      options: ScriptedEventOptions = {},
    ): RecordedEvent[] {
      const commandId = options.commandId ?? newId();
      return [events].flat().map((event) => {
        const revision = (revisions.get(stream) ?? -1n) + 1n;
        revisions.set(stream, revision);
        clock += 1_000;
        const recorded: RecordedEvent = {
          ...event,
          id: randomUUID(),
          stream,
          revision,
          position: nextPosition(),
          recordedAt: new Date(clock + 60_000),
          metadata: {
            $correlationId: commandId,
            $causationId: commandId,
            commandId,
            command: 'Scripted',
            actorId: options.actorId ?? newId(),
            at: options.at ?? new Date(clock).toISOString(),
            schema: schemaVersion(event.type),
          },
        };
        add({ kind: 'event', event: recorded });
        return recorded;
      });
    },
    /** An event that this code cannot read. It takes a revision of its stream. */
    appendUnreadable(stream: string, reason: string): bigint {
      revisions.set(stream, (revisions.get(stream) ?? -1n) + 1n);
      const at = nextPosition();
      add({ kind: 'unreadable', stream, position: at, reason });
      return at;
    },
    /** What could not be read can be read by whoever follows from now on. */
    nowReadable(at: bigint, event: DomainEvent, stream: string): RecordedEvent {
      const [recorded] = this.append(stream, event);
      const item = items.pop();
      if (!recorded || item?.kind !== 'event') throw new Error('nothing was appended');
      const able = { kind: 'event', event: { ...recorded, position: at } } as const;
      items[items.findIndex((one) => one.kind === 'unreadable' && one.position === at)] = able;
      return able.event;
    },
    /** Other people's events were considered and did not match. */
    checkpoint(): bigint {
      const at = nextPosition();
      add({ kind: 'checkpoint', position: at });
      return at;
    },
    drop(error = new Error('the connection was dropped')): void {
      for (const follower of [...followers]) follower.finish(error);
    },
    end(): void {
      for (const follower of [...followers]) follower.finish();
    },
    /** The next so many subscriptions send what is there and end. */
    endNext(times: number): void {
      endNext = times;
    },
    /** Followers of now hear nothing more; whoever follows anew hears everything. */
    fallSilent(): void {
      followers.clear();
    },
  };
}

export type ScriptedLog = ReturnType<typeof createScriptedLog>;
