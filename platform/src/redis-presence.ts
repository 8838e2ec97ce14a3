import { randomUUID } from 'node:crypto';
import { Typing } from '@ticketing/contracts/live.ts';
import { Redis } from 'ioredis';
import { mergePresent, PRESENCE_LASTS_MS, type PresenceStore, type Present } from './presence.ts';

export type RedisPresenceOptions = {
  readonly url: string;
  readonly log?: { warn(details: object, message: string): void };
  /** Prefix of the keys; one installation, one prefix. */
  readonly prefix?: string;
  readonly lastsMs?: number;
};

/**
 * A channel is a hash whose fields are `node person` and whose values are `until what`, by the clock of Redis. Takes
 * what ended out, puts what the node says in, tells the others when that is something new, and answers what is there.
 *
 * KEYS: the hash. ARGV: node, milliseconds, where changes are told, the channel, then person and what for each.
 */
const SAY = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local node = ARGV[1] .. ' '
local said, changed, there = {}, false, {}
for i = 5, #ARGV, 2 do said[node .. ARGV[i]] = ARGV[i + 1] end
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  local field = all[i]
  local ends, what = string.match(all[i + 1], '^(%d+) (.*)$')
  local own = string.sub(field, 1, #node) == node
  if own and said[field] == what and tonumber(ends) > now then
    said[field] = nil
    redis.call('HSET', KEYS[1], field, string.format('%.0f %s', now + ARGV[2], what))
    there[#there + 1] = field there[#there + 1] = what
  elseif own or tonumber(ends) <= now then
    redis.call('HDEL', KEYS[1], field)
    if own then changed = true end
  else
    there[#there + 1] = field there[#there + 1] = what
  end
end
for field, what in pairs(said) do
  changed = true
  redis.call('HSET', KEYS[1], field, string.format('%.0f %s', now + ARGV[2], what))
  there[#there + 1] = field there[#there + 1] = what
end
if #there > 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2] * 2) end
if changed then redis.call('PUBLISH', ARGV[3], ARGV[1] .. ' ' .. ARGV[4]) end
return there
`;

/**
 * Presence for every node that is given the same Redis.
 * @throws when Redis cannot be reached at the start
 */
export async function createRedisPresence(options: RedisPresenceOptions): Promise<PresenceStore> {
  const { url, log, prefix = 'ticketing:presence', lastsMs = PRESENCE_LASTS_MS } = options;
  const node = randomUUID();
  const changes = `${prefix}:changes`;
  const listeners = new Set<(channel: string) => void>();
  const connect = (role: string, retries: number | null) => {
    const redis = new Redis(url, {
      connectionName: `ticketing-${role}`,
      maxRetriesPerRequest: retries,
      // ioredis lets the failure of its own resubscription go unhandled when the connection is closed meanwhile.
      autoResubscribe: false,
      ...(retries !== null && { commandTimeout: 2_000 }),
    });
    // Reconnecting is ioredis's; without a listener each failed try would be printed.
    redis.on('error', (error: Error) => log?.warn({ err: error }, `Redis cannot be reached by the ${role}`));
    return redis;
  };
  const redis = connect('presence', 1);
  const hearing = connect('presence-listener', null);
  hearing.on('message', (_, text: string) => {
    const [from, channel] = text.split(' ');
    if (from === node || channel === undefined) return;
    for (const listener of listeners) listener(channel);
  });
  try {
    await redis.ping();
    await hearing.subscribe(changes);
    // Where the connection breaks again, the next one subscribes.
    hearing.on('ready', () => void hearing.subscribe(changes).catch(() => undefined));
  } catch (error) {
    redis.disconnect();
    hearing.disconnect();
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Redis does not answer (${reason}); start it, or set REDIS_URL to where it runs`);
  }

  const said = new Set<string>();
  const say: PresenceStore['say'] = async (channel, people) => {
    if (people.length > 0) said.add(channel);
    else said.delete(channel);
    const own = mergePresent(people).flatMap(({ userId, typing }) => [userId, typing.join()]);
    const there = await redis.eval(
      SAY,
      1,
      `${prefix}:${channel}`,
      node,
      String(lastsMs),
      changes,
      channel,
      ...own,
    );
    // The script answers with field and value in turn.
    return mergePresent(presentOf(there as string[]));
  };

  return {
    say,
    async onChange(listener) {
      listeners.add(listener);
      return {
        async stop() {
          listeners.delete(listener);
        },
      };
    },
    async close() {
      // Whoever was here goes to another node, or is gone: the others need not wait for the end of it.
      await Promise.all([...said].map((channel) => say(channel, []))).catch(() => undefined);
      listeners.clear();
      redis.disconnect();
      hearing.disconnect();
    },
  };
}

function presentOf(there: readonly string[]): Present[] {
  const people: Present[] = [];
  for (let at = 0; at < there.length; at += 2) {
    const userId = there[at]?.split(' ')[1];
    if (userId === undefined) continue;
    const typing = (there[at + 1] ?? '').split(',').flatMap((one) => Typing.safeParse(one).data ?? []);
    people.push({ userId, typing });
  }
  return people;
}
