import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import { type TemporaryRedis, temporaryRedis } from '@ticketing/embedded/testing/temporary-redis.ts';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { itKeepsTheBusContract, listen, message } from './bus.contract.ts';
import type { Bus } from './bus.ts';
import { newId } from './ids.ts';
import { createRedisBus } from './redis-bus.ts';

describeWithService('redis', 'the Redis bus', () => {
  let redis: TemporaryRedis;
  beforeAll(async () => {
    redis = await started();
  });
  afterAll(() => redis.stop());

  itKeepsTheBusContract(() => createRedisBus({ url: redis.url }));
});

describeWithService('redis', 'the Redis bus in trouble', () => {
  let redis: TemporaryRedis;
  const buses: Bus[] = [];

  async function open(keep = 10_000): Promise<Bus> {
    const bus = await createRedisBus({ url: redis.url, keep });
    buses.push(bus);
    return bus;
  }

  beforeEach(async () => {
    redis = await started();
  });
  afterEach(async () => {
    for (const bus of buses.splice(0)) await bus.close();
    await redis.stop();
  });

  it('goes on where it was when the connection breaks, and misses nothing', async () => {
    const [publisher, node] = [await open(), await open()];
    const heard = await listen(node);
    const channel = newId();
    await publisher.publish([message(channel, 1)]);
    await heard.until(1);
    await cutOff('subscriber');
    await publisher.publish([message(channel, 2), message(channel, 3)]);
    await heard.until(3);
    expect(heard.story).toEqual(['1', '2', '3']);
  });

  it('tells of a loss when more was published than Redis keeps while the node was cut off', async () => {
    const [publisher, node] = [await open(10), await open(10)];
    const heard = await listen(node);
    const channel = newId();
    await publisher.publish([message(channel, 0)]);
    await heard.until(1);
    await paused('subscriber', async () => {
      const many = Array.from({ length: 2_000 }, (_, at) => message(channel, at + 1));
      await publisher.publish(many);
    });
    await heard.untilLost();
  });

  it('tells of a loss when Redis comes back empty, and goes on', async () => {
    const [publisher, node] = [await open(), await open()];
    const heard = await listen(node);
    const channel = newId();
    await publisher.publish([message(channel, 1)]);
    await heard.until(1);
    const admin = new Redis(redis.url);
    await admin.flushall();
    admin.disconnect();
    await cutOff('subscriber');
    await heard.untilLost();
    await publisher.publish([message(channel, 2)]);
    await heard.until(2);
    expect(heard.story).toEqual(['1', 'lost', '2']);
  });

  it('comes to another generation when Redis is emptied under it, even while the connection holds', async () => {
    const [publisher, node] = [await open(), await open()];
    const heard = await listen(node);
    await publisher.publish([message(newId(), 1)]);
    await heard.until(1);
    const admin = new Redis(redis.url);
    await admin.flushall();
    admin.disconnect();
    await publisher.publish([message(newId(), 2)]);
    await heard.untilLost();
    expect(new Set(heard.beginnings.map(({ generation }) => generation)).size).toBe(2);
    const channel = newId();
    await publisher.publish([message(channel, 3)]);
    await heard.untilHeard((one) => one.position === '3');
  });

  it('comes to another generation when Redis was started again, whatever it still has', async () => {
    const [publisher, node] = [await open(), await open()];
    const heard = await listen(node);
    await publisher.publish([message(newId(), 1)]);
    await heard.until(1);
    const admin = new Redis(redis.url);
    await admin.save();
    admin.disconnect();
    await redis.restart();
    await heard.untilLost();
    await expect.poll(() => heard.beginnings.length).toBe(2);
    expect(heard.beginnings[0]?.generation).not.toBe(heard.beginnings[1]?.generation);
    await expect
      .poll(() =>
        publisher.publish([message(newId(), 2)]).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    await heard.untilHeard((one) => one.position === '2');
  });

  it('keeps its generation when only the connection breaks', async () => {
    const [publisher, node] = [await open(), await open()];
    const heard = await listen(node);
    await cutOff('subscriber');
    await publisher.publish([message(newId(), 1)]);
    await heard.until(1);
    expect(heard.beginnings).toHaveLength(1);
    expect(heard.losses).toEqual([]);
  });

  it('does not take what was reached for a change: however often it is told, no change is pushed out', async () => {
    const [publisher, node] = [await open(10), await open(10)];
    const channel = newId();
    await publisher.publish([message(channel, 1)]);
    for (let at = 0; at < 20; at++) {
      await publisher.publish(
        Array.from({ length: 100 }, (_, turn) => ({
          kind: 'reached',
          position: String(at * 100 + turn),
        })),
      );
    }
    const late = await listen(node, 5);
    await late.untilHeard((one) => one.kind === 'reached' && one.position === '1999');
    expect(late.messages.filter(({ kind }) => kind === 'change')).toHaveLength(1);
    expect(late.messages.filter(({ kind }) => kind === 'reached')).toHaveLength(1);
  });

  it('fails a publication instead of waiting when Redis is gone', async () => {
    const publisher = await open();
    const gone = redis;
    await gone.stop();
    await expect(publisher.publish([message(newId(), 1)])).rejects.toThrow();
    redis = await started();
  });

  it('says what to do when Redis cannot be reached at the start', async () => {
    await redis.stop();
    await expect(createRedisBus({ url: redis.url })).rejects.toThrow(/set REDIS_URL/);
    redis = await started();
  });

  /** Closes the connections of one role, as a broken network would. */
  async function cutOff(role: string): Promise<void> {
    const admin = new Redis(redis.url);
    for (const id of await clientsOf(admin, role)) await admin.call('CLIENT', 'KILL', 'ID', id);
    admin.disconnect();
  }

  /** Cuts a role off again and again while the work goes on, so that it cannot read meanwhile. */
  async function paused(role: string, work: () => Promise<void>): Promise<void> {
    const admin = new Redis(redis.url);
    // Nobody may sign in under this name: a subscriber that reconnects is refused by the limit of clients.
    await admin.config('SET', 'maxclients', '1');
    for (const id of await clientsOf(admin, role)) await admin.call('CLIENT', 'KILL', 'ID', id);
    await work();
    await admin.config('SET', 'maxclients', '100');
    admin.disconnect();
  }
});

async function started(): Promise<TemporaryRedis> {
  const redis = await temporaryRedis();
  if (!redis) throw new Error('redis-server is not installed');
  return redis;
}

async function clientsOf(admin: Redis, role: string): Promise<string[]> {
  const list = String(await admin.call('CLIENT', 'LIST'));
  return list
    .split('\n')
    .filter((line) => line.includes(`name=ticketing-${role} `))
    .flatMap((line) => /\bid=(\d+)/.exec(line)?.[1] ?? []);
}
