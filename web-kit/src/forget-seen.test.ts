import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetSeen } from './forget-seen.ts';
import type { Known } from './pending-commands.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const known = (position: string, commands: string[] = []): Known => ({
  position,
  commands: new Set(commands),
});

/** A screen that shows the board. */
function shown(queries: QueryClient, cache: Known): void {
  queries.setQueryData(['board', 'ops'], cache);
  const observer = new QueryObserver(queries, {
    queryKey: ['board', 'ops'],
    queryFn: () => cache,
    staleTime: Number.POSITIVE_INFINITY,
  });
  observer.subscribe(() => undefined);
}

const command = { commandId: 'mine', position: '110' };

test('a command whose frame does not come stays until a read has it', async () => {
  const queries = new QueryClient();
  shown(queries, known('100'));
  const forget = vi.fn();
  forgetSeen(queries, [['board']], command, forget);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(forget).not.toHaveBeenCalled();
  queries.setQueryData(['board', 'ops'], known('110'));
  await vi.advanceTimersByTimeAsync(20_000);
  expect(forget).toHaveBeenCalledTimes(1);
  queries.clear();
});

test('a command whose frame has come, or that no screen shows, goes after a while', async () => {
  const queries = new QueryClient();
  const forget = vi.fn();
  forgetSeen(queries, [['board']], command, forget);
  shown(queries, known('100', ['mine']));
  forgetSeen(queries, [['board']], command, forget);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(forget).toHaveBeenCalledTimes(2);
  queries.clear();
});
