import { BusMessage } from '@ticketing/contracts/live.ts';
import { Redis } from 'ioredis';
import { accessChannel, type Bus, type BusSubscriber, type Place } from './bus.ts';
import { tailRedisStreams } from './redis-tail.ts';

export type RedisBusOptions = {
  readonly url: string;
  readonly log?: { warn(details: object, message: string): void };
  /** Entries that each shard keeps, about. */
  readonly keep?: number;
  /** Prefix of the streams' keys; one installation, one prefix. */
  readonly prefix?: string;
};

/** All messages of a channel are in one stream, in order. The number is part of what processes agree on. */
const SHARDS = 8;
/** `reached` comes with every batch and only the last one counts: it must not push changes out of their stream. */
const KEPT_OF_REACHED = 100;

/**
 * The bus between processes, on Redis Streams. `publish` fails within seconds when Redis does not answer; what
 * was published may have been heard all the same, and the publisher announces a loss once Redis answers again.
 * @throws when Redis cannot be reached at the start
 */
export async function createRedisBus(options: RedisBusOptions): Promise<Bus> {
  const { url, log, keep = 10_000, prefix = 'ticketing:live' } = options;
  const shards = Array.from({ length: SHARDS }, (_, shard) => `${prefix}:${shard}`);
  const reached = `${prefix}:reached`;
  const publisher = connect(url, 'publisher', log, { commandTimeout: 3_000, maxRetriesPerRequest: 1 });
  const tails = new Set<{ stop(): Promise<void> }>();
  try {
    await publisher.ping();
  } catch (error) {
    publisher.disconnect();
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Redis does not answer (${reason}); start it, or set REDIS_URL to where it runs`);
  }

  async function add(entries: readonly (readonly [key: string, field: string, value: string])[]) {
    const pipeline = publisher.pipeline();
    for (const [key, field, value] of entries) {
      pipeline.xadd(key, 'MAXLEN', '~', key === reached ? KEPT_OF_REACHED : keep, '*', field, value);
    }
    const answers = await pipeline.exec();
    const failed = answers?.find(([error]) => error)?.[0];
    if (failed || !answers) throw failed ?? new Error('Redis did not answer');
  }

  const keyOf = (message: BusMessage): string => {
    switch (message.kind) {
      case 'change':
        return shards[shardOf(message.channel)] ?? prefix;
      case 'access':
        return shards[shardOf(accessChannel)] ?? prefix;
      case 'reached':
        return reached;
      default:
        return message satisfies never;
    }
  };

  return {
    async publish(messages) {
      if (messages.length === 0) return;
      await add(messages.map((message) => [keyOf(message), 'message', JSON.stringify(message)]));
    },
    announceLoss: () => add(shards.map((key) => [key, 'lost', '1'])),
    async subscribe(subscriber, { recent = 0 } = {}) {
      const tail = await tailRedisStreams({
        connect: () => connect(url, 'subscriber', log, { maxRetriesPerRequest: 0 }),
        streams: [
          ...shards.map((key) => ({ key, recent, keep })),
          // Last of what is read at once: the access that it tells of is told before it.
          { key: reached, recent: Math.min(recent, 1), keep: KEPT_OF_REACHED, onlyLastCounts: true },
        ],
        generationKey: `${prefix}:generation`,
        onEntry: (place, field, value) => hear(subscriber, place, field, value, log),
        onLost: (place) => tell(log, () => subscriber.onLost(place)),
        onBeginning: (beginning) => tell(log, () => subscriber.onBeginning?.(beginning)),
        log,
      });
      tails.add(tail);
      return {
        async unsubscribe() {
          tails.delete(tail);
          await tail.stop();
        },
      };
    },
    shardOf,
    async close() {
      await Promise.all([...tails].map((tail) => tail.stop()));
      tails.clear();
      publisher.disconnect();
    },
  };
}

function connect(
  url: string,
  role: string,
  log: RedisBusOptions['log'],
  limits: { commandTimeout?: number; maxRetriesPerRequest: number },
): Redis {
  const redis = new Redis(url, {
    ...limits,
    connectionName: `ticketing-${role}`,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 6), 2_000),
  });
  // Reconnecting is ioredis's; without a listener each failed try would be printed.
  redis.on('error', (error: Error) => log?.warn({ err: error }, `Redis cannot be reached by the ${role}`));
  return redis;
}

function hear(
  subscriber: BusSubscriber,
  place: Place,
  field: string,
  value: string,
  log: RedisBusOptions['log'],
): void {
  if (field === 'lost') {
    tell(log, () => subscriber.onLost(place));
    return;
  }
  let parsed: ReturnType<typeof BusMessage.safeParse>;
  try {
    parsed = BusMessage.safeParse(JSON.parse(value));
  } catch {
    log?.warn({}, 'the live bus carries something that is not JSON; it was left out');
    return;
  }
  // A newer projector may say what this node does not know yet: its clients must fetch it.
  if (parsed.success) tell(log, () => subscriber.onMessage(parsed.data, place));
  else tell(log, () => subscriber.onLost(place));
}

/** A subscriber's own failure must not end the tail. */
function tell(log: RedisBusOptions['log'], work: () => void): void {
  try {
    work();
  } catch (error) {
    log?.warn({ err: error }, 'a subscriber of the live bus failed');
  }
}

/** FNV-1a of the channel: the same in every process. */
function shardOf(channel: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < channel.length; at++) hash = Math.imul(hash ^ channel.charCodeAt(at), 0x01000193);
  return (hash >>> 0) % SHARDS;
}
