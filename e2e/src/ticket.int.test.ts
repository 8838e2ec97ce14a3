import { DEMO_PASSWORD } from '@ticketing/embedded/demo/demo-accounts.ts';
import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible } from './accessibility.ts';
import { card } from './admin-board.ts';
import { bringFiles, onePixel, pdf } from './bring-files.ts';
import { eventually, signInByForm, type Window } from './browser.ts';
import { demoPerson, type Person } from './person.ts';
import { createStackPlace, type StackPlace } from './stack-place.ts';
import { type StackProcess, startStackProcess } from './stack-process.ts';
import { describeTicketStates } from './ticket-states.ts';
import { watchedWindows } from './watched-windows.ts';

/** Two members of staff with one ticket: in the drawer over the board, and on its own page. */
describeWithService('chromium', 'a ticket with everything that belongs to it', () => {
  let place: StackPlace;
  let stack: StackProcess | undefined;
  let admin: Window;
  let agent: Window;
  let api: Person;
  let projectId: string;
  let ticket: { readonly id: string; readonly key: string };
  let other: { readonly id: string; readonly key: string };
  const windows = watchedWindows();

  const address = (key: string, query = '') => `${place.adminUrl}/projects/OPS/tickets/${key}${query}`;
  const box = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
  const section = (page: Page, name: string) => page.getByRole('region', { name: new RegExp(`^${name}`) });
  const read = () => api.ticket(ticket.id);

  beforeAll(async () => {
    place = await createStackPlace();
    stack = await startStackProcess(place);
    api = await demoPerson(place, 'admin');
    const project = await api.project('OPS');
    projectId = project.id;
    const companyId = project.companyIds[0] ?? null;
    ticket = await api.open({ projectId, title: 'The gate camera is black at night', companyId });
    other = await api.open({ projectId, title: 'Zebra crossing light flickers' });
    admin = await windows.open('admin');
    agent = await windows.open('agent', { colorScheme: 'dark' });
    await signInByForm(admin.page, address(ticket.key), 'admin', DEMO_PASSWORD);
    await signInByForm(agent.page, `${place.adminUrl}/tickets/${ticket.key}`, 'agent', DEMO_PASSWORD);
    for (const { page } of windows.list) await box(page, 'Title').waitFor();
  }, 300_000);

  afterAll(async () => {
    await stack?.killEverything();
    await place.remove();
  });

  test('the drawer and the page are there for everybody, light and dark', async () => {
    await expectAccessible(admin.page, 'a ticket in the drawer');
    await expectAccessible(agent.page, 'a ticket as a page in the dark');
    // Each sees that the other is here.
    await admin.page.getByRole('img', { name: /Looking at this: .*Giorgi/ }).waitFor();
    await agent.page.getByRole('img', { name: /Looking at this: .*Ana/ }).waitFor();
  });

  test('subtasks are added, ticked off and put in order by keys; a removed one comes back', async () => {
    const { page } = admin;
    for (const title of ['Clean the lens', 'Ask the vendor', 'Tell the guard']) {
      await box(page, 'Add a subtask').fill(title);
      await box(page, 'Add a subtask').press('Enter');
    }
    const titles = () =>
      section(page, 'Subtasks')
        .getByRole('checkbox')
        .evaluateAll((boxes) => boxes.map((each) => each.getAttribute('aria-label')));
    await page.getByRole('checkbox', { name: 'Ask the vendor' }).check();
    await page.getByRole('checkbox', { name: 'Tell the guard' }).press('Alt+ArrowUp');
    await eventually(async () =>
      expect(await titles()).toEqual(['Clean the lens', 'Tell the guard', 'Ask the vendor']),
    );
    await page.getByRole('button', { name: 'Remove: Clean the lens' }).click();
    await eventually(async () => expect(await titles()).toEqual(['Tell the guard', 'Ask the vendor']));
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await eventually(async () =>
      expect((await read()).subtasks.map(({ title, completed }) => [title, completed])).toEqual([
        ['Clean the lens', false],
        ['Tell the guard', false],
        ['Ask the vendor', true],
      ]),
    );
    await agent.page.getByRole('checkbox', { name: 'Clean the lens' }).waitFor();
  });

  test('fields are changed by their keys, seen by the other, and taken back', async () => {
    const { page } = admin;
    await page.getByRole('dialog', { name: ticket.key }).focus();
    await page.keyboard.press('p');
    await page.keyboard.type('Crit');
    await page.keyboard.press('Enter');
    await eventually(async () => expect((await read()).priority).toBe(4));
    await agent.page.locator('.field-row').filter({ hasText: 'Priority' }).getByText('Critical').waitFor();
    await page.getByText('Priority: Critical').waitFor();
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await eventually(async () => expect((await read()).priority).toBe(2));

    await page.keyboard.press('a');
    await page.getByRole('combobox', { name: 'Find a person' }).fill('Giorgi');
    await page.getByRole('option', { name: /Giorgi/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await eventually(async () => expect((await read()).assigneeIds).toHaveLength(1));
    await page.getByRole('button', { name: 'Follow', exact: true }).click();
    await eventually(async () => expect((await read()).followerIds).toEqual([api.id]));
  });

  test('files come by drop, tell how they fare, and are looked at by keys', async () => {
    const { page } = admin;
    const place = page.locator('.file-drop');
    await bringFiles(place, 'drop', [onePixel('gate.png')]);
    await page.locator('[data-file]').getByText('gate.png').waitFor();
    await bringFiles(place, 'drop', [pdf('manual.pdf'), pdf('setup.exe')]);
    await page.getByText('Files of this type are not taken.').waitFor();
    await eventually(async () => expect((await read()).attachments).toHaveLength(2));
    await page.locator('[data-file] .file-open').filter({ hasText: 'gate.png' }).click();
    const lightbox = page.getByRole('dialog', { name: 'gate.png' });
    await lightbox.getByRole('img', { name: 'gate.png' }).waitFor();
    await expectAccessible(page, 'a picture in the lightbox');
    await page.keyboard.press('ArrowRight');
    await page.getByRole('dialog', { name: 'manual.pdf' }).locator('iframe').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'manual.pdf' }).waitFor({ state: 'detached' });
    // The ticket is still open: the key was the lightbox's alone.
    await box(page, 'Title').waitFor();
    await page.getByRole('button', { name: 'Remove setup.exe' }).click();
  });

  test('a comment mentions by keys and brings a pasted picture; a note is never mistaken for it', async () => {
    const { page } = admin;
    const comment = box(page, 'Comment');
    // Of a large company not everybody is known: who is meant is looked for by what is written.
    const searched = page.waitForRequest((request) => /\/users\?.*\bq=gio\b/.test(request.url()));
    await comment.pressSequentially('Please look, @gio');
    await agent.page.getByText('writing a comment').waitFor();
    await searched;
    await page.getByRole('option', { name: /Giorgi/ }).waitFor();
    await page.keyboard.press('Enter');
    await bringFiles(comment, 'paste', [onePixel('image.png')]);
    await eventually(async () => expect(await comment.inputValue()).toMatch(/!\[image-.*\.png\]\(\/api\//));
    await page.keyboard.press('Control+Enter');
    const told = agent.page.locator('.comment').filter({ hasText: 'Please look' });
    await told.getByText(/@Giorgi/).waitFor();
    await told.locator('img[src*="pass="]').waitFor();
    const stored = (await read()).comments.find(({ body }) => body.startsWith('Please look'));
    expect(stored?.body).toMatch(/^Please look, @\[[0-9a-f-]{36}\]/);

    await page.locator('form.comment-box').getByText('Internal note').click();
    await box(page, 'Internal note').fill('They have not paid.');
    await expectAccessible(page, 'an internal note being written');
    // Each kind keeps its own draft, also over a reload.
    await page.locator('form.comment-box').getByText('Public comment').click();
    expect(await box(page, 'Comment').inputValue()).toBe('');
    await page.reload();
    await page.locator('form.comment-box').getByText('Internal note').click();
    expect(await box(page, 'Internal note').inputValue()).toBe('They have not paid.');
    await page.getByRole('button', { name: 'Save note' }).click();
    await agent.page.locator('.comment.internal').getByText('They have not paid.').waitFor();
    expect((await read()).comments.at(-1)?.visibility).toBe('internal');
  });

  test('one’s own comment is edited, and what it said before can be read', async () => {
    const { page } = admin;
    const mine = page.locator('.comment.internal').filter({ hasText: 'They have not paid' });
    await mine.getByRole('button', { name: 'Edit' }).click();
    await box(page, 'Edit the note').fill('They have paid now.');
    await page.keyboard.press('Control+Enter');
    const changed = page.locator('.comment.internal').filter({ hasText: 'They have paid now' });
    await changed.getByRole('button', { name: 'edited' }).click();
    await changed.getByRole('list', { name: 'Earlier words' }).getByText('They have not paid.').waitFor();
  });

  test('tickets are linked by search, and the link reads from both ends', async () => {
    const { page } = admin;
    await page.getByRole('button', { name: 'Link a ticket' }).click();
    await page.getByRole('combobox', { name: 'This ticket' }).selectOption({ label: 'is blocked by' });
    await page.getByRole('combobox', { name: 'Key or words of a ticket' }).fill(other.key);
    await page.getByRole('option', { name: new RegExp(other.key) }).waitFor();
    await page.keyboard.press('Enter');
    await section(page, 'Links')
      .getByRole('link', { name: new RegExp(other.key) })
      .click();
    await page.getByRole('dialog', { name: /Zebra/ }).waitFor();
    await section(page, 'Links').getByText('blocks', { exact: true }).waitFor();
    await page.goBack();
    await page.getByRole('dialog', { name: new RegExp(ticket.key) }).waitFor();
  });

  test('what hangs together with an open ticket shows there how it changes', async () => {
    const { page } = agent;
    const parent = await api.open({ projectId, title: 'Cameras of the yard', type: 'epic' });
    const child = await api.open({ projectId, title: 'Order a lamp' });
    await api.command('PUT', `/api/tickets/${ticket.id}/parent`, { parentId: parent.id });
    await api.command('PUT', `/api/tickets/${child.id}/parent`, { parentId: ticket.id });
    const columns = (await api.board(projectId)).columns.map(({ id, name }) => ({ id, name }));
    const [, next] = columns;
    if (next === undefined) throw new Error('the project has a second column');
    const linkTo = ({ key }: { readonly key: string }) => page.locator(`.related-link[href*="${key}"]`);
    for (const each of [parent, child, other]) await page.getByText(each.key).first().waitFor();
    const begun = await page.evaluate(() => performance.timeOrigin);
    for (const each of [child, other]) {
      await api.command('PATCH', `/api/tickets/${each.id}`, { title: `Renamed ${each.key}` });
      await linkTo(each).getByText(`Renamed ${each.key}`).waitFor();
      await api.command('POST', `/api/tickets/${each.id}/move`, { columnId: next.id });
      await linkTo(each).getByText(next.name).waitFor();
      await api.command('POST', `/api/tickets/${each.id}/archive`);
      await page.locator(`.related-link.archived[href*="${each.key}"]`).waitFor();
      await api.command('POST', `/api/tickets/${each.id}/restore`);
      await page.locator(`.related-link:not(.archived)[href*="${each.key}"]`).waitFor();
    }
    await api.command('PATCH', `/api/tickets/${parent.id}`, { title: 'Cameras of the whole yard' });
    await page.getByText('Cameras of the whole yard').first().waitFor();
    // Nothing of it came by loading the page again.
    expect(await page.evaluate(() => performance.timeOrigin)).toBe(begun);
  });

  test('the text is written as Markdown with a toolbar, and its draft outlives a lost session', async () => {
    const { page } = agent;
    await page.getByRole('button', { name: 'Edit: Text' }).click();
    const text = box(page, 'Text');
    await text.fill('Seen since Monday');
    await text.selectText();
    await page.keyboard.press('Control+b');
    expect(await text.inputValue()).toBe('**Seen since Monday**');
    await page.evaluate(() => localStorage.removeItem('ticketing.admin.session'));
    await page.reload();
    await page.getByLabel('User name').fill('agent');
    await page.getByLabel('Password').fill(DEMO_PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await eventually(async () => expect(await box(page, 'Text').inputValue()).toBe('**Seen since Monday**'));
    expect(new URL(page.url()).pathname).toBe(`/tickets/${ticket.key}`);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await admin.page.locator('.ticket-text strong').getByText('Seen since Monday').waitFor();
  });

  test('the ticket at an instant is read only, and its instant stands in the address', async () => {
    const { page } = admin;
    const before = (await read()).openedAt;
    await page.goto(address(ticket.key, `?at=${new Date(Date.parse(before) + 1).toISOString()}`));
    await page.locator('.ticket.in-the-past').waitFor();
    await page.locator('.drawer').getByText('Nothing can be changed here').waitFor();
    expect(await page.locator('.drawer .subtask').count()).toBe(0);
    expect(await box(page, 'Title').count()).toBe(0);
    await expectAccessible(page, 'a ticket in the past');
    await page.locator('.drawer').getByRole('button', { name: 'Back to now' }).click();
    await box(page, 'Title').waitFor();
    await page.getByRole('checkbox', { name: 'Clean the lens' }).waitFor();
  });

  test('the room of the ticket stands beside its comments', async () => {
    const { page } = admin;
    await section(page, 'What happened').getByText('Chat', { exact: true }).click();
    await page.locator('.ticket-room').getByRole('textbox').waitFor();
    expect(new URL(page.url()).searchParams.get('show')).toBe('chat');
    await section(page, 'What happened').getByText('All', { exact: true }).click();
  });

  test('it opens as a page by a key, and is archived with a reason and brought back', async () => {
    const { page } = admin;
    await page.locator('.drawer').focus();
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(`**/tickets/${ticket.key}`);
    await box(page, 'Title').waitFor();
    await page.getByRole('button', { name: 'Archive', exact: true }).click();
    await page.getByRole('textbox', { name: /^Why/ }).fill('Solved by phone');
    await page.getByRole('button', { name: 'Archive it' }).click();
    await page.getByText('This ticket is archived.').waitFor();
    await page.getByText('archived it: Solved by phone').waitFor();
    await expectAccessible(page, 'an archived ticket');
    await agent.page.getByText('This ticket is archived.').waitFor();
    await page.getByRole('button', { name: 'Restore' }).click();
    await box(page, 'Title').waitFor();
    await page.keyboard.press('Escape');
    await card(page, ticket.key).waitFor();
  });

  describeTicketStates(() => ({ place, admin, agent, api, projectId }));
});
