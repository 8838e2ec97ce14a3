import { CompanyView } from '@ticketing/contracts/views.ts';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { expectAccessible } from './accessibility.ts';
import { card, cellOf, dragIntoCell, lane } from './admin-board.ts';
import { type BoardScene, focused, press, toast } from './board-scene.ts';
import { eventually } from './browser.ts';
import { demoPerson } from './person.ts';

/** Whose tickets are, on the board: lanes of companies, and many given to one at once. */
export function describeCompanies(scene: BoardScene): void {
  describe('tickets of companies', () => {
    test('between lanes of companies a card becomes another one’s, also one’s that had none here', async () => {
      const { page } = scene.first;
      const root = await demoPerson(scene.place, 'root');
      const { id: projectId } = await root.command('POST', '/api/projects', { key: 'LANE', name: 'Lanes' });
      const acme = await root.command('POST', '/api/companies', { name: 'Aardvark' });
      const beta = await root.command('POST', '/api/companies', { name: 'Beaver' });
      for (const { id } of [acme, beta])
        await root.command('PUT', `/api/projects/${projectId}/companies/${id}`);
      await root.command('PUT', `/api/projects/${projectId}/roles/${scene.api.id}`, { role: 'admin' });
      const first = await root.open({ projectId, title: 'Nobody’s' });
      const { id, key } = await root.open({ projectId, title: 'Of Beaver', companyId: beta.id });
      const last = await root.open({ projectId, title: 'Nobody’s too' });
      const there = async () => {
        const { columns } = await root.board(projectId);
        const found = columns.find(({ tickets }) => tickets.some((ticket) => ticket.id === id));
        return [
          found?.name,
          found?.tickets.map((ticket) => ticket.key),
          (await root.ticket(id)).companyId,
        ] as const;
      };
      const begin = ['To Do', [first.key, key, last.key], beta.id];
      const inLane = (laneId: string) => lane(page, laneId).locator(`[data-ticket="${key}"]`);

      await page.goto(`${scene.place.adminUrl}/projects/LANE?group=company`);
      await inLane(beta.id).waitFor();
      await lane(page, acme.id)
        .getByRole('heading', { name: /^Aardvark/ })
        .waitFor();
      await expectAccessible(page, 'the board in lanes of companies');
      await dragIntoCell(page, key, cellOf(page, acme.id, 'Review'));
      await inLane(acme.id).waitFor();
      await eventually(async () => expect(await there()).toEqual(['Review', [key], acme.id]));
      await toast(page, `${key} is Aardvark’s now. The people of Beaver do not see it any more.`)
        .getByRole('button', { name: 'Undo' })
        .click();
      await toast(page, `${key} is Beaver’s again`).waitFor();
      await inLane(beta.id).waitFor();
      await eventually(async () => expect(await there()).toEqual(begin));

      await card(page, key).focus();
      await press(page, 'Space', 'End', 'ArrowDown', 'Space');
      await inLane('none').waitFor();
      await eventually(async () => expect((await there())[2]).toBeNull());
      await eventually(async () => expect(await focused(page)).toBe(key));
      await toast(page, `${key} is no company’s now. The people of Beaver`).waitFor();
      await press(page, 'Space', 'Home', 'ArrowUp', 'Space');
      await eventually(async () => expect((await there())[2]).toBe(beta.id));
      // It was nobody's before, so that nobody loses it.
      await eventually(async () =>
        expect(await toast(page, `${key} is Beaver’s now.`).locator('p, span').first().textContent()).toBe(
          `${key} is Beaver’s now.`,
        ),
      );
    });

    test('of many companies those without a card are not in the way, and are gone to by name', async () => {
      const { page } = scene.first;
      const root = await demoPerson(scene.place, 'root');
      const { id: projectId } = await root.command('POST', '/api/projects', { key: 'CROWD', name: 'Crowd' });
      const names = Array.from({ length: 20 }, (_, index) => `Crowd ${String(index + 1).padStart(2, '0')}`);
      const ids = await Promise.all(
        names.map(async (name) => (await root.command('POST', '/api/companies', { name })).id),
      );
      for (const id of ids) await root.command('PUT', `/api/projects/${projectId}/companies/${id}`);
      await root.command('PUT', `/api/projects/${projectId}/roles/${scene.api.id}`, { role: 'admin' });
      const [first = '', , third = ''] = ids;
      const { id, key } = await root.open({ projectId, title: 'Of the first', companyId: first });

      await page.goto(`${scene.place.adminUrl}/projects/CROWD?group=company`);
      await lane(page, first).locator(`[data-ticket="${key}"]`).waitFor();
      await page.getByText('19 lanes without a card are not shown').waitFor();
      expect(await page.locator('[data-lane]').count()).toBe(2);
      await page.getByRole('button', { name: 'Go to a lane' }).click();
      await page.getByRole('combobox', { name: 'Go to a lane' }).fill('crowd 03');
      await press(page, 'Enter');
      await lane(page, third)
        .getByRole('button', { name: /^Crowd 03/ })
        .and(page.locator(':focus'))
        .waitFor();
      await expectAccessible(page, 'lanes of many companies');

      await dragIntoCell(page, key, cellOf(page, third, 'To Do'));
      await eventually(async () => expect((await root.ticket(id)).companyId).toBe(third));
      await lane(page, third).locator(`[data-ticket="${key}"]`).waitFor();
      await page.getByRole('button', { name: 'Show all lanes' }).click();
      await eventually(async () => expect(await page.locator('[data-lane]').count()).toBe(21));
      await page.getByRole('button', { name: 'Hide lanes without a card' }).click();
      await eventually(async () => expect(await page.locator('[data-lane]').count()).toBe(2));
    });

    test('several are given to a company at once, and one undo gives them back with all of their people', async () => {
      const { page } = scene.first;
      const root = await demoPerson(scene.place, 'root');
      const client = await demoPerson(scene.place, 'client');
      const { id: projectId } = await root.command('POST', '/api/projects', { key: 'GIVE', name: 'Given' });
      const acme = await root.command('POST', '/api/companies', { name: 'Albatross' });
      const listed = (await client.send('GET', '/api/companies')).body;
      const [own] = z
        .object({ items: z.array(CompanyView.pick({ id: true, name: true })) })
        .parse(listed).items;
      if (own === undefined) throw new Error('the client has a company');
      for (const { id } of [acme, own])
        await root.command('PUT', `/api/projects/${projectId}/companies/${id}`);
      await root.command('PUT', `/api/projects/${projectId}/roles/${scene.api.id}`, { role: 'admin' });
      const one = await root.open({ projectId, title: 'Watched', companyId: own.id });
      const two = await root.open({ projectId, title: 'Nobody’s' });
      await root.command('PUT', `/api/tickets/${one.id}/assignees/${client.id}`);
      await root.command('PUT', `/api/tickets/${one.id}/followers/${client.id}`);
      const stand = async () => {
        const [first, second] = await Promise.all([root.ticket(one.id), root.ticket(two.id)]);
        return {
          companies: [first.companyId, second.companyId],
          people: [first.assigneeIds.includes(client.id), first.followerIds.includes(client.id)],
        };
      };
      const before = { companies: [own.id, null], people: [true, true] };
      expect(await stand()).toEqual(before);

      await page.goto(`${scene.place.adminUrl}/projects/GIVE`);
      for (const { key } of [one, two]) {
        await card(page, key).focus();
        await press(page, 'x');
      }
      const bar = page.getByRole('region', { name: 'Chosen tickets' });
      await bar.getByRole('button', { name: 'Company' }).click();
      await page.getByText('The people of the company that it was do not see the ticket any more.').waitFor();
      await expectAccessible(page, 'the companies that chosen cards can be given to');
      await page.getByRole('option', { name: 'Albatross' }).click();
      await eventually(async () =>
        expect(await stand()).toEqual({ companies: [acme.id, acme.id], people: [false, false] }),
      );
      const takeBack = async (said: string) => {
        await toast(page, said).getByRole('button', { name: 'Undo' }).click();
        await eventually(async () => expect(await stand()).toEqual(before));
      };
      await takeBack('2 tickets');
      await card(page, one.key).getByText(own.name).waitFor();

      // One alone likewise: by a drag between lanes, and in the field of the ticket.
      const given = { companies: [acme.id, null], people: [false, false] };
      await page.goto(`${scene.place.adminUrl}/projects/GIVE?group=company`);
      await lane(page, own.id).locator(`[data-ticket="${one.key}"]`).waitFor();
      await dragIntoCell(page, one.key, cellOf(page, acme.id, 'To Do'));
      await eventually(async () => expect(await stand()).toEqual(given));
      await takeBack(`${one.key} is Albatross’s now.`);
      await card(page, one.key).focus();
      await press(page, '.');
      await page
        .locator('.card-menu')
        .getByRole('button', { name: /^Company/ })
        .click();
      await page.getByRole('option', { name: 'Albatross' }).click();
      await eventually(async () => expect(await stand()).toEqual(given));
      await takeBack(`${one.key} is Albatross’s now.`);
      await lane(page, own.id).locator(`[data-ticket="${one.key}"]`).click();
      await page.getByRole('combobox', { name: 'Company' }).click();
      await page.locator('.ant-select-item-option', { hasText: 'Albatross' }).click();
      await eventually(async () => expect(await stand()).toEqual(given));
      await takeBack('The ticket is Albatross’s now.');

      // What was given away again meanwhile stays there, and that is told.
      await page.getByRole('combobox', { name: 'Company' }).click();
      await page.locator('.ant-select-item-option', { hasText: 'Albatross' }).click();
      await eventually(async () => expect(await stand()).toEqual(given));
      await root.command('PATCH', `/api/tickets/${one.id}`, { companyId: null });
      await toast(page, 'The ticket is Albatross’s now.').getByRole('button', { name: 'Undo' }).click();
      await toast(page, 'It has changed since you looked.').waitFor();
      expect((await root.ticket(one.id)).companyId).toBeNull();
    });
  });
}
