import type { Aggregates } from '@ticketing/platform/aggregates.ts';
import type { BlobStore } from '@ticketing/platform/blob-store/blob-store.ts';
import type { Bus } from '@ticketing/platform/bus.ts';
import type { EventStore } from '@ticketing/platform/event-store.ts';
import type { KafkaConnection } from '@ticketing/platform/kafka.ts';
import type { MailDelivery } from '@ticketing/platform/mail/mail-delivery.ts';
import { prepareOutbox } from '@ticketing/platform/mail/prepare-outbox.ts';
import type { Metrics } from '@ticketing/platform/metrics.ts';
import { migrateUploads } from '@ticketing/platform/uploads.ts';
import type pg from 'pg';
import { caughtUpTogether } from './caught-up-together.ts';
import { chosen, runsRelay } from './chosen-projections.ts';
import { type Engine, startEngine } from './engine/engine.ts';
import type { EngineLog } from './engine/projection.ts';
import { startFileCleaning } from './files/file-cleaning.ts';
import type { JobWorker } from './job-worker.ts';
import type { RelayOptions } from './kafka/relay.ts';
import { startRelay } from './kafka/start-relay.ts';
import { addressThrough } from './mail/address-of.ts';
import { startMailWorker, startTidying } from './mail/mail-worker.ts';
import { startNotificationMails } from './mail/notification-mails.ts';
import { readModels } from './read-models/all.ts';
import { startRebuilder } from './rebuild/start-rebuilder.ts';
import { sagas, startSagaJobs } from './saga-jobs.ts';
import { startReminders } from './sagas/reminders.ts';
import { whileLeading } from './while-leading.ts';

export type ProjectorsDeps = {
  readonly eventStore: EventStore;
  readonly pool: pg.Pool;
  /** Of the same database; the worker for timers has connections of its own. */
  readonly databaseUrl: string;
  readonly bus: Bus;
  readonly log: EngineLog;
  readonly metrics: Metrics;
  readonly aggregates: Aggregates;
  readonly archiveAfterHours: number;
  /** When it is told that a ticket is due, and a review is reminded of; 24 and 48 hours unless told. */
  readonly dueSoonHours?: number | undefined;
  readonly reviewReminderHours?: number | undefined;
  /** How long a notification may wait to be read in the app before it is mailed; 60 s unless told. */
  readonly notificationMailDelaySeconds?: number | undefined;
  /** With what mail is sent; without it mails wait in the outbox. */
  readonly mail?: MailDelivery | undefined;
  /** Where the content of files is; without it forgotten uploads are left to another process. */
  readonly blobs?: BlobStore | undefined;
  /** Where every event is relayed to; without it none is. */
  readonly kafka?: { readonly connection: KafkaConnection; readonly relay: RelayOptions } | undefined;
  /** What time it is, by business time. */
  readonly now?: () => Date;
  /** True when no other process can be at this database: what a killed one led is taken at once. */
  readonly alone?: boolean;
  /** Names of what this process runs; everything unless told. */
  readonly only?: readonly string[] | undefined;
  /** How long a process that says nothing keeps what it leads; 5 unless told. */
  readonly leaseSeconds?: number;
};

export type Projectors = { stop(): Promise<void>; health(): ReturnType<Engine['health']> };

/**
 * Starts every read model and saga on one engine, the relay to Kafka, the worker that carries out their timers, and the
 * one that sends mail.
 * Several processes may do so at one database: of each projection one is the leader, and what works on its rows runs
 * there. Mail is sent by all of them, each mail by whoever locks its row first.
 */
export async function startProjectors(deps: ProjectorsDeps): Promise<Projectors> {
  const { eventStore, pool, databaseUrl, bus, log, metrics, aggregates, archiveAfterHours } = deps;
  const now = deps.now ?? (() => new Date());
  const archiving = { archiveAfterHours, now };
  await prepareOutbox(databaseUrl);
  if (deps.blobs) await migrateUploads(databaseUrl, { debug: () => undefined });
  const projections = chosen([...readModels, ...sagas(archiving)], deps.only);
  const leases = {
    alone: deps.alone ?? false,
    ...(deps.leaseSeconds === undefined ? {} : { options: { leaseMs: deps.leaseSeconds * 1_000 } }),
  };
  const engine = await startEngine({
    eventLog: eventStore,
    pool,
    bus,
    log,
    metrics,
    ...leases,
    rebuilds: true,
    projections,
  });
  const rebuilder = startRebuilder({
    databaseUrl,
    eventLog: eventStore,
    projections,
    log,
    metrics,
    onReleased: engine.reload,
  });
  const workers: JobWorker[] = [];
  let relay: Engine | undefined;
  const stop = async () => {
    await rebuilder.stop();
    for (const worker of workers.splice(0).reverse()) await worker.stop();
    await relay?.stop();
    await engine.stop();
  };
  try {
    if (deps.kafka && runsRelay(deps.only)) {
      relay = await startRelay({ eventLog: eventStore, pool, log, metrics, ...leases, ...deps.kafka });
    }
    workers.push(await startSagaJobs({ engine, pool, databaseUrl, aggregates, archiving, log }));
    workers.push(
      startReminders({
        pool,
        aggregates,
        log,
        now,
        dueSoonHours: deps.dueSoonHours ?? 24,
        reviewReminderHours: deps.reviewReminderHours ?? 48,
        caughtUp: () => caughtUpTogether(engine, pool, ['board', 'tickets', 'activity']),
      }),
    );
    workers.push(
      startNotificationMails({
        pool,
        log,
        delaySeconds: deps.notificationMailDelaySeconds ?? 60,
        now,
        caughtUp: () => engine.caughtUp('inbox'),
      }),
    );
    workers.push(await startMail(deps));
    const { blobs } = deps;
    if (blobs) {
      const cleaning = async () => startFileCleaning({ pool, blobs, eventStore, engine, log });
      // Not on standby: who cannot do it must not take the turn of who can.
      workers.push(await whileLeading(engine, ['files'], cleaning, log));
    }
    return {
      health() {
        const { ready, projections } = engine.health();
        // A relay that waits for Kafka makes nothing else unready.
        return { ready, projections: [...projections, ...(relay?.health().projections ?? [])] };
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startMail({
  mail,
  pool,
  databaseUrl,
  aggregates,
  log,
  metrics,
}: ProjectorsDeps): Promise<JobWorker> {
  if (!mail) return startTidying(pool, log, () => new Date());
  const addressOf = addressThrough(aggregates);
  return startMailWorker({ pool, databaseUrl, delivery: mail, addressOf, log, metrics });
}
