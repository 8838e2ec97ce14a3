import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { DEMO_PASSWORD } from '@ticketing/embedded/demo/demo-accounts.ts';
import type { Page } from 'playwright-core';
import { openWindow, type Window } from '../browser.ts';

import type { Look } from './look.ts';
import type { Fault, Known, LookLanguage } from './page-fault.ts';
import { foreignTo, wordAreas, writtenByPeople } from './words-of-apps.ts';

/** What a browser says of itself when a page that one may not see, or a link that is none, is asked for. */
const ofAskedErrors = /Failed to load resource: the server responded with a status of 4[0-9]{2}/;

export const screens = {
  wide: [
    { width: 1440, height: 900 },
    { width: 1024, height: 768 },
  ],
  phone: [{ width: 390, height: 844 }],
} as const;
export type Screen = keyof typeof screens;

export const themes = ['light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** Somebody in front of a screen, who goes from page to page without loading the app anew. */
export type Onlooker = {
  readonly language: LookLanguage;
  readonly screen: Screen;
  readonly page: Page;
  signIn(url: string, username: string): Promise<void>;
  /** Forgets who was signed in. */
  leave(url: string): Promise<void>;
  /** Goes there inside the app, unless it is to be the first page, and waits until everything has come. */
  goTo(path: string, look: Look): Promise<void>;
  /** Until no answer is on its way and nothing moves, that many times one after the other. */
  rested(times?: number): Promise<void>;
  /** What is wrong with the page as it stands, looked at again for a moment where something is. */
  faults(): Promise<readonly Fault[]>;
  /** What the console said since the last time. */
  complaints(): readonly string[];
  close(): Promise<void>;
};

export async function onlooker(language: LookLanguage, screen: Screen): Promise<Onlooker> {
  const window = await openWindow(`${language} ${screen}`, {
    viewport: screens[screen][0],
    hasTouch: screen === 'phone',
    reducedMotion: 'reduce',
  });
  const { page } = window;
  await page.addInitScript({ content: await inPage(language, screen) });
  await page.addInitScript(`localStorage.setItem('ticketing.language', '${language}')`);
  const onItsWay = answersOnTheirWay(page);
  let told = 0;

  // An answer may be what asks for the next one: after a way to a page it is looked twice.
  const rested = async (times = 2) => {
    for (let quiet = 0, looks = 0; quiet < times && looks < 300; looks += 1) {
      const waits = onItsWay() > 0 || (await page.evaluate('looks.isWaiting()'));
      quiet = waits ? 0 : quiet + 1;
    }
  };
  const load = async (url: string, shown: string) => {
    await page.goto(url);
    await page.locator(shown).first().waitFor();
    await rested();
  };
  const look = (): Promise<readonly Fault[]> => page.evaluate('looks.faults()');
  return {
    language,
    screen,
    page,
    rested,
    async signIn(url, username) {
      await page.goto(url);
      await page.locator('input[autocomplete="username"]').fill(username);
      await page.locator('input[type="password"]').fill(DEMO_PASSWORD);
      await page.locator('form [type="submit"]').click();
      await page.locator('input[type="password"]').waitFor({ state: 'detached' });
    },
    async leave(url) {
      // From a page without the app, which would not know what happened to it.
      await page.goto(`${url}/config.json`);
      await page.evaluate('localStorage.clear(); sessionStorage.clear()');
      await page.goto(url);
    },
    async goTo(path, { shown, first }) {
      if (first) return load(new URL(path, page.url()).href, shown);
      // By way of nowhere, so that nothing of the last page is taken for the next one.
      await page.evaluate('looks.goTo("/nowhere")');
      await page.evaluate(`looks.goTo(${JSON.stringify(path)})`);
      await page.locator(shown).and(page.locator(':not([data-left])')).first().waitFor();
      await rested();
    },
    async faults() {
      let found = await look();
      // What measures itself takes a frame or two after the window has changed.
      for (let again = 0; found.length > 0 && again < 4; again += 1) {
        await rested();
        found = await look();
      }
      return found;
    },
    complaints() {
      const fresh = window.complaints.slice(told).filter((words) => !ofAskedErrors.test(words));
      told = window.complaints.length;
      return fresh;
    },
    close: () => window.close(),
  };
}

/** How many requests of the page were not answered yet. */
function answersOnTheirWay(page: Window['page']): () => number {
  const open = new Set<unknown>();
  page.on('request', (request) => open.add(request));
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
  return () => open.size;
}

/** `looks` of the page: what it is asked while it is looked at. */
async function inPage(language: LookLanguage, screen: Screen): Promise<string> {
  const parts = ['seen.ts', 'pressing.ts', 'texts.ts', 'faults.ts'].map((file) =>
    readFile(join(import.meta.dirname, 'in-page', file), 'utf8'),
  );
  // One script for the page, where nothing can be imported.
  const source = (await Promise.all(parts))
    .map((part) => stripTypeScriptTypes(part).replaceAll(/^import[^;]*;|^export /gm, ''))
    .join('\n');
  const known: Known = {
    areas: wordAreas,
    foreign: foreignTo(language),
    data: writtenByPeople,
    byFinger: screen === 'phone',
  };
  return `globalThis.looks = (() => {
    ${source}
    const known = ${JSON.stringify(known)};
    // What lies over the page is put anew when it is told of a new size, which may come later than the size.
    let width = innerWidth;
    for (const told of ['load', 'resize']) addEventListener(told, () => { width = innerWidth; });
    return {
      drawn,
      faults: () => faultsOfPage(known),
      goTo: (path) => {
        for (const left of document.querySelectorAll('main *')) left.setAttribute('data-left', '');
        history.pushState(null, '', path);
        dispatchEvent(new PopStateEvent('popstate', { state: null }));
        scrollTo(0, 0);
        return drawn();
      },
      isWaiting: async () => {
        await drawn();
        return width !== innerWidth
          || document.querySelector('.skeleton, .animate-breathe') !== null
          || document.fonts.status === 'loading'
          || document.getAnimations().some((each) => each.playState === 'running'
            && each.effect.getComputedTiming().endTime !== Infinity);
      },
    };
    function drawn() {
      return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    }
  })();`;
}
