import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { card, keysIn } from './admin-board.ts';
import { closeTicket, commentBox, rename, sendButton, titleOf } from './admin-ticket.ts';
import { eventually, signInByForm, type Window } from './browser.ts';
import { ofTheBreak } from './line.ts';
import type { Person } from './person.ts';
import { type ProxiedSite, startProxiedSite } from './proxied-site.ts';
import { watchedWindows } from './watched-windows.ts';

const PASSWORD = 'secret of a client';

/** The servers that answer requests are killed under open pages, while the log and the read models live on. */
const suite = () => {
  let site: ProxiedSite;
  let boss: Person;
  let staff: Window;
  let nino: Window;
  let projectId: string;
  let ticketId: string;
  const windows = watchedWindows(ofTheBreak);

  beforeAll(async () => {
    site = await startProxiedSite();
    boss = await site.boss();
    projectId = (await boss.command('POST', '/api/projects', { key: 'HELP', name: 'Help' })).id;
    const { id: companyId } = await boss.command('POST', '/api/companies', { name: 'Bakery' });
    await boss.command('PUT', `/api/projects/${projectId}/companies/${companyId}`);
    await boss.command('POST', '/api/users', {
      username: 'nino',
      displayName: 'Nino',
      password: PASSWORD,
      companyId,
    });
    const client = await site.person('nino', PASSWORD);
    ticketId = (await client.open({ projectId, companyId, title: 'The oven is cold' })).id;
    await boss.open({ projectId, title: 'Something else' });
    staff = await windows.open('boss');
    nino = await windows.open('nino');
    await signInByForm(staff.page, `${site.urls.admin}/projects/HELP`, 'boss', 'secret');
    await signInByForm(nino.page, `${site.urls.desk}/tickets/${ticketId}`, 'nino', PASSWORD);
  }, 300_000);

  afterAll(async () => {
    await site?.stop();
  }, 60_000);

  const message = () => nino.page.getByRole('textbox', { name: 'Your message' });
  const said = async () => (await boss.ticket(ticketId)).comments.map(({ body }) => body);
  const inAdmin = () => staff.page.locator('[data-comment] .markdown').allInnerTexts();
  const atDesk = (words: string) => nino.page.getByRole('log').getByText(words, { exact: true });

  test('nothing that was sent or written in that moment is lost or done twice, and both pages catch up', async () => {
    await card(staff.page, 'HELP-1').click();
    await titleOf(staff.page).waitFor();
    await commentBox(staff.page).fill('Sent by support in the last moment');
    await message().fill('Sent by Nino in the last moment');
    const documents = windows.list.map((each) => each.documents());

    // Both are on their way when the servers go.
    await Promise.all([sendButton(staff.page).click(), sendButton(nino.page).click(), site.killApi()]);
    await commentBox(staff.page).fill('Half a sentence of support');
    await rename(staff.page, 'The oven is cold again');
    await rename(staff.page, 'The oven is cold for good');
    await staff.page.getByText(/^The server cannot be reached\. \d changes? waits? here/).waitFor();
    await message().fill('Said by Nino while it was gone');
    await sendButton(nino.page).click();
    await message().fill('Half a sentence of Nino');
    await atDesk('Said by Nino while it was gone').waitFor();

    await site.startApi();
    await staff.page.getByText(/^The server cannot be reached/).waitFor({ state: 'detached' });
    await eventually(async () => {
      expect((await boss.ticket(ticketId)).title).toBe('The oven is cold for good');
      expect((await said()).toSorted()).toEqual([
        'Said by Nino while it was gone',
        'Sent by Nino in the last moment',
        'Sent by support in the last moment',
      ]);
    });
    await eventually(async () => {
      const { body } = await boss.send('GET', `/api/tickets/${ticketId}/history?limit=50`);
      const renamed = (body as { items: { type: string; details: { title?: string } }[] }).items
        .filter(({ type }) => type === 'TicketRenamed')
        .map(({ details }) => details.title);
      expect(renamed.reverse()).toEqual(['The oven is cold again', 'The oven is cold for good']);
    });
    // Both pages have all of it, and what was being written stands where it stood.
    const all = await said();
    await eventually(async () => expect(await inAdmin()).toEqual(all));
    for (const words of all) await atDesk(words).waitFor();
    for (const words of all) expect(await atDesk(words).count()).toBe(1);
    await nino.page.getByRole('heading', { name: 'The oven is cold for good' }).waitFor();
    expect(await commentBox(staff.page).inputValue()).toBe('Half a sentence of support');
    expect(await message().inputValue()).toBe('Half a sentence of Nino');
    expect(windows.list.map((each) => each.documents())).toEqual(documents);

    // Live again, without anybody reading anew.
    await sendButton(staff.page).click();
    await atDesk('Half a sentence of support').waitFor();
    await sendButton(nino.page).click();
    await eventually(async () => expect(await inAdmin()).toContain('Half a sentence of Nino'));
    await eventually(async () => expect(await inAdmin()).toEqual(await said()));
    await closeTicket(staff.page);
    await eventually(async () => {
      for (const { name, tickets } of (await boss.board(projectId)).columns) {
        expect(await keysIn(staff.page, name)).toEqual(tickets.map(({ key }) => key));
      }
    });
  }, 180_000);
};

describeWithService('caddy', 'journeys while the API is away', () =>
  describeWithService('redis', 'with separate servers', () =>
    describeWithService('chromium', 'in a browser', suite),
  ),
);
