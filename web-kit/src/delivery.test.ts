import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from './api-error.ts';
import { Delivery } from './delivery.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const away = new ApiError('unreachable', 0, 'away');

function counter() {
  const world: { person: string | null } = { person: 'nino' };
  const listeners = new Set<() => void>();
  const delivery = new Delivery({
    person: () => world.person,
    onChance: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  const chance = async () => {
    for (const listener of [...listeners]) listener();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { world, delivery, chance };
}

test('what cannot be sent waits, and everything behind it in its lane, in order', async () => {
  const { delivery, chance } = counter();
  let online = false;
  const sent: string[] = [];
  const send = (name: string) => async () => {
    if (!online) throw away;
    sent.push(name);
    return name;
  };
  const both = Promise.all([delivery.run('room', send('first')), delivery.run('room', send('second'))]);
  await vi.advanceTimersByTimeAsync(0);
  expect(delivery.waiting).toBe(2);
  await chance();
  expect(sent).toEqual([]);
  online = true;
  await chance();
  expect(await both).toEqual(['first', 'second']);
  expect(sent).toEqual(['first', 'second']);
  expect(delivery.waiting).toBe(0);
});

test('what is of several lanes goes behind all of them and before what is given to any of them after it', async () => {
  const { delivery, chance } = counter();
  const gone = new Set(['first of a']);
  const sent: string[] = [];
  const send = (name: string) => async () => {
    if (gone.has(name)) throw away;
    sent.push(name);
  };
  const onWait = vi.fn();
  const all = [
    delivery.run('a', send('first of a')),
    delivery.run('b', send('first of b')),
    delivery.run(['a', 'b'], send('of both')),
    delivery.run('b', send('second of b'), { kept: true }),
    delivery.run('c', send('first of c')),
  ];
  await vi.advanceTimersByTimeAsync(0);
  all.push(delivery.run('b', send('third of b'), { onWait }));
  expect(onWait).toHaveBeenCalledTimes(1);
  expect(sent).toEqual(['first of b', 'first of c']);
  expect([delivery.waiting, delivery.atRisk]).toEqual([4, 3]);
  gone.clear();
  await chance();
  await Promise.all(all);
  expect(sent.slice(2)).toEqual(['first of a', 'of both', 'second of b', 'third of b']);
  expect(delivery.waiting).toBe(0);
});

test('it is tried anyway after a while, though nothing says that the server is back', async () => {
  const { delivery } = counter();
  const send = vi.fn(async () => 'done').mockRejectedValueOnce(away);
  const done = delivery.run('room', send);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(await done).toBe('done');
});

test('a refusal is not tried again and lets the next one through', async () => {
  const { delivery } = counter();
  const refused = delivery.run('room', async () => {
    throw new ApiError('forbidden', 403, 'no');
  });
  const next = delivery.run('room', async () => 'done');
  await expect(refused).rejects.toMatchObject({ code: 'forbidden' });
  expect(await next).toBe('done');
  expect(delivery.waiting).toBe(0);
});

test('a session that ended lets it wait until the same person is back', async () => {
  const { world, delivery, chance } = counter();
  const done = delivery.run('room', async () => {
    if (world.person !== null && delivery.waiting > 0) return 'done';
    world.person = null;
    throw new ApiError('unauthenticated', 401, 'ended');
  });
  await vi.advanceTimersByTimeAsync(0);
  expect(delivery.waiting).toBe(1);
  world.person = 'nino';
  await chance();
  expect(await done).toBe('done');
});

test('nothing of one person is sent as another', async () => {
  const { world, delivery, chance } = counter();
  const send = vi.fn(async () => 'done').mockRejectedValueOnce(away);
  const waiting = delivery.run('room', send);
  const told = expect(waiting).rejects.toMatchObject({ code: 'unauthenticated' });
  await vi.advanceTimersByTimeAsync(0);
  world.person = 'giorgi';
  await chance();
  await told;
  expect(send).toHaveBeenCalledTimes(1);
});
