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

  it('goes on when Redis was away', async () => {
    const presence = await createRedisPresence({ url: redis.url });
    const ann = { userId: newId(), typing: [] };
    await presence.say('ticket:x', [ann]);
    await redis.restart();
    await expect
      .poll(() => presence.say('ticket:x', [ann]).catch(() => []), { timeout: 10_000 })
      .toEqual([ann]);
    await presence.close();
  });
});
