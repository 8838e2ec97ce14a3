import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import { temporaryRedis } from '@ticketing/embedded/testing/temporary-redis.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from './ids.ts';
import { itKeepsThePresenceContract } from './presence.contract.ts';
import { createRedisPresence } from './redis-presence.ts';

describeWithService('redis', 'presence on Redis', () => {
  let redis: NonNullable<Awaited<ReturnType<typeof temporaryRedis>>>;
  beforeAll(async () => {
    const started = await temporaryRedis();
    if (!started) throw new Error('redis-server is not installed');
    redis = started;
  });
  afterAll(() => redis.stop());

  itKeepsThePresenceContract((lastsMs) => createRedisPresence({ url: redis.url, lastsMs }));

  it('goes on, and hears of changes, when Redis was away', async () => {
    const presence = await createRedisPresence({ url: redis.url });
    const other = await createRedisPresence({ url: redis.url });
    const heard: string[] = [];
    await presence.onChange((channel) => void heard.push(channel));
    const ann = { userId: newId(), typing: [] };
    await presence.say('ticket:x', [ann]);
    await redis.restart();
    await expect.poll(() => presence.say('ticket:x', [ann]).catch(() => [])).toEqual([ann]);
    await expect
      .poll(async () => {
        await other.say(`ticket:${newId()}`, [ann]).catch(() => []);
        return heard.length;
      })
      .toBeGreaterThan(0);
    await Promise.all([presence.close(), other.close()]);
  });

  it('is closed in the moment in which Redis comes back, and leaves nothing that fails', async () => {
    for (let round = 0; round < 10; round++) {
      const presence = await createRedisPresence({ url: redis.url });
      await redis.restart();
      await expect
        .poll(() => presence.say('ticket:x', []).catch(() => undefined), { interval: 1 })
        .toEqual([]);
      await presence.close();
    }
  });
});
