import { DEMO_PASSWORD } from '@ticketing/embedded/demo/demo-accounts.ts';
import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { expectAccessible } from './accessibility.ts';
import { card, column, dragOnto, dragWithFinger, keysIn, lane } from './admin-board.ts';
import { eventually, openWindow, signInByForm, type Window } from './browser.ts';
import { demoPerson, type Person } from './person.ts';
import { createStackPlace, type StackPlace } from './stack-place.ts';
import { type StackProcess, startStackProcess } from './stack-process.ts';

/** Tickets of the long column, so many that most of them are out of sight. */
const MANY = 60;

/** The board as people use it: two of IT staff at desks, and one with a telephone. */
describeWithService('chromium', 'the board', () => {
  let place: StackPlace;
  let stack: StackProcess | undefined;
  let first: Window;
  let second: Window;
  let api: Person;
  let projectId: string;
  let columnIds: Record<string, string>;
  let beforeAnything: string;
  const windows: Window[] = [];
  const opened = async (name: string, visitor?: Parameters<typeof openWindow>[1]) => {
    const window = await openWindow(name, visitor);
    windows.push(window);
    return window;
  };

  beforeAll(async () => {
    place = await createStackPlace();
    stack = await startStackProcess(place);
    api = await demoPerson(place, 'admin');
    const agent = await demoPerson(place, 'agent');
    const project = await api.command('POST', '/api/projects', { key: 'BRD', name: 'Board' });
    projectId = project.id;
    await api.command('PUT', `/api/projects/${projectId}/roles/${agent.id}`, { role: 'admin' });
    const board = await api.board(projectId);
    columnIds = Object.fromEntries(board.columns.map(({ name, id }) => [name, id]));
    for (let n = 1; n <= MANY; n += 1) await api.open({ projectId, title: `Long ${n}` });
    for (const title of ['Printer', 'Mailbox', 'Badge']) {
      await api.open({ projectId, title, columnId: columnIds['In Progress'], type: 'bug', priority: 3 });
    }
    beforeAnything = new Date().toISOString();
    first = await opened('first');
    second = await opened('second');
    await signInByForm(first.page, `${place.adminUrl}/projects/BRD`, 'admin', DEMO_PASSWORD);
    await signInByForm(second.page, `${place.adminUrl}/projects/BRD`, 'agent', DEMO_PASSWORD);
    for (const { page } of [first, second]) await card(page, 'BRD-61').waitFor();
  }, 300_000);

  afterEach(() => {
    for (const each of windows) expect(each.complaints).toEqual([]);
  });

  afterAll(async () => {
    for (const each of windows) await each.close();
    await stack?.killEverything();
    await place.remove();
  });

  const onServer = async (name: string) =>
    (await api.board(projectId)).columns.find((each) => each.name === name)?.tickets.map(({ key }) => key) ??
    [];
  const ticketOnServer = async (key: string) => {
    const board = await api.board(projectId);
    return board.columns.flatMap((each) => each.tickets).find((ticket) => ticket.key === key);
  };
  const press = async (page: Page, ...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const goTo = async (page: Page, search: string) => {
    await page.goto(`${place.adminUrl}/projects/BRD${search}`);
    await page.locator('[data-ticket]').first().waitFor();
  };
  const focused = (page: Page) => page.locator(':focus').getAttribute('data-ticket');
  const toast = (page: Page, text: string | RegExp) => page.locator('.toast').filter({ hasText: text });

  test('who else is there is shown, and what they change wears their name for a moment', async () => {
    await first.page.getByRole('img', { name: /^Also here:/ }).waitFor();
    await second.page.getByRole('img', { name: /^Also here:/ }).waitFor();
    await card(second.page, 'BRD-61').focus();
    await press(second.page, 'p');
    await second.page.getByRole('option', { name: 'Critical' }).click();
    await card(first.page, 'BRD-61')
      .getByRole('img', { name: /^Changed by/ })
      .waitFor();
  });

  test('keys carry a card to another column and say where it is', async () => {
    const { page } = first;
    await card(page, 'BRD-62').focus();
    await press(page, 'Space', 'ArrowUp', 'ArrowRight');
    await page.getByText(/BRD-62 is over Review, 1 of 1/).waitFor();
    await press(page, 'Space');
    await page.getByText('BRD-62 put down in Review.').waitFor();
    expect(await keysIn(page, 'Review')).toEqual(['BRD-62']);
    await eventually(async () => expect(await focused(page)).toBe('BRD-62'));
    await eventually(async () => expect(await keysIn(second.page, 'Review')).toEqual(['BRD-62']));
    expect(await onServer('Review')).toEqual(['BRD-62']);

    await press(page, 'Space', 'ArrowLeft', 'Escape');
    await page.getByText('BRD-62 was left where it was.').waitFor();
    expect(await keysIn(page, 'Review')).toEqual(['BRD-62']);
  });

  test('keys carry a card to a place of its column that was out of sight', async () => {
    const { page } = first;
    await column(page, 'To Do')
      .locator('.column-scroll')
      .evaluate((element) => element.scrollTo(0, 0));
    await card(page, 'BRD-1').focus();
    expect(await card(page, `BRD-${MANY}`).count()).toBe(0);
    await press(page, 'Space', 'End', 'ArrowUp', 'Space');
    await eventually(async () =>
      expect((await onServer('To Do')).slice(-2)).toEqual(['BRD-1', `BRD-${MANY}`]),
    );
    expect((await keysIn(page, 'To Do')).slice(-2)).toEqual(['BRD-1', `BRD-${MANY}`]);
    // Without lifting, arrows walk along the cards.
    await press(page, 'Home');
    await eventually(async () => expect(await focused(page)).toBe('BRD-2'));
  });

  test('a mouse at the edge scrolls a long column under the card that it holds', async () => {
    const { page } = first;
    const scroller = column(page, 'To Do').locator('.column-scroll');
    await scroller.evaluate((element) => element.scrollTo(0, 0));
    const [from, list] = [await card(page, 'BRD-2').boundingBox(), await scroller.boundingBox()];
    if (!from || !list) throw new Error('the column is on the screen');
    await page.mouse.move(from.x + 40, from.y + 20);
    await page.mouse.down();
    await page.mouse.move(list.x + 60, list.y + list.height - 8, { steps: 6 });
    await eventually(async () =>
      expect(await scroller.evaluate((element) => element.scrollTop)).toBeGreaterThan(1_500),
    );
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await page.locator('.lifted').waitFor({ state: 'detached' });
    expect((await onServer('To Do'))[0]).toBe('BRD-2');
  });

  test('under a filter a card goes where it was put among those that are shown', async () => {
    const { page } = first;
    await goTo(page, '');
    await press(page, '/');
    await page.keyboard.type('Long 3');
    await eventually(() => expect(page.url()).toContain('q=Long+3'));
    await eventually(async () =>
      expect((await keysIn(page, 'To Do')).slice(0, 3)).toEqual(['BRD-3', 'BRD-30', 'BRD-31']),
    );
    await column(page, 'To Do').getByText(`11 of ${MANY}`).waitFor();
    await dragOnto(page, 'BRD-31', 'To Do', 'BRD-30');
    await eventually(async () => {
      const keys = await onServer('To Do');
      expect(keys.slice(keys.indexOf('BRD-3'), keys.indexOf('BRD-3') + 3)).toEqual([
        'BRD-3',
        'BRD-31',
        'BRD-4',
      ]);
    });
    await page.getByRole('textbox', { name: 'Search the board' }).fill('nothing has this');
    await page.getByText(/The filter hides all 63 tickets/).waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await eventually(() => expect(page.url()).not.toContain('q='));
    await card(page, 'BRD-2').waitFor();
  });

  test('filters are chips and stand in the address', async () => {
    const { page } = first;
    await goTo(page, '');
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByRole('option', { name: 'Type' }).click();
    await page.getByRole('option', { name: 'Bug' }).click();
    await eventually(() => expect(page.url()).toContain('type=bug'));
    await press(page, 'Escape');
    await page.getByRole('button', { name: 'Type: Bug', exact: true }).waitFor();
    expect(await keysIn(page, 'To Do')).toEqual([]);
    await page.reload();
    await card(page, 'BRD-62').waitFor();
    await expectAccessible(page, 'the board under a filter');
    await page.getByRole('button', { name: 'Remove the filter Type: Bug' }).click();
    await card(page, 'BRD-2').waitFor();
  });

  test('the same card moved by two people at once ends in one place for both', async () => {
    const lifted = async (page: Page, ...keys: string[]) => {
      await card(page, 'BRD-63').focus();
      await press(page, 'Space', ...keys);
    };
    await goTo(second.page, '');
    await lifted(first.page, 'ArrowRight');
    await lifted(second.page, 'ArrowLeft', 'Home');
    await Promise.all([press(first.page, 'Space'), press(second.page, 'Space')]);
    await eventually(async () => {
      const [todo, review] = [await onServer('To Do'), await onServer('Review')];
      expect(todo.includes('BRD-63')).not.toBe(review.includes('BRD-63'));
      for (const { page } of [first, second]) {
        expect(await keysIn(page, 'Review')).toEqual(review);
        expect((await keysIn(page, 'To Do')).includes('BRD-63')).toBe(todo.includes('BRD-63'));
      }
    });
  });

  test('limits and rules of columns are shown while dragging, and a refused card goes back with a word', async () => {
    const { page } = first;
    await goTo(page, '');
    await api.command('PATCH', `/api/projects/${projectId}`, { limitsEnforced: true });
    await api.command('PATCH', `/api/projects/${projectId}/columns/${columnIds['In Progress']}`, {
      maximum: 1,
    });
    await api.command('PATCH', `/api/projects/${projectId}/columns/${columnIds['To Do']}`, {
      leadsTo: [columnIds['In Progress'], columnIds.Review],
    });
    await column(page, 'In Progress').getByText('1/1').waitFor();
    const from = await card(page, 'BRD-2').boundingBox();
    const done = await column(page, 'Done').boundingBox();
    if (!from || !done) throw new Error('both are on the screen');
    await page.mouse.move(from.x + 40, from.y + 20);
    await page.mouse.down();
    await page.mouse.move(done.x + 80, done.y + 200, { steps: 8 });
    await column(page, 'Done').getByText('Does not lead here').waitFor();
    await column(page, 'In Progress').getByText('Full').waitFor();
    await page.mouse.up();
    await toast(page, 'BRD-2 stays: To Do does not lead to Done.').waitFor();
    expect(await onServer('Done')).toEqual([]);
    expect((await keysIn(page, 'To Do')).includes('BRD-2')).toBe(true);
    await api.command('PATCH', `/api/projects/${projectId}`, { limitsEnforced: false });
    await api.open({ projectId, title: 'One too many', columnId: columnIds['In Progress'] });
    await column(page, 'In Progress').getByText('over the limit').waitFor();
    await api.command('PATCH', `/api/projects/${projectId}/columns/${columnIds['To Do']}`, { leadsTo: null });
  });

  test('between lanes a card changes what they stand for, and one undo takes all of it back', async () => {
    const { page } = first;
    await goTo(page, '');
    await page.getByLabel('Group').selectOption('priority');
    await eventually(() => expect(page.url()).toContain('group=priority'));
    await lane(page, '2').getByText('BRD-2', { exact: true }).waitFor();
    await expectAccessible(page, 'the board in lanes');
    await card(page, 'BRD-2').focus();
    // Up, out of the lane of medium priority, into the one above it.
    await press(page, 'Space', 'Home', 'ArrowUp', 'ArrowRight', 'Space');
    await eventually(async () => {
      const ticket = await ticketOnServer('BRD-2');
      expect(ticket?.columnId).toBe(columnIds['In Progress']);
      expect(ticket?.priority).toBeGreaterThan(2);
    });
    await toast(page, 'BRD-2 moved to In Progress').getByRole('button', { name: 'Undo' }).click();
    await eventually(async () =>
      expect(await ticketOnServer('BRD-2')).toMatchObject({ columnId: columnIds['To Do'], priority: 2 }),
    );
    await lane(page, '2')
      .getByRole('button', { name: /^Medium/ })
      .click();
    await lane(page, '2').getByText('BRD-2', { exact: true }).waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('button', { name: /^Medium/, expanded: false }).click();
    await page.getByLabel('Group').selectOption('none');
  });

  test('fields are changed on the card by keys, and tickets are added in a column', async () => {
    const { page } = first;
    await goTo(page, '');
    await card(page, 'BRD-2').focus();
    await press(page, 'e');
    await page.getByRole('textbox', { name: 'Title: BRD-2' }).fill('Renamed on the board');
    await press(page, 'Enter');
    await card(page, 'BRD-2').getByText('Renamed on the board').waitFor();
    await eventually(async () => expect((await ticketOnServer('BRD-2'))?.title).toBe('Renamed on the board'));
    await press(page, 'd');
    await page.getByRole('button', { name: /^Tomorrow/ }).click();
    await eventually(async () => expect((await ticketOnServer('BRD-2'))?.dueDate).not.toBeNull());
    await press(page, 'a');
    await expectAccessible(page, 'a field of a card');
    await press(page, 'Enter', 'Escape');
    await eventually(async () => expect((await ticketOnServer('BRD-2'))?.assigneeIds).toHaveLength(1));
    await column(page, 'Review').getByRole('button', { name: 'Add a ticket to Review' }).click();
    await page.keyboard.type('Added in place');
    await press(page, 'Enter', 'Escape');
    await eventually(async () => expect(await onServer('Review')).toContain('BRD-65'));
  });

  test('several cards are chosen and changed together; each refusal is told, and undo takes the rest back', async () => {
    const { page } = first;
    await goTo(page, '');
    await api.command('PATCH', `/api/projects/${projectId}/columns/${columnIds.Done}`, { maximum: 3 });
    await api.command('PATCH', `/api/projects/${projectId}`, { limitsEnforced: true });
    await column(page, 'Done').getByText('0/3').waitFor();
    await card(page, 'BRD-2').locator('.card-sign').click();
    await card(page, 'BRD-5').click({ modifiers: ['Shift'] });
    const bar = page.getByRole('region', { name: 'Chosen tickets' });
    // A range counts the cards that are out of sight as well.
    const count = Number.parseInt((await bar.getByRole('status').textContent()) ?? '', 10);
    expect(count).toBeGreaterThan(3);
    await expectAccessible(page, 'cards that are chosen');
    await bar.getByRole('button', { name: /^Move/ }).click();
    await page.getByRole('option', { name: 'Done' }).click();
    await toast(page, /not changed\. The column is full\./).waitFor();
    expect(await onServer('Done')).toHaveLength(3);
    await toast(page, '3 tickets moved to Done').getByRole('button', { name: 'Undo' }).click();
    await eventually(async () => expect(await onServer('Done')).toEqual([]));
    await eventually(async () => expect(await keysIn(page, 'Done')).toEqual([]));
    await press(page, 'Escape');
    await bar.waitFor({ state: 'detached' });
  });

  test('a collapsed column stays collapsed, and still takes a card', async () => {
    const { page } = first;
    await goTo(page, '');
    await column(page, 'Done').getByRole('button', { name: 'Menu of Done' }).click();
    await page.getByRole('button', { name: 'Collapse' }).click();
    await page.reload();
    const expand = page.getByRole('button', { name: /Expand Done$/ });
    await expand.waitFor();
    await expectAccessible(page, 'a collapsed column');
    await card(page, 'BRD-62').focus();
    await press(page, 'Space', 'ArrowRight', 'Space');
    await eventually(async () => expect(await onServer('Done')).toEqual(['BRD-62']));
    await expand.click();
    await eventually(async () => expect(await keysIn(page, 'Done')).toEqual(['BRD-62']));
  });

  test('the board is shown as it was at an instant, where nothing can be changed', async () => {
    const { page } = first;
    await goTo(page, '');
    const now = await keysIn(page, 'Done');
    await page.getByRole('slider', { name: 'Instant shown' }).focus();
    await page.getByRole('button', { name: 'Play the changes' }).waitFor();
    await page.locator('.time-bars i[style*="height: 100%"]').first().waitFor();
    await press(page, 'ArrowLeft');
    await eventually(() => expect(page.url()).toContain('at='));
    await page.getByText(/^As it was on/).waitFor();
    await press(page, 'End');
    await eventually(() => expect(page.url()).not.toContain('at='));
    await goTo(page, `?at=${beforeAnything}`);
    await eventually(async () =>
      expect(await keysIn(page, 'In Progress')).toEqual(['BRD-61', 'BRD-62', 'BRD-63']),
    );
    expect(
      await column(page, 'To Do')
        .getByRole('button', { name: /Add a ticket/ })
        .count(),
    ).toBe(0);
    await card(page, 'BRD-61').focus();
    await press(page, 'Space', 'ArrowRight', 'Space');
    expect(await keysIn(page, 'In Progress')).toEqual(['BRD-61', 'BRD-62', 'BRD-63']);
    await expectAccessible(page, 'the board in the past');
    await page.getByRole('button', { name: 'Back to now' }).click();
    await eventually(async () => expect(await keysIn(page, 'Done')).toEqual(now));
  });

  test('a finger lifts a card after a long press, and scrolls with a short one', async () => {
    const phone = await opened('phone', {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      colorScheme: 'dark',
    });
    const { page } = phone;
    await signInByForm(page, `${place.adminUrl}/projects/BRD`, 'admin', DEMO_PASSWORD);
    const top = column(page, 'To Do').locator('[data-ticket]').first();
    await top.waitFor();
    const key = (await top.getAttribute('data-ticket')) ?? '';
    const third = (await keysIn(page, 'To Do'))[2] ?? '';
    await dragWithFinger(page, key, third);
    await eventually(async () => expect((await onServer('To Do'))[2]).toBe(key));
    expect(await page.locator('html').evaluate((page) => page.scrollWidth)).toBe(390);
    await expectAccessible(page, 'the board on a telephone in the dark');
  });

  test('nothing serious stands in the way in the dark', async () => {
    const { page } = await opened('dark', { colorScheme: 'dark' });
    await signInByForm(page, `${place.adminUrl}/projects/BRD?group=assignee`, 'agent', DEMO_PASSWORD);
    await page.locator('[data-ticket]').first().waitFor();
    await expectAccessible(page, 'the board in lanes, in the dark');
    await goTo(page, `?at=${beforeAnything}`);
    await expectAccessible(page, 'the board in the past, in the dark');
  });
});
