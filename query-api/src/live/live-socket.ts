import { ClientFrame, type ServerFrame } from '@ticketing/contracts/live.ts';
import type { Tokens, VerifiedAccess } from '@ticketing/platform/tokens.ts';
import type { WebSocket } from 'ws';
import type { ChannelHub } from './channel-hub.ts';
import { type ClosingReason, closeCodes } from './close-codes.ts';
import { frameAllowance } from './frame-allowance.ts';
import { type Authorise, createSubscriptions, type Subscriptions } from './subscriptions.ts';

/** Largest frame that a client may send, in bytes. */
export const LARGEST_FRAME = 16 * 1024;
/** Bytes that may wait for a socket before it counts as too slow. */
const WAITING_AT_MOST = 1024 * 1024;
const MALFORMED_FRAMES_AT_MOST = 5;
/** How long a socket gets to answer a close frame before it is cut off. */
const CLOSING_MS = 2_000;

export type LiveSocketOptions = {
  readonly tokens: Pick<Tokens, 'verifyAccess'>;
  readonly hub: ChannelHub;
  readonly authorise: Authorise;
  /** Told why a socket failed for a reason of ours. */
  readonly onError: (error: unknown) => void;
  /** Time to the first `authenticate` frame; 10 s unless told. */
  readonly authenticateWithinMs?: number | undefined;
  /** Between two pings; a socket that did not answer the last one is cut off. 30 s unless told. */
  readonly pingEveryMs?: number | undefined;
};

/** Serves one `/ws` connection until it closes: frames in, one after another; authentication; limits; heartbeat. */
export function serveLiveSocket(socket: WebSocket, options: LiveSocketOptions): { close: Close } {
  const { tokens, hub } = options;
  const allowed = frameAllowance();
  let work: Promise<unknown> = Promise.resolve();
  let malformed = 0;
  let alive = true;
  let closed = false;
  let session:
    | { userId: string; expiresAt: Date; subscriptions: Subscriptions; unfollow(): void }
    | undefined;

  let expiry = setTimeout(
    () => close(closeCodes.unauthenticated),
    options.authenticateWithinMs ?? 10_000,
  ).unref();
  const heartbeat = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, options.pingEveryMs ?? 30_000).unref();

  const close: Close = ({ code, reason }) => {
    if (closed) return;
    end();
    socket.close(code, reason);
    // A peer that takes nothing never answers the close frame either.
    setTimeout(() => socket.terminate(), CLOSING_MS).unref();
  };

  function end(): void {
    closed = true;
    clearTimeout(expiry);
    clearInterval(heartbeat);
    session?.unfollow();
    session?.subscriptions.end();
  }

  const send = (frame: string): void => {
    if (closed) return;
    socket.send(frame);
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
      default:
        return frame satisfies never;
    }
  }

  async function authenticate(token: string): Promise<void> {
    const access = await tokens.verifyAccess(token).catch(() => undefined);
    if (closed) return;
    if (!access || (session && session.userId !== access.userId)) return close(closeCodes.unauthenticated);
    if (session) {
      renew(session, access);
      return tell({ type: 'authenticated', userId: access.userId });
    }
    const subscriptions = createSubscriptions({
      userId: access.userId,
      hub,
      authorise: options.authorise,
      send,
      close,
      onUnsettled: () => inTurn(() => subscriptions.settle()),
    });
    // Followed before it is looked up: a deactivation in between is heard.
    const unfollow = hub.follow(access.userId, subscriptions.listener);
    session = { userId: access.userId, expiresAt: access.expiresAt, subscriptions, unfollow };
    closeWhenExpired(access.expiresAt);
    // Closes the socket when there is no such active person.
    await subscriptions.settle();
    tell({ type: 'authenticated', userId: access.userId });
  }

  function renew(current: NonNullable<typeof session>, { expiresAt }: VerifiedAccess): void {
    if (expiresAt <= current.expiresAt) return;
    current.expiresAt = expiresAt;
    closeWhenExpired(expiresAt);
  }

  function closeWhenExpired(expiresAt: Date): void {
    clearTimeout(expiry);
    expiry = setTimeout(() => close(closeCodes.unauthenticated), expiresAt.getTime() - Date.now()).unref();
  }

  return { close };
}

type Close = (reason: ClosingReason) => void;

function readFrame(text: string): ClientFrame | undefined {
  try {
    return ClientFrame.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
