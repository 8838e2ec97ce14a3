import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import { temporaryRedis } from '@ticketing/embedded/testing/temporary-redis.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createInMemoryCounter, createRedisCounter, type RequestCounter } from './request-counter.ts';

const HOUR = 3_600_000;

function itCounts(create: () => Promise<RequestCounter>): void {
  let counter: RequestCounter;
  beforeEach(async () => {
    counter = await create();
  });
  afterEach(() => counter.close());

  it('counts every key by itself, and says when its window ends', async () => {
    expect(await counter.count('a', HOUR)).toEqual({ current: 1, ttl: HOUR });
    const second = await counter.count('a', HOUR);
    expect(second.current).toBe(2);
    expect(second.ttl).toBeGreaterThan(HOUR - 60_000);
    expect(second.ttl).toBeLessThanOrEqual(HOUR);
    expect((await counter.count('b', HOUR)).current).toBe(1);
  });

  it('loses no count when many come at once', async () => {
    const counted = await Promise.all(Array.from({ length: 100 }, () => counter.count('many', HOUR)));
    expect(counted.map(({ current }) => current).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 100 }, (_, index) => index + 1),
    );
  });
}

describe('the counter in memory', () => {
  itCounts(async () => createInMemoryCounter());

  it('begins anew when the window has ended, and not a moment earlier', async () => {
    let now = 0;
    const counter = createInMemoryCounter(() => now);
    await counter.count('a', 1_000);
    now = 999;
    expect(await counter.count('a', 1_000)).toEqual({ current: 2, ttl: 1 });
    now = 1_000;
    expect(await counter.count('a', 1_000)).toEqual({ current: 1, ttl: 1_000 });
  });

  it('keeps no more keys than it is allowed to, and forgets the oldest', async () => {
    const counter = createInMemoryCounter(() => 0, 3);
    for (const key of ['a', 'b', 'c', 'd']) await counter.count(key, HOUR);
    expect((await counter.count('d', HOUR)).current).toBe(2);
    expect((await counter.count('c', HOUR)).current).toBe(2);
    expect((await counter.count('a', HOUR)).current).toBe(1);
  });
});

describeWithService('redis', 'the counter in Redis', () => {
  let redis: NonNullable<Awaited<ReturnType<typeof temporaryRedis>>>;
  beforeEach(async () => {
    const started = await temporaryRedis();
    if (!started) throw new Error('redis-server is not installed');
    redis = started;
  });
  afterEach(() => redis.stop());

  itCounts(() => createRedisCounter({ url: redis.url }));

  it('is one for all processes', async () => {
    const [one, other] = await Promise.all([
      createRedisCounter({ url: redis.url }),
      createRedisCounter({ url: redis.url }),
    ]);
    await one.count('a', HOUR);
    expect((await other.count('a', HOUR)).current).toBe(2);
    await Promise.all([one.close(), other.close()]);
  });

  it('begins anew when the window has ended', async () => {
    const counter = await createRedisCounter({ url: redis.url });
    await counter.count('a', 20);
    await vi.waitFor(async () => expect((await counter.count('a', 20)).current).toBe(1), { timeout: 30_000 });
    await counter.close();
  });

  it('goes on counting for its own process when Redis is gone', async () => {
    const counter = await createRedisCounter({ url: redis.url });
    await counter.count('a', HOUR);
    await redis.stop();
    const first = (await counter.count('b', HOUR)).current;
    expect([first, (await counter.count('b', HOUR)).current]).toEqual([1, 2]);
    await counter.close();
  });

  it('says what to do when there is no Redis at the start', async () => {
    await redis.stop();
    await expect(createRedisCounter({ url: redis.url })).rejects.toThrow('set REDIS_URL');
  });
});
