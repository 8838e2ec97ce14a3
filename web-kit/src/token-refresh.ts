import { ApiError } from './api-error.ts';
import type { TokenStore, Tokens } from './token-store.ts';

/** Runs one holder at a time over all tabs of this origin. */
export type TabLock = <T>(name: string, work: () => Promise<T>) => Promise<T>;

/**
 * Web Locks where they are; they need a secure page (https, or localhost). Elsewhere only this tab is serialised,
 * and two tabs that refresh at the very same moment are told apart by the tokens that the winner stored.
 */
export function browserTabLock(): TabLock {
  const locks = (navigator as { locks?: LockManager }).locks; // absent on insecure pages, whatever the type says
  if (locks) return async (name, work) => await locks.request(name, work);
  let last: Promise<unknown> = Promise.resolve();
  return (_name, work) => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
}

export type TokenRefresher = {
  /**
   * Fresh tokens in place of `used`, or null when the session has ended. A refresh token that is used twice ends its
   * whole family, so only one refresh is under way in all tabs: who comes second finds the first one's result.
   */
  renew(used: Tokens): Promise<Tokens | null>;
};

/** @param ask sends the refresh request; it throws an ApiError with status 401 when the session has ended. */
export function createTokenRefresher(
  store: TokenStore,
  lock: TabLock,
  ask: (refresh: string) => Promise<Tokens>,
): TokenRefresher {
  let underWay: Promise<Tokens | null> | undefined;

  const renewLocked = (used: Tokens): Promise<Tokens | null> =>
    lock('ticketing-token-refresh', async () => {
      const stored = store.read();
      if (stored === null || stored.access !== used.access) return stored;
      try {
        const fresh = await ask(stored.refresh);
        store.write({ access: fresh.access, refresh: fresh.refresh });
        return fresh;
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 401) throw error;
        const now = store.read();
        // Signed in anew, or refreshed by a tab that could not be locked out, while the answer was on its way.
        if (now !== null && now.refresh !== stored.refresh) return now;
        store.end();
        return null;
      }
    });

  return {
    renew(used) {
      underWay ??= renewLocked(used).finally(() => {
        underWay = undefined;
      });
      return underWay;
    },
  };
}
