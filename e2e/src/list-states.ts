import { randomUUID } from 'node:crypto';
import { DEMO_PASSWORD } from '@ticketing/embedded/demo/demo-accounts.ts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, openWindow, signInByForm, type Window } from './browser.ts';
import { demoPerson, type Person } from './person.ts';
import type { StackPlace } from './stack-place.ts';

/** Where the states are looked at: a window of the admin that is signed in. */
export type ListScene = {
  readonly place: StackPlace;
  readonly page: Page;
  readonly admin: Person;
  /** The page in both themes, by axe. */
  readonly accessible: (state: string, page?: Page) => Promise<void>;
};

/** The pages that list tickets when there is nothing, when the server fails, and when there is more than fits. */
export function describeListStates(scene: () => ListScene): void {
  const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name }).first();

  test('a project without tickets says what belongs on each page, and offers the first step', async () => {
    const { place, page, admin, accessible } = scene();
    const root = await demoPerson(place, 'root');
    const { id } = await root.command('POST', '/api/projects', { key: 'BARE', name: 'Nothing yet' });
    await root.command('PUT', `/api/projects/${id}/roles/${admin.id}`, { role: 'superadmin' });
    await admin.project('BARE');
    const pages = [
      ['list', 'No tickets yet'],
      ['deadlines', 'Nothing is waiting'],
      ['archive', 'The archive is empty'],
    ] as const;
    for (const [path, words] of pages) {
      await page.goto(`${place.adminUrl}/projects/BARE/${path}`);
      await heading(page, words).waitFor();
      await accessible(`an empty ${path}`);
    }
    await page.goto(`${place.adminUrl}/projects/BARE/calendar`);
    await page.getByText('Nothing is due in these days.').waitFor();
    await page.goto(`${place.adminUrl}/projects/BARE/list?q=nothing-like-it`);
    await heading(page, 'Nothing matches').waitFor();
    await page.locator('.empty-state').getByRole('button', { name: 'Clear' }).click();
    await page.locator('.empty-state').getByRole('button', { name: 'New ticket' }).click();
    await page.getByRole('dialog').getByLabel('Title').waitFor();
    await page.keyboard.press('Escape');
  });

  test('somebody who is in no project is told so, and is offered nothing that would be refused', async () => {
    const { place, accessible } = scene();
    const root = await demoPerson(place, 'root');
    const username = `new.${randomUUID().slice(0, 8)}`;
    const password = 'a-password-of-a-newcomer';
    await root.command('POST', '/api/users', { username, displayName: 'Nino New', password, staff: true });
    const newcomer = await openWindow('newcomer');
    try {
      const { page } = newcomer;
      await signInByForm(page, `${place.adminUrl}/all`, username, password);
      await page.getByText('You are in no project yet.').waitFor();
      expect(await page.getByRole('button', { name: 'New ticket' }).count()).toBe(0);
      await accessible('all tickets of a newcomer', page);
      await page.goto(`${place.adminUrl}/inbox`);
      await heading(page, 'No notifications').waitFor();
      await accessible('no notifications', page);
      await page.goto(`${place.adminUrl}/`);
      await heading(page, 'Nothing to show yet').waitFor();
      await accessible('the dashboard of a newcomer', page);
      expect(newcomer.complaints).toEqual([]);
    } finally {
      await newcomer.close();
    }
  });

  describe('what could not be loaded', () => {
    // Each answer that failed is told in the console: this window's complaints are what is made to happen.
    let unlucky: Window;
    beforeAll(async () => {
      unlucky = await openWindow('unlucky');
      const start = `${scene().place.adminUrl}/settings/appearance`;
      await signInByForm(unlucky.page, start, 'admin', DEMO_PASSWORD);
    }, 60_000);
    afterAll(() => unlucky?.close());

    test('before the read models know of somebody the page says that they catch up, and goes on by itself', async () => {
      const { page } = unlucky;
      let behind = true;
      await page.route('**/api/me', (route) =>
        behind
          ? route.fulfill({
              status: 503,
              contentType: 'application/problem+json',
              body: JSON.stringify({ code: 'read_model_behind', title: 'behind', status: 503 }),
            })
          : route.continue(),
      );
      await page.goto(`${scene().place.adminUrl}/projects/OPS/list`);
      await heading(page, 'The system is catching up').waitFor();
      await scene().accessible('a system that catches up', page);
      behind = false;
      await page.locator('.list-row').first().waitFor();
      await page.unroute('**/api/me');
    });

    test.each([
      ['the list', '/projects/OPS/list', '**/api/tickets?*', '.list-row'],
      ['the archive', '/projects/OPS/archive', '**/api/tickets?*', '.empty-state h2, .list-row'],
      ['the calendar', '/projects/OPS/calendar', '**/api/calendar?*', '.day-chip'],
      ['the deadlines', '/projects/OPS/deadlines', '**/api/deadlines?*', '.deadlines'],
      ['the search', '/search?q=printer', '**/api/search?*', '.hit'],
      ['the notifications', '/inbox', '**/api/notifications?*', '.told, .empty-state h2'],
      ['the dashboard', '/', '**/api/me/dashboard*', '.widget'],
    ])('%s says so, and is loaded by another try', async (name, path, requests, content) => {
      const { page } = unlucky;
      let broken = true;
      await page.route(requests, (route) =>
        broken
          ? route.fulfill({
              status: 503,
              contentType: 'application/problem+json',
              body: JSON.stringify({ code: 'internal', title: 'broken', status: 503 }),
            })
          : route.continue(),
      );
      await page.goto(scene().place.adminUrl + path);
      const failed = page.getByRole('alert').filter({ hasText: 'This could not be loaded' });
      await failed.waitFor();
      if (name === 'the list') await scene().accessible('a list that could not be loaded', page);
      broken = false;
      await failed.getByRole('button', { name: 'Try again' }).click();
      await page.locator(content).first().waitFor();
    });
  });

  test('while the answer is on its way a list of people offers only who fits what is typed', async () => {
    const { place, page } = scene();
    await page.goto(`${place.adminUrl}/all`);
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByRole('option', { name: 'Reporter' }).click();
    const options = page.getByRole('option');
    await options.nth(3).waitFor();
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/api/users?*', async (route) => {
      await held;
      await route.continue();
    });
    const box = page.getByRole('combobox', { name: 'Reporter' });
    await box.fill('giorgi');
    await options.nth(1).waitFor({ state: 'detached' });
    expect(await options.allTextContents()).toEqual([expect.stringContaining('Giorgi')]);
    await box.fill('nobody is called so');
    await page.getByText('Loading').waitFor();
    expect(await options.count()).toBe(0);
    answer();
    await page.getByText('Nothing matches').waitFor();
    await page.unroute('**/api/users?*');
    await page.keyboard.press('Escape');
  });

  test('words without an end stay inside the list, on a telephone too', async () => {
    const { place, page, admin, accessible } = scene();
    const { id: projectId, tags } = await admin.project('OPS');
    const opened = await admin.open({
      projectId,
      title: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(2),
      tagIds: tags.map(({ id }) => id),
      dueDate: '2031-01-01',
    });
    const wide = page.viewportSize();
    await page.goto(`${place.adminUrl}/projects/OPS/list?q=Donaudampf`);
    for (const width of [1440, 1024, 390]) {
      await page.setViewportSize({ width, height: 844 });
      const row = page.locator('.list-row').filter({ has: page.locator(`[data-ticket="${opened.key}"]`) });
      await row.waitFor();
      await eventually(async () =>
        expect(await page.evaluate('document.scrollingElement.scrollWidth - innerWidth')).toBe(0),
      );
      await eventually(async () => {
        const box = await row.boundingBox();
        expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
      });
    }
    await accessible('a list on a telephone');
    for (const view of ['week', 'month']) {
      await page.goto(`${place.adminUrl}/projects/OPS/calendar?date=2031-01-01&view=${view}`);
      await page.locator('.day-chip, .day-more').first().waitFor();
      await accessible(`a ${view} on a telephone`);
    }
    await page.getByRole('button', { name: /^1 ticket is due / }).click();
    await page.locator('.day-all .day-chip').waitFor();
    await page.keyboard.press('Escape');
    if (wide !== null) await page.setViewportSize(wide);
  });

  test('of groups with many rows only those in sight are in the page, and what is typed in one stays', async () => {
    const { place, page, admin } = scene();
    const MANY = 130;
    const root = await demoPerson(place, 'root');
    const { id: projectId } = await root.command('POST', '/api/projects', { key: 'HEAP', name: 'Heap' });
    await root.command('PUT', `/api/projects/${projectId}/roles/${admin.id}`, { role: 'superadmin' });
    const titles = Array.from({ length: MANY }, (_, index) => `Heaped ${String(index).padStart(3, '0')}`);
    await Promise.all(titles.map((title) => root.open({ projectId, title, priority: 3 })));
    await root.open({ projectId, title: 'Alone', priority: 1 });

    await page.goto(`${place.adminUrl}/projects/HEAP/list?group=priority&sort=title`);
    const head = (name: string) => page.locator('.group-head').getByRole('button', { name });
    await head(`High ${MANY}`).waitFor();
    const row = (title: string) => page.locator('.list-row').filter({ hasText: title });
    await row('Heaped 000').waitFor();
    expect(await page.locator('.list-row').count()).toBeLessThan(60);
    const scroller = page.locator('.list-scroll');
    const scrollTo = (place: 'top' | 'end') =>
      scroller.evaluate((list, to) => list.scrollTo(0, to === 'top' ? 0 : list.scrollHeight), place);

    // A title that is being written stays there, however far one looks away.
    await row('Heaped 001').hover();
    await row('Heaped 001')
      .getByRole('button', { name: /^Change the title of/ })
      .click();
    const title = page.getByRole('textbox', { name: 'Title', exact: true });
    await title.fill('Half a ti');
    await scrollTo('end');
    await row('Alone').waitFor();
    await row('Heaped 002').waitFor({ state: 'detached' });
    expect(await title.inputValue()).toBe('Half a ti');
    await title.press('Escape');
    await scrollTo('top');

    // J walks over the edge of what is in the page, and the head stays above it.
    await page.locator('a.row-link', { hasText: 'Heaped 000' }).focus();
    await walkTo(page, 0, 70);
    const [above, walked] = [await head('High').boundingBox(), await row('Heaped 070').boundingBox()];
    expect(above?.y).toBeLessThan(walked?.y ?? 0);

    // Of the first hundred one reads on; a range reaches over rows that are not in the page.
    await row('Heaped 070').getByRole('checkbox').click();
    await scrollTo('end');
    await page.getByRole('button', { name: 'Show more' }).click();
    await row('Heaped 100').waitFor();
    await page.locator('a.row-link', { hasText: 'Heaped 100' }).focus();
    await walkTo(page, 100, 129);
    await row('Heaped 129')
      .getByRole('checkbox')
      .click({ modifiers: ['Shift'] });
    await page.getByText('60 chosen').waitFor();
    await page.getByRole('button', { name: 'Choose none' }).click();

    await scrollTo('top');
    await head('High').click();
    await row('Alone').waitFor();
    expect(await page.locator('.list-row').count()).toBe(1);
  });

  test('keys alone walk along the rows, open the page of one and lead back', async () => {
    const { place, page } = scene();
    await page.goto(`${place.adminUrl}/projects/OPS/deadlines`);
    await page.locator('.list-row').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const focused = () => page.evaluate(`document.activeElement?.getAttribute('data-ticket') ?? ''`);
    const key = String(await focused());
    expect(key).toMatch(/^OPS-/);
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(`**/tickets/${key}`);
    await page.getByRole('textbox', { name: 'Title', exact: true }).waitFor();
    await page.keyboard.press('k');
    await eventually(() => expect(page.url()).not.toContain(key));
    await page.getByRole('textbox', { name: 'Title', exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL('**/projects/OPS/deadlines');
  });
}

/** Walks by J over the rows `Heaped <from>` to `<to>`; one step is taken when the one before it shows. */
async function walkTo(page: Page, from: number, to: number): Promise<void> {
  for (let at = from + 1; at <= to; at += 1) {
    await page.keyboard.press('j');
    const title = `Heaped ${String(at).padStart(3, '0')}`;
    await page.locator('a.row-link:focus').filter({ hasText: title }).waitFor();
  }
}
