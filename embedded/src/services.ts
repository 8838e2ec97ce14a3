import type { Server } from 'node:http';
import { buildCommandApi } from '@ticketing/command-api/app.ts';
import type { Application } from '@ticketing/command-api/application.ts';
import { migrateCredentials } from '@ticketing/command-api/migrate.ts';
import { createColumnCounts } from '@ticketing/command-api/tickets/column-counts.ts';
import { aggregateMetrics } from '@ticketing/platform/aggregate-metrics.ts';
import { createAggregates } from '@ticketing/platform/aggregates.ts';
import { openBlobStore } from '@ticketing/platform/blob-store/open-blob-store.ts';
import type { Bus } from '@ticketing/platform/bus.ts';
import { followEndedSessions } from '@ticketing/platform/ended-sessions.ts';
import { connectEventStore } from '@ticketing/platform/event-store.ts';
import { createFilePasses } from '@ticketing/platform/file-passes.ts';
import { createInMemoryBus } from '@ticketing/platform/in-memory-bus.ts';
import { createInMemoryPresence } from '@ticketing/platform/in-memory-presence.ts';
import { createLog } from '@ticketing/platform/log.ts';
import { mailDelivery } from '@ticketing/platform/mail/mail-delivery.ts';
import { prepareOutbox } from '@ticketing/platform/mail/prepare-outbox.ts';
import { createMetrics } from '@ticketing/platform/metrics.ts';
import { measurePool } from '@ticketing/platform/pool-metrics.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import { createRedisBus } from '@ticketing/platform/redis-bus.ts';
import { createRedisPresence } from '@ticketing/platform/redis-presence.ts';
import { createInMemoryCounter, createRedisCounter } from '@ticketing/platform/request-counter.ts';
import { startTelemetry } from '@ticketing/platform/telemetry.ts';
import { createTokens } from '@ticketing/platform/tokens.ts';
import { kafkaOf } from '@ticketing/projectors/kafka/kafka-of.ts';
import { startProjectors } from '@ticketing/projectors/start-projectors.ts';
import { buildQueryApi } from '@ticketing/query-api/app.ts';
import { closeServer, listen } from './listen.ts';
import { createOneOrigin } from './one-origin.ts';
import type { Parts } from './parts.ts';
import type { StackSettings } from './stack-settings.ts';

export type Services = {
  readonly apiPort: number;
  /** The write side, for what the stack does by itself, such as seeding the demo. */
  readonly application: Application;
  stop(): Promise<void>;
};

/**
 * Both APIs behind one origin, and all projectors, in this process.
 * @param appsServed whether the apps listen and the demo is complete: before that the system is not ready
 */
export async function startServices(
  parts: Parts,
  settings: StackSettings,
  appsServed: () => boolean,
): Promise<Services> {
  const log = createLog('ticketing', settings.LOG_LEVEL);
  // Without its database everything complains at once; what a person can do about it is said elsewhere.
  void parts.died.then(() => {
    log.level = 'silent';
  });
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const stopOne of stops.splice(0).reverse()) await stopOne();
  };
  try {
    const telemetry = await startTelemetry('ticketing', log);
    stops.push(() => telemetry.stop());
    const metrics = createMetrics(true);
    const eventStore = connectEventStore(parts.eventStoreUrl);
    stops.push(() => eventStore.dispose());
    await migrateCredentials(parts.databaseUrl, log);
    await prepareOutbox(parts.databaseUrl);
    const pool = createPool(parts.databaseUrl, 'ticketing', log, 20);
    measurePool(metrics, pool, 'ticketing');
    stops.push(() => pool.end());
    const bus: Bus = settings.REDIS_URL
      ? await createRedisBus({ url: settings.REDIS_URL, log })
      : createInMemoryBus();
    stops.push(() => bus.close());
    const counter = settings.REDIS_URL
      ? await createRedisCounter({ url: settings.REDIS_URL, log })
      : createInMemoryCounter();
    stops.push(() => counter.close());
    const presence = settings.REDIS_URL
      ? await createRedisPresence({ url: settings.REDIS_URL, log })
      : createInMemoryPresence().node();
    stops.push(() => presence.close());
    const ended = await followEndedSessions(pool, log);
    stops.push(() => ended.stop());
    const tokens = createTokens(parts.secrets.jwtSecret, Date.now, ended);
    const aggregates = createAggregates(eventStore, { metrics: aggregateMetrics(metrics) });
    const application: Application = {
      eventStore,
      aggregates,
      pool,
      tokens,
      endedSessions: ended,
      usernameKey: parts.secrets.usernameKey,
      columnCounts: createColumnCounts(eventStore),
    };
    const blobs = await openBlobStore(settings.BLOB_STORE_URL);
    stops.push(() => blobs.close());
    const projectors = await startProjectors({
      eventStore,
      pool,
      databaseUrl: parts.databaseUrl,
      bus,
      log,
      metrics,
      aggregates,
      blobs,
      archiveAfterHours: settings.TICKET_ARCHIVE_AFTER_HOURS,
      dueSoonHours: settings.DUE_SOON_HOURS,
      reviewReminderHours: settings.REVIEW_REMINDER_HOURS,
      notificationMailDelaySeconds: settings.MAIL_NOTIFICATION_DELAY_SECONDS,
      mail: mailDelivery({ ...settings, ...publicUrls(settings) }),
      kafka: kafkaOf(settings, log),
      // The embedded PostgreSQL serves one stack: what a killed one led is free.
      alone: settings.DATABASE_URL === undefined,
    });
    stops.push(() => projectors.stop());
    const corsOrigins = browserOrigins(settings);
    const rates = {
      anonymousPerMinute: settings.ANONYMOUS_RATE_PER_MINUTE,
      userPerMinute: settings.USER_RATE_PER_MINUTE,
      counter,
    };
    const commandApi = await buildCommandApi(application, {
      log,
      metrics,
      corsOrigins,
      loginPerMinute: settings.LOGIN_RATE_PER_MINUTE,
      invitationsGoodForDays: settings.INVITATION_EXPIRES_AFTER_DAYS,
      passwordResetsPerHour: settings.PASSWORD_RESETS_PER_HOUR,
      rates,
      files: { blobs, maxFileBytes: settings.MAX_FILE_BYTES },
    });
    stops.push(() => commandApi.close());
    const queryApi = await buildQueryApi({
      pool,
      bus,
      presence,
      tokens,
      log,
      metrics,
      corsOrigins,
      rates,
      passes: createFilePasses(parts.secrets.jwtSecret),
      blobs,
    });
    await queryApi.ready();
    stops.push(() => queryApi.close());
    const origin: Server = createOneOrigin({
      commandApi,
      queryApi,
      readiness: async () => ({
        'event-store': await eventStore.head().then(
          () => true,
          () => false,
        ),
        postgresql: await pool.query('select 1').then(
          () => true,
          () => false,
        ),
        projectors: projectors.health().ready,
        apps: appsServed(),
      }),
    });
    const apiPort = await listen(origin, settings.HOST, settings.API_PORT, 'API_PORT');
    // Together: a server waits for the sockets that it handed over, and only query-api closes those.
    stops.push(() => Promise.all([queryApi.close(), closeServer(origin)]));
    return { apiPort, application, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Where the two apps are served from, by the names that a browser on this machine may use. */
function browserOrigins(settings: StackSettings): string[] {
  if (settings.CORS_ORIGINS) return settings.CORS_ORIGINS;
  const hosts = new Set(['localhost', '127.0.0.1', settings.HOST]);
  return [...hosts].flatMap((host) =>
    [settings.ADMIN_PORT, settings.DESK_PORT].map((port) => `http://${host}:${port}`),
  );
}

/** Links in mail lead to the apps of this stack, unless a proxy serves them to the world under other names. */
function publicUrls(settings: StackSettings) {
  const host = settings.HOST === '0.0.0.0' || settings.HOST === '::' ? '127.0.0.1' : settings.HOST;
  return {
    PUBLIC_ADMIN_URL: settings.PUBLIC_ADMIN_URL ?? `http://${host}:${settings.ADMIN_PORT}`,
    PUBLIC_DESK_URL: settings.PUBLIC_DESK_URL ?? `http://${host}:${settings.DESK_PORT}`,
  };
}
