import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadPart } from './lazy-part.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('window', new EventTarget());
});
afterEach(() => {
  vi.useRealTimers();
});

test('a part that cannot be loaded without a connection comes when there is one', async () => {
  const load = vi.fn(async () => 'part').mockRejectedValueOnce(new TypeError('offline'));
  const part = loadPart(load, async () => false);
  await vi.advanceTimersByTimeAsync(0);
  expect(load).toHaveBeenCalledTimes(1);
  window.dispatchEvent(new Event('online'));
  expect(await part).toBe('part');
});

test('it is tried again after a while though nothing says that the server is back', async () => {
  const load = vi.fn(async () => 'part').mockRejectedValueOnce(new TypeError('offline'));
  const part = loadPart(load, async () => false);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(await part).toBe('part');
});

test('a part that is gone although the server is there is told as an error', async () => {
  const gone = new TypeError('not found');
  const load = vi.fn(async () => Promise.reject(gone));
  await expect(loadPart(load, async () => true)).rejects.toBe(gone);
  expect(load).toHaveBeenCalledTimes(2);
});
