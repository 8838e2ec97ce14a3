import { readFile } from 'node:fs/promises';
import { DEMO_PASSWORD } from '@ticketing/embedded/demo/demo-accounts.ts';
import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessibleInBoth } from './accessibility.ts';
import { eventually, signInByForm, type Window } from './browser.ts';
import { describeListStates } from './list-states.ts';
import { demoPerson, type Person } from './person.ts';
import { createStackPlace, type StackPlace } from './stack-place.ts';
import { type StackProcess, startStackProcess } from './stack-process.ts';
import { watchedWindows } from './watched-windows.ts';

/** The pages that list tickets, and what leads to them: each one's main job, as a person does it. */
describeWithService('chromium', 'tickets are found, looked at and changed in lists', () => {
  let place: StackPlace;
  let stack: StackProcess | undefined;
  let window: Window;
  let page: Page;
  let admin: Person;
  let projectId: string;

  const windows = watchedWindows();

  beforeAll(async () => {
    place = await createStackPlace();
    stack = await startStackProcess(place);
    admin = await demoPerson(place, 'admin');
    projectId = (await admin.project('OPS')).id;
    window = await windows.open('admin');
    page = window.page;
    await signInByForm(page, `${place.adminUrl}/projects/OPS/list`, 'admin', DEMO_PASSWORD);
  }, 300_000);

  afterAll(async () => {
    await stack?.killEverything();
    await place.remove();
  });

  const go = (path: string) => page.goto(`${place.adminUrl}${path}`);
  const rows = () => page.locator('.list-row');
  const row = (key: string) => rows().filter({ has: page.locator(`[data-ticket="${key}"]`) });
  const keys = () =>
    page
      .locator('.list-row [data-ticket]')
      .evaluateAll((all) => all.map((each) => each.getAttribute('data-ticket')));
  const undo = () => page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  const ticketOf = async (key: string) =>
    (await admin.board(projectId)).columns.flatMap(({ tickets }) => tickets).find((card) => card.key === key);

  const accessible = (state: string, seen: Page = page) => expectAccessibleInBoth(seen, state);

  test('the list is filtered and sorted in the address, changed in place and taken back', async () => {
    await rows().first().waitFor();
    await accessible('the list');
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByRole('combobox', { name: 'Filter' }).fill('prio');
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: 'Critical' }).click();
    await page.keyboard.press('Escape');
    await page.waitForURL(/priority=4/);
    await page.getByRole('button', { name: 'Due', exact: true }).click();
    await page.waitForURL(/sort=due/);
    await eventually(async () => {
      const priorities = await page.locator('.list-row .cell-priority').allTextContents();
      expect(priorities.length).toBeGreaterThan(2);
      expect(priorities.every((words) => words.includes('Critical'))).toBe(true);
    });

    const [key = ''] = await keys();
    await row(key ?? '')
      .locator('.cell-priority button')
      .click();
    await page.getByRole('option', { name: 'Low' }).click();
    // The row leaves the list of what is critical, and comes back with the undo.
    await eventually(async () => expect((await ticketOf(key ?? ''))?.priority).toBe(1));
    await undo();
    await eventually(async () => expect((await ticketOf(key ?? ''))?.priority).toBe(4));
    await row(key ?? '').waitFor();
  });

  test('a title is changed where it stands', async () => {
    await go('/projects/OPS/list');
    await rows().first().waitFor();
    const [key] = await keys();
    await row(key ?? '').hover();
    await page.getByRole('button', { name: `Change the title of ${key}`, exact: true }).click();
    await page.getByRole('textbox', { name: 'Title' }).fill('Named anew in the list');
    await page.keyboard.press('Enter');
    await eventually(async () => expect((await ticketOf(key ?? ''))?.title).toBe('Named anew in the list'));
  });

  test('many are chosen and moved at once, and put back by one undo', async () => {
    await go('/projects/OPS/list?sort=title&group=column');
    const section = page.locator('.group').filter({ hasText: 'Review' });
    await section.locator('.list-row').first().waitFor();
    const boxes = section.getByRole('checkbox');
    await boxes.nth(0).click();
    await boxes.nth(2).click({ modifiers: ['Shift'] });
    const bar = page.getByRole('region', { name: 'The chosen tickets' });
    await bar.getByText('3 chosen').waitFor();
    await accessible('the list with chosen tickets');
    await bar.getByRole('button', { name: 'Move', exact: true }).click();
    await page.getByRole('option', { name: 'Done' }).click();
    await page.getByText('3 tickets changed.').waitFor();
    const inReview = async () =>
      (await admin.board(projectId)).columns.find(({ name }) => name === 'Review')?.tickets.length;
    await eventually(async () => expect(await inReview()).toBe(9));
    await undo();
    await eventually(async () => expect(await inReview()).toBe(12));
  });

  test('the chosen tickets are given to a company, and each goes back to its own by one undo', async () => {
    await go('/projects/OPS/list?sort=title');
    await rows().first().waitFor();
    const chosen = (await keys()).slice(0, 2).map(String);
    const companies = async () => Promise.all(chosen.map(async (key) => (await ticketOf(key))?.companyId));
    const before = await companies();
    for (const key of chosen) await row(key).getByRole('checkbox').click();
    const bar = page.getByRole('region', { name: 'The chosen tickets' });
    await bar.getByRole('button', { name: 'Company', exact: true }).click();
    await page.getByRole('combobox', { name: 'Company' }).fill('no comp');
    await page.getByRole('option').nth(1).waitFor({ state: 'detached' });
    await page.getByRole('option', { name: 'No company' }).click();
    await page.getByText('2 tickets changed.').waitFor();
    await eventually(async () => expect(await companies()).toEqual([null, null]));
    await undo();
    await eventually(async () => expect(await companies()).toEqual(before));
  });

  test('all that match are saved as a file', async () => {
    await go('/all?type=bug');
    await rows().first().waitFor();
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV' }).click();
    const file = await readFile(await (await waiting).path(), 'utf8');
    const lines = file.trim().split('\r\n');
    expect(lines[0]).toContain('Key,Ticket,Type');
    const counted = await page
      .getByText(/^\d+ tickets$/)
      .first()
      .textContent();
    expect(lines.length - 1).toBe(Number.parseInt(counted ?? '', 10));
    await accessible('the list of all projects');
  });

  test('a ticket goes to another day of the calendar by mouse and by keys', async () => {
    await go('/projects/OPS/calendar?view=week');
    const chip = page.locator('.day .day-chip').first();
    await chip.waitFor();
    await accessible('the calendar');
    const key = (await chip.getAttribute('data-ticket')) ?? '';
    const from = (await ticketOf(key))?.dueDate;
    const target = page
      .locator('.day')
      .nth(from === (await page.locator('.day').nth(5).getAttribute('data-day')) ? 4 : 5);
    const day = (await target.getAttribute('data-day')) ?? '';
    await chip.hover();
    await page.mouse.down();
    const box = await target.boundingBox();
    if (box === null) throw new Error('The day is not on the screen.');
    await page.mouse.move(box.x + 60, box.y + 300, { steps: 12 });
    await page.locator(`.day.over[data-day="${day}"]`).waitFor();
    await page.mouse.up();
    await eventually(async () => expect((await ticketOf(key))?.dueDate).toBe(day));
    await page.locator(`.day[data-day="${day}"] [data-ticket="${key}"]`).focus();
    await page.keyboard.press('Shift+ArrowLeft');
    await eventually(async () => expect((await ticketOf(key))?.dueDate).not.toBe(day));
    await undo();
    await eventually(async () => expect((await ticketOf(key))?.dueDate).toBe(day));
    await page.getByText('Month', { exact: true }).click();
    await page.waitForURL(/view=month/);
  });

  test('deadlines stand in their groups and open beside them', async () => {
    await go('/projects/OPS/deadlines');
    const overdue = page.getByRole('region', { name: 'Overdue' });
    await overdue.waitFor();
    await accessible('the deadlines');
    await overdue.locator('.row-link').first().click();
    await page.getByRole('textbox', { name: 'Title', exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL(/deadlines$/);
  });

  test('the archive says who put a ticket there, and gives it back', async () => {
    const card = (await admin.board(projectId)).columns.at(-1)?.tickets[0];
    if (card === undefined) throw new Error('The demo has something done.');
    await admin.command('POST', `/api/tickets/${card.id}/archive`, { words: 'The printer is gone' });
    await go('/projects/OPS/archive');
    await row(card.key).getByText('The printer is gone').waitFor();
    await accessible('the archive');
    await row(card.key)
      .getByRole('button', { name: `Restore: ${card.key}` })
      .click();
    await row(card.key).waitFor({ state: 'detached' });
    await eventually(async () => expect(await ticketOf(card.key)).toBeDefined());
    await undo();
    await eventually(async () => expect(await ticketOf(card.key)).toBeUndefined());
  });

  test('the numbers of the dashboard lead to what they count, and its parts are arranged by keys', async () => {
    await go('/');
    const companies = page.getByRole('region', { name: 'Companies' });
    await companies.getByRole('link').first().waitFor();
    await page.getByRole('region', { name: 'Where tickets stand' }).getByRole('link').first().waitFor();
    await accessible('the dashboard');
    await page.getByRole('button', { name: 'Move: Companies' }).focus();
    await page.keyboard.press('Space');
    await page.locator('.widget.lifted').waitFor();
    await page.keyboard.press('ArrowRight');
    await eventually(async () =>
      expect(await page.locator('[id^="DndLiveRegion"]').textContent()).toContain('in the place of Needs'),
    );
    await page.keyboard.press('Space');
    await eventually(async () =>
      expect(await page.locator('.widget').first().getAttribute('data-widget')).not.toBe('company_health'),
    );
    const open = companies.locator('tbody tr').first().locator('td').first();
    const count = Number(await open.textContent());
    await open.getByRole('link').click();
    await page.getByText(`${count} ticket`).first().waitFor();
  });

  test('the palette finds a ticket, a page and an action; all results stand on their page', async () => {
    await go('/projects/OPS/list');
    await rows().first().waitFor();
    await page.keyboard.press('Control+k');
    const field = page.getByRole('combobox', { name: 'Find or do' });
    await field.fill('OPS-30');
    await page.getByRole('option', { name: /^OPS-30 / }).waitFor();
    await accessible('the palette');
    await page.keyboard.press('Enter');
    await page.waitForURL(/tickets\/OPS-30$/);
    await page.getByRole('textbox', { name: 'Title', exact: true }).waitFor();
    await page.keyboard.press('Control+k');
    await field.fill('printer');
    await page.getByRole('option', { name: /All results/ }).click();
    await page.locator('.hit mark').first().waitFor();
    await accessible('the search');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' });
  });

  test('C opens a ticket from anywhere; what was typed is there again after the dialog was closed', async () => {
    await go('/projects/OPS/deadlines');
    await page.getByRole('region', { name: 'Overdue' }).waitFor();
    await page.keyboard.press('c');
    const title = page.getByRole('dialog').getByLabel('Title');
    await title.fill('Opened from the deadlines');
    await accessible('the dialog for a new ticket');
    // What is drawn in a choice is called by its name.
    await page.getByRole('dialog').getByLabel('Priority').click();
    await page.getByRole('option', { name: 'Medium', exact: true }).waitFor({ state: 'attached' });
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await title.waitFor({ state: 'detached' });
    await page.keyboard.press('c');
    expect(await title.inputValue()).toBe('Opened from the deadlines');
    await page.getByLabel('Due', { exact: true }).fill('2030-01-02');
    await page.getByRole('button', { name: 'Create ticket' }).click();
    await page.getByText(/OPS-\d+ Opened from the deadlines/).waitFor();
    await eventually(async () => {
      const board = await admin.board(projectId);
      const opened = board.columns
        .flatMap(({ tickets }) => tickets)
        .find((card) => card.title === 'Opened from the deadlines');
      expect(opened?.dueDate).toBe('2030-01-02');
    });
  });

  test('the bell counts live, leads to the ticket, and all are read with a way back', async () => {
    await go('/inbox');
    await page.getByRole('heading', { name: 'Notifications', exact: true }).waitFor();
    const unread = async () => Number(/\((\d+)\)/.exec(await page.title())?.[1] ?? 0);
    const before = await unread();
    const agent = await demoPerson(place, 'agent');
    const [card, next] = (await admin.board(projectId)).columns.flatMap(({ tickets }) =>
      tickets.filter(({ assigneeIds }) => !assigneeIds.includes(admin.id)),
    );
    if (card === undefined || next === undefined) throw new Error('The demo has work for somebody else.');
    const give = (to: { readonly id: string }) =>
      agent.command('PUT', `/api/tickets/${to.id}/assignees/${admin.id}`);
    await give(card);
    await eventually(async () => expect(await unread()).toBe(before + 1));
    // It stands in front: only what is in the list is read with it.
    await page.locator('.told').first().and(page.locator('.unread')).filter({ hasText: card.key }).waitFor();
    await accessible('the notifications');
    const readAll = async () => {
      await page.getByRole('button', { name: 'Mark all as read' }).click();
      await page.getByText('All notifications are read.').last().waitFor();
      await eventually(async () => expect(await unread()).toBe(0));
    };
    await readAll();
    await undo();
    await eventually(async () => expect(await unread()).toBe(before + 1));
    // What is told while the others are about to be read is the only one that counts.
    await readAll();
    await give(next);
    await eventually(async () => expect(await unread()).not.toBe(0));
    expect(await unread()).toBe(1);
    await page.getByRole('button', { name: /^Notifications: / }).click();
    await page
      .getByRole('dialog', { name: 'Notifications' })
      .locator('.told.unread')
      .getByRole('link', { name: new RegExp(`${next.key}\\b`) })
      .first()
      .click();
    await page.waitForURL(new RegExp(`tickets/${next.key}`));
    await eventually(async () => expect(await unread()).toBe(0));
  });

  describeListStates(() => ({ place, page, admin, accessible }));
});
