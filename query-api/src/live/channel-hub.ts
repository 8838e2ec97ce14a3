import type { BusMessage } from '@ticketing/contracts/live.ts';
import type { Place } from '@ticketing/platform/bus.ts';
import { traceFrames } from '@ticketing/platform/tracing/live-spans.ts';
import { tracing } from '@ticketing/platform/tracing/spans.ts';
import { holdForAccess } from './held-changes.ts';
import type { Heard, RecentChanges } from './recent-changes.ts';
import { type ChangeMessage, type Outgoing, outgoing } from './telling.ts';

/** One socket as the hub sees it. Calls must not block: a listener that waits for something keeps what it is offered. */
export type Listener = {
  /** A change on a channel that it listens to. */
  offer(change: Outgoing): void;
  /** What this person may see may have changed, on every channel or on these alone. */
  accessChanged(channels?: readonly string[]): void;
  /** Changes may have been missed. */
  lost(): void;
};

/**
 * Hands what comes from the bus to the sockets of this process.
 *
 * A person who loses a company or a role is looked up again when `access` tells of it; a project that gains or
 * loses a company changes what its watchers may see too, and tells so by its own change.
 */
export type ChannelHub = {
  join(channel: string, listener: Listener): void;
  leave(channel: string, listener: Listener): void;
  /** From then on the listener hears of changes to the person's access; the returned function ends it. */
  follow(userId: string, listener: Listener): () => void;
  /** Companies attached to a project, as the read model just said; kept while somebody listens there. */
  learnCompanies(projectChannel: string, companyIds: readonly string[], position: bigint): void;
  /** Where channels stand, and what was told on them last. */
  readonly recent: Pick<RecentChanges, 'placeOf' | 'cursorAt' | 'since'>;
  /** A change that was told before, for somebody who missed it. */
  again(heard: Heard): Outgoing;
  onMessage(message: BusMessage, place: Place): void;
  onLost(place?: Place): void;
  /** Nothing that waits is told any more. */
  end(): void;
};

/** @param options.longestWaitMs how long a change waits for the rights of its time; 2 s unless told */
export function createChannelHub(
  recent: RecentChanges,
  options: {
    readonly longestWaitMs?: number | undefined;
    /** Hears of every change that is passed on. */
    readonly onChange?: (message: ChangeMessage) => void;
    /** Somebody's rights changed. */
    readonly onAccess?: () => void;
  } = {},
): ChannelHub {
  const channels = new Map<string, Set<Listener>>();
  const people = new Map<string, Set<Listener>>();
  const attached = new Map<string, { companyIds: readonly string[]; position: bigint }>();

  const learnCompanies: ChannelHub['learnCompanies'] = (channel, companyIds, position) => {
    const known = attached.get(channel);
    if (!known || known.position <= position) attached.set(channel, { companyIds, position });
  };

  const again = (heard: Heard): Outgoing =>
    outgoing(
      heard,
      () => attached.get(heard.message.channel)?.companyIds ?? [],
      () => recent.cursorOf(heard),
    );

  function pass(message: ChangeMessage, place: Place): void {
    const heard = recent.add(message, place);
    const listeners = channels.get(message.channel);
    if (!listeners) return;
    const began = tracing() ? performance.now() : 0;
    if (message.change.entity === 'project') {
      const before = attached.get(message.channel)?.companyIds.toSorted() ?? [];
      const { companyIds } = message.change.row;
      learnCompanies(message.channel, companyIds, BigInt(message.position));
      if (before.join() !== companyIds.toSorted().join()) {
        for (const listener of listeners) listener.accessChanged([message.channel]);
      }
    }
    const change = again(heard);
    for (const listener of listeners) listener.offer(change);
    if (tracing()) traceFrames(message, began, listeners.size);
    options.onChange?.(message);
  }

  const held = holdForAccess({
    pass,
    // Who listens there is looked up anew, which takes rights and rows of one instant, or none.
    giveUp(changes) {
      for (const { place } of changes) recent.lost(place);
      for (const channel of new Set(changes.map(({ message }) => message.channel))) {
        for (const listener of channels.get(channel) ?? []) listener.accessChanged([channel]);
      }
    },
    longestWaitMs: options.longestWaitMs,
  });

  return {
    learnCompanies,
    recent,
    again,
    join: (channel, listener) => add(channels, channel, listener),
    leave(channel, listener) {
      remove(channels, channel, listener);
      if (!channels.has(channel)) attached.delete(channel);
    },
    follow(userId, listener) {
      add(people, userId, listener);
      return () => remove(people, userId, listener);
    },
    onMessage(message, place) {
      switch (message.kind) {
        case 'access':
          recent.addAccess(message, place);
          options.onAccess?.();
          for (const userId of message.userIds) {
            for (const listener of people.get(userId) ?? []) listener.accessChanged();
          }
          return;
        case 'reached':
          held.reached(BigInt(message.position));
          return;
        case 'change':
          held.offer(message, place);
          return;
        default:
          return message satisfies never;
      }
    },
    onLost(place) {
      held.drop(place?.shard);
      recent.lost(place);
      const everyone = new Set([...people.values()].flatMap((listeners) => [...listeners]));
      for (const listener of everyone) listener.lost();
    },
    end: held.end,
  };
}

function add<Key>(sets: Map<Key, Set<Listener>>, key: Key, listener: Listener): void {
  const set = sets.get(key) ?? new Set();
  sets.set(key, set.add(listener));
}

function remove<Key>(sets: Map<Key, Set<Listener>>, key: Key, listener: Listener): void {
  const set = sets.get(key);
  set?.delete(listener);
  if (set?.size === 0) sets.delete(key);
}
