import { vi } from 'vitest';

/** Waits until something is so; what throws is not so yet. @throws Error with the condition after a minute and a half */
export const until = (condition: () => Promise<boolean> | boolean): Promise<void> =>
  vi.waitFor(
    async () => {
      if (!(await condition())) throw new Error(`it never came to this: ${condition}`);
    },
    { timeout: 90_000, interval: 5 },
  );
