import type { Page } from 'playwright-core';
import { graveFindings } from '../accessibility.ts';
import type { StackPlace } from '../stack-place.ts';
import { at, type Look, type Walk } from './look.ts';
import type { LookScene } from './look-scene.ts';
import { type Onlooker, screens, type Theme, themes } from './onlooker.ts';

/** A picture of one look in one combination. */
export type Shot = {
  readonly look: string;
  readonly width: number;
  readonly theme: string;
  readonly language: string;
  readonly png: Buffer;
};

export type WalkOptions = {
  /** Gets every picture, where pictures are wanted. */
  readonly shot?: (shot: Shot) => void;
  /** In which theme axe looks as well at the look of that number; it costs as much as all the rest. */
  readonly axe?: (look: number) => Theme | undefined;
};

/**
 * Looks at each page in the onlooker's language and widths, in both themes.
 * @returns what is wrong, one sentence each: page, combination, element
 */
export async function walkThrough(
  place: StackPlace,
  scene: LookScene,
  walk: Walk,
  by: Onlooker,
  options: WalkOptions = {},
): Promise<string[]> {
  const url = walk.app === 'admin' ? place.adminUrl : place.deskUrl;
  await by.leave(url);
  if (walk.who !== null) await by.signIn(url, walk.who);
  const wrong: string[] = [];
  for (const [number, look] of walk.looks.entries()) {
    if (look.notOn === by.screen) continue;
    const name = `${walk.app}: ${look.name}`;
    try {
      await lookAt({ look, name, axeIn: options.axe?.(number) }, scene, by, options, wrong);
    } catch (error) {
      wrong.push(`${name}, ${by.language} ${by.screen}: could not be looked at. ${error}`);
      await by.page.goto(url);
    }
    await closed(by.page, look);
    for (const complaint of by.complaints()) wrong.push(`${name}: ${complaint}`);
  }
  return wrong;
}

async function lookAt(
  { look, name, axeIn }: { readonly look: Look; readonly name: string; readonly axeIn: Theme | undefined },
  scene: LookScene,
  by: Onlooker,
  options: WalkOptions,
  wrong: string[],
): Promise<void> {
  const { page, language } = by;
  await by.goTo(at(look, scene), look);
  for (const size of screens[by.screen]) {
    await page.setViewportSize(size);
    await opened(page, look);
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme });
      await by.rested(1);
      const combination = `${name}, ${size.width} ${theme} ${language}`;
      for (const { what, element } of await by.faults()) wrong.push(`${combination}: ${element} ${what}`);
      if (theme === axeIn) {
        for (const { id, where } of await graveFindings(page))
          wrong.push(`${combination}: axe ${id}: ${where[0]}`);
      }
      options.shot?.({ look: name, width: size.width, theme, language, png: await page.screenshot() });
    }
  }
}

/** Opens what is to be opened, unless it is open still. */
async function opened(page: Page, { open, opened }: Look): Promise<void> {
  if (open === undefined || opened === undefined) return;
  const there = page.locator(opened).filter({ visible: true }).first();
  if (await there.isVisible()) return;
  await open(page);
  await there.waitFor();
}

/** Closes what was opened, as what lies over all pages would lie over the next one too. */
async function closed(page: Page, { opened }: Look): Promise<void> {
  if (opened === undefined) return;
  const there = page.locator(opened).filter({ visible: true });
  for (let presses = 0; presses < 3 && (await there.count()) > 0; presses += 1) {
    await page.keyboard.press('Escape');
    await page.evaluate('looks.drawn()');
  }
}
