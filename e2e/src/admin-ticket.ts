import type { Locator, Page } from 'playwright-core';
import { card } from './admin-board.ts';

/** A ticket of the admin app, in its drawer or on its page, as a person sees it. */
export const titleOf = (page: Page): Locator => page.getByRole('textbox', { name: 'Title', exact: true });

export const commentBox = (page: Page): Locator =>
  page.getByRole('textbox', { name: 'Comment', exact: true });

export const sendButton = (page: Page): Locator => page.getByRole('button', { name: 'Send', exact: true });

export async function rename(page: Page, words: string): Promise<void> {
  await titleOf(page).fill(words);
  await titleOf(page).press('Enter');
}

/** Opens it from the board, and waits until one can write there. */
export async function openTicket(page: Page, key: string): Promise<void> {
  await card(page, key).click();
  await titleOf(page).waitFor();
  await commentBox(page).waitFor();
}

export const closeTicket = (page: Page): Promise<void> =>
  page
    .getByRole('dialog')
    .getByRole('button', { name: /^Close/ })
    .click();
