import type { AddressInfo } from 'node:net';
import { openBlobStore } from '@ticketing/platform/blob-store/open-blob-store.ts';
import { followEndedSessions } from '@ticketing/platform/ended-sessions.ts';
import { createFilePasses } from '@ticketing/platform/file-passes.ts';
import { createLog } from '@ticketing/platform/log.ts';
import { createMetrics } from '@ticketing/platform/metrics.ts';
import { measurePool } from '@ticketing/platform/pool-metrics.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import { createRedisBus } from '@ticketing/platform/redis-bus.ts';
import { createRedisPresence } from '@ticketing/platform/redis-presence.ts';
import { createRedisCounter } from '@ticketing/platform/request-counter.ts';
import { readSettings, required } from '@ticketing/platform/settings.ts';
import { startTelemetry } from '@ticketing/platform/telemetry.ts';
import { createTokens } from '@ticketing/platform/tokens.ts';
import { buildQueryApi } from './app.ts';

export type RunningQueryApi = {
  readonly port: number;
  /** Closes the sockets with 1001, lets reads under way end, and lets go of the database and of Redis. */
  stop(): Promise<void>;
};

/**
 * Starts the query API as a server of its own, from the environment.
 *
 * @throws SettingsError when a setting is missing: processes of their own hear of changes through Redis only
 */
export async function startQueryApi(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<RunningQueryApi> {
  const settings = readSettings(
    [
      'HOST',
      'PORT',
      'DATABASE_URL',
      'REDIS_URL',
      'JWT_SECRET',
      'CORS_ORIGINS',
      'TRUST_PROXY',
      'ANONYMOUS_RATE_PER_MINUTE',
      'USER_RATE_PER_MINUTE',
      'BLOB_STORE_URL',
      'LOG_LEVEL',
    ],
    environment,
  );
  const databaseUrl = required('DATABASE_URL', settings.DATABASE_URL, 'the read models live in PostgreSQL');
  const redisUrl = required('REDIS_URL', settings.REDIS_URL, 'live changes reach this process through Redis');
  const secret = required('JWT_SECRET', settings.JWT_SECRET, 'access tokens are checked with it');

  const log = createLog('query-api', settings.LOG_LEVEL);
  const telemetry = await startTelemetry('query-api', log, environment);
  const metrics = createMetrics(true);
  const blobs = await openBlobStore(
    required('BLOB_STORE_URL', settings.BLOB_STORE_URL, 'files are downloaded from it'),
  );
  const pool = createPool(databaseUrl, 'query-api', log);
  measurePool(metrics, pool, 'query-api');
  const ended = await followEndedSessions(pool, log);
  const bus = await createRedisBus({ url: redisUrl, log });
  const counter = await createRedisCounter({ url: redisUrl, log });
  const presence = await createRedisPresence({ url: redisUrl, log });
  const letGo = async () => {
    await ended.stop();
    await Promise.all([bus.close(), counter.close(), presence.close(), blobs.close()]);
    await pool.end();
    await telemetry.stop();
  };
  try {
    const app = await buildQueryApi({
      pool,
      bus,
      presence,
      tokens: createTokens(secret, Date.now, ended),
      passes: createFilePasses(secret),
      blobs,
      log,
      metrics,
      corsOrigins: settings.CORS_ORIGINS ?? [],
      trustProxy: settings.TRUST_PROXY,
      rates: {
        anonymousPerMinute: settings.ANONYMOUS_RATE_PER_MINUTE,
        userPerMinute: settings.USER_RATE_PER_MINUTE,
        counter,
      },
    });
    await app.listen({ host: settings.HOST, port: settings.PORT });
    // A server that listens on TCP has such an address.
    const { port } = app.server.address() as AddressInfo;
    log.info({ host: settings.HOST, port }, 'query-api is ready');
    return {
      port,
      async stop() {
        await app.close();
        await letGo();
      },
    };
  } catch (error) {
    await letGo();
    throw error;
  }
}
