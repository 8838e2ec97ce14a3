import { createServer } from 'node:http';
import { aggregateMetrics } from '@ticketing/platform/aggregate-metrics.ts';
import { createAggregates } from '@ticketing/platform/aggregates.ts';
import { openBlobStore } from '@ticketing/platform/blob-store/open-blob-store.ts';
import { connectEventStore } from '@ticketing/platform/event-store.ts';
import { kafkaSettingNames } from '@ticketing/platform/kafka-settings.ts';
import { createLog } from '@ticketing/platform/log.ts';
import { mailDelivery, mailSettingNames } from '@ticketing/platform/mail/mail-delivery.ts';
import { createMetrics } from '@ticketing/platform/metrics.ts';
import { measurePool } from '@ticketing/platform/pool-metrics.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import { createRedisBus } from '@ticketing/platform/redis-bus.ts';
import { readSettings, required, runProcess } from '@ticketing/platform/settings.ts';
import { startTelemetry } from '@ticketing/platform/telemetry.ts';
import { kafkaOf } from './kafka/kafka-of.ts';
import { answerOperators } from './operators-server.ts';
import { startProjectors } from './start-projectors.ts';

/** Longer than a batch, a publication and the giving back of leases may take together. */
const STOP_WITHIN_MS = 20_000;

/** The projectors as a process of their own. */
await runProcess(async () => {
  const settings = readSettings([
    'HOST',
    'PORT',
    'EVENTSTORE_URL',
    'DATABASE_URL',
    'REDIS_URL',
    'TICKET_ARCHIVE_AFTER_HOURS',
    'MAIL_NOTIFICATION_DELAY_SECONDS',
    'DUE_SOON_HOURS',
    'REVIEW_REMINDER_HOURS',
    'PROJECTION_LEASE_SECONDS',
    'PROJECTIONS',
    ...mailSettingNames,
    ...kafkaSettingNames,
    'BLOB_STORE_URL',
    'LOG_LEVEL',
  ]);
  const eventStoreUrl = required('EVENTSTORE_URL', settings.EVENTSTORE_URL, 'the projectors follow its log');
  const databaseUrl = required('DATABASE_URL', settings.DATABASE_URL, 'the read models live in PostgreSQL');
  const redisUrl = required(
    'REDIS_URL',
    settings.REDIS_URL,
    'a projector in a process of its own tells query-api what changed through Redis',
  );
  const mail = mailDelivery(settings);
  const log = createLog('projectors', settings.LOG_LEVEL);
  const telemetry = await startTelemetry('projectors', log);
  const metrics = createMetrics(true);
  const pool = createPool(databaseUrl, 'projectors', log, 20);
  measurePool(metrics, pool, 'projectors');
  const blobs = await openBlobStore(
    required('BLOB_STORE_URL', settings.BLOB_STORE_URL, 'uploads that nothing came of are removed from it'),
  );
  const eventStore = connectEventStore(eventStoreUrl);
  const bus = await createRedisBus({ url: redisUrl, log });
  const projectors = await startProjectors({
    eventStore,
    pool,
    databaseUrl,
    bus,
    log,
    metrics,
    aggregates: createAggregates(eventStore, { metrics: aggregateMetrics(metrics) }),
    blobs,
    archiveAfterHours: settings.TICKET_ARCHIVE_AFTER_HOURS,
    dueSoonHours: settings.DUE_SOON_HOURS,
    reviewReminderHours: settings.REVIEW_REMINDER_HOURS,
    notificationMailDelaySeconds: settings.MAIL_NOTIFICATION_DELAY_SECONDS,
    mail,
    kafka: kafkaOf(settings, log),
    only: settings.PROJECTIONS,
    leaseSeconds: settings.PROJECTION_LEASE_SECONDS,
  });
  if (!mail) log.warn({}, 'SMTP_URL is not set: mails wait in the outbox until it is');
  const server = createServer(answerOperators(() => projectors.health(), metrics));
  await new Promise<void>((listening, failed) => {
    server.once('error', failed).listen(settings.PORT, settings.HOST, listening);
  });
  log.info({ host: settings.HOST, port: settings.PORT }, 'the projectors follow the log');

  const stop = async () => {
    // A connection that never answers must not keep the process: who stands by takes over all the same.
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    server.close();
    await projectors.stop();
    await bus.close();
    await Promise.all([pool.end(), eventStore.dispose(), blobs.close()]);
    await telemetry.stop();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);
});
