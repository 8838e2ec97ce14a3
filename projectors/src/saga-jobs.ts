import type { Aggregates } from '@ticketing/platform/aggregates.ts';
import { inTransaction } from '@ticketing/platform/postgres.ts';
import type { TaskList } from 'graphile-worker';
import type pg from 'pg';
import type { Engine } from './engine/engine.ts';
import type { EngineLog } from './engine/projection.ts';
import { type JobWorker, startJobWorker } from './job-worker.ts';
import { archiveThrough } from './sagas/archive-ticket.ts';
import { type ArchivingOptions, archivingSaga } from './sagas/archiving.ts';
import { scheduleArchiving } from './sagas/archiving-jobs.ts';
import { archivingTasks } from './sagas/archiving-worker.ts';
import { emptyingSaga } from './sagas/emptying.ts';
import { emptyingTasks } from './sagas/emptying-worker.ts';
import { expireThrough } from './sagas/expire-invitation.ts';
import { invitationsSaga } from './sagas/invitations.ts';
import { invitationTasks } from './sagas/invitations-jobs.ts';
import { leaveRemovedColumnThrough } from './sagas/leave-removed-column.ts';
import { ticketRoomTasks } from './sagas/settle-ticket-room.ts';
import { ticketRoomSaga } from './sagas/ticket-room.ts';
import { whileLeading } from './while-leading.ts';

export type SagaJobsDeps = {
  readonly engine: Pick<Engine, 'leads' | 'onLeadership' | 'caughtUp'>;
  readonly pool: pg.Pool;
  readonly databaseUrl: string;
  readonly aggregates: Aggregates;
  readonly archiving: ArchivingOptions;
  readonly log: EngineLog;
};

/** Every saga, in the order in which they are taken over. */
export const sagas = (archiving: ArchivingOptions) => [
  archivingSaga(archiving),
  emptyingSaga,
  ticketRoomSaga,
  invitationsSaga({ now: archiving.now }),
];

/**
 * One worker for the jobs of all the sagas that this process leads. A saga's jobs are done where its rows are written,
 * so a process that stands by needs no connections for them, and puts off no timer for which another has caught up.
 */
export function startSagaJobs(deps: SagaJobsDeps): Promise<JobWorker> {
  const { engine, pool, databaseUrl, aggregates, archiving, log } = deps;
  const { now } = archiving;
  const tasksOf: Readonly<Record<string, TaskList>> = {
    archiving: archivingTasks({
      ...archiving,
      pool,
      archiveTicket: archiveThrough(aggregates),
      caughtUp: () => engine.caughtUp('archiving'),
      log,
    }),
    [emptyingSaga.name]: emptyingTasks({
      pool,
      leaveRemovedColumn: leaveRemovedColumnThrough(aggregates),
      now,
      log,
    }),
    [ticketRoomSaga.name]: ticketRoomTasks(aggregates),
    invitations: invitationTasks({
      pool,
      expireInvitation: expireThrough(aggregates),
      caughtUp: () => engine.caughtUp('invitations'),
      now,
      log,
    }),
  };
  return whileLeading(
    engine,
    Object.keys(tasksOf),
    async (led) => {
      if (led.includes('archiving')) {
        // The installation's hours may be others than when the timers were set.
        await inTransaction(pool, (transaction) => scheduleArchiving(transaction, archiving, 'all'));
      }
      const taskList = Object.assign({}, ...led.map((name) => tasksOf[name]));
      return startJobWorker({ databaseUrl, log, taskList });
    },
    log,
  );
}
