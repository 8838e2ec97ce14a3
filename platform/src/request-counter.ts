import { Redis } from 'ioredis';

/** How many there were under a key in its window, this one included, and the milliseconds until it ends. */
export type Counted = { readonly current: number; readonly ttl: number };

/** Counts requests in fixed windows, which begin with the first request under a key. */
export type RequestCounter = {
  /** @param windowMs length of the window in milliseconds, always the same for one key */
  count(key: string, windowMs: number): Promise<Counted>;
  close(): Promise<void>;
};

/** Keys remembered at once for each length of window: strangers from very many addresses must not fill the memory. The oldest goes first. */
const REMEMBERED = 100_000;

/** Counts for one process. */
export function createInMemoryCounter(now: () => number = Date.now, remembered = REMEMBERED): RequestCounter {
  type Windows = Map<string, { current: number; readonly endsAt: number }>;
  const byLength = new Map<number, Windows>();
  return {
    async count(key, windowMs) {
      const time = now();
      const windows: Windows = byLength.get(windowMs) ?? new Map();
      byLength.set(windowMs, windows);
      const running = windows.get(key);
      if (running && running.endsAt > time) {
        running.current += 1;
        return { current: running.current, ttl: running.endsAt - time };
      }
      windows.delete(key);
      // These windows are equally long, so they stand in the order in which they end.
      for (const [other, { endsAt }] of windows) {
        if (endsAt > time && windows.size < remembered) break;
        windows.delete(other);
      }
      windows.set(key, { current: 1, endsAt: time + windowMs });
      return { current: 1, ttl: windowMs };
    },
    async close() {
      byLength.clear();
    },
  };
}

export type RedisCounterOptions = {
  readonly url: string;
  readonly log?: { warn(details: object, message: string): void };
  /** Prefix of the keys; one installation, one prefix. */
  readonly prefix?: string;
};

/**
 * Counts for every process that is given the same Redis. While Redis does not answer, each process counts for itself:
 * nobody is turned away for it, and nobody gets in unlimited.
 * @throws when Redis cannot be reached at the start
 */
export async function createRedisCounter(options: RedisCounterOptions): Promise<RequestCounter> {
  const { url, log, prefix = 'ticketing:rate:' } = options;
  const alone = createInMemoryCounter();
  const redis = new Redis(url, {
    connectionName: 'ticketing-rates',
    lazyConnect: true,
    // A request must not wait for Redis to come back.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: 500,
    retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 6), 2_000),
  });
  // Reconnecting is ioredis's; without a listener each failed try would be printed.
  redis.on('error', (error: Error) => log?.warn({ err: error }, 'Redis cannot be reached to count requests'));
  try {
    await redis.connect();
  } catch (error) {
    redis.disconnect();
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Redis does not answer (${reason}); start it, or set REDIS_URL to where it runs`);
  }

  async function countTogether(key: string, windowMs: number): Promise<Counted> {
    const answers = await redis.multi().set(key, 0, 'PX', windowMs, 'NX').incr(key).pttl(key).exec();
    const [current, ttl] = (answers ?? []).slice(1).map(([error, value]) => (error ? undefined : value));
    if (typeof current !== 'number' || typeof ttl !== 'number') throw new Error('Redis did not count');
    return { current, ttl };
  }

  return {
    count: (key, windowMs) => countTogether(prefix + key, windowMs).catch(() => alone.count(key, windowMs)),
    async close() {
      redis.disconnect();
      await alone.close();
    },
  };
}
