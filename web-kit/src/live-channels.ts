import type { Change, ServerFrame } from '@ticketing/contracts/live.ts';
import { isBefore } from './log-position.ts';

/** A change as it came over the socket. */
export type ChangeFrame = {
  readonly channel: string;
  readonly position: string;
  readonly actorId: string;
  readonly commandId: string;
  readonly change: Change;
};

export type ChannelEvent =
  /**
   * From here on every change comes as a frame; what a read answered for an earlier position may lack some. Not said
   * again after a break when the socket went on where it was: then the frames that were missed come instead.
   */
  | { readonly type: 'subscribed'; readonly position: string }
  | { readonly type: 'change'; readonly frame: ChangeFrame }
  | { readonly type: 'refused'; readonly code: string };

type Listener = (event: ChannelEvent) => void;
type Frame<Type extends ServerFrame['type']> = Extract<ServerFrame, { type: Type }>;

/** Frames kept per channel, to be applied to a read that set out before they came. */
const REMEMBERED = 1_000;

type ChannelState = {
  /** With whether they have heard from which position on frames come. */
  readonly listeners: Map<Listener, boolean>;
  /** Newest last. */
  recent: ChangeFrame[];
  /** Whether changes come as frames now. */
  live: boolean;
  /** As of `since`. */
  subscribedAt: string | undefined;
  /** What the server gave to go on from after a break. */
  cursor: string | undefined;
};

/** What one tab listens to, and how far it has heard. Breaks of the connection change nothing of that. */
export class LiveChannels {
  readonly #channels = new Map<string, ChannelState>();

  get names(): readonly string[] {
    return [...this.#channels.keys()];
  }

  has(channel: string): boolean {
    return this.#channels.has(channel);
  }

  isLive(channel: string): boolean {
    return this.#channels.get(channel)?.live ?? false;
  }

  cursorOf(channel: string): string | undefined {
    return this.#channels.get(channel)?.cursor;
  }

  /** Every change after this position has come as a frame or will; undefined before the first answer. */
  since(channel: string): string | undefined {
    return this.#channels.get(channel)?.subscribedAt;
  }

  recent(channel: string): readonly ChangeFrame[] {
    return this.#channels.get(channel)?.recent ?? [];
  }

  add(channel: string, listener: Listener): void {
    const state = this.#channels.get(channel) ?? {
      listeners: new Map(),
      recent: [],
      live: false,
      subscribedAt: undefined,
      cursor: undefined,
    };
    this.#channels.set(channel, state);
    state.listeners.set(listener, state.live);
    if (state.live && state.subscribedAt !== undefined) {
      listener({ type: 'subscribed', position: state.subscribedAt });
    }
  }

  /** True when nobody listens to the channel any more. */
  remove(channel: string, listener: Listener): boolean {
    const state = this.#channels.get(channel);
    if (!state?.listeners.delete(listener) || state.listeners.size > 0) return false;
    return this.#channels.delete(channel);
  }

  subscribed({ channel, position, cursor, resumed }: Frame<'subscribed'>): void {
    const state = this.#channels.get(channel);
    if (state === undefined) return;
    state.live = true;
    state.cursor = cursor;
    if (!resumed || state.subscribedAt === undefined) {
      state.subscribedAt = position;
      for (const listener of state.listeners.keys()) state.listeners.set(listener, false);
    }
    const event = { type: 'subscribed', position: state.subscribedAt } as const;
    for (const [listener, told] of [...state.listeners]) {
      if (told) continue;
      state.listeners.set(listener, true);
      listener(event);
    }
  }

  refused({ channel, code }: Frame<'refused'>): void {
    const state = this.#channels.get(channel);
    if (state === undefined) return;
    state.live = false;
    // The server cannot answer for it yet, which takes nothing away from what was heard.
    if (code === 'read_model_behind') return;
    state.cursor = undefined;
    state.subscribedAt = undefined;
    tell(state, { type: 'refused', code });
  }

  changed({ channel, position, cursor, actorId, commandId, change }: Frame<'change'>): void {
    const state = this.#channels.get(channel);
    if (state === undefined) return;
    state.cursor = cursor;
    // Told anew after a break, and long since in what was read.
    if (state.subscribedAt !== undefined && !isBefore(state.subscribedAt, position)) return;
    const frame: ChangeFrame = { channel, position, actorId, commandId, change };
    state.recent.push(frame);
    if (state.recent.length > REMEMBERED * 1.5) state.recent = state.recent.slice(-REMEMBERED);
    tell(state, { type: 'change', frame });
  }

  moveOn({ cursors }: Frame<'pong'>): void {
    for (const [channel, cursor] of Object.entries(cursors)) {
      const state = this.#channels.get(channel);
      if (state?.live) state.cursor = cursor;
    }
  }

  /** The connection is gone. */
  pause(): void {
    for (const state of this.#channels.values()) state.live = false;
  }

  /** What comes next does not follow what came before: everything will have to be read again. */
  forget(): void {
    for (const state of this.#channels.values()) {
      state.recent = [];
      state.cursor = undefined;
      state.subscribedAt = undefined;
    }
  }
}

function tell(state: ChannelState, event: ChannelEvent): void {
  for (const listener of [...state.listeners.keys()]) listener(event);
}
