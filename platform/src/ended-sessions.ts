import type pg from 'pg';
import type { Log } from './log.ts';
import { ACCESS_TOKEN_SECONDS } from './tokens.ts';

/** Sessions that were ended while access tokens of theirs still have time, in any process. */
export type EndedSessions = {
  has(sessionId: string): boolean;
  /** Looks at once: for the process that has just ended some. A failure is logged and left to the next look. */
  look(): Promise<void>;
  stop(): Promise<void>;
};

/** How late another process may hear of it, in milliseconds. */
const LOOK_EVERY_MS = 1_000;
/** Clocks of two machines differ a little. */
const MORE_SECONDS = 60;

/**
 * Follows which sessions were ended, so that their access tokens open nothing any more. It asks PostgreSQL every second
 * for the few of the last quarter of an hour, so that no request has to. While PostgreSQL is away, what is known stays.
 */
export async function followEndedSessions(
  pool: Pick<pg.Pool, 'query'>,
  log: Log,
  everyMs = LOOK_EVERY_MS,
): Promise<EndedSessions> {
  let ended: ReadonlySet<string> = new Set();
  let failing = false;
  let underWay: Promise<void> = Promise.resolve();

  async function read(): Promise<void> {
    try {
      const { rows } = await pool.query<{ id: string }>(
        'select id from auth.sessions where ended_at > now() - make_interval(secs => $1)',
        [ACCESS_TOKEN_SECONDS + MORE_SECONDS],
      );
      ended = new Set(rows.map(({ id }) => id));
      failing = false;
    } catch (error) {
      if (!failing) log.warn({ err: error }, 'which sessions were ended could not be read');
      failing = true;
    }
  }
  // One after another: an older answer must not come after a newer one.
  const look = () => {
    underWay = underWay.then(read);
    return underWay;
  };

  await look();
  let waiting = false;
  const timer = setInterval(() => {
    if (waiting) return;
    waiting = true;
    void look().finally(() => {
      waiting = false;
    });
  }, everyMs).unref();
  return {
    has: (sessionId) => ended.has(sessionId),
    look,
    async stop() {
      clearInterval(timer);
      await underWay;
    },
  };
}
