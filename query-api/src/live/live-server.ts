import websocket from '@fastify/websocket';
import type { Bus } from '@ticketing/platform/bus.ts';
import type { Log } from '@ticketing/platform/log.ts';
import type { Metrics } from '@ticketing/platform/metrics.ts';
import type { PresenceStore } from '@ticketing/platform/presence.ts';
import type { Tokens } from '@ticketing/platform/tokens.ts';
import type { FastifyInstance } from 'fastify';
import { createChannelHub } from './channel-hub.ts';
import { closeCodes } from './close-codes.ts';
import type { KnownPeople } from './known-people.ts';
import { LARGEST_FRAME, type ServedSocket, serveLiveSocket } from './live-socket.ts';
import { createPresenceHub } from './presence-hub.ts';
import { createRecentChanges } from './recent-changes.ts';
import { createSocketPlaces } from './socket-places.ts';
import type { Authorise } from './subscriptions.ts';

export type LiveServerOptions = {
  readonly bus: Bus;
  readonly tokens: Tokens;
  readonly authorise: Authorise;
  readonly presence: PresenceStore;
  readonly known: KnownPeople;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Time to the first `authenticate` frame; 10 s unless told. */
  readonly authenticateWithinMs?: number | undefined;
  /** Between two pings; 30 s unless told. */
  readonly pingEveryMs?: number | undefined;
  /** How long a change waits for the rights of its time; 2 s unless told. */
  readonly holdChangesAtMostMs?: number | undefined;
  /** Sockets of one person, and from one address before they sign in; 500 and 200 unless told. */
  readonly socketsPerPerson?: number | undefined;
  readonly strangersPerAddress?: number | undefined;
};

/** Messages of each shard that a node reads when it starts. */
const RECENT_AT_START = 1_000;
/** How late a socket may be closed whose time is over, in milliseconds. */
const LOOK_AT_THE_TIME_MS = 1_000;

/** Serves `/ws` (`contracts/src/live.ts` has the frames) from what the bus tells. */
export async function serveLive(app: FastifyInstance, options: LiveServerOptions): Promise<void> {
  const { bus, tokens, authorise, log, metrics } = options;
  const recent = createRecentChanges(bus.shardOf);
  const presence = await createPresenceHub(options.presence, options.known, (error) =>
    log.warn({ err: error }, 'who is present could not be told'),
  );
  const hub = createChannelHub(recent, {
    longestWaitMs: options.holdChangesAtMostMs,
    onChange: presence.heard,
    onAccess: options.known.forget,
  });
  const places = createSocketPlaces(options.socketsPerPerson, options.strangersPerAddress);
  const sockets = new Set<ServedSocket>();
  // One timer each for all sockets: thousands of their own would cost more than what they do.
  const heartbeat = setInterval(() => {
    for (const socket of sockets) socket.beat();
  }, options.pingEveryMs ?? 30_000).unref();
  const clock = setInterval(
    () => {
      const now = Date.now();
      for (const socket of sockets) socket.checkTime(now);
    },
    Math.min(LOOK_AT_THE_TIME_MS, options.authenticateWithinMs ?? LOOK_AT_THE_TIME_MS),
  ).unref();
  const open = metrics.gauge('ticketing_live_sockets', 'Sockets that are connected');
  const closed = metrics.counter('ticketing_live_sockets_closed_total', 'Sockets closed, by close code', [
    'code',
  ]);
  const heard = metrics.counter('ticketing_live_messages_total', 'Messages heard from the bus, by kind', [
    'kind',
  ]);

  const subscription = await bus.subscribe(
    {
      onBeginning: recent.begin,
      onMessage(message, place) {
        heard.inc({ kind: message.kind });
        hub.onMessage(message, place);
      },
      onLost(place) {
        if (sockets.size > 0) log.warn('the live bus lost messages: every socket is told to fetch again');
        hub.onLost(place);
      },
    },
    // Clients of a node that stopped come to this one, and ask for what they missed.
    { recent: RECENT_AT_START },
  );
  // Before the plugin's own hook, which closes sockets without saying why.
  app.addHook('preClose', async () => {
    await subscription.unsubscribe();
    hub.end();
    clearInterval(heartbeat);
    clearInterval(clock);
    await presence.end();
    for (const socket of sockets) socket.close(closeCodes.goingAway);
  });

  await app.register(websocket, {
    options: { maxPayload: LARGEST_FRAME },
    errorHandler(error, socket) {
      // A connection that broke, or a frame over the limit: the socket is closing, and its close code says why.
      if (socket.readyState !== socket.OPEN) return;
      log.error({ err: error }, 'a live socket failed for a reason of ours');
      socket.terminate();
    },
  });
  app.get('/ws', { websocket: true }, (socket, request) => {
    const served = serveLiveSocket(socket, {
      tokens,
      hub,
      presence,
      places,
      address: request.ip,
      authorise,
      onError: (error) => log.error({ err: error }, 'a live socket failed for a reason of ours'),
      authenticateWithinMs: options.authenticateWithinMs,
    });
    sockets.add(served);
    open.inc();
    socket.on('close', (code) => {
      sockets.delete(served);
      open.dec();
      closed.inc({ code });
    });
  });
}
