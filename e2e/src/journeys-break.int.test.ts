import { setTimeout as delay } from 'node:timers/promises';
import { DEMO_PASSWORD } from '@ticketing/embedded/demo/demo-accounts.ts';
import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { card, keysIn } from './admin-board.ts';
import { message, messageBox, saidIn, say } from './admin-chat.ts';
import { closeTicket, commentBox, openTicket, rename, sendButton } from './admin-ticket.ts';
import { eventually, signInByForm, type Window } from './browser.ts';
import { anotherPersonInTheOtherTab, tooManyAtTheRefresh } from './journeys-session.ts';
import { type Line, lineOf, ofTheBreak } from './line.ts';
import { demoPerson, type Person } from './person.ts';
import { createStackPlace, type StackPlace } from './stack-place.ts';
import { type StackProcess, startStackProcess } from './stack-process.ts';
import { watchedWindows } from './watched-windows.ts';

/** Staff and a client at work while connections break and the whole system is killed under their pages. */
describeWithService('chromium', 'journeys through a break', () => {
  let place: StackPlace;
  let stack: StackProcess | undefined;
  let ana: Window;
  let giorgi: Window;
  let nino: Window;
  let anaLine: Line;
  let anaSpeaks: Person;
  let giorgiSpeaks: Person;
  let projectId: string;
  const windows = watchedWindows(ofTheBreak);

  beforeAll(async () => {
    place = await createStackPlace();
    stack = await startStackProcess(place);
    anaSpeaks = await demoPerson(place, 'admin');
    giorgiSpeaks = await demoPerson(place, 'agent');
    projectId = (await anaSpeaks.project('OPS')).id;
    ana = await windows.open('ana');
    giorgi = await windows.open('giorgi');
    nino = await windows.open('nino');
    anaLine = await lineOf(ana.page);
    await signInByForm(ana.page, `${place.adminUrl}/projects/OPS`, 'admin', DEMO_PASSWORD);
    await signInByForm(giorgi.page, `${place.adminUrl}/projects/OPS`, 'agent', DEMO_PASSWORD);
    await signInByForm(nino.page, place.deskUrl, 'client', DEMO_PASSWORD);
    for (const { page } of [ana, giorgi]) await page.locator('[data-ticket]').first().waitFor();
  }, 300_000);

  afterAll(async () => {
    await stack?.killEverything();
    await place.remove();
  });

  const ticketOf = async (key: string) => {
    const board = await anaSpeaks.board(projectId);
    const found = board.columns.flatMap(({ tickets }) => tickets).find((each) => each.key === key);
    if (!found) throw new Error(`There is no ticket ${key}.`);
    return found;
  };
  const bodies = async (ticketId: string) =>
    (await anaSpeaks.ticket(ticketId)).comments.map(({ body }) => body);
  /** What was said in a room, oldest first. */
  const messagesIn = async (ticketId: string): Promise<string[]> => {
    const { body } = await giorgiSpeaks.send('GET', `/api/rooms/${ticketId}/messages?limit=200`);
    return (body as { items: { body: string; kind: string }[] }).items
      .filter(({ kind }) => kind === 'message')
      .map(({ body: words }) => words);
  };
  const showsTheBoard = (page: Page) =>
    eventually(async () => {
      for (const { name, tickets } of (await anaSpeaks.board(projectId)).columns) {
        expect(await keysIn(page, name)).toEqual(tickets.map(({ key }) => key));
      }
    });

  test('a whole minute without a connection, in which both sides go on working, is caught up with exactly', async () => {
    const { page } = ana;
    const [mine = '', busy = ''] = await keysIn(page, 'To Do');
    const [mineId, busyId] = [(await ticketOf(mine)).id, (await ticketOf(busy)).id];
    await openTicket(page, mine);
    // The room of the ticket is opened once, so that its page is there when there is no connection.
    const tabs = page.getByRole('region', { name: 'What happened' });
    await tabs.getByText('Chat', { exact: true }).click();
    await messageBox(page).waitFor();
    await giorgiSpeaks.command('POST', `/api/rooms/${mineId}/messages`, { body: 'Before the tunnel' });
    await message(page, 'Before the tunnel').waitFor();
    const documents = ana.documents();

    await anaLine.cut();
    const until = performance.now() + 60_000;
    await page.getByText(/^Offline/).waitFor();
    const before = await anaSpeaks.board(projectId);
    const columnIds = before.columns.map(({ id }) => id);
    const moved = before.columns
      .flatMap(({ tickets }) => tickets)
      .filter(({ key }) => key !== mine)
      .slice(0, 12);
    // What Ana does meanwhile.
    for (const words of ['First thought', 'Second thought', 'Third thought']) await rename(page, words);
    for (const words of ['One from the tunnel', 'Two from the tunnel', 'Three from the tunnel']) {
      await say(page, words);
      await message(page, words)
        .getByText(/Waiting/)
        .waitFor();
    }
    await tabs.getByText('All', { exact: true }).click();
    for (const words of ['A comment from the tunnel', 'And another one']) {
      await commentBox(page).fill(words);
      await sendButton(page).click();
    }
    // What Giorgi does meanwhile.
    for (const [index, { id }] of moved.entries()) {
      const columnId = columnIds[index % columnIds.length] ?? '';
      await giorgiSpeaks.command('POST', `/api/tickets/${id}/move`, { columnId, after: null, before: null });
    }
    for (let number = 1; number <= 15; number++) {
      await giorgiSpeaks.command('POST', `/api/rooms/${mineId}/messages`, { body: `Outside ${number}` });
      await giorgiSpeaks.command('POST', `/api/tickets/${mineId}/comments`, {
        body: `Said outside ${number}`,
        visibility: 'public',
      });
    }
    await giorgiSpeaks.command('PATCH', `/api/tickets/${busyId}`, { title: 'Renamed outside' });
    await giorgiSpeaks.open({ projectId, title: 'Opened outside' });
    await page.getByText(/^Offline\. \d+ changes? waits? here/).waitFor();
    expect(await bodies(mineId)).not.toContain('A comment from the tunnel');
    // Beside it, in other windows: what else happens to a session.
    await anotherPersonInTheOtherTab(giorgi.page, place);
    await tooManyAtTheRefresh(giorgi.page, async (key) => (await ticketOf(key)).title);
    await delay(Math.max(0, until - performance.now()));

    await anaLine.mend();
    await page.getByText(/^Offline/).waitFor({ state: 'detached' });
    await eventually(async () => expect((await ticketOf(mine)).title).toBe('Third thought'));
    await eventually(async () => expect(await bodies(mineId)).toContain('And another one'));
    const said = await bodies(mineId);
    expect(said.filter((words) => /tunnel|another/.test(words))).toEqual([
      'A comment from the tunnel',
      'And another one',
    ]);
    // Each comment is on the page once, in the order in which a fresh read has it.
    const shown = page.locator('[data-comment] .markdown');
    await eventually(async () => expect(await shown.allInnerTexts()).toEqual(said));
    await tabs.getByText('Chat', { exact: true }).click();
    // Messages go on their own, beside the commands of tickets: they may arrive after the comments.
    await eventually(async () =>
      expect((await messagesIn(mineId)).filter((words) => words.includes('from the tunnel'))).toEqual([
        'One from the tunnel',
        'Two from the tunnel',
        'Three from the tunnel',
      ]),
    );
    const written = await messagesIn(mineId);
    expect(new Set(written).size).toBe(written.length);
    await eventually(async () => {
      const seen = (await saidIn(page)).filter((words) => written.includes(words));
      expect(seen).toEqual(written.slice(-seen.length));
      expect(seen.length).toBeGreaterThan(5);
    });
    await tabs.getByText('All', { exact: true }).click();
    await commentBox(page).waitFor();
    await closeTicket(page);
    await showsTheBoard(page);
    await card(page, busy).getByText('Renamed outside').waitFor();
    expect(ana.documents()).toBe(documents);
  }, 240_000);

  test('the whole system killed under open pages costs nobody a word, and nothing is done twice', async () => {
    const [anas = '', giorgis = ''] = await keysIn(ana.page, 'To Do');
    const [anasId, giorgisId] = [(await ticketOf(anas)).id, (await ticketOf(giorgis)).id];
    await openTicket(ana.page, anas);
    await openTicket(giorgi.page, giorgis);
    await nino.page.goto(`${place.deskUrl}/ask`);
    await nino.page.getByRole('textbox', { name: 'What do you need?' }).fill('Half a request');
    const documents = [giorgi, nino].map((each) => each.documents());

    // A command is on its way in this very moment.
    await commentBox(ana.page).fill('Sent in the last moment');
    await commentBox(giorgi.page).fill('Half a sentence that must');
    await sendButton(ana.page).click();
    await stack?.killEverything();

    for (const { page } of [ana, giorgi]) await page.getByText(/^The server cannot be reached/).waitFor();
    expect(await commentBox(giorgi.page).inputValue()).toBe('Half a sentence that must');
    // Both go on.
    await rename(ana.page, 'Named while it was gone');
    await rename(ana.page, 'Named again while it was gone');
    await rename(giorgi.page, 'Giorgi goes on');
    await giorgi.page.getByText(/^The server cannot be reached\. 1 change waits/).waitFor();
    await commentBox(giorgi.page).press('End');
    await commentBox(giorgi.page).pressSequentially(' not be lost');
    // Ana closes her page with all of it.
    await ana.page.goto('about:blank');

    stack = await startStackProcess(place);
    await giorgi.page.getByText(/^The server cannot be reached/).waitFor({ state: 'detached' });
    await eventually(async () => expect((await ticketOf(giorgis)).title).toBe('Giorgi goes on'));
    expect(await commentBox(giorgi.page).inputValue()).toBe('Half a sentence that must not be lost');
    await sendButton(giorgi.page).click();
    await eventually(async () =>
      expect(await bodies(giorgisId)).toContain('Half a sentence that must not be lost'),
    );
    expect(await nino.page.getByRole('textbox', { name: 'What do you need?' }).inputValue()).toBe(
      'Half a request',
    );
    expect([giorgi, nino].map((each) => each.documents())).toEqual(documents);

    // Whoever opens the app again sends what was left, once and in order.
    expect((await ticketOf(anas)).title).not.toMatch(/while it was gone/);
    await ana.page.goto(`${place.adminUrl}/projects/OPS`);
    await eventually(async () => expect((await ticketOf(anas)).title).toBe('Named again while it was gone'));
    await eventually(async () =>
      expect((await bodies(anasId)).filter((words) => words === 'Sent in the last moment')).toHaveLength(1),
    );
    await eventually(async () => {
      const { body } = await anaSpeaks.send('GET', `/api/tickets/${anasId}/history?limit=50`);
      const names = (body as { items: { type: string; details: { title?: string } }[] }).items
        .filter(
          ({ type, details }) => type === 'TicketRenamed' && details.title?.includes('while it was gone'),
        )
        .map(({ details }) => details.title);
      expect(names.reverse()).toEqual(['Named while it was gone', 'Named again while it was gone']);
    });
    for (const { page } of [ana, giorgi]) await showsTheBoard(page);
    // A change that is no longer possible is told when its turn comes, until it is put away.
    await refusedAfterTheBreak(giorgis, giorgisId);
  }, 240_000);

  /** Ana’s window: somebody archived the ticket that she renamed without a connection. */
  async function refusedAfterTheBreak(key: string, id: string): Promise<void> {
    const { page } = ana;
    await openTicket(page, key);
    await anaLine.cut();
    await commentBox(page).fill('Written too late');
    await sendButton(page).click();
    await page.getByText(/^Offline\. 1 change waits/).waitFor();
    await giorgiSpeaks.command('POST', `/api/tickets/${id}/archive`, {});
    await page.goto('about:blank');
    await anaLine.mend();
    await page.goto(`${place.adminUrl}/projects`);
    const told = page.getByRole('alert', { name: '1 change that waited was not made' });
    await told.getByText(/Written too late/).waitFor();
    expect(await told.getByRole('link', { name: key }).count()).toBe(1);
    await page.reload();
    await told.getByRole('button', { name: /^Put away: Comment/ }).click();
    await told.waitFor({ state: 'detached' });
    expect(await bodies(id)).not.toContain('Written too late');
  }
});
