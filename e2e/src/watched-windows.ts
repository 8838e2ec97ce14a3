import { afterAll, afterEach, expect } from 'vitest';
import { openWindow, type Visitor, type Window } from './browser.ts';

export type WatchedWindows = {
  /** In the order in which they were opened. */
  readonly list: readonly Window[];
  /** @param name stands before this window's complaints */
  open(name: string, visitor?: Visitor): Promise<Window>;
};

/**
 * The windows of a suite, closed at its end. After each test none may have complained of anything that the suite does not
 * bring about itself. Call it where tests are declared.
 *
 * @param awaited complaints of what the suite takes away or refuses
 */
export function watchedWindows(awaited?: RegExp): WatchedWindows {
  const list: Window[] = [];

  afterEach(() => {
    for (const { complaints } of list) {
      expect(complaints.filter((words) => awaited?.test(words) !== true)).toEqual([]);
    }
  });

  afterAll(async () => {
    for (const each of list) await each.close();
  });

  return {
    list,
    async open(name, visitor) {
      const window = await openWindow(name, visitor);
      list.push(window);
      return window;
    },
  };
}
