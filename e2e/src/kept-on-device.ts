import type { Page } from 'playwright-core';

/** Ids of the tickets that the device has put down for a time without a connection. */
export const seenTickets = (page: Page): Promise<readonly string[]> =>
  page.evaluate<string[]>(`new Promise((done, failed) => {
    const opening = indexedDB.open('keyval-store');
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const asked = opening.result.transaction('keyval').objectStore('keyval').getAll();
      asked.onerror = () => failed(asked.error);
      asked.onsuccess = () =>
        done(asked.result.flatMap(({ queries }) => queries.map(({ queryKey }) => queryKey[1])));
    };
  })`);

/** Names of the files that the device keeps until they are sent. */
export const keptFiles = (page: Page): Promise<readonly string[]> =>
  page.evaluate<string[]>(`new Promise((done, failed) => {
    const opening = indexedDB.open('ticketing.files');
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onerror = () => done([]);
    opening.onsuccess = () => {
      const asked = opening.result.transaction('chosen').objectStore('chosen').getAll();
      asked.onerror = () => failed(asked.error);
      asked.onsuccess = () => {
        opening.result.close();
        done(asked.result.map(({ file }) => file.name));
      };
    };
  })`);

/** Addresses that the worker keeps and that are not files of the app. */
export const whatTheWorkerKeeps = (page: Page): Promise<readonly string[]> =>
  page.evaluate<string[]>(`caches.keys().then(async (names) => {
    const caught = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return caught.flat().map(({ url }) => new URL(url).pathname)
      .filter((path) => !/^\\/(assets\\/|index\\.html$|icon\\.svg$|config\\.json$)/.test(path));
  })`);
