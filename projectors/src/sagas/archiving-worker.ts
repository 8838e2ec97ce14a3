import type { TaskList } from 'graphile-worker';
import type pg from 'pg';
import { z } from 'zod';
import type { EngineLog } from '../engine/projection.ts';
import { type JobWorker, startJobWorker } from '../job-worker.ts';
import type { ArchivingOptions } from './archiving.ts';
import { ARCHIVE_TASK, dueOf } from './archiving-jobs.ts';

/** The command that the saga answers with, through the same handler as HTTP. */
export type ArchiveTicket = (command: {
  readonly ticketId: string;
  /** Id of the event that brought the ticket into its column; the command's id derives from it. */
  readonly enteredColumnBy: string;
  /** Business time of archiving, ISO 8601. */
  readonly at: string;
}) => Promise<'archived' | 'no-longer-due'>;

export type ArchivingTaskDeps = ArchivingOptions & {
  readonly pool: pg.Pool;
  readonly archiveTicket: ArchiveTicket;
  /** False while the saga catches up with the log: what it knows may be long over. */
  readonly caughtUp: () => boolean;
  readonly log: EngineLog;
};

const Payload = z.object({ ticketId: z.uuid(), enteredColumnBy: z.uuid() });
/** How long a timer that fires before the saga has caught up is put off, in milliseconds. */
const CATCHING_UP_MS = 5_000;

/** What is done when the saga's timers go off. */
export function archivingTasks(deps: ArchivingTaskDeps): TaskList {
  const { pool, archiveTicket, caughtUp, archiveAfterHours, now, log } = deps;
  return {
    async [ARCHIVE_TASK](payload, helpers) {
      const stay = Payload.parse(payload);
      const putOff = (milliseconds: number) =>
        helpers.addJob(ARCHIVE_TASK, stay, {
          // The real clock runs timers; the delay is what the injected clock says is left.
          runAt: new Date(Date.now() + milliseconds),
          jobKey: `archive:${stay.ticketId}`,
        });
      if (!caughtUp()) {
        await putOff(CATCHING_UP_MS);
        return;
      }
      const due = await dueOf(pool, archiveAfterHours, stay);
      if (!due) return;
      const left = due.getTime() - now().getTime();
      if (left > 0) {
        await putOff(left);
        return;
      }
      const outcome = await archiveTicket({ ...stay, at: now().toISOString() });
      log.info({ ticketId: stay.ticketId, outcome }, 'the time of a done ticket is over');
    },
  };
}

/** Starts a worker that carries out this saga's timers and nothing else. */
export const startArchivingWorker = ({
  databaseUrl,
  pollMs,
  ...deps
}: ArchivingTaskDeps & { readonly databaseUrl: string; readonly pollMs?: number }): Promise<JobWorker> =>
  startJobWorker({ databaseUrl, pollMs, log: deps.log, taskList: archivingTasks(deps) });
