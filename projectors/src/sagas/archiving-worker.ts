import { Logger, type Runner, run, runMigrations, type TaskList } from 'graphile-worker';
import type pg from 'pg';
import { z } from 'zod';
import { createBackoff } from '../engine/backoff.ts';
import type { EngineLog } from '../engine/projection.ts';
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

export type ArchivingWorkerDeps = ArchivingOptions & {
  readonly pool: pg.Pool;
  /** graphile-worker has a pool of its own: it reads int8 as text. */
  readonly databaseUrl: string;
  readonly archiveTicket: ArchiveTicket;
  /** False while the saga catches up with the log: what it knows may be long over. */
  readonly caughtUp: () => boolean;
  readonly log: EngineLog;
  /** How often timers are looked for, in milliseconds; one that is set for now is heard of at once. */
  readonly pollMs?: number;
};

const Payload = z.object({ ticketId: z.uuid(), enteredColumnBy: z.uuid() });
/** How long a timer that fires before the saga has caught up is put off, in milliseconds. */
const CATCHING_UP_MS = 5_000;

/** Makes graphile-worker's tables. Timers can be set from then on, whether or not a worker runs. */
export const prepareTimers = (databaseUrl: string): Promise<void> =>
  runMigrations({ connectionString: databaseUrl, maxPoolSize: 2, logger: silent });

/** Starts the worker that carries out the saga's timers. */
export async function startArchivingWorker(deps: ArchivingWorkerDeps): Promise<{ stop(): Promise<void> }> {
  const { pool, databaseUrl, archiveTicket, caughtUp, archiveAfterHours, now, log, pollMs = 2_000 } = deps;

  const taskList: TaskList = {
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

  const start = () =>
    run({
      connectionString: databaseUrl,
      maxPoolSize: 4,
      taskList,
      concurrency: 2,
      pollInterval: pollMs,
      noHandleSignals: true,
      parsedCronItems: [],
      logger: new Logger(() => (level, message) => {
        if (level === 'error') log.error({ from: 'graphile-worker' }, message);
        else if (level === 'warning') log.warn({ from: 'graphile-worker' }, message);
      }),
    });

  const stopping = new AbortController();
  const backoff = createBackoff({ firstMs: 200, mostMs: 10_000 });
  let runner: Pick<Runner, 'promise' | 'stop'> = await start();

  /** graphile-worker gives up when the database is away for long; the timers must not. */
  async function keepRunning(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await runner.promise;
        if (stopping.signal.aborted) return;
        log.warn({}, 'the worker for timers has stopped; starting it again');
      } catch (error) {
        if (stopping.signal.aborted) return;
        log.error({ err: error }, 'the worker for timers has failed; starting it again');
      }
      await backoff.wait(stopping.signal);
      if (!stopping.signal.aborted) runner = await start().catch(failed);
    }
  }
  const running = keepRunning();

  return {
    async stop() {
      stopping.abort();
      await runner.stop().catch(() => undefined);
      await running;
    },
  };
}

/** Stands for a runner that could not even start, so that it is tried again like one that failed later. */
const failed = (error: unknown): Pick<Runner, 'promise' | 'stop'> => {
  const promise = Promise.reject(error);
  promise.catch(() => undefined);
  return { promise, stop: async () => undefined };
};

const silent = new Logger(() => () => undefined);
