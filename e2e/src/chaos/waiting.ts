import { setTimeout as delay } from 'node:timers/promises';

/** What `/health/ready` of a service says that is not ready, as lines; none when it is. */
export async function unreadyLines(name: string, url: string): Promise<string[]> {
  try {
    const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) });
    const text = await answer.text();
    return answer.status === 200 ? [] : [`${name} answers ${answer.status} ${text}`];
  } catch (error) {
    return [`${name} does not answer (${error instanceof Error ? error.message : String(error)})`];
  }
}

/** Waits until nothing is missing any more. @throws Error with what is missing when that does not come in time */
export async function untilNothingMissing(
  what: string,
  limitMs: number,
  missing: () => Promise<readonly string[]>,
): Promise<void> {
  const giveUpAt = Date.now() + limitMs;
  for (let lines = await missing(); lines.length > 0; lines = await missing()) {
    if (Date.now() > giveUpAt) {
      throw new Error(`${what}: not within ${Math.round(limitMs / 1_000)} s: ${lines.join('\n')}`);
    }
    await delay(250);
  }
}
