import { DEMO_PASSWORD } from '@ticketing/embedded/demo/demo-accounts.ts';
import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { expectAccessible } from './accessibility.ts';
import { card, column, dragOnto, keysIn } from './admin-board.ts';
import { eventually, signInByForm, type Window } from './browser.ts';
import { demoPerson, type Person } from './person.ts';
import { createStackPlace, type StackPlace } from './stack-place.ts';
import { type StackProcess, startStackProcess } from './stack-process.ts';
import { unseenFocus } from './visible-focus.ts';
import { watchedWindows } from './watched-windows.ts';

/** Three browsers on one stack: two members of staff with the same board, and a client with one of its tickets. */
describeWithService('chromium', 'what one browser does, the others see without a reload', () => {
  let place: StackPlace;
  let stack: StackProcess | undefined;
  let admin: Window;
  let agent: Window;
  let desk: Window;
  let api: Person;
  let projectId: string;
  /** A ticket of the desk client's company, at first in To Do. */
  let ticket: { readonly id: string; readonly key: string; readonly title: string };
  const windows = watchedWindows();
  const documentsAtFirst = new Map<Window, number>();

  beforeAll(async () => {
    place = await createStackPlace();
    stack = await startStackProcess(place);
    api = await demoPerson(place, 'admin');
    projectId = (await api.project('OPS')).id;
    const client = await demoPerson(place, 'client');
    const seenByClient = (await client.board(projectId)).columns.find(({ name }) => name === 'To Do');
    const found = seenByClient?.tickets[0];
    if (!found) throw new Error('The demo has no open ticket of the client.');
    ticket = found;
    admin = await windows.open('admin');
    agent = await windows.open('agent');
    desk = await windows.open('desk');
    await signInByForm(admin.page, `${place.adminUrl}/projects/OPS`, 'admin', DEMO_PASSWORD);
    await signInByForm(agent.page, `${place.adminUrl}/projects/OPS`, 'agent', DEMO_PASSWORD);
    await signInByForm(desk.page, `${place.deskUrl}/tickets/${ticket.id}`, 'client', DEMO_PASSWORD);
    for (const { page } of [admin, agent]) await card(page, ticket.key).waitFor();
    await desk.page.getByRole('heading', { name: ticket.title }).waitFor();
    for (const each of windows.list) documentsAtFirst.set(each, each.documents());
  }, 300_000);

  afterEach(() => {
    for (const each of windows.list) {
      expect(each.documents(), 'documents loaded').toBe(documentsAtFirst.get(each));
    }
  });

  afterAll(async () => {
    await stack?.killEverything();
    await place.remove();
  });

  /** Both boards show what the server has, column by column in order. */
  const agrees = async (columnName: string) => {
    const board = await api.board(projectId);
    const keys = board.columns.find(({ name }) => name === columnName)?.tickets.map(({ key }) => key);
    for (const { page } of [admin, agent]) expect(await keysIn(page, columnName)).toEqual(keys);
  };

  const step = (page: Page) => page.getByRole('list', { name: 'Progress' }).locator('[aria-current="step"]');

  test('nothing serious stands in the way of who uses the desk by other means than eyes and mouse', async () => {
    await expectAccessible(desk.page, 'a ticket at the desk');
  });

  test('whoever goes by keys sees where they are, in both apps', async () => {
    expect(await unseenFocus(admin.page, 30)).toEqual([]);
    expect(await unseenFocus(desk.page, 12)).toEqual([]);
  });

  test('a ticket dragged into another column is in its new place in the other browser, and moves on in the desk', async () => {
    expect(await step(desk.page).textContent()).toContain('To Do');
    const [above = '', below = ''] = await keysIn(agent.page, 'In Progress');
    await dragOnto(agent.page, ticket.key, 'In Progress', below);
    const dropped = await keysIn(agent.page, 'In Progress');
    expect(dropped).toHaveLength(13);
    expect([1, 2]).toContain(dropped.indexOf(ticket.key));
    expect(dropped[0]).toBe(above);

    await eventually(async () => expect(await keysIn(admin.page, 'In Progress')).toEqual(dropped));
    expect(await keysIn(admin.page, 'To Do')).not.toContain(ticket.key);
    await eventually(() => agrees('In Progress'));
    await eventually(() => agrees('To Do'));
    await eventually(async () => expect(await step(desk.page).textContent()).toContain('In Progress'));
  });

  test('a ticket dragged to another place of its column is there in the other browser', async () => {
    const before = await keysIn(admin.page, 'Review');
    const [, , third = ''] = before;
    const last = before[4] ?? '';
    await dragOnto(admin.page, last, 'Review', third);
    const dropped = await keysIn(admin.page, 'Review');
    expect(dropped).not.toEqual(before);
    expect(dropped.indexOf(last)).toBe(2);
    await eventually(async () => expect(await keysIn(agent.page, 'Review')).toEqual(dropped));
    await eventually(() => agrees('Review'));
  });

  test('a new title appears in the other’s drawer, on both boards and in the desk', async () => {
    for (const { page } of [admin, agent]) {
      await card(page, ticket.key).click();
      await page.getByRole('textbox', { name: 'Title', exact: true }).waitFor();
    }
    const title = 'Printer on the third floor prints pages upside down';
    const field = admin.page.getByRole('textbox', { name: 'Title', exact: true });
    await field.fill(title);
    await field.press('Enter');
    await eventually(async () =>
      expect(await agent.page.getByRole('textbox', { name: 'Title', exact: true }).inputValue()).toBe(title),
    );
    for (const { page } of [admin, agent]) {
      await column(page, 'In Progress').getByText(title).waitFor();
    }
    await desk.page.getByRole('heading', { name: title }).waitFor();
  });

  test('a comment appears in the other’s drawer and in the desk; an internal note never reaches the desk', async () => {
    const write = async (page: Page, field: string, words: string, button: string) => {
      await page.getByRole('textbox', { name: field, exact: true }).fill(words);
      await page.getByRole('button', { name: button, exact: true }).click();
    };
    const drawer = (page: Page) => page.getByRole('dialog');
    const box = agent.page.locator('form').filter({ has: agent.page.getByText('Public comment') });

    await box.getByText('Internal note').click();
    await write(agent.page, 'Internal note', 'Their cartridge is from the wrong shop.', 'Save note');
    await drawer(admin.page).getByText('Their cartridge is from the wrong shop.').waitFor();
    await box.getByText('Public comment').click();
    await write(agent.page, 'Comment', 'A new cartridge comes on Thursday.', 'Send');
    await drawer(admin.page).getByText('A new cartridge comes on Thursday.').waitFor();

    // The note was written first: when the comment is there, the note would be.
    await desk.page.getByRole('log').getByText('A new cartridge comes on Thursday.').waitFor();
    expect(await desk.page.content()).not.toContain('cartridge is from the wrong shop');

    await desk.page.getByRole('textbox', { name: 'Your message' }).fill('Thank you, Thursday is fine.');
    await desk.page.getByRole('button', { name: 'Send', exact: true }).click();
    for (const { page } of [admin, agent]) {
      await drawer(page).getByText('Thank you, Thursday is fine.').waitFor();
    }
    expect(await desk.page.content()).not.toContain('cartridge is from the wrong shop');
  });
});
