import websocket from '@fastify/websocket';
import type { Bus } from '@ticketing/platform/bus.ts';
import type { Log } from '@ticketing/platform/log.ts';
import type { Metrics } from '@ticketing/platform/metrics.ts';
import type { Tokens } from '@ticketing/platform/tokens.ts';
import type { FastifyInstance } from 'fastify';
import { createChannelHub } from './channel-hub.ts';
import { closeCodes } from './close-codes.ts';
import { LARGEST_FRAME, serveLiveSocket } from './live-socket.ts';
import type { Authorise } from './subscriptions.ts';

export type LiveServerOptions = {
  readonly bus: Bus;
  readonly tokens: Tokens;
  readonly authorise: Authorise;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Time to the first `authenticate` frame; 10 s unless told. */
  readonly authenticateWithinMs?: number | undefined;
  /** Between two pings; 30 s unless told. */
  readonly pingEveryMs?: number | undefined;
};

/** Serves `/ws` (`contracts/src/live.ts` has the frames) from what the bus tells. */
export async function serveLive(app: FastifyInstance, options: LiveServerOptions): Promise<void> {
  const { bus, tokens, authorise, log, metrics } = options;
  const hub = createChannelHub();
  const sockets = new Set<ReturnType<typeof serveLiveSocket>>();
  const open = metrics.gauge('ticketing_live_sockets', 'Sockets that are connected');
  const closed = metrics.counter('ticketing_live_sockets_closed_total', 'Sockets closed, by close code', [
    'code',
  ]);
  const heard = metrics.counter('ticketing_live_messages_total', 'Messages heard from the bus, by kind', [
    'kind',
  ]);

  const subscription = await bus.subscribe({
    onMessage(message) {
      heard.inc({ kind: message.kind });
      hub.onMessage(message);
    },
    onLost() {
      if (sockets.size > 0) log.warn('the live bus lost messages: every socket is told to fetch again');
      hub.onLost();
    },
  });
  // Before the plugin's own hook, which closes sockets without saying why.
  app.addHook('preClose', async () => {
    await subscription.unsubscribe();
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
  app.get('/ws', { websocket: true }, (socket) => {
    const served = serveLiveSocket(socket, {
      tokens,
      hub,
      authorise,
      onError: (error) => log.error({ err: error }, 'a live socket failed for a reason of ours'),
      authenticateWithinMs: options.authenticateWithinMs,
      pingEveryMs: options.pingEveryMs,
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
