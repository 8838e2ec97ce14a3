import { DEMO_PASSWORD } from '@ticketing/embedded/demo/demo-accounts.ts';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { keysIn } from './admin-board.ts';
import { closeTicket, commentBox, openTicket, rename } from './admin-ticket.ts';
import { eventually, signInByForm } from './browser.ts';
import type { StackPlace } from './stack-place.ts';

/** What one person wrote is not there for the next one, and is there again for the first. @param page of the agent */
export async function anotherPersonInTheOtherTab(
  page: Page,
  place: Pick<StackPlace, 'adminUrl'>,
): Promise<void> {
  const [key = ''] = await keysIn(page, 'Review');
  await openTicket(page, key);
  await commentBox(page).fill('Half a thought of Giorgi');
  const popup = page.waitForEvent('popup');
  await page.evaluate(`void window.open(${JSON.stringify(`${place.adminUrl}/projects/OPS`)})`);
  const other = await popup;
  await other.getByRole('button', { name: /\bYou\b/ }).click();
  await other.getByText('Sign out').click();
  await signInByForm(other, `${place.adminUrl}/login`, 'manager', DEMO_PASSWORD);
  await eventually(async () =>
    expect(
      await page.evaluate(() => String(Reflect.get(globalThis, 'document').body.innerText)),
    ).not.toContain('Half a thought of Giorgi'),
  );
  await other.getByRole('button', { name: /\bYou\b/ }).click();
  await other.getByText('Sign out').click();
  await signInByForm(other, `${place.adminUrl}/login`, 'agent', DEMO_PASSWORD);
  await other.close();
  await page.goto(`${place.adminUrl}/projects/OPS`);
  await openTicket(page, key);
  expect(await commentBox(page).inputValue()).toBe('Half a thought of Giorgi');
  await commentBox(page).fill('');
  await closeTicket(page);
}

/**
 * A refresh that is turned away for a while ends no session, and what was changed is made later.
 * @param titleNow of a ticket on the server, by its key
 */
export async function tooManyAtTheRefresh(
  page: Page,
  titleNow: (key: string) => Promise<string>,
): Promise<void> {
  const [key = ''] = await keysIn(page, 'Review');
  await openTicket(page, key);
  await page.route('**/api/auth/refresh', (route) =>
    route.fulfill({
      status: 429,
      contentType: 'application/problem+json',
      headers: { 'access-control-allow-origin': '*', 'retry-after': '1' },
      body: JSON.stringify({ status: 429, code: 'rate_limited', title: 'Too many requests' }),
    }),
  );
  await page.evaluate(`(() => {
    const key = 'ticketing.admin.session';
    const { access, refresh } = JSON.parse(localStorage.getItem(key));
    const [head, claims, seal] = access.split('.');
    const old = btoa(JSON.stringify({ ...JSON.parse(atob(claims)), exp: 1 })).replaceAll('=', '');
    localStorage.setItem(key, JSON.stringify({ access: [head, old, seal].join('.'), refresh }));
  })()`);
  await rename(page, 'Renamed with patience');
  await page.getByText(/1 change waits/).waitFor();
  expect(await page.getByRole('heading', { name: 'Your session has ended' }).count()).toBe(0);
  await page.unroute('**/api/auth/refresh');
  await eventually(async () => expect(await titleNow(key)).toBe('Renamed with patience'));
  await page.getByText(/1 change waits/).waitFor({ state: 'detached' });
  await closeTicket(page);
}
