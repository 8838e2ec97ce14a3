import { SEND_MAIL_TASK } from '@ticketing/platform/mail/queue-mail.ts';
import type pg from 'pg';
import { z } from 'zod';
import type { EngineLog } from '../engine/projection.ts';
import { type JobWorker, startJobWorker } from '../job-worker.ts';
import { scheduleWaiting, tidyOutbox } from './outbox.ts';
import { createMailSender, type MailSenderDeps } from './send-mail.ts';

const Payload = z.object({ mailId: z.uuid() });
const HOUR = 3_600_000;

/**
 * Starts what sends the mails of the outbox. It is a worker of its own, so that a mail server that hangs holds up no
 * timers. Mails that wait without a job, or with one that a crash left locked, get a new one at the start and every hour.
 */
export async function startMailWorker(
  deps: MailSenderDeps & { readonly databaseUrl: string; readonly pollMs?: number | undefined },
): Promise<JobWorker> {
  const { pool, databaseUrl, pollMs, delivery, log, now = () => new Date() } = deps;
  const send = createMailSender(deps);
  await scheduleWaiting(pool, null);
  const worker = await startJobWorker({
    databaseUrl,
    pollMs,
    log,
    taskList: { [SEND_MAIL_TASK]: (payload) => send(Payload.parse(payload).mailId) },
  });
  const upkeep = everyHour(log, async () => {
    await tidyOutbox(pool, now());
    await scheduleWaiting(pool, null);
  });
  return {
    async stop() {
      await upkeep.stop();
      await worker.stop();
      delivery.transport.close();
    },
  };
}

/** What is done about the outbox while there is no mail server: mails wait in it, but not for ever. */
export const startTidying = (pool: pg.Pool, log: EngineLog, now: () => Date): JobWorker =>
  everyHour(log, () => tidyOutbox(pool, now()));

/** Now and every hour. A failure is logged, and the next hour tries again. */
function everyHour(log: EngineLog, work: () => Promise<void>): JobWorker {
  let underWay: Promise<void> = Promise.resolve();
  const begin = () => {
    underWay = underWay.then(work).catch((error: unknown) => {
      log.warn({ err: error }, 'the outbox of mails could not be tidied');
    });
  };
  begin();
  const timer = setInterval(begin, HOUR);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await underWay;
    },
  };
}
