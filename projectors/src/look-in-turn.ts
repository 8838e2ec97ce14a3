/**
 * Looks again and again, one look after another: one that takes longer than the time between two is not overtaken.
 * @param look must not throw
 */
export function lookInTurn(everyMs: number, look: () => Promise<void>): { stop(): Promise<void> } {
  let underWay: Promise<void> | undefined;
  const timer = setInterval(() => {
    underWay ??= look().finally(() => {
      underWay = undefined;
    });
  }, everyMs);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await underWay;
    },
  };
}
