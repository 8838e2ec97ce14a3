import { DEMO_PASSWORD } from '@ticketing/embedded/demo/demo-accounts.ts';
import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import { expect, test } from 'vitest';
import { expectAccessible } from './accessibility.ts';
import { card, column, dragOnto, keysIn } from './admin-board.ts';
import { describeCompanies } from './board-companies.ts';
import { boardScene, goToBoard, MANY, onServer, press, ticketOnServer, toast } from './board-scene.ts';
import { eventually, signInByForm } from './browser.ts';

/** What stands around the cards: filters, fields, several at once, columns that are collapsed, the past. */
describeWithService('chromium', 'the board is filtered, edited and looked back at', () => {
  const scene = boardScene();

  test('under a filter a card goes where it was put among those that are shown', async () => {
    const { page } = scene.first;
    await goToBoard(scene, page, '');
    await press(page, '/');
    await page.keyboard.type('Long 3');
    await eventually(() => expect(page.url()).toContain('q=Long+3'));
    await eventually(async () =>
      expect((await keysIn(page, 'To Do')).slice(0, 3)).toEqual(['BRD-3', 'BRD-30', 'BRD-31']),
    );
    await column(page, 'To Do').getByText(`11 of ${MANY}`).waitFor();
    await dragOnto(page, 'BRD-31', 'To Do', 'BRD-30');
    await eventually(async () => {
      const keys = await onServer(scene, 'To Do');
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
    const { page } = scene.first;
    await goToBoard(scene, page, '');
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

  test('fields are changed on the card by keys, and tickets are added in a column', async () => {
    const { page } = scene.first;
    await goToBoard(scene, page, '');
    await card(page, 'BRD-2').focus();
    await press(page, 'e');
    await page.getByRole('textbox', { name: 'Title: BRD-2' }).fill('Renamed on the board');
    await press(page, 'Enter');
    await card(page, 'BRD-2').getByText('Renamed on the board').waitFor();
    await eventually(async () =>
      expect((await ticketOnServer(scene, 'BRD-2'))?.title).toBe('Renamed on the board'),
    );
    await press(page, 'd');
    await page.getByRole('button', { name: /^Tomorrow/ }).click();
    await eventually(async () => expect((await ticketOnServer(scene, 'BRD-2'))?.dueDate).not.toBeNull());
    await press(page, 'a');
    await expectAccessible(page, 'a field of a card');
    await press(page, 'Enter', 'Escape');
    await eventually(async () => expect((await ticketOnServer(scene, 'BRD-2'))?.assigneeIds).toHaveLength(1));
    await column(page, 'Review').getByRole('button', { name: 'Add a ticket to Review' }).click();
    await page.keyboard.type('Added in place');
    await press(page, 'Enter', 'Escape');
    await eventually(async () => expect(await onServer(scene, 'Review')).toContain('BRD-64'));
  });

  test('several cards are chosen and changed together; each refusal is told, and undo takes the rest back', async () => {
    const { page } = scene.first;
    await goToBoard(scene, page, '');
    await scene.api.command('PATCH', `/api/projects/${scene.projectId}/columns/${scene.columnIds.Done}`, {
      maximum: 3,
    });
    await scene.api.command('PATCH', `/api/projects/${scene.projectId}`, { limitsEnforced: true });
    await column(page, 'Done').getByText('0/3').waitFor();
    await card(page, 'BRD-2').locator('.card-sign').click();
    await card(page, 'BRD-5').click({ modifiers: ['Shift'] });
    const bar = page.getByRole('region', { name: 'Chosen tickets' });
    // A range counts the cards that are out of sight as well.
    const count = Number.parseInt((await bar.getByRole('status').textContent()) ?? '', 10);
    expect(count).toBeGreaterThan(3);
    const names = await bar.getByRole('button').allTextContents();
    expect(new Set(names).size).toBe(names.length);
    await expectAccessible(page, 'cards that are chosen');
    await bar.getByRole('button', { name: /^Move/ }).click();
    await page.getByRole('option', { name: 'Done' }).click();
    await toast(page, /not changed\. The column is full\./).waitFor();
    await eventually(async () => expect(await onServer(scene, 'Done')).toHaveLength(3));
    await toast(page, '3 tickets moved to Done').getByRole('button', { name: 'Undo' }).click();
    await eventually(async () => expect(await onServer(scene, 'Done')).toEqual([]));
    await eventually(async () => expect(await keysIn(page, 'Done')).toEqual([]));
    await press(page, 'Escape');
    await bar.waitFor({ state: 'detached' });
  });

  test('a move is taken back to the very place, by which way ever it was made', async () => {
    const { page } = scene.first;
    await goToBoard(scene, page, '');
    const before = (await onServer(scene, 'To Do')).slice(0, 6);
    const [, key = ''] = before;
    const takenBack = async () => {
      await eventually(async () => expect(await onServer(scene, 'Review')).toContain(key));
      await page.locator('.toast').last().getByRole('button', { name: 'Undo' }).click();
      // Shown there before the server says so, and still there when it has.
      expect((await keysIn(page, 'To Do')).slice(0, 6)).toEqual(before);
      await eventually(async () => expect((await onServer(scene, 'To Do')).slice(0, 6)).toEqual(before));
      expect((await keysIn(page, 'To Do')).slice(0, 6)).toEqual(before);
    };
    await card(page, key).focus();
    await press(page, 'Space', 'ArrowRight', 'ArrowRight', 'Space');
    await takenBack();
    await card(page, key).focus();
    await press(page, 'm');
    await page.getByRole('option', { name: 'Review' }).click();
    await takenBack();
    await card(page, key).click();
    const drawer = page.getByRole('dialog', { name: key });
    await drawer.getByRole('textbox', { name: 'Title', exact: true }).waitFor();
    await drawer.focus();
    await press(page, 'm');
    await page.locator('.ant-select-item-option').filter({ hasText: 'Review' }).click();
    await takenBack();
    await press(page, 'Escape');
  });

  describeCompanies(scene);

  test('a collapsed column stays collapsed, and still takes a card', async () => {
    const { page } = scene.first;
    await goToBoard(scene, page, '');
    await column(page, 'Done').getByRole('button', { name: 'Menu of Done' }).click();
    await page.getByRole('button', { name: 'Collapse' }).click();
    await page.reload();
    const expand = page.getByRole('button', { name: /Expand Done$/ });
    await expand.waitFor();
    await expectAccessible(page, 'a collapsed column');
    await card(page, 'BRD-62').focus();
    await press(page, 'Space', 'ArrowRight', 'ArrowRight', 'Space');
    await eventually(async () => expect(await onServer(scene, 'Done')).toEqual(['BRD-62']));
    // The card cannot be seen, so the focus is on what shows it.
    expect(await page.locator(':focus').getAttribute('data-expands')).toBe(scene.columnIds.Done);
    await press(page, 'Enter');
    await eventually(async () => expect(await keysIn(page, 'Done')).toEqual(['BRD-62']));
  });

  test('the board is shown as it was at an instant, where nothing can be changed', async () => {
    const { page } = scene.first;
    await goToBoard(scene, page, '');
    const now = await keysIn(page, 'Done');
    await page.getByRole('slider', { name: 'Instant shown' }).focus();
    await page.getByRole('button', { name: 'Play the changes' }).waitFor();
    await page.locator('.time-bars i[style*="height: 100%"]').first().waitFor();
    await press(page, 'ArrowLeft');
    await eventually(() => expect(page.url()).toContain('at='));
    await page.getByText(/^As it was on/).waitFor();
    await press(page, 'End');
    await eventually(() => expect(page.url()).not.toContain('at='));
    await goToBoard(scene, page, `?at=${scene.beforeAnything}`);
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

  test('playing shows one change after the other and ends in the present', async () => {
    const { page } = scene.first;
    const titles = { 'BRD-61': 'Played first', 'BRD-62': 'Played second' };
    for (const [key, title] of Object.entries(titles)) {
      const ticket = await ticketOnServer(scene, key);
      await scene.api.command('PATCH', `/api/tickets/${ticket?.id}`, { title });
    }
    await goToBoard(scene, page, '?q=BRD-6');
    await card(page, 'BRD-62').getByText('Played second').waitFor();
    await page.getByRole('slider', { name: 'Instant shown' }).focus();
    await page.locator('.time-bars i[style*="height: 100%"]').first().waitFor();
    const stepBack = async () => {
      const before = page.url();
      await press(page, 'ArrowLeft');
      await eventually(() => expect(page.url()).not.toBe(before));
    };
    for (let step = 0; step < 3; step += 1) await stepBack();
    await card(page, 'BRD-61').getByText('Printer').waitFor();
    await card(page, 'BRD-62').getByText('Mailbox').waitFor();
    await page.getByRole('button', { name: 'Play the changes' }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await card(page, 'BRD-61').getByText('Played first').waitFor();
    await card(page, 'BRD-62').getByText('Played second').waitFor();
    await eventually(() => expect(page.url()).not.toContain('at='));
    await page.getByRole('button', { name: 'Pause' }).waitFor({ state: 'detached' });
    await page.getByText(/^As it was on/).waitFor({ state: 'detached' });
  });

  test('a card is a link: to its page by Ctrl+Enter, and into a tab of its own as browsers do it', async () => {
    const { page } = scene.first;
    await goToBoard(scene, page, '');
    const link = card(page, 'BRD-62');
    for (const how of [{ modifiers: ['ControlOrMeta' as const] }, { button: 'middle' as const }]) {
      const [tab] = await Promise.all([page.context().waitForEvent('page'), link.click(how)]);
      await tab.waitForURL(`${scene.place.adminUrl}/tickets/BRD-62`);
      await tab.close();
    }
    expect(page.url()).toBe(`${scene.place.adminUrl}/projects/BRD`);
    await link.focus();
    await press(page, 'ControlOrMeta+Enter');
    await page.waitForURL(`${scene.place.adminUrl}/tickets/BRD-62`);
  });

  test('nothing serious stands in the way in the dark', async () => {
    const { page } = await scene.opened('dark', { colorScheme: 'dark' });
    await signInByForm(page, `${scene.place.adminUrl}/projects/BRD?group=assignee`, 'agent', DEMO_PASSWORD);
    await page.locator('[data-ticket]').first().waitFor();
    await expectAccessible(page, 'the board in lanes, in the dark');
    await goToBoard(scene, page, `?at=${scene.beforeAnything}`);
    await expectAccessible(page, 'the board in the past, in the dark');
  });
});
