import type { Aggregates } from '@ticketing/platform/aggregates.ts';
import type { BlobStore } from '@ticketing/platform/blob-store/blob-store.ts';
import type { Bus } from '@ticketing/platform/bus.ts';
import type { EventStore } from '@ticketing/platform/event-store.ts';
import type { MailDelivery } from '@ticketing/platform/mail/mail-delivery.ts';
import { prepareOutbox } from '@ticketing/platform/mail/prepare-outbox.ts';
import type { Metrics } from '@ticketing/platform/metrics.ts';
import { migrateUploads } from '@ticketing/platform/uploads.ts';
import type pg from 'pg';
import { caughtUpTogether } from './caught-up-together.ts';
import { chosen, runsRelay } from './chosen-projections.ts';
import { type Engine, startEngine } from './engine/engine.ts';
import type { EngineLog, Projection } from './engine/projection.ts';
import { startFileCleaning } from './files/file-cleaning.ts';
import type { JobWorker } from './job-worker.ts';
import type { KafkaDeps } from './kafka/kafka-of.ts';
import { RELAY_NAME } from './kafka/relay-notes.ts';
import { returnToLog } from './kafka/return-to-log.ts';
import { startFromKafka } from './kafka/start-from-kafka.ts';
import { startRelay } from './kafka/start-relay.ts';
import { addressThrough } from './mail/address-of.ts';
import { startMailWorker, startTidying } from './mail/mail-worker.ts';
import { startNotificationMails } from './mail/notification-mails.ts';
import { startReportMails } from './mail/report-mails.ts';
import { readModels } from './read-models/all.ts';
import { type Rebuilder, startRebuilder } from './rebuild/start-rebuilder.ts';
import { sagas, startSagaJobs } from './saga-jobs.ts';
import { startReminders } from './sagas/reminders.ts';
import { watchUnled } from './unled-alarm.ts';
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
  /** Where every event is relayed to, and whether read models come from there; without it none is, and they do not. */
  readonly kafka?: KafkaDeps | undefined;
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
 * Starts every read model and saga on one engine, or the read models from Kafka, the relay to it, the worker that carries out their timers, and the
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
  const all = [...readModels, ...sagas(archiving)];
  const projections = chosen(all, deps.only);
  const leases = {
    alone: deps.alone ?? false,
    ...(deps.leaseSeconds === undefined ? {} : { options: { leaseMs: deps.leaseSeconds * 1_000 } }),
  };
  const { kafka } = deps;
  const fromKafka = kafka?.source === 'kafka';
  const feeding = { eventLog: eventStore, pool, bus, log, metrics, ...leases };
  const workers: JobWorker[] = [];
  if (!fromKafka) workers.push(await returnToLog(pool, projections, log, leases.alone));
  const engine = await startEngine({
    ...feeding,
    rebuilds: true,
    projections: fromKafka ? projections.filter((one) => !isReadModel(one)) : projections,
  });
  const engines: Pick<Engine, 'health' | 'stop'>[] = [engine];
  let relay: Engine | undefined;
  let rebuilder: Rebuilder | undefined;
  const stop = async () => {
    await rebuilder?.stop();
    for (const worker of workers.splice(0).reverse()) await worker.stop();
    await relay?.stop();
    await Promise.all(engines.map((one) => one.stop()));
  };
  try {
    if (kafka && runsRelay(deps.only)) relay = await startRelay({ ...feeding, ...kafka });
    const fed = fromKafka
      ? await startFromKafka({
          ...feeding,
          rebuilds: true,
          projections: projections.filter(isReadModel),
          connection: kafka.connection,
        })
      : engine;
    if (fed !== engine) engines.push(fed);
    rebuilder = startRebuilder({
      databaseUrl,
      eventLog: eventStore,
      projections,
      log,
      metrics,
      onReleased: (name) => (readModels.some((model) => model.name === name) ? fed : engine).reload(name),
    });
    workers.push(await startSagaJobs({ engine, pool, databaseUrl, aggregates, archiving, log }));
    workers.push(
      startReminders({
        pool,
        aggregates,
        log,
        now,
        dueSoonHours: deps.dueSoonHours ?? 24,
        reviewReminderHours: deps.reviewReminderHours ?? 48,
        caughtUp: () => caughtUpTogether(fed, pool, ['board', 'tickets', 'activity']),
      }),
    );
    workers.push(
      startNotificationMails({
        pool,
        log,
        delaySeconds: deps.notificationMailDelaySeconds ?? 60,
        now,
        caughtUp: () => fed.caughtUp('inbox'),
      }),
    );
    workers.push(
      startReportMails({
        pool,
        log,
        now,
        caughtUp: () => caughtUpTogether(fed, pool, ['reports', 'access']),
      }),
    );
    workers.push(await startMail(deps));
    workers.push(watchUnled({ pool, log, metrics, elsewhere: elsewhere(all, projections, deps) }));
    const { blobs } = deps;
    if (blobs) {
      const cleaning = async () => startFileCleaning({ pool, blobs, eventStore, engine: fed, log });
      // Not on standby: who cannot do it must not take the turn of who can.
      workers.push(await whileLeading(fed, ['files'], cleaning, log));
    }
    return {
      health() {
        const parts = engines.map((one) => one.health());
        return {
          // A relay that waits for Kafka makes nothing else unready.
          ready: parts.every(({ ready }) => ready),
          projections: [...parts, ...(relay ? [relay.health()] : [])].flatMap((part) => part.projections),
        };
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

/** What other processes are to run. */
function elsewhere(
  all: readonly Projection[],
  here: readonly Projection[],
  { kafka, only }: ProjectorsDeps,
): readonly string[] {
  const names = all.filter((projection) => !here.includes(projection)).map(({ name }) => name);
  return kafka && !runsRelay(only) ? [...names, RELAY_NAME] : names;
}

const isReadModel = (projection: Projection): boolean => readModels.includes(projection);
