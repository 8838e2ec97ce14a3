import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const grave = new Set(['serious', 'critical']);

/**
 * Looks at the page as it stands with axe; fails on every serious or critical finding.
 * @param state what is shown, for the failure's words: `the board in Georgian`
 */
export async function expectAccessible(page: Page, state: string): Promise<void> {
  await rested(page);
  const findings = await graveFindings(page);
  expect(findings, `axe on ${state}`).toEqual([]);
}

/** What is seriously or critically wrong with a page on which nothing moves, by axe. */
export async function graveFindings(page: Page) {
  // A context of its own page for the result needs `browser.newContext`; the windows here have one page each.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations
    .filter(({ impact }) => impact != null && grave.has(impact))
    .map(({ id, help, nodes }) => ({
      id,
      help,
      where: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
    }));
}

/** Looks at the page in the dark and in the light, as the system asks for it; it stays light. */
export async function expectAccessibleInBoth(page: Page, state: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`:root[data-theme="${colorScheme}"]`).waitFor();
    await expectAccessible(page, `${state}, ${colorScheme}`);
  }
}

/**
 * While a colour or an opacity is on its way, it is neither what was nor what will be. What was asked of the page a moment
 * ago begins with its next frame only.
 */
async function rested(page: Page): Promise<void> {
  const moving = `new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))).then(() =>
    document.getAnimations().filter((each) =>
      each.playState === 'running' && each.effect?.getComputedTiming().endTime !== Infinity).length)`;
  await expect.poll(() => page.evaluate(moving), { timeout: 10_000, interval: 50 }).toBe(0);
}
