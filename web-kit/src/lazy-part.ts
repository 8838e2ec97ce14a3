import { type ComponentType, lazy } from 'react';

/** Milliseconds until a part is asked for again while there is no connection. */
const TRY_AGAIN = 3_000;

/**
 * Loads a part of the app. Without a connection it waits until there is one: meanwhile the place of the part is empty or
 * has its shape, and everything else goes on.
 * @throws what the browser says when the part cannot be had although the server is there, as after an update of the app
 */
export async function loadPart<T>(load: () => Promise<T>, isThere = serverIsThere): Promise<T> {
  for (let failedBesideServer = false; ; ) {
    try {
      return await load();
    } catch (error) {
      if (await isThere()) {
        // The connection may have come back in this very moment.
        if (failedBesideServer) throw error;
        failedBesideServer = true;
      } else await chance();
    }
  }
}

/** React's `lazy` for a part of a page, by `loadPart`. */
export const lazyPart = <Props extends object>(load: () => Promise<{ default: ComponentType<Props> }>) =>
  lazy(() => loadPart(load));

const serverIsThere = (): Promise<boolean> =>
  fetch('/config.json', { cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  );

const chance = (): Promise<void> =>
  new Promise((done) => {
    const go = () => {
      clearTimeout(timer);
      window.removeEventListener('online', go);
      done();
    };
    const timer = setTimeout(go, TRY_AGAIN);
    window.addEventListener('online', go);
  });
