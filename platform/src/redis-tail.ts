import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';

export type RedisTailOptions = {
  readonly connect: () => Redis;
  readonly keys: readonly string[];
  readonly onEntry: (field: string, value: string) => void;
  /** Entries may have gone by unread. */
  readonly onLost: () => void;
  readonly log?: { warn(details: object, message: string): void } | undefined;
};

type Entry = [id: string, fields: string[]];

/** How long one read waits for entries, in milliseconds; a connection that died unseen is noticed by then. */
const BLOCK_MS = 5_000;
const COUNT = 512;
const NOTHING_YET = '0-0';

/**
 * Reads streams on from their ends, over one connection of its own. Every read names the last id that was seen,
 * so nothing is missed between reads or while reconnecting; what Redis no longer has then is told as lost.
 * Resolves once the ends are known: what is added from then on will be heard.
 */
export async function tailRedisStreams(options: RedisTailOptions): Promise<{ stop(): Promise<void> }> {
  const { keys, onEntry, onLost, log } = options;
  const redis = options.connect();
  const seen = new Map<string, string>();
  let stopped = false;
  let disconnected = false;
  redis.on('close', () => {
    disconnected = true;
  });

  /** First and last id of each stream; undefined for one that is empty or missing. */
  async function bounds() {
    const pipeline = redis.pipeline();
    for (const key of keys) {
      pipeline.xrange(key, '-', '+', 'COUNT', 1);
      pipeline.xrevrange(key, '+', '-', 'COUNT', 1);
    }
    const answers = await pipeline.exec();
    return keys.map((key, index) => {
      const idOf = (answer: [Error | null, unknown] | undefined) => {
        if (!answer || answer[0]) throw answer?.[0] ?? new Error('Redis did not answer');
        // XRANGE answers with a list of entries.
        return (answer[1] as Entry[])[0]?.[0];
      };
      return { key, first: idOf(answers?.[index * 2]), last: idOf(answers?.[index * 2 + 1]) };
    });
  }

  /** Finds what can no longer be read: the entry seen last is trimmed, or Redis came back without it. */
  async function checkAgainst(before: ReadonlyMap<string, string>): Promise<void> {
    let lost = false;
    for (const { key, first, last } of await bounds()) {
      const id = before.get(key) ?? NOTHING_YET;
      if (id === NOTHING_YET) continue;
      if (last === undefined || isBefore(last, id)) {
        seen.set(key, NOTHING_YET);
        lost = true;
      } else if (first !== undefined && isBefore(id, first)) lost = true;
    }
    if (lost) onLost();
  }

  async function read(): Promise<void> {
    const before = new Map(seen);
    const ids = keys.map((key) => seen.get(key) ?? NOTHING_YET);
    const answer = await redis.xread('COUNT', COUNT, 'BLOCK', BLOCK_MS, 'STREAMS', ...keys, ...ids);
    if (!answer || stopped) return;
    let full = false;
    // XREAD answers with [key, entries] for each stream that has some.
    for (const [key, entries] of answer as unknown as [string, Entry[]][]) {
      if (entries.length >= COUNT) full = true;
      for (const [id, [field = '', value = '']] of entries) {
        seen.set(key, id);
        onEntry(field, value);
      }
    }
    // Only who reads behind can be overtaken by the trimming.
    if (full) await checkAgainst(before);
  }

  async function tail(): Promise<void> {
    let failures = 0;
    while (!stopped) {
      try {
        if (disconnected) {
          // A read that waits for the connection would run before the check, and hide what it looks for.
          if (redis.status !== 'ready') {
            await sleep(20);
            continue;
          }
          disconnected = false;
          await checkAgainst(new Map(seen));
        }
        await read();
        failures = 0;
      } catch (error) {
        if (stopped) return;
        if (failures === 0) log?.warn({ err: error }, 'reading the live bus failed; trying again');
        disconnected = true;
        await sleep(Math.min(50 * 2 ** failures, 1_000));
        failures = Math.min(failures + 1, 10);
      }
    }
  }

  try {
    for (const { key, last } of await firstAnswer(bounds)) seen.set(key, last ?? NOTHING_YET);
  } catch (error) {
    redis.disconnect();
    throw error;
  }
  disconnected = false;
  const tailing = tail();
  return {
    async stop() {
      stopped = true;
      redis.disconnect();
      await tailing;
    },
  };
}

/** Redis may be starting at the same time as this process: it gets a few seconds. */
async function firstAnswer<Result>(ask: () => Promise<Result>): Promise<Result> {
  const giveUpAt = Date.now() + 10_000;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
      await sleep(200);
    }
  }
}

/** Stream ids are `milliseconds-sequence`. */
function isBefore(one: string, other: string): boolean {
  const [ms = '0', sequence = '0'] = one.split('-');
  const [otherMs = '0', otherSequence = '0'] = other.split('-');
  if (ms !== otherMs) return BigInt(ms) < BigInt(otherMs);
  return BigInt(sequence) < BigInt(otherSequence);
}
