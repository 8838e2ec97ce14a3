import type { ServerFrame } from '@ticketing/contracts/live.ts';
import type { Viewer } from '@ticketing/domain/policy/policy.ts';
import type { ChannelHub, Listener } from './channel-hub.ts';
import { type ClosingReason, closeCodes } from './close-codes.ts';
import type { Outgoing } from './telling.ts';

/** Channels that one socket may listen to. */
export const CHANNELS_PER_SOCKET = 100;
/** Changes kept for one channel while it is being authorised. More than that is cheaper fetched again. */
const KEPT_WHILE_SETTLING = 1_000;

/** What the read models say about a person and the channels that they ask for, all at one instant. */
export type Authorised = {
  /** `undefined`: there is no such person, or they were deactivated. */
  readonly viewer: Viewer | undefined;
  /** The channels that they may listen to; `companyIds` for those of projects. */
  readonly channels: ReadonlyMap<string, { readonly companyIds: readonly string[] | undefined }>;
  /** Everything up to this position is in what a read answers now. */
  readonly position: bigint;
};

/** Looks up who may listen; `undefined` when the read models do not come to one position in time. */
export type Authorise = (userId: string, channels: readonly string[]) => Promise<Authorised | undefined>;

type Subscription =
  | { state: 'settling'; kept: Outgoing[] }
  | { state: 'live'; viewer: Viewer; after: bigint };

/**
 * The channels of one signed-in socket.
 *
 * A subscription first joins the fan-out and keeps what it is offered, then asks the read models who may see
 * what and how far they are, tells that position, and passes on what came later. So nothing between the told
 * position and the first frame can be missed, whatever is published meanwhile. When somebody's access changes,
 * their subscriptions settle anew in the same way: each is refused, or tells a new position, and a client whose
 * data is older than that fetches again.
 */
export type Subscriptions = {
  readonly listener: Listener;
  subscribe(channel: string): Promise<void>;
  unsubscribe(channel: string): void;
  /** Settles what changes of access left unsettled. */
  settle(): Promise<void>;
  end(): void;
};

export function createSubscriptions(options: {
  readonly userId: string;
  readonly hub: ChannelHub;
  readonly authorise: Authorise;
  readonly send: (frame: string) => void;
  readonly close: (reason: ClosingReason) => void;
  /** Called when subscriptions wait to be settled; the socket then calls `settle` in its turn. */
  readonly onUnsettled: () => void;
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
          subscriptions.set(channel, { state: 'settling', kept: [] });
        }
      }
      // Also without a subscription: a deactivated person's socket must not stay open.
      onUnsettled();
    },
    lost: () => close(closeCodes.fetchAgain),
  };

  function pass({ viewer, after }: Extract<Subscription, { state: 'live' }>, change: Outgoing): void {
    if (change.position <= after) return;
    const frame = change.frameFor(viewer);
    if (frame !== undefined) options.send(frame);
  }

  function refuse(channel: string, code: string): void {
    unsubscribe(channel);
    tell({ type: 'refused', channel, code });
  }

  function unsubscribe(channel: string): void {
    if (subscriptions.delete(channel)) hub.leave(channel, listener);
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
    const live = { state: 'live', viewer, after: position } as const;
    subscriptions.set(channel, live);
    tell({ type: 'subscribed', channel, position: String(position) });
    for (const change of subscription.kept) pass(live, change);
  }

  return {
    listener,
    async subscribe(channel) {
      const known = subscriptions.get(channel);
      if (known?.state === 'live') {
        // Said once more: everything after that position was and will be delivered.
        tell({ type: 'subscribed', channel, position: String(known.after) });
        return;
      }
      if (!known) {
        if (subscriptions.size >= CHANNELS_PER_SOCKET) {
          tell({ type: 'refused', channel, code: 'too_many_channels' });
          return;
        }
        subscriptions.set(channel, { state: 'settling', kept: [] });
        hub.join(channel, listener);
      }
      await settle();
    },
    unsubscribe(channel) {
      unsubscribe(channel);
      tell({ type: 'unsubscribed', channel });
    },
    settle,
    end() {
      ended = true;
      for (const channel of [...subscriptions.keys()]) unsubscribe(channel);
    },
  };
}
