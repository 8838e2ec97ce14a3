import { DEMO_PASSWORD } from '@ticketing/embedded/demo/demo-accounts.ts';
import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { expectAccessible } from './accessibility.ts';
import { card, cellOf, column, dragIntoCell, dragWithFinger, fingerOn, keysIn, lane } from './admin-board.ts';
import {
  boardScene,
  focused,
  goToBoard,
  MANY,
  onServer,
  press,
  ticketOnServer,
  toast,
} from './board-scene.ts';
import { eventually, signInByForm } from './browser.ts';

/** Cards on the move: by mouse, keys and finger, alone and together with others. */
describeWithService('chromium', 'cards on the board are moved', () => {
  const scene = boardScene();

  test('who else is there is shown, and what they change wears their name for a moment', async () => {
    await scene.first.page.getByRole('img', { name: /^Also here:/ }).waitFor();
    await scene.second.page.getByRole('img', { name: /^Also here:/ }).waitFor();
    await card(scene.second.page, 'BRD-61').focus();
    await press(scene.second.page, 'p');
    // It is there for a moment only, which a slow machine may need for the click.
    await Promise.all([
      card(scene.first.page, 'BRD-61')
        .getByRole('img', { name: /^Changed by/ })
        .waitFor(),
      scene.second.page.getByRole('option', { name: 'Critical' }).click(),
    ]);
  });

  test('keys carry a card to another column and say where it is', async () => {
    const { page } = scene.first;
    await card(page, 'BRD-62').focus();
    await press(page, 'Space', 'ArrowUp', 'ArrowRight');
    await page.getByText(/BRD-62 is over Review, 1 of 1/).waitFor();
    await press(page, 'Space');
    await page.getByText('BRD-62 put down in Review.').waitFor();
    expect(await keysIn(page, 'Review')).toEqual(['BRD-62']);
    await eventually(async () => expect(await focused(page)).toBe('BRD-62'));
    await eventually(async () => expect(await keysIn(scene.second.page, 'Review')).toEqual(['BRD-62']));
    expect(await onServer(scene, 'Review')).toEqual(['BRD-62']);

    await press(page, 'Space', 'ArrowLeft', 'Escape');
    await page.getByText('BRD-62 was left where it was.').waitFor();
    expect(await keysIn(page, 'Review')).toEqual(['BRD-62']);
  });

  test('keys carry a card to a place of its column that was out of sight', async () => {
    const { page } = scene.first;
    await column(page, 'To Do')
      .locator('.column-scroll')
      .evaluate((element) => element.scrollTo(0, 0));
    await card(page, 'BRD-1').focus();
    expect(await card(page, `BRD-${MANY}`).count()).toBe(0);
    await press(page, 'Space', 'End', 'ArrowUp', 'Space');
    await eventually(async () =>
      expect((await onServer(scene, 'To Do')).slice(-2)).toEqual(['BRD-1', `BRD-${MANY}`]),
    );
    await eventually(async () =>
      expect((await keysIn(page, 'To Do')).slice(-2)).toEqual(['BRD-1', `BRD-${MANY}`]),
    );
    await eventually(async () => expect(await focused(page)).toBe('BRD-1'));
    // Without lifting, arrows walk along the cards.
    await press(page, 'Home');
    await eventually(async () => expect(await focused(page)).toBe('BRD-2'));
  });

  test('a mouse at the edge scrolls a long column under the card that it holds', async () => {
    const { page } = scene.first;
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
    expect((await onServer(scene, 'To Do'))[0]).toBe('BRD-2');
  });

  test('the same card moved by two people at once ends in one place for both', async () => {
    const lifted = async (page: Page, ...keys: string[]) => {
      await card(page, 'BRD-63').focus();
      await press(page, 'Space', ...keys);
    };
    for (const { page } of [scene.first, scene.second]) await goToBoard(scene, page, '');
    await lifted(scene.first.page, 'ArrowRight');
    await lifted(scene.second.page, 'ArrowLeft', 'Home');
    await Promise.all([press(scene.first.page, 'Space'), press(scene.second.page, 'Space')]);
    await eventually(async () => {
      const columnId = (await ticketOnServer(scene, 'BRD-63'))?.columnId;
      const name = Object.keys(scene.columnIds).find((each) => scene.columnIds[each] === columnId) ?? '';
      expect(['To Do', 'Review']).toContain(name);
      for (const { page } of [scene.first, scene.second]) {
        expect(await card(page, 'BRD-63').count()).toBe(1);
        expect(await keysIn(page, name)).toContain('BRD-63');
      }
    });
  });

  test('limits and rules of columns are shown while dragging, and a refused card goes back with a word', async () => {
    const { page } = scene.first;
    await goToBoard(scene, page, '');
    await scene.api.command('PATCH', `/api/projects/${scene.projectId}`, { limitsEnforced: true });
    await scene.api.command(
      'PATCH',
      `/api/projects/${scene.projectId}/columns/${scene.columnIds['In Progress']}`,
      {
        maximum: 1,
      },
    );
    await scene.api.command('PATCH', `/api/projects/${scene.projectId}/columns/${scene.columnIds['To Do']}`, {
      leadsTo: [scene.columnIds['In Progress'], scene.columnIds.Review],
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
    expect(await onServer(scene, 'Done')).toEqual([]);
    expect((await keysIn(page, 'To Do')).includes('BRD-2')).toBe(true);
    await scene.api.command('PATCH', `/api/projects/${scene.projectId}`, { limitsEnforced: false });
    await scene.api.open({
      projectId: scene.projectId,
      title: 'One too many',
      columnId: scene.columnIds['In Progress'],
    });
    await column(page, 'In Progress').getByText('over the limit').waitFor();
    await scene.api.command('PATCH', `/api/projects/${scene.projectId}/columns/${scene.columnIds['To Do']}`, {
      leadsTo: null,
    });
  });

  test('between lanes a card changes what they stand for, and one undo takes all of it back', async () => {
    const { page } = scene.first;
    await goToBoard(scene, page, '');
    await page.getByLabel('Group').selectOption('priority');
    await eventually(() => expect(page.url()).toContain('group=priority'));
    await lane(page, '2').getByText('BRD-2', { exact: true }).waitFor();
    await expectAccessible(page, 'the board in lanes');
    await card(page, 'BRD-2').focus();
    // Up, out of the lane of medium priority, into the one above it.
    await press(page, 'Space', 'Home', 'ArrowUp', 'ArrowRight', 'Space');
    await eventually(async () => {
      const ticket = await ticketOnServer(scene, 'BRD-2');
      expect(ticket?.columnId).toBe(scene.columnIds['In Progress']);
      expect(ticket?.priority).toBeGreaterThan(2);
    });
    await toast(page, 'BRD-2 moved to In Progress').getByRole('button', { name: 'Undo' }).click();
    await page.locator('[data-ticket="BRD-2"]:focus').waitFor();
    await eventually(async () =>
      expect(await ticketOnServer(scene, 'BRD-2')).toMatchObject({
        columnId: scene.columnIds['To Do'],
        priority: 2,
      }),
    );
    await lane(page, '2')
      .getByRole('button', { name: /^Medium/ })
      .click();
    await lane(page, '2').getByText('BRD-2', { exact: true }).waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('button', { name: /^Medium/, expanded: false }).click();
    await page.getByLabel('Group').selectOption('none');
  });

  test('lanes of epics, people and priorities take a card by mouse and by keys', async () => {
    const { page } = scene.first;
    const { projectId, agentId, columnIds } = scene;
    const epic = await scene.api.open({ projectId, title: 'Lane epic', type: 'epic', priority: 1 });
    const other = await scene.api.open({ projectId, title: 'Lane other', priority: 3 });
    const { key } = await scene.api.open({ projectId, title: 'Lane card', priority: 2 });
    await scene.api.command('PUT', `/api/tickets/${other.id}/parent`, { parentId: epic.id });
    await scene.api.command('PUT', `/api/tickets/${other.id}/assignees/${agentId}`);
    const axes = [
      { group: 'parent', into: epic.id, out: 'none', had: { parentId: null }, has: { parentId: epic.id } },
      {
        group: 'assignee',
        into: agentId,
        out: 'none',
        had: { assigneeIds: [] },
        has: { assigneeIds: [agentId] },
      },
      { group: 'priority', into: '3', out: '2', had: { priority: 2 }, has: { priority: 3 } },
    ];
    for (const { group, into, out, had, has } of axes) {
      await goToBoard(scene, page, `?q=Lane&group=${group}`);
      const inLane = (laneId: string) => lane(page, laneId).locator(`[data-ticket="${key}"]`);
      await inLane(out).waitFor();
      await dragIntoCell(page, key, cellOf(page, into, 'Review'));
      await eventually(async () =>
        expect(await ticketOnServer(scene, key)).toMatchObject({ ...has, columnId: columnIds.Review }),
      );
      await inLane(into).waitFor();
      await toast(page, `${key} moved to Review`).last().getByRole('button', { name: 'Undo' }).click();
      await eventually(async () =>
        expect(await ticketOnServer(scene, key)).toMatchObject({ ...had, columnId: columnIds['To Do'] }),
      );
      await inLane(out).waitFor();

      await card(page, key).focus();
      await press(page, 'Space', 'Home', 'ArrowUp', 'Space');
      await eventually(async () =>
        expect(await ticketOnServer(scene, key)).toMatchObject({ ...has, columnId: columnIds['To Do'] }),
      );
      await eventually(async () => expect(await focused(page)).toBe(key));
      await press(page, 'Space', 'End', 'ArrowDown', 'Space');
      await eventually(async () => expect(await ticketOnServer(scene, key)).toMatchObject(had));
      await inLane(out).waitFor();
      await expectAccessible(page, `lanes by ${group}`);
    }
  });

  test('a finger lifts a card after a long press, and scrolls with a short one', async () => {
    const phone = await scene.opened('phone', {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      colorScheme: 'dark',
    });
    const { page } = phone;
    await signInByForm(page, `${scene.place.adminUrl}/projects/BRD`, 'admin', DEMO_PASSWORD);
    const top = column(page, 'To Do').locator('[data-ticket]').first();
    await top.waitFor();
    const key = (await top.getAttribute('data-ticket')) ?? '';
    const third = (await keysIn(page, 'To Do'))[2] ?? '';
    await dragWithFinger(page, key, third);
    await eventually(async () => expect((await onServer(scene, 'To Do'))[2]).toBe(key));
    expect(await page.locator('html').evaluate((page) => page.scrollWidth)).toBe(390);

    // At the edge of the screen the columns come by under the finger, and the next one takes the card.
    const held = await fingerOn(page, third);
    await held.move({ x: 384, y: 420 });
    const columns = page.locator('.columns');
    await eventually(async () =>
      expect(await columns.evaluate((element) => element.scrollLeft)).toBeGreaterThan(250),
    );
    await held.move({ x: 195, y: 420 });
    // On a slow machine more than one column has come by.
    const taken = page
      .locator('[data-column]:not([data-column="To Do"])')
      .filter({ has: page.locator(`[data-ticket="${third}"]`) });
    await taken.waitFor();
    const name = (await taken.getAttribute('data-column')) ?? '';
    await held.letGo();
    await eventually(async () => expect(await onServer(scene, name)).toContain(third));
    await expectAccessible(page, 'the board on a telephone in the dark');
  });
});
