import type { ClientFrame, ServerFrame } from '@ticketing/contracts/live.ts';
import { expiryOf } from './access-token.ts';
import { type ChangeFrame, type ChannelEvent, LiveChannels } from './live-channels.ts';
import { LivePresence } from './live-presence.ts';

export type LiveStatus = 'idle' | 'connecting' | 'online' | 'offline';

/** The part of the browser's WebSocket that is used. */
export type Socket = Pick<
  WebSocket,
  'send' | 'close' | 'readyState' | 'onopen' | 'onmessage' | 'onclose' | 'onerror'
>;

export type LiveSocketDeps = {
  readonly url: string;
  /** An access token that is good for at least this many seconds; null when nobody is signed in. */
  readonly accessToken: (seconds: number) => Promise<string | null>;
  readonly open?: (url: string) => Socket;
};

const OPEN = 1;
/** Milliseconds between heartbeats; a socket that stays silent for `SILENCE` after one is given up. */
const HEARTBEAT = 20_000;
const SILENCE = 10_000;
/** The same where it is doubted that the connection is still there. */
const WAKE_SILENCE = 3_000;
/** Reconnects wait 0.5 s, 1 s, 2 s … up to 15 s, each shortened by up to half so that not all come at once. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;
/** How long to wait before asking again for a channel that the server cannot answer for yet, in milliseconds. */
const ASK_AGAIN = 2_000;
/** The server does not take the token, whatever the token itself says of its end. */
const NOT_TAKEN = 4401;
/** The server has missed changes, and says that everything is to be read again. */
const FETCH_AGAIN = 4409;

/** The tab's one socket. It is open while somebody listens to a channel, and comes back by itself. */
export class LiveSocket {
  readonly #deps: LiveSocketDeps;
  readonly #channels = new LiveChannels();
  readonly #presence = new LivePresence((frame) => this.#send(frame));
  readonly #statusListeners = new Set<() => void>();
  #socket: Socket | undefined;
  #status: LiveStatus = 'idle';
  #failures = 0;
  /** The last token was not taken: a new one is asked for, or word that the session has ended. */
  #doubted = false;
  #generation = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #askedAt = 0;
  #heartbeat: ReturnType<typeof setTimeout> | undefined;
  #renewal: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: LiveSocketDeps) {
    this.#deps = deps;
  }

  get status(): LiveStatus {
    return this.#status;
  }

  onStatus(listener: () => void): () => void {
    this.#statusListeners.add(listener);
    return () => this.#statusListeners.delete(listener);
  }

  /** Listens to a channel; the server is told when the first listener comes and when the last one goes. */
  subscribe(channel: string, listener: (event: ChannelEvent) => void): () => void {
    const isNew = !this.#channels.has(channel);
    this.#channels.add(channel, listener);
    if (isNew && this.#status === 'online') this.#ask(channel);
    if (this.#status === 'idle') void this.#connect();
    return () => {
      if (!this.#channels.remove(channel, listener)) return;
      if (this.#status === 'online') this.#send({ type: 'unsubscribe', channel });
    };
  }

  /** Who else is on the channels that this tab shows, and what they are writing. */
  get presence(): LivePresence {
    return this.#presence;
  }

  /** Every change of a channel after this position has come as a frame or will; undefined before the server has answered. */
  since(channel: string): string | undefined {
    return this.#channels.since(channel);
  }

  /** The changes of a channel that are remembered, oldest first. */
  recent(channel: string): readonly ChangeFrame[] {
    return this.#channels.recent(channel);
  }

  /**
   * Tries at once instead of waiting for the next turn, as when the device says that it is back online. A connection that
   * seems to be there is asked, and soon given up when nothing comes back.
   */
  wake(): void {
    if (this.#status === 'offline') {
      clearTimeout(this.#retry);
      void this.#connect();
    } else if (this.#status === 'online') {
      this.#ping(WAKE_SILENCE);
    }
  }

  /** Ends the connection, as at sign-out. The next subscription opens a new one. */
  close(): void {
    this.#generation++;
    clearTimeout(this.#retry);
    this.#drop();
    this.#channels.forget();
    this.#failures = 0;
    this.#setStatus('idle');
  }

  /** Opens the connection again for the channels that are still listened to, as another person. */
  reopen(): void {
    this.close();
    if (this.#channels.names.length > 0) void this.#connect();
  }

  async #connect(): Promise<void> {
    const generation = ++this.#generation;
    if (this.#status === 'idle') this.#setStatus('connecting');
    let access: string | null;
    try {
      access = await this.#deps.accessToken(this.#doubted ? Number.POSITIVE_INFINITY : 60);
    } catch {
      if (generation === this.#generation) this.#lost();
      return;
    }
    if (generation !== this.#generation) return;
    if (access === null) {
      this.#setStatus('idle');
      return;
    }
    const token = access;
    const socket = this.#deps.open?.(this.#deps.url) ?? new WebSocket(this.#deps.url);
    this.#socket = socket;
    socket.onopen = () => {
      this.#askedAt = Date.now();
      this.#send({ type: 'authenticate', access: token });
      this.#planRenewal(token);
      this.#beat();
    };
    socket.onmessage = (message: MessageEvent) => this.#receive(String(message.data));
    socket.onclose = ({ code }) => {
      if (this.#socket !== socket) return;
      if (code === FETCH_AGAIN) this.#channels.forget();
      this.#doubted = code === NOT_TAKEN;
      this.#lost();
    };
    socket.onerror = () => socket.close();
  }

  #receive(text: string): void {
    this.#beat();
    // The server makes its frames from the same schema; a frame that is no JSON ends the connection.
    let frame: ServerFrame;
    try {
      frame = JSON.parse(text) as ServerFrame;
    } catch {
      this.#lost();
      return;
    }
    switch (frame.type) {
      case 'authenticated':
        if (this.#status === 'online') return;
        this.#failures = 0;
        this.#doubted = false;
        this.#setStatus('online');
        for (const channel of this.#channels.names) this.#ask(channel);
        return;
      case 'subscribed':
        this.#channels.subscribed(frame);
        this.#presence.subscribed(frame.channel);
        return;
      case 'refused':
        this.#channels.refused(frame);
        if (frame.code === 'read_model_behind') this.#askAgain(frame.channel);
        return;
      case 'change':
        this.#channels.changed(frame);
        return;
      case 'error':
        if (frame.code === 'token_expired' || frame.code === 'unauthenticated') this.#lost();
        return;
      case 'pong':
        this.#channels.moveOn(frame);
        return;
      case 'presence':
        this.#presence.told(frame);
        return;
      case 'unsubscribed':
        return;
      default:
        frame satisfies never;
    }
  }

  #ask(channel: string): void {
    const after = this.#channels.cursorOf(channel);
    this.#send({ type: 'subscribe', channel, ...(after !== undefined && { after }) });
  }

  #askAgain(channel: string): void {
    const generation = this.#generation;
    setTimeout(() => {
      if (generation !== this.#generation) return;
      if (this.#channels.has(channel) && !this.#channels.isLive(channel)) this.#ask(channel);
    }, ASK_AGAIN);
  }

  #send(frame: ClientFrame): void {
    if (this.#socket?.readyState === OPEN) this.#socket.send(JSON.stringify(frame));
  }

  /**
   * Something was heard: ask again after a while, and give up when nothing comes back. What comes on one channel does
   * not keep it from asking, because the answer has the newer cursors of the quiet ones.
   */
  #beat(): void {
    clearTimeout(this.#heartbeat);
    const wait = Math.max(0, this.#askedAt + HEARTBEAT - Date.now());
    this.#heartbeat = setTimeout(() => this.#ping(SILENCE), wait);
  }

  #ping(silence: number): void {
    clearTimeout(this.#heartbeat);
    this.#askedAt = Date.now();
    this.#send({ type: 'ping' });
    this.#heartbeat = setTimeout(() => this.#lost(), silence);
  }

  /** Sends a newer token a minute before the old one ends. */
  #planRenewal(access: string): void {
    clearTimeout(this.#renewal);
    const expiry = expiryOf(access);
    if (expiry === undefined) return;
    const wait = Math.max(1_000, expiry - Date.now() - 60_000);
    const generation = this.#generation;
    this.#renewal = setTimeout(() => {
      this.#deps
        .accessToken(90)
        .then((token) => {
          if (generation !== this.#generation) return;
          if (token === null) this.close();
          else {
            this.#send({ type: 'authenticate', access: token });
            this.#planRenewal(token);
          }
        })
        .catch(() => {
          if (generation === this.#generation) this.#lost();
        });
    }, wait);
  }

  #drop(): void {
    clearTimeout(this.#heartbeat);
    clearTimeout(this.#renewal);
    const socket = this.#socket;
    this.#socket = undefined;
    this.#channels.pause();
    this.#presence.pause();
    if (socket === undefined) return;
    socket.onclose = null;
    socket.onerror = null;
    socket.onmessage = null;
    // Closing a socket that is still connecting makes browsers print an error: let it open first.
    if (socket.readyState === OPEN) socket.close();
    else socket.onopen = () => socket.close();
  }

  #lost(): void {
    this.#drop();
    this.#generation++;
    this.#setStatus('offline');
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.#failures++);
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#connect(), pause * (0.5 + Math.random() / 2));
  }

  #setStatus(status: LiveStatus): void {
    if (this.#status === status) return;
    this.#status = status;
    for (const listener of [...this.#statusListeners]) listener();
  }
}
