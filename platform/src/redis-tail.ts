import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { BEGINNING_OF_SHARD, type Beginning, comparePlaces, type Place } from './bus.ts';

export type RedisTailOptions = {
  readonly connect: () => Redis;
  /** In the order in which they are told of what is read at once. Their index is the shard of their places. */
  readonly streams: readonly {
    readonly key: string;
    /** Entries that are told first, of those that are there already. */
    readonly recent: number;
    /** A stream with fewer entries was never trimmed. */
    readonly keep: number;
    /** The last entry says all that the ones before it said: missing those is no loss. */
    readonly onlyLastCounts?: boolean;
  }[];
  /** Where Redis keeps what names its content, for as long as it has that. */
  readonly generationKey: string;
  readonly onEntry: (place: Place, field: string, value: string) => void;
  /** Entries may have gone by unread. */
  readonly onLost: (place?: Place) => void;
  readonly onBeginning: (beginning: Beginning) => void;
  readonly log?: { warn(details: object, message: string): void } | undefined;
};

type Entry = [id: string, fields: string[]];

/** How long one read waits for entries, in milliseconds; a connection that died unseen is noticed by then. */
const BLOCK_MS = 5_000;
const COUNT = 512;

/**
 * Reads streams on from their ends, over one connection of its own. Every read names the last id that was seen,
 * so nothing is missed between reads or while reconnecting; what Redis no longer has then is told as lost.
 * Resolves once the ends are known: what is added from then on will be heard.
 *
 * A Redis that was started again may have lost the last of what it took without a trace, and one that was emptied
 * gives its streams new entries as if nothing had been: so the generation is made of a key that stands beside the
 * streams and of the server's own run, and is looked at after every read.
 */
export async function tailRedisStreams(options: RedisTailOptions): Promise<{ stop(): Promise<void> }> {
  const { streams, generationKey, onEntry, onLost, onBeginning, log } = options;
  const redis = options.connect();
  const keys = streams.map(({ key }) => key);
  let seen: string[] = [];
  let generation = '';
  let generationValue: string | null = null;
  let stopped = false;
  let disconnected = false;
  redis.on('close', () => {
    disconnected = true;
  });

  /** What names the content of Redis, made where it is missing. */
  async function readGeneration(): Promise<{ value: string; named: string }> {
    const [, stored, server] = await answersOf(
      redis.pipeline().set(generationKey, randomUUID(), 'NX').get(generationKey).info('server'),
    );
    const run = /^run_id:(\w+)/m.exec(String(server))?.[1];
    if (typeof stored !== 'string' || !run) throw new Error('Redis does not say which run it is');
    return { value: stored, named: `${stored} ${run}` };
  }

  /** Reads what is there, and begins after it. @param first nobody has heard anything yet */
  async function begin(first: boolean): Promise<void> {
    const { value, named } = await readGeneration();
    const pipeline = redis.pipeline();
    for (const { key, recent } of streams)
      pipeline.xrevrange(key, '+', '-', 'COUNT', (first ? recent : 0) + 1);
    const answers = await answersOf(pipeline);
    const after: string[] = [];
    const told: (readonly [shard: number, entry: Entry])[] = [];
    const ends: string[] = [];
    for (const [shard, { recent, keep }] of streams.entries()) {
      // XREVRANGE answers with a list of entries, the newest first.
      const entries = (answers[shard] as Entry[]).toReversed();
      const all = entries.length <= (first ? recent : 0) && entries.length < keep;
      after.push(all ? BEGINNING_OF_SHARD : (entries[0]?.[0] ?? BEGINNING_OF_SHARD));
      for (const entry of all ? entries : entries.slice(1)) told.push([shard, entry]);
      ends.push(entries.at(-1)?.[0] ?? BEGINNING_OF_SHARD);
    }
    // From here on nothing waits, so that what is added after a loss was told is not taken for what came before it.
    if (!first) onLost();
    seen = ends;
    generation = named;
    generationValue = value;
    onBeginning({ generation, after });
    for (const [shard, [id, [field = '', text = '']]] of told) onEntry({ shard, id }, field, text);
  }

  /** Finds what can no longer be read because the entry seen last was trimmed, or the stream is gone. */
  async function checkAgainst(before: readonly string[]): Promise<void> {
    const pipeline = redis.pipeline();
    for (const key of keys) pipeline.xrange(key, '-', '+', 'COUNT', 1);
    for (const [shard, answer] of (await answersOf(pipeline)).entries()) {
      const last = before[shard] ?? BEGINNING_OF_SHARD;
      const first = (answer as Entry[])[0]?.[0];
      if (last === BEGINNING_OF_SHARD || streams[shard]?.onlyLastCounts) continue;
      if (first === undefined || comparePlaces(last, first) < 0) {
        onLost({ shard, id: seen[shard] ?? BEGINNING_OF_SHARD });
      }
    }
  }

  async function read(): Promise<void> {
    const before = seen;
    const [answer, value] = await answersOf(
      redis
        .pipeline()
        .xread('COUNT', COUNT, 'BLOCK', BLOCK_MS, 'STREAMS', ...keys, ...seen)
        .get(generationKey),
    );
    if (stopped) return;
    if (value !== generationValue) return begin(false);
    if (!answer) return;
    // XREAD answers with [key, entries] for each stream that has some.
    const byKey = new Map(answer as [string, Entry[]][]);
    seen = [...before];
    let full = false;
    for (const [shard, { key, onlyLastCounts }] of streams.entries()) {
      // It tells of what the others said before it, and not all of that was read.
      if (full && onlyLastCounts) continue;
      for (const [id, [field = '', text = '']] of byKey.get(key) ?? []) {
        seen[shard] = id;
        onEntry({ shard, id }, field, text);
      }
      if ((byKey.get(key)?.length ?? 0) >= COUNT) full = true;
    }
    // Only who reads behind can be overtaken by the trimming.
    if (full) await checkAgainst(before);
  }

  async function resume(): Promise<void> {
    const { named } = await readGeneration();
    if (named === generation) await checkAgainst(seen);
    else await begin(false);
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
          await resume();
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
    await firstAnswer(() => begin(true));
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

/** @throws the first error among the answers */
async function answersOf(pipeline: ReturnType<Redis['pipeline']>): Promise<unknown[]> {
  const answers = await pipeline.exec();
  if (!answers) throw new Error('Redis did not answer');
  return answers.map(([error, answer]) => {
    if (error) throw error;
    return answer;
  });
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
