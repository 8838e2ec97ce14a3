import type { Locator, Page } from 'playwright-core';

/** The chat of the admin app as a person sees it. */
export const conversation = (page: Page): Locator => page.getByRole('log', { name: 'Conversation' });

export const message = (page: Page, words: string): Locator =>
  conversation(page).getByRole('article').filter({ hasText: words });

export const messageBox = (page: Page): Locator =>
  page.getByRole('textbox', { name: 'Message', exact: true });

/** Writes a message and sends it by Enter. */
export async function say(page: Page, words: string): Promise<void> {
  await messageBox(page).fill(words);
  await messageBox(page).press('Enter');
}

/** Opens what can be done with a message and chooses it. */
export async function choose(page: Page, words: string, action: string): Promise<void> {
  await message(page, words).hover();
  await message(page, words).getByRole('button', { name: 'More' }).click();
  await page.getByRole('dialog', { name: 'More' }).getByRole('button', { name: action }).click();
}

/** What is said in the conversation, as far as it is on the screen, top to bottom. */
export const saidIn = (page: Page): Promise<string[]> =>
  conversation(page)
    .getByRole('article')
    .locator('.bubble')
    .evaluateAll((bubbles) => bubbles.map((each) => each.textContent ?? ''));
