import { aggregateMetrics } from '@ticketing/platform/aggregate-metrics.ts';
import { createAggregates } from '@ticketing/platform/aggregates.ts';
import { openBlobStore } from '@ticketing/platform/blob-store/open-blob-store.ts';
import { followEndedSessions } from '@ticketing/platform/ended-sessions.ts';
import { connectEventStore } from '@ticketing/platform/event-store.ts';
import { createLog } from '@ticketing/platform/log.ts';
import { prepareOutbox } from '@ticketing/platform/mail/prepare-outbox.ts';
import { createMetrics } from '@ticketing/platform/metrics.ts';
import { measurePool } from '@ticketing/platform/pool-metrics.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import { createInMemoryCounter, createRedisCounter } from '@ticketing/platform/request-counter.ts';
import { readSettings, required, runProcess } from '@ticketing/platform/settings.ts';
import { startTelemetry } from '@ticketing/platform/telemetry.ts';
import { createTokens } from '@ticketing/platform/tokens.ts';
import { buildCommandApi } from './app.ts';
import { migrateCredentials } from './migrate.ts';
import { createColumnCounts } from './tickets/column-counts.ts';

/** The command-api as a process of its own. */
await runProcess(async () => {
  const settings = readSettings([
    'HOST',
    'PORT',
    'EVENTSTORE_URL',
    'DATABASE_URL',
    'JWT_SECRET',
    'USERNAME_KEY',
    'CORS_ORIGINS',
    'REDIS_URL',
    'INVITATION_EXPIRES_AFTER_DAYS',
    'LOGIN_RATE_PER_MINUTE',
    'PASSWORD_RESETS_PER_HOUR',
    'ANONYMOUS_RATE_PER_MINUTE',
    'USER_RATE_PER_MINUTE',
    'TRUST_PROXY',
    'BLOB_STORE_URL',
    'MAX_FILE_BYTES',
    'LOG_LEVEL',
  ]);
  const log = createLog('command-api', settings.LOG_LEVEL);
  const telemetry = await startTelemetry('command-api', log);
  const metrics = createMetrics(true);
  const databaseUrl = required('DATABASE_URL', settings.DATABASE_URL, 'credentials live in PostgreSQL');
  const eventStore = connectEventStore(
    required('EVENTSTORE_URL', settings.EVENTSTORE_URL, 'commands append to it'),
  );
  const secret = required('JWT_SECRET', settings.JWT_SECRET, 'it signs the access tokens');
  const usernameKey = required('USERNAME_KEY', settings.USERNAME_KEY, 'it hides user names in the log');
  const blobs = await openBlobStore(
    required('BLOB_STORE_URL', settings.BLOB_STORE_URL, 'uploaded files are kept in it'),
  );
  await migrateCredentials(databaseUrl, log);
  await prepareOutbox(databaseUrl);
  const counter = settings.REDIS_URL
    ? await createRedisCounter({ url: settings.REDIS_URL, log })
    : createInMemoryCounter();
  const pool = createPool(databaseUrl, 'command-api', log);
  measurePool(metrics, pool, 'command-api');
  const ended = await followEndedSessions(pool, log);
  const server = await buildCommandApi(
    {
      eventStore,
      aggregates: createAggregates(eventStore, { metrics: aggregateMetrics(metrics) }),
      pool,
      tokens: createTokens(secret, Date.now, ended),
      endedSessions: ended,
      usernameKey,
      columnCounts: createColumnCounts(eventStore),
    },
    {
      log,
      metrics,
      corsOrigins: settings.CORS_ORIGINS ?? [],
      loginPerMinute: settings.LOGIN_RATE_PER_MINUTE,
      invitationsGoodForDays: settings.INVITATION_EXPIRES_AFTER_DAYS,
      passwordResetsPerHour: settings.PASSWORD_RESETS_PER_HOUR,
      files: { blobs, maxFileBytes: settings.MAX_FILE_BYTES },
      trustProxy: settings.TRUST_PROXY,
      rates: {
        anonymousPerMinute: settings.ANONYMOUS_RATE_PER_MINUTE,
        userPerMinute: settings.USER_RATE_PER_MINUTE,
        counter,
      },
    },
  );
  await server.listen({ host: settings.HOST, port: settings.PORT });
  log.info({ host: settings.HOST, port: settings.PORT }, 'command-api is ready');
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, async () => {
      await server.close();
      await ended.stop();
      await Promise.all([pool.end(), eventStore.dispose(), counter.close(), blobs.close()]);
      await telemetry.stop();
      process.exit(0);
    });
  }
});
