import { DEMO_PASSWORD } from '@ticketing/embedded/demo/demo-accounts.ts';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { expectAccessible } from './accessibility.ts';
import { bringFiles, onePixel, pdf } from './bring-files.ts';
import { eventually, openWindow, signInByForm, type Window } from './browser.ts';
import { demoPerson, type Person } from './person.ts';
import type { StackPlace } from './stack-place.ts';

export type TicketScene = {
  readonly place: StackPlace;
  /** Windows of two members of staff, the one in the light and the other in the dark. */
  readonly admin: Window;
  readonly agent: Window;
  readonly api: Person;
  readonly projectId: string;
};

/** A ticket that is not there, one with a long story, one with far too much; and files in the dialog for a new one. */
export function describeTicketStates(scene: () => TicketScene): void {
  const title = (page: Page) => page.getByRole('textbox', { name: 'Title', exact: true });
  const inBoth = async (path: string, seen: (page: Page) => Promise<void>, state: string) => {
    const { place, admin, agent } = scene();
    for (const { page } of [admin, agent]) {
      await page.goto(place.adminUrl + path);
      await seen(page);
      await expectAccessible(page, state);
    }
  };

  test('a ticket that one may not see looks like one that does not exist', async () => {
    const root = await demoPerson(scene().place, 'root');
    const { id } = await root.command('POST', '/api/projects', { key: 'SECRET', name: 'Secret' });
    const hidden = await root.open({ projectId: id, title: 'Nobody knows' });
    const words: string[] = [];
    for (const path of [
      `/tickets/${hidden.key}`,
      '/tickets/OPS-99999',
      `/projects/SECRET/tickets/${hidden.key}`,
    ]) {
      await inBoth(
        path,
        (page) => page.getByRole('heading', { name: 'There is nothing here' }).waitFor(),
        'a ticket that is not there',
      );
      words.push((await scene().admin.page.locator('main .empty-state').textContent()) ?? '');
    }
    expect(new Set(words).size).toBe(1);
    await inBoth(
      '/projects/OPS/tickets/OPS-99999',
      (page) => page.locator('.drawer').getByText('There is nothing here').waitFor(),
      'a drawer without a ticket',
    );
    await scene().admin.page.keyboard.press('Escape');
    await scene().admin.page.waitForURL('**/projects/OPS');
  });

  test('a ticket that is taken out of sight while one looks at it says so', async () => {
    const { place } = scene();
    const root = await demoPerson(place, 'root');
    const manager = await demoPerson(place, 'manager');
    const { id } = await root.command('POST', '/api/projects', { key: 'LOAN', name: 'For a while' });
    const role = `/api/projects/${id}/roles/${manager.id}`;
    await root.command('PUT', role, { role: 'admin' });
    const lent = await root.open({ projectId: id, title: 'Seen for a while' });
    await manager.ticket(lent.id);
    // What is read after that is refused, and the console tells of it.
    const guest = await openWindow('guest');
    try {
      const { page } = guest;
      await signInByForm(page, `${place.adminUrl}/tickets/${lent.key}`, 'manager', DEMO_PASSWORD);
      await title(page).waitFor();
      await root.command('DELETE', role);
      await page.getByRole('heading', { name: 'You can no longer see this ticket' }).waitFor();
      await expectAccessible(page, 'a ticket that is gone');
    } finally {
      await guest.close();
    }
  });

  test('several rounds of a review are told one by one, with what was said', async () => {
    const { place, api, projectId } = scene();
    const client = await demoPerson(place, 'client');
    const project = await api.project('OPS');
    const done = project.columns.find(({ category }) => category === 'done');
    const begun = project.columns.find(({ category }) => category === 'in_progress');
    const [companyId] = (await client.project('OPS')).companyIds;
    if (!done || !begun || companyId === undefined) throw new Error('The demo has columns and companies.');
    const own = await client.open({ projectId, title: 'The door does not close', companyId });
    const say = (path: string, body: object) =>
      client.command('POST', `/api/tickets/${own.id}/${path}`, body);
    const propose = () => api.command('POST', `/api/tickets/${own.id}/move`, { columnId: done.id });
    for (const reason of ['It closes, but not at night', 'It does not lock']) {
      await propose();
      await say('resolution/reject', { reason });
    }
    await propose();
    await say('resolution/accept', { stars: 4, words: 'Now it does' });
    await inBoth(
      `/tickets/${own.key}`,
      async (page) => {
        const rounds = page.getByRole('region', { name: /^Review/ }).getByRole('listitem');
        await eventually(async () => {
          expect(await rounds.count()).toBe(3);
          expect(await rounds.nth(0).textContent()).toContain('Now it does');
        });
        await rounds.nth(0).getByRole('img', { name: /4/ }).waitFor();
        expect(await rounds.nth(2).textContent()).toContain('not at night');
      },
      'a ticket with several rounds of review',
    );
  });

  test('the id for remote help is written in place, copied, and seen by the other', async () => {
    const { place, admin, agent, api, projectId } = scene();
    const far = await api.open({ projectId, title: 'Help me from afar', remoteAssistId: '111 222 333' });
    await api.ticket(far.id);
    for (const { page } of [admin, agent]) await page.goto(`${place.adminUrl}/tickets/${far.key}`);
    const field = (page: Page) => page.getByRole('textbox', { name: 'Remote assist' });
    const { page } = admin;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.locator('.remote-assist').getByRole('button', { name: 'Copy' }).click();
    await page.getByText('Copied', { exact: true }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('111 222 333');
    await field(page).fill('999 888 777');
    await page.keyboard.press('Enter');
    await eventually(async () => expect(await field(agent.page).inputValue()).toBe('999 888 777'));
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await eventually(async () => expect(await field(agent.page).inputValue()).toBe('111 222 333'));
  });

  test('a child that is taken out leaves at once; a comment is removed only after a question', async () => {
    const { place, admin, api, projectId } = scene();
    const parent = await api.open({ projectId, title: 'The whole' });
    const child = await api.open({ projectId, title: 'A part', parentId: parent.id });
    await api.command('POST', `/api/tickets/${parent.id}/comments`, { body: 'Said', visibility: 'public' });
    await api.ticket(parent.id);
    const { page } = admin;
    await page.goto(`${place.adminUrl}/tickets/${parent.key}`);
    const children = page.getByRole('region', { name: /^Tickets under this one/ });
    const row = children.getByRole('link', { name: new RegExp(child.key) });
    await row.waitFor();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/parent', async (route) => {
      await held;
      await route.continue();
    });
    await children.getByRole('button', { name: new RegExp(child.key) }).click();
    await row.waitFor({ state: 'detached' });
    release();
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await row.waitFor();
    await eventually(async () => expect((await api.ticket(parent.id)).children).toHaveLength(1));

    const comment = page.locator('.comment').filter({ hasText: 'Said' });
    await comment.hover();
    await comment.getByRole('button', { name: 'Remove' }).click();
    const question = page.getByRole('dialog', { name: 'Remove this comment?' });
    await question.getByRole('button', { name: 'Cancel' }).click();
    await question.waitFor({ state: 'hidden' });
    expect(await comment.count()).toBe(1);
    await comment.hover();
    await comment.getByRole('button', { name: 'Remove' }).click();
    await question.getByRole('button', { name: 'Remove' }).click();
    await comment.waitFor({ state: 'detached' });
    await eventually(async () => expect((await api.ticket(parent.id)).comments).toHaveLength(0));
  });

  test('far too much on one ticket: it is read to its end, on a telephone too', async () => {
    const { place, admin, api, projectId } = scene();
    const { tags } = await api.project('OPS');
    const endless = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamten'.repeat(2);
    const huge = await api.open({
      projectId,
      title: endless,
      description: `${endless}\n\n| a | b |\n|---|---|\n| ${endless} | 1 |\n\n\`\`\`\n${endless}${endless}\n\`\`\``,
      tagIds: tags.map(({ id }) => id),
    });
    const at = `/api/tickets/${huge.id}`;
    for (let each = 1; each <= 20; each += 1) {
      await api.command('POST', `${at}/subtasks`, { title: each === 1 ? endless : `Step ${each}` });
      await api.command('POST', `${at}/comments`, { body: `${each} ${endless}`, visibility: 'public' });
    }
    await api.ticket(huge.id);
    const { page } = admin;
    const wide = page.viewportSize();
    for (const width of [1024, 390]) {
      await page.setViewportSize({ width, height: 844 });
      await page.goto(`${place.adminUrl}/tickets/${huge.key}`);
      const last = page.locator('.comment').filter({ hasText: `20 ${endless}` });
      await last.waitFor();
      await page.locator('form.comment-box').scrollIntoViewIfNeeded();
      // The page's own bar stays where it is, however far one reads.
      expect((await page.locator('.project-bar').boundingBox())?.y).toBe(0);
      expect(await page.evaluate('document.scrollingElement.scrollWidth - innerWidth')).toBe(0);
      await expectAccessible(page, `a ticket with far too much, ${width} pixels wide`);
    }
    if (wide !== null) await page.setViewportSize(wide);
  });

  test('of a long story the newest is shown; steps and a link lead back, and the place stays', async () => {
    const { place, admin, api, projectId } = scene();
    const COUNT = 230;
    const long = await api.open({ projectId, title: 'A long story' });
    const at = `/api/tickets/${long.id}/comments`;
    await api.command('POST', at, { body: 'The very first', visibility: 'public' });
    for (let from = 1; from < COUNT; from += 20) {
      const some = Array.from({ length: Math.min(20, COUNT - from) }, (_, index) => `Said ${from + index}`);
      await Promise.all(some.map((body) => api.command('POST', at, { body, visibility: 'public' })));
    }
    const { comments } = await api.ticket(long.id);
    const { page } = admin;
    await page.goto(`${place.adminUrl}/tickets/${long.key}`);
    const shown = page.locator('[data-comment]');
    const ids = () => shown.evaluateAll((all) => all.map((each) => each.getAttribute('data-comment') ?? ''));
    const newest = comments.map(({ id }) => id).slice(-50);
    await eventually(async () => expect((await ids()).slice(-40)).toEqual(newest.slice(-40)));
    // Those that were said in the same instant come along.
    expect(await shown.count()).toBeLessThanOrEqual(70);

    const top = page.locator(`[data-comment="${(await ids())[0]}"]`);
    const earlier = page.getByRole('button', { name: /^Show earlier/ });
    await earlier.scrollIntoViewIfNeeded();
    const before = (await top.boundingBox())?.y ?? 0;
    await earlier.click();
    await eventually(async () => expect(await shown.count()).toBeGreaterThan(95));
    await eventually(async () =>
      expect(Math.abs(((await top.boundingBox())?.y ?? 0) - before)).toBeLessThan(4),
    );

    // Further back than what comes with the ticket.
    const answer = await api.send('GET', `${at}?limit=200`);
    const page1 = z.object({ nextCursor: z.string() }).parse(answer.body);
    const rest = await api.send('GET', `${at}?limit=200&cursor=${encodeURIComponent(page1.nextCursor)}`);
    const { items } = z.object({ items: z.array(z.object({ id: z.string() })) }).parse(rest.body);
    const firstId = items.at(-1)?.id ?? '';
    await page.goto(`${place.adminUrl}/tickets/${long.key}#comment-${firstId}`);
    await page.locator(`[data-comment="${firstId}"]:focus`).getByText('The very first').waitFor();
    expect(await shown.count()).toBeLessThan(200);
    await expectAccessible(page, 'a link into a long story');
    await page.getByRole('button', { name: /^Show later/ }).click();
    await page.getByRole('button', { name: 'To the newest' }).click();
    await eventually(async () => expect((await ids()).at(-1)).toBe(newest.at(-1)));
  });

  test('files of a new ticket are dropped and pasted, show how far they are, and fail without loss', async () => {
    const { place, api, projectId } = scene();
    // A refused upload is told in the console.
    const hand = await openWindow('hand');
    try {
      const { page } = hand;
      await signInByForm(page, `${place.adminUrl}/projects/OPS/list`, 'admin', DEMO_PASSWORD);
      await page.locator('.list-row').first().waitFor();
      await page.keyboard.press('c');
      const dialog = page.getByRole('dialog', { name: 'New ticket' });
      await dialog.getByLabel('Title').fill('With files');
      const uploads = dialog.locator('.upload');
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      let broken = false;
      await page.route('**/api/files', async (route) => {
        await held;
        await (broken ? route.fulfill({ status: 500 }) : route.continue());
      });
      await bringFiles(dialog.getByLabel('Title'), 'drop', [pdf('offer.pdf')]);
      await uploads.filter({ hasText: 'offer.pdf' }).getByRole('progressbar').waitFor();
      expect(await dialog.getByRole('button', { name: 'Create ticket' }).isDisabled()).toBe(true);
      await expectAccessible(page, 'a file on its way in the dialog for a new ticket');
      release();
      await uploads.getByRole('progressbar').waitFor({ state: 'detached' });

      broken = true;
      await bringFiles(dialog.getByLabel('Text'), 'paste', [onePixel('photo.png')]);
      const failed = uploads.filter({ hasText: 'photo.png' });
      await failed.getByRole('alert').waitFor();
      await expectAccessible(page, 'a file that failed in the dialog for a new ticket');
      broken = false;
      await failed.getByRole('button', { name: 'Send again' }).click();
      await failed.getByRole('alert').waitFor({ state: 'detached' });
      await dialog.getByRole('button', { name: 'Create ticket' }).click();
      await dialog.waitFor({ state: 'hidden' });
      await eventually(async () => {
        const opened = (await api.board(projectId)).columns
          .flatMap(({ tickets }) => tickets)
          .find((card) => card.title === 'With files');
        const names = (await api.ticket(opened?.id ?? '')).attachments.map(({ name }) => name).sort();
        expect(names).toEqual(['offer.pdf', 'photo.png']);
      });
    } finally {
      await hand.close();
    }
  });
}
