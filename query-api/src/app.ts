import { DomainError } from '@ticketing/contracts/errors.ts';
import type { BlobStore } from '@ticketing/platform/blob-store/blob-store.ts';
import type { Bus } from '@ticketing/platform/bus.ts';
import type { FilePasses } from '@ticketing/platform/file-passes.ts';
import { createHttpServer } from '@ticketing/platform/http.ts';
import { createInMemoryPresence } from '@ticketing/platform/in-memory-presence.ts';
import type { Log } from '@ticketing/platform/log.ts';
import type { Metrics } from '@ticketing/platform/metrics.ts';
import type { PresenceStore } from '@ticketing/platform/presence.ts';
import type { RequestRates } from '@ticketing/platform/request-rates.ts';
import type { Tokens } from '@ticketing/platform/tokens.ts';
import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import { serveApiDescription } from './api-description.ts';
import { createAuthorise } from './live/authorise-channels.ts';
import { createKnownPeople } from './live/known-people.ts';
import { serveLive } from './live/live-server.ts';
import { type ReadModel, watchCheckpoints } from './reading/checkpoints.ts';
import { createPublicRead, createRead } from './reading/reader.ts';
import { registerReads } from './routes.ts';

export type QueryApiDeps = {
  /** Of `platform/src/postgres.ts`: revisions and positions come as bigints, dates as text. */
  readonly pool: pg.Pool;
  readonly bus: Bus;
  readonly tokens: Tokens;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Origins that browsers may call from. */
  readonly corsOrigins: readonly string[];
  readonly trustProxy?: boolean | undefined;
  /** How many reads a minute are answered; as many as come unless told. */
  readonly rates?: RequestRates | undefined;
  /** For what a browser fetches without a token. */
  readonly passes: FilePasses;
  /** Where the content of files is. Without it nothing is downloaded. */
  readonly blobs?: BlobStore | undefined;
  /** Time to a socket's first frame, and between two pings: 10 s and 30 s unless told. */
  readonly authenticateWithinMs?: number | undefined;
  readonly pingEveryMs?: number | undefined;
  /** How long a change waits for the rights of its time: 2 s unless told. */
  readonly holdChangesAtMostMs?: number | undefined;
  /** Sockets of one person, and from one address before they sign in: 500 and 200 unless told. */
  readonly socketsPerPerson?: number | undefined;
  readonly strangersPerAddress?: number | undefined;
  /** What all nodes say of who is where. Unless given, this node is the only one. */
  readonly presence?: PresenceStore | undefined;
};

/**
 * Everything that is read: the `GET` endpoints of the contracts, `/ws`, `/docs`, health and metrics. It does not listen
 * yet, and owns neither the pool nor the bus.
 *
 * It may stand behind another Node server of the same process instead of listening itself: after
 * `await app.ready()`, `app.routing(request, response)` answers a request, and
 * `app.server.emit('upgrade', request, socket, head)` takes over a WebSocket, because the WebSocket plugin
 * listens to the upgrades of `app.server` whether or not it listens on a port. Node disarms its own error
 * listener before it hands a socket over, and the plugin sets one in the same tick, so hand it over at once.
 */
export async function buildQueryApi(deps: QueryApiDeps): Promise<FastifyInstance> {
  const { pool, bus, tokens, log, metrics, corsOrigins } = deps;
  const app = await createHttpServer({
    log,
    corsOrigins,
    trustProxy: deps.trustProxy ?? false,
    rates: deps.rates,
    metrics,
    api: 'query',
  });

  const watch = watchCheckpoints(pool);
  await serveLive(app, {
    bus,
    tokens,
    authorise: createAuthorise(pool, watch),
    log,
    metrics,
    authenticateWithinMs: deps.authenticateWithinMs,
    pingEveryMs: deps.pingEveryMs,
    holdChangesAtMostMs: deps.holdChangesAtMostMs,
    socketsPerPerson: deps.socketsPerPerson,
    strangersPerAddress: deps.strangersPerAddress,
    presence: deps.presence ?? createInMemoryPresence().node(),
    known: createKnownPeople(pool),
  });
  const onTrouble = (error: unknown) => log.error({ err: error }, 'the read models could not be read');
  registerReads(
    app,
    tokens,
    createRead(pool, watch, onTrouble),
    createPublicRead(pool, onTrouble),
    deps.passes,
    deps.blobs,
  );
  registerHealth(app, pool);
  await serveApiDescription(app);
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()));
  return app;
}

/** What reads need to answer at all. */
const needed: readonly ReadModel[] = [
  'access',
  'board',
  'tickets',
  'activity',
  'past',
  'search',
  'reports',
  'inbox',
  'chat',
  'files',
  'contacts',
];

function registerHealth(app: FastifyInstance, pool: pg.Pool): void {
  app.get('/health/live', async () => ({ status: 'live' }));
  app.get('/health/ready', async () => {
    const { rows } = await pool
      .query<{ name: string }>('select name from read_model.projection_positions')
      // Which database is not there is nobody's business here; the log of the failed reads says it.
      .catch(() => ({ rows: [] }));
    const missing = needed.filter((model) => !rows.some(({ name }) => name === model));
    if (missing.length > 0) {
      throw new DomainError('read_model_behind', `not built yet: ${missing.join(', ')}`);
    }
    return { status: 'ready' };
  });
}
