import { newId } from '@ticketing/platform/ids.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { holdForAccess } from './held-changes.ts';
import type { ChangeMessage } from './telling.ts';

const projectId = newId();

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function holding() {
  const passed: string[] = [];
  const givenUp: string[] = [];
  const held = holdForAccess({
    pass: ({ position }) => passed.push(position),
    giveUp: (changes) => givenUp.push(...changes.map(({ message }) => message.position)),
    longestWaitMs: 1_000,
  });
  const offer = (position: number, shard = 0) => {
    const message: ChangeMessage = {
      kind: 'change',
      channel: `project:${projectId}`,
      position: String(position),
      actorId: projectId,
      commandId: 'moved',
      audience: { kind: 'project', projectId },
      change: { entity: 'column', id: projectId, projectId, row: null },
    };
    held.offer(message, { shard, id: `${position}-0` });
  };
  return { held, offer, passed, givenUp };
}

test('a change waits until access has come as far as it is', () => {
  const { held, offer, passed } = holding();
  held.reached(5n);
  offer(5);
  offer(6);
  expect(passed).toEqual(['5']);
  held.reached(5n);
  expect(passed).toEqual(['5']);
  held.reached(6n);
  expect(passed).toEqual(['5', '6']);
});

test('what comes after a change that waits waits too, whatever its position: the order stays', () => {
  const { held, offer, passed } = holding();
  held.reached(5n);
  for (const position of [9, 10, 3, 12, 4]) offer(position);
  expect(passed).toEqual([]);
  held.reached(10n);
  expect(passed).toEqual(['9', '10', '3']);
  held.reached(20n);
  expect(passed).toEqual(['9', '10', '3', '12', '4']);
});

test('positions are compared as numbers', () => {
  const { held, offer, passed } = holding();
  held.reached(9n);
  offer(10);
  expect(passed).toEqual([]);
});

test('when access does not come, what waits is given up, and what comes later waits its own time', () => {
  const { held, offer, passed, givenUp } = holding();
  offer(1);
  vi.advanceTimersByTime(999);
  offer(2);
  expect(givenUp).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(givenUp).toEqual(['1', '2']);
  offer(3);
  vi.advanceTimersByTime(999);
  expect(givenUp).toHaveLength(2);
  held.reached(3n);
  vi.advanceTimersByTime(5_000);
  expect(passed).toEqual(['3']);
  expect(givenUp).toHaveLength(2);
});

test('no more wait than there is room for', () => {
  const { offer, givenUp } = holding();
  for (let position = 1; position <= 10_000; position++) offer(position);
  expect(givenUp).toEqual([]);
  offer(10_001);
  expect(givenUp).toHaveLength(10_001);
});

test('after a loss in a shard what waited of that shard is not told', () => {
  const { held, offer, passed } = holding();
  offer(1, 0);
  offer(2, 1);
  held.drop(0);
  held.reached(9n);
  expect(passed).toEqual(['2']);
});
