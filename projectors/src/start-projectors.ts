import type { Aggregates } from '@ticketing/platform/aggregates.ts';
import type { BlobStore } from '@ticketing/platform/blob-store/blob-store.ts';
import type { Bus } from '@ticketing/platform/bus.ts';
import type { EventStore } from '@ticketing/platform/event-store.ts';
import type { KafkaConnection } from '@ticketing/platform/kafka.ts';
import type { MailDelivery } from '@ticketing/platform/mail/mail-delivery.ts';
import { prepareOutbox } from '@ticketing/platform/mail/prepare-outbox.ts';
import type { Metrics } from '@ticketing/platform/metrics.ts';
import { inTransaction } from '@ticketing/platform/postgres.ts';
import { migrateUploads } from '@ticketing/platform/uploads.ts';
import type pg from 'pg';
import { type Engine, startEngine } from './engine/engine.ts';
import type { EngineLog } from './engine/projection.ts';
import { startFileCleaning } from './files/file-cleaning.ts';
import { type JobWorker, startJobWorker } from './job-worker.ts';
import type { RelayOptions } from './kafka/relay.ts';
import { startRelay } from './kafka/start-relay.ts';
import { addressThrough } from './mail/address-of.ts';
import { startMailWorker, startTidying } from './mail/mail-worker.ts';
import { startNotificationMails } from './mail/notification-mails.ts';
import { readModels } from './read-models/all.ts';
import { archiveThrough } from './sagas/archive-ticket.ts';
import { archivingSaga } from './sagas/archiving.ts';
import { scheduleArchiving } from './sagas/archiving-jobs.ts';
import { archivingTasks } from './sagas/archiving-worker.ts';
import { emptyingSaga } from './sagas/emptying.ts';
import { emptyingTasks } from './sagas/emptying-worker.ts';
import { expireThrough } from './sagas/expire-invitation.ts';
import { invitationsSaga } from './sagas/invitations.ts';
import { invitationTasks } from './sagas/invitations-jobs.ts';
import { leaveRemovedColumnThrough } from './sagas/leave-removed-column.ts';
import { startReminders } from './sagas/reminders.ts';
import { ticketRoomTasks } from './sagas/settle-ticket-room.ts';
import { ticketRoomSaga } from './sagas/ticket-room.ts';

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
};

export type Projectors = { stop(): Promise<void>; health(): ReturnType<Engine['health']> };

/** Starts every read model and saga on one engine, the relay to Kafka, the worker that carries out their timers, and the one that sends mail. */
export async function startProjectors(deps: ProjectorsDeps): Promise<Projectors> {
  const { eventStore, pool, databaseUrl, bus, log, metrics, aggregates, archiveAfterHours } = deps;
  const now = deps.now ?? (() => new Date());
  const archiving = { archiveAfterHours, now };
  await prepareOutbox(databaseUrl);
  if (deps.blobs) await migrateUploads(databaseUrl, { debug: () => undefined });
  const engine = await startEngine({
    eventLog: eventStore,
    pool,
    bus,
    log,
    metrics,
    projections: [
      ...readModels,
      archivingSaga(archiving),
      emptyingSaga,
      ticketRoomSaga,
      invitationsSaga({ now }),
    ],
  });
  const workers: JobWorker[] = [];
  let relay: Engine | undefined;
  const stop = async () => {
    for (const worker of workers.splice(0).reverse()) await worker.stop();
    await relay?.stop();
    await engine.stop();
  };
  try {
    if (deps.kafka) relay = await startRelay({ eventLog: eventStore, pool, log, metrics, ...deps.kafka });
    // The installation's hours may be others than when the timers were set.
    await inTransaction(pool, (transaction) => scheduleArchiving(transaction, archiving, 'all'));
    const taskList = {
      ...archivingTasks({
        ...archiving,
        pool,
        archiveTicket: archiveThrough(aggregates),
        caughtUp: () => engine.caughtUp('archiving'),
        log,
      }),
      ...emptyingTasks({ pool, leaveRemovedColumn: leaveRemovedColumnThrough(aggregates), now, log }),
      ...ticketRoomTasks(aggregates),
      ...invitationTasks({
        pool,
        expireInvitation: expireThrough(aggregates),
        caughtUp: () => engine.caughtUp('invitations'),
        now,
        log,
      }),
    };
    workers.push(await startJobWorker({ databaseUrl, log, taskList }));
    workers.push(
      startReminders({
        pool,
        aggregates,
        log,
        now,
        dueSoonHours: deps.dueSoonHours ?? 24,
        reviewReminderHours: deps.reviewReminderHours ?? 48,
        caughtUp: () => ['board', 'tickets', 'activity'].every((name) => engine.caughtUp(name)),
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
    if (deps.blobs) workers.push(startFileCleaning({ pool, blobs: deps.blobs, eventStore, engine, log }));
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
