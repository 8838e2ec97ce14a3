import { ClientFrame, type ServerFrame } from '@ticketing/contracts/live.ts';
import type { Tokens, VerifiedAccess } from '@ticketing/platform/tokens.ts';
import type { WebSocket } from 'ws';
import type { ChannelHub } from './channel-hub.ts';
import { type ClosingReason, closeCodes } from './close-codes.ts';
import { frameAllowance } from './frame-allowance.ts';
import type { PresenceHub } from './presence-hub.ts';
import type { Place, SocketPlaces } from './socket-places.ts';
import { createSocketPresence, type SocketPresence } from './socket-presence.ts';
import { type Authorise, createSubscriptions, type Subscriptions } from './subscriptions.ts';

/** Largest frame that a client may send, in bytes. */
export const LARGEST_FRAME = 16 * 1024;
/** Bytes that may wait for a socket before it counts as too slow. */
const WAITING_AT_MOST = 1024 * 1024;
/** A frame that goes to many sockets is encoded once and not by each; it is text all the same. */
const AS_TEXT = { binary: false };
const MALFORMED_FRAMES_AT_MOST = 5;
/** How long a socket gets to answer a close frame before it is cut off. */
const CLOSING_MS = 2_000;

export type LiveSocketOptions = {
  readonly tokens: Pick<Tokens, 'verifyAccess' | 'hasEnded'>;
  readonly hub: ChannelHub;
  readonly presence: PresenceHub;
  readonly places: SocketPlaces;
  /** Where the socket comes from. */
  readonly address: string;
  readonly authorise: Authorise;
  /** Told why a socket failed for a reason of ours. */
  readonly onError: (error: unknown) => void;
  /** Time to the first `authenticate` frame; 10 s unless told. */
  readonly authenticateWithinMs?: number | undefined;
};

/** One of the sockets that a server has. All of them share its timers. */
export type ServedSocket = {
  readonly close: Close;
  /** Pings; cuts off a socket that did not answer the last one. */
  beat(): void;
  /**
   * Closes the socket when the time of its token, or of its first frame, is over, or its session was ended.
   * @param now milliseconds since 1970
   */
  checkTime(now: number): void;
};

/** Serves one `/ws` connection until it closes: frames in, one after another; authentication; limits; heartbeat. */
export function serveLiveSocket(socket: WebSocket, options: LiveSocketOptions): ServedSocket {
  const { tokens, hub, places } = options;
  const allowed = frameAllowance();
  let work: Promise<unknown> = Promise.resolve();
  let malformed = 0;
  let alive = true;
  let closed = false;
  let session: Session | undefined;
  /** What it was authenticated with last. */
  let newest: VerifiedAccess | undefined;
  let endsAt = Date.now() + (options.authenticateWithinMs ?? 10_000);
  let stranger = places.takeAsStranger(options.address);

  const close: Close = ({ code, reason }) => {
    if (closed) return;
    end();
    socket.close(code, reason);
    // A peer that takes nothing never answers the close frame either.
    setTimeout(() => socket.terminate(), CLOSING_MS).unref();
  };

  function end(): void {
    closed = true;
    stranger?.leave();
    session?.place.leave();
    session?.unfollow();
    session?.presence.end();
    session?.subscriptions.end();
  }

  const send = (frame: string | Buffer): void => {
    if (closed) return;
    socket.send(frame, AS_TEXT);
    if (socket.bufferedAmount > WAITING_AT_MOST) close(closeCodes.slow);
  };
  const tell = (frame: ServerFrame): void => send(JSON.stringify(frame));

  /** One thing at a time, so that frames are answered in the order in which they came. */
  function inTurn(task: () => Promise<void> | void): void {
    work = work.then(async () => {
      if (closed) return;
      try {
        await task();
      } catch (error) {
        options.onError(error);
        close(closeCodes.fetchAgain);
      }
    });
  }

  socket.on('message', (data, binary) => {
    if (closed) return;
    if (!allowed()) return close(closeCodes.tooManyFrames);
    // `ws` hands over one Buffer unless told otherwise, whatever its type says.
    const frame = binary ? undefined : readFrame((data as Buffer).toString('utf8'));
    if (frame) inTurn(() => take(frame));
    else inTurn(() => complain('malformed_body', 'send one JSON object of a known type, as text'));
  });
  socket.on('pong', () => {
    alive = true;
  });
  socket.on('close', end);
  // What is wrong with a connection shows as its close; an unheard error would end the process.
  socket.on('error', () => undefined);

  function complain(code: string, detail: string): void {
    tell({ type: 'error', code, detail });
    malformed += 1;
    if (malformed >= MALFORMED_FRAMES_AT_MOST) close(closeCodes.malformed);
  }

  async function take(frame: ClientFrame): Promise<void> {
    if (frame.type === 'ping') return tell({ type: 'pong', cursors: session?.subscriptions.cursors() ?? {} });
    if (frame.type === 'authenticate') return authenticate(frame.access);
    if (!session) return complain('unauthenticated', 'send an authenticate frame first');
    switch (frame.type) {
      case 'subscribe':
        return session.subscriptions.subscribe(frame.channel, frame.after);
      case 'unsubscribe':
        return session.subscriptions.unsubscribe(frame.channel);
      case 'present':
        return answer(frame.channel, session.presence.present(frame.channel, frame.here));
      case 'typing':
        return answer(frame.channel, session.presence.typing(frame.channel, frame.what));
      default:
        return frame satisfies never;
    }
  }

  function answer(channel: string, refusal: string | undefined): void {
    if (refusal !== undefined) tell({ type: 'error', code: refusal, detail: `not on ${channel}` });
  }

  async function authenticate(token: string): Promise<void> {
    const access = await tokens.verifyAccess(token).catch(() => undefined);
    if (closed) return;
    if (!access || (session && session.userId !== access.userId)) return close(closeCodes.unauthenticated);
    newest = access;
    if (session) {
      endsAt = Math.max(endsAt, access.expiresAt.getTime());
      return tell({ type: 'authenticated', userId: access.userId });
    }
    const place = places.takeAs(access.userId);
    if (!place) return close(closeCodes.tooManySockets);
    stranger?.leave();
    stranger = undefined;
    const { userId } = access;
    const presence = createSocketPresence({
      userId,
      hub: options.presence,
      standing: (channel) => subscriptions.standing(channel),
      send,
    });
    const subscriptions = createSubscriptions({
      userId,
      hub,
      authorise: options.authorise,
      send,
      close,
      onUnsettled: () => inTurn(() => subscriptions.settle()),
      onBegun: presence.began,
      onLeft: presence.left,
    });
    // Followed before it is looked up: a deactivation in between is heard.
    const unfollow = hub.follow(userId, subscriptions.listener);
    session = { userId, subscriptions, presence, place, unfollow };
    endsAt = access.expiresAt.getTime();
    // Closes the socket when there is no such active person.
    await subscriptions.settle();
    tell({ type: 'authenticated', userId });
  }

  if (!stranger) close(closeCodes.tooManySockets);
  return {
    close,
    beat() {
      if (closed) return;
      if (!alive) return socket.terminate();
      alive = false;
      socket.ping();
    },
    checkTime(now) {
      if (now >= endsAt || (newest && tokens.hasEnded(newest))) close(closeCodes.unauthenticated);
    },
  };
}

type Close = (reason: ClosingReason) => void;

type Session = {
  readonly userId: string;
  readonly subscriptions: Subscriptions;
  readonly presence: SocketPresence;
  readonly place: Place;
  unfollow(): void;
};

function readFrame(text: string): ClientFrame | undefined {
  try {
    return ClientFrame.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
