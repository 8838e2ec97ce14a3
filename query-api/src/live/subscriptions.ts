import type { ServerFrame, TicketFacts } from '@ticketing/contracts/live.ts';
import type { Viewer } from '@ticketing/domain/policy/policy.ts';
import { comparePlaces, type Place } from '@ticketing/platform/bus.ts';
import type { ChannelHub, Listener } from './channel-hub.ts';
import { type ClosingReason, closeCodes } from './close-codes.ts';
import type { Outgoing } from './telling.ts';

/** Channels that one socket may listen to. */
export const CHANNELS_PER_SOCKET = 100;
/** Changes kept for one channel while it is being authorised. More than that is cheaper fetched again. */
const KEPT_WHILE_SETTLING = 1_000;

/** A channel that a person may listen to. */
export type AllowedChannel = {
  /** Of a project's. */
  readonly companyIds?: readonly string[];
  /** Of a ticket's, and its room's. */
  readonly ticket?: TicketFacts | undefined;
};

/** What the read models say about a person and the channels that they ask for, all at one instant. */
export type Authorised = {
  /** `undefined`: there is no such person, or they were deactivated. */
  readonly viewer: Viewer | undefined;
  readonly channels: ReadonlyMap<string, AllowedChannel>;
  /** Everything up to this position is in what a read answers now. */
  readonly position: bigint;
};

/** Looks up who may listen; `undefined` when the read models do not come to one position in time. */
export type Authorise = (userId: string, channels: readonly string[]) => Promise<Authorised | undefined>;

/**
 * `from`: where the channel stood when the keeping began; `cursor`: what the client says that it has heard.
 * `told`: the position that was told; `after`: changes up to it are not passed on; `upTo`: neither are those up to
 * this place, which the client has from another node that was quicker.
 */
type Subscription =
  | { state: 'settling'; kept: Outgoing[]; from: Place; cursor: string | undefined }
  | {
      state: 'live';
      viewer: Viewer;
      allowed: AllowedChannel;
      told: bigint;
      after: bigint;
      upTo: string | undefined;
    };
type Live = Extract<Subscription, { state: 'live' }>;
type Settling = Extract<Subscription, { state: 'settling' }>;

/** Less than every position: everything is passed on. */
const EVERYTHING = -1n;

/**
 * The channels of one signed-in socket.
 *
 * A subscription first joins the fan-out and keeps what it is offered, then asks the read models who may see
 * what and how far they are, tells that position, and passes on what came later. So nothing between the told
 * position and the first frame can be missed, whatever is published meanwhile. Who comes back with a cursor is told
 * what came on the channel since then instead, where that is known. When somebody's access changes,
 * their subscriptions settle anew in the same way: each is refused, or tells a new position, and a client whose
 * data is older than that fetches again.
 */
export type Subscriptions = {
  readonly listener: Listener;
  /** @param cursor what the client has heard of the channel already */
  subscribe(channel: string, cursor?: string): Promise<void>;
  /** What the person may do on a channel; `undefined` unless it is listened to and known. */
  standing(
    channel: string,
  ): { readonly viewer: Viewer; readonly ticket: TicketFacts | undefined } | undefined;
  /** Where the channels stand on which nothing is kept back, by channel. */
  cursors(): Record<string, string>;
  unsubscribe(channel: string): void;
  /** Settles what changes of access left unsettled. */
  settle(): Promise<void>;
  end(): void;
};

export function createSubscriptions(options: {
  readonly userId: string;
  readonly hub: ChannelHub;
  readonly authorise: Authorise;
  readonly send: (frame: string | Buffer) => void;
  readonly close: (reason: ClosingReason) => void;
  /** Called when subscriptions wait to be settled; the socket then calls `settle` in its turn. */
  readonly onUnsettled: () => void;
  /** Called when a channel is listened to from now on, or again after its rights were looked up. */
  readonly onBegun?: (channel: string) => void;
  readonly onLeft?: (channel: string) => void;
}): Subscriptions {
  const { userId, hub, authorise, close, onUnsettled } = options;
  const subscriptions = new Map<string, Subscription>();
  let ended = false;
  /** Grows with every change of access, so that an answer from before it is not taken for one from after it. */
  let accessVersion = 0;
  /** The version that the person was last looked up at; none before the first time. */
  let lookedUpAt = -1;

  const tell = (frame: ServerFrame) => options.send(JSON.stringify(frame));

  const listener: Listener = {
    offer(change) {
      const subscription = subscriptions.get(change.message.channel);
      if (!subscription) return;
      if (subscription.state === 'live') pass(subscription, change);
      else if (subscription.kept.push(change) > KEPT_WHILE_SETTLING) close(closeCodes.fetchAgain);
    },
    accessChanged(channels) {
      accessVersion += 1;
      for (const channel of channels ?? subscriptions.keys()) {
        if (subscriptions.get(channel)?.state === 'live') {
          subscriptions.set(channel, settling(channel));
        }
      }
      // Also without a subscription: a deactivated person's socket must not stay open.
      onUnsettled();
    },
    lost: () => close(closeCodes.fetchAgain),
  };

  const settling = (channel: string, cursor?: string): Settling => ({
    state: 'settling',
    kept: [],
    from: hub.recent.placeOf(channel),
    cursor,
  });

  function pass(live: Live, change: Outgoing): void {
    if (change.position <= live.after) return;
    if (live.upTo !== undefined) {
      if (comparePlaces(change.place.id, live.upTo) <= 0) return;
      live.upTo = undefined;
    }
    const frame = change.frameFor(live.viewer);
    if (frame !== undefined) options.send(frame);
  }

  function refuse(channel: string, code: string): void {
    unsubscribe(channel);
    tell({ type: 'refused', channel, code });
  }

  function unsubscribe(channel: string): void {
    if (!subscriptions.delete(channel)) return;
    hub.leave(channel, listener);
    options.onLeft?.(channel);
  }

  async function settle(): Promise<void> {
    for (;;) {
      const version = accessVersion;
      const waiting = [...subscriptions]
        .filter(([, { state }]) => state === 'settling')
        .map(([name]) => name);
      // Many changes in a row ask for one look, not for one each.
      if (waiting.length === 0 && lookedUpAt === version) return;
      const authorised = await authorise(userId, waiting);
      if (ended) return;
      if (version !== accessVersion) continue;
      lookedUpAt = version;
      if (!authorised) {
        for (const channel of waiting) refuse(channel, 'read_model_behind');
        return;
      }
      const { viewer } = authorised;
      if (!viewer) {
        close(closeCodes.unauthenticated);
        return;
      }
      for (const channel of waiting) begin(channel, viewer, authorised);
      return;
    }
  }

  function begin(channel: string, viewer: Viewer, { channels, position }: Authorised): void {
    const subscription = subscriptions.get(channel);
    if (subscription?.state !== 'settling') return;
    const allowed = channels.get(channel);
    if (!allowed) {
      refuse(channel, 'not_found');
      return;
    }
    if (allowed.companyIds) hub.learnCompanies(channel, allowed.companyIds, position);
    if (
      subscription.cursor === undefined ||
      !resume(channel, viewer, allowed, position, subscription.cursor)
    ) {
      beginAnew(channel, subscription, viewer, allowed, position);
    }
    options.onBegun?.(channel);
  }

  function beginAnew(
    channel: string,
    subscription: Settling,
    viewer: Viewer,
    allowed: AllowedChannel,
    position: bigint,
  ): void {
    const live: Live = { state: 'live', viewer, allowed, told: position, after: position, upTo: undefined };
    subscriptions.set(channel, live);
    // Whoever breaks off right after this frame comes back for those that follow it.
    const first = subscription.kept.findIndex((change) => change.position > position);
    const place =
      first < 0 ? hub.recent.placeOf(channel) : (subscription.kept[first - 1]?.place ?? subscription.from);
    tellSubscribed(channel, position, hub.recent.cursorAt(place), false);
    for (const change of subscription.kept) pass(live, change);
  }

  /** False when it is not known what the client missed. */
  function resume(
    channel: string,
    viewer: Viewer,
    allowed: AllowedChannel,
    position: bigint,
    cursor: string,
  ): boolean {
    const missed = hub.recent.since(channel, userId, cursor);
    if (!missed) return false;
    const live: Live = {
      state: 'live',
      viewer,
      allowed,
      told: position,
      after: EVERYTHING,
      upTo: missed.upTo,
    };
    subscriptions.set(channel, live);
    tellSubscribed(channel, position, cursor, true);
    // Whatever was kept meanwhile is among it.
    for (const heard of missed.changes) pass(live, hub.again(heard));
    return true;
  }

  const tellSubscribed = (channel: string, position: bigint, cursor: string, resumed: boolean) =>
    tell({ type: 'subscribed', channel, position: String(position), cursor, resumed });

  return {
    listener,
    async subscribe(channel, cursor) {
      const known = subscriptions.get(channel);
      if (known?.state === 'live') {
        // Said once more: everything after that position was and will be delivered.
        tellSubscribed(channel, known.told, hub.recent.cursorAt(hub.recent.placeOf(channel)), false);
        return;
      }
      if (!known) {
        if (subscriptions.size >= CHANNELS_PER_SOCKET) {
          tell({ type: 'refused', channel, code: 'too_many_channels' });
          return;
        }
        subscriptions.set(channel, settling(channel, cursor));
        hub.join(channel, listener);
      }
      await settle();
    },
    unsubscribe(channel) {
      unsubscribe(channel);
      tell({ type: 'unsubscribed', channel });
    },
    standing(channel) {
      const subscription = subscriptions.get(channel);
      if (subscription?.state !== 'live') return undefined;
      return { viewer: subscription.viewer, ticket: subscription.allowed.ticket };
    },
    cursors() {
      const cursors: Record<string, string> = {};
      for (const [channel, subscription] of subscriptions) {
        const place = hub.recent.placeOf(channel);
        const { state } = subscription;
        // A client that has heard more elsewhere must not go back to what this node has.
        const isBehind =
          state === 'live' &&
          subscription.upTo !== undefined &&
          comparePlaces(place.id, subscription.upTo) < 0;
        if (state === 'live' && !isBehind) cursors[channel] = hub.recent.cursorAt(place);
      }
      return cursors;
    },
    settle,
    end() {
      ended = true;
      for (const channel of [...subscriptions.keys()]) unsubscribe(channel);
    },
  };
}
