import { chromiumPath } from '@ticketing/embedded/testing/chromium-path.ts';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

/** A browser of its own (no context shared with another) with one page, and what went wrong in it. */
export type Window = {
  readonly browser: Browser;
  readonly page: Page;
  /** Console errors and warnings (a request that failed is one of them) and page errors, in words. */
  readonly complaints: readonly string[];
  /** How many documents the page has loaded; one that stays the same proves that nothing was reloaded. */
  documents(): number;
  close(): Promise<void>;
};

const PATIENCE = 30_000;

/**
 * What the person in front of a window has: a mouse and a wide screen in English, if nothing else is said. Less motion is
 * asked for: a dialog that grows under the pointer takes a click between two of its pictures for none.
 */
export type Visitor = Pick<
  BrowserContextOptions,
  'viewport' | 'locale' | 'colorScheme' | 'hasTouch' | 'reducedMotion' | 'deviceScaleFactor'
>;

/** @param name stands before this window's complaints */
export async function openWindow(name: string, visitor: Visitor = {}): Promise<Window> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error('Chromium was found a moment ago.');
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const page = await browser.newPage({
    viewport: { width: 1400, height: 1000 },
    locale: 'en-GB',
    reducedMotion: 'reduce',
    ...visitor,
  });
  page.setDefaultTimeout(PATIENCE);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) {
      complaints.push(`${name}: console ${message.type()}: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => complaints.push(`${name}: ${error.stack ?? error.message}`));
  let documents = 0;
  page.on('request', (request) => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) documents += 1;
  });
  return { browser, page, complaints, documents: () => documents, close: () => browser.close() };
}

/** Signs in by the form of either app. */
export async function signInByForm(
  page: Page,
  url: string,
  username: string,
  password: string,
): Promise<void> {
  await page.goto(url);
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('Password').waitFor({ state: 'detached' });
}

/** Waits until a condition holds and says at the end what was there instead. */
export const eventually = (condition: () => Promise<void> | void): Promise<void> =>
  expect
    .poll(
      async () => {
        await condition();
        return true;
      },
      { timeout: PATIENCE, interval: 50 },
    )
    .toBe(true);
