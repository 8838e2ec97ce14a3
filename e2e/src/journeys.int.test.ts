import { DEMO_PASSWORD } from '@ticketing/embedded/demo/demo-accounts.ts';
import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { card, keysIn } from './admin-board.ts';
import { message, messageBox, say } from './admin-chat.ts';
import { eventually, signInByForm, type Window } from './browser.ts';
import { type Line, lineOf, ofTheBreak } from './line.ts';
import { demoPerson, type Person } from './person.ts';
import { picture } from './running-system.ts';
import { createStackPlace, type StackPlace } from './stack-place.ts';
import { type StackProcess, startStackProcess } from './stack-process.ts';
import { watchedWindows } from './watched-windows.ts';

/** Staff and a client of theirs side by side, from the first word to the stars, and through what goes wrong between. */
describeWithService('chromium', 'journeys through both apps', () => {
  let place: StackPlace;
  let stack: StackProcess | undefined;
  let ana: Window;
  let nino: Window;
  let anaLine: Line;
  let ninoLine: Line;
  let anaSpeaks: Person;
  let giorgiSpeaks: Person;
  let projectId: string;
  let ticketKey = '';
  const windows = watchedWindows(ofTheBreak);
  const title = 'The gate does not open';

  beforeAll(async () => {
    place = await createStackPlace();
    stack = await startStackProcess(place);
    anaSpeaks = await demoPerson(place, 'admin');
    giorgiSpeaks = await demoPerson(place, 'agent');
    projectId = (await anaSpeaks.project('OPS')).id;
    ana = await windows.open('ana');
    nino = await windows.open('nino');
    anaLine = await lineOf(ana.page);
    ninoLine = await lineOf(nino.page);
    await signInByForm(ana.page, `${place.adminUrl}/projects/OPS`, 'admin', DEMO_PASSWORD);
    await signInByForm(nino.page, `${place.deskUrl}/ask`, 'client', DEMO_PASSWORD);
  }, 300_000);

  afterAll(async () => {
    await stack?.killEverything();
    await place.remove();
  });

  const drawer = (page: Page) => page.getByRole('dialog', { name: new RegExp(title) });
  const talk = (page: Page) => page.getByRole('region', { name: 'Conversation' });
  const comment = (page: Page) => page.getByRole('textbox', { name: 'Comment', exact: true });

  test('a client asks with a file, and staff see it at once', async () => {
    const { page } = nino;
    await page
      .getByRole('textbox', { name: 'What do you need?' })
      .fill(`${title}\nSince this morning, see the picture.`);
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Add files or a photo' }).click();
    await (await chooser).setFiles({ name: 'gate.png', mimeType: 'image/png', buffer: await picture() });
    const place1 = page.getByRole('radio', { name: /IT support/ });
    if ((await place1.count()) > 0) await place1.check();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('heading', { name: title }).waitFor();

    const arrived = ana.page.locator('[data-ticket]').filter({ hasText: title });
    await arrived.waitFor();
    ticketKey = (await arrived.getAttribute('data-ticket')) ?? '';
    await card(ana.page, ticketKey).click();
    await drawer(ana.page).getByText('gate.png').first().waitFor();
  });

  test('they talk both ways, each seeing the other write', async () => {
    await ana.page.keyboard.press('a');
    await ana.page.getByRole('combobox', { name: 'Find a person' }).fill('Giorgi');
    await ana.page.getByRole('option', { name: /Giorgi/ }).click();
    await comment(ana.page).click();
    await talk(nino.page).getByText('Giorgi Kapanadze is on it now').waitFor();

    await comment(ana.page).pressSequentially('We are');
    await nino.page.getByText('Ana Beridze is writing…').waitFor();
    await comment(ana.page).fill('We are on our way.');
    await ana.page.getByRole('button', { name: 'Send', exact: true }).click();
    await talk(nino.page).getByText('We are on our way.').waitFor();

    const answer = nino.page.getByRole('textbox', { name: 'Your message' });
    await answer.pressSequentially('Thank');
    await drawer(ana.page).getByText('Nino Abashidze: writing a comment…').waitFor();
    await answer.fill('Thank you, I wait at the gate.');
    await nino.page.getByRole('button', { name: 'Send', exact: true }).click();
    await drawer(ana.page).getByText('Thank you, I wait at the gate.').waitFor();
  });

  test('staff and the client chat in the ticket’s room, which tells what happens to the ticket', async () => {
    await drawer(ana.page).getByText('Chat', { exact: true }).click();
    await say(ana.page, 'Giorgi, take the ladder.');
    await message(ana.page, 'Giorgi, take the ladder.').waitFor();
    const room = ana.page.getByRole('log', { name: 'Conversation' });
    await room.getByText('assigned Giorgi Kapanadze').waitFor();
    const ticket = await ticketOf(ticketKey);
    await giorgiSpeaks.command('POST', `/api/rooms/${ticket.id}/messages`, { body: 'It is in the car.' });
    await message(ana.page, 'It is in the car.').waitFor();
    await nino.page.getByRole('radio', { name: /^Live chat/ }).click({ force: true });
    await nino.page.getByText('Giorgi, take the ladder.').waitFor();
    await nino.page.getByRole('textbox', { name: 'Your chat message' }).pressSequentially('There');
    await ana.page.getByText('Nino Abashidze is writing…').waitFor();
    await nino.page.getByRole('textbox', { name: 'Your chat message' }).fill('There is one here, too.');
    await nino.page.getByRole('button', { name: 'Send', exact: true }).click();
    await message(ana.page, 'There is one here, too.').waitFor();
    await nino.page.getByRole('radio', { name: 'Conversation' }).click({ force: true });
    await nino.page.getByRole('textbox', { name: 'Your message' }).waitFor();
    await drawer(ana.page).getByText('All', { exact: true }).click();
  });

  test('what is done is reviewed with stars, which staff see', async () => {
    const status = drawer(ana.page).getByRole('combobox', { name: 'Status' });
    await status.fill('Done');
    await ana.page.locator('.ant-select-item-option').filter({ hasText: 'Done' }).waitFor();
    await status.press('Enter');
    await eventually(async () => expect(await keysIn(ana.page, 'Done')).toContain(ticketKey));
    const review = nino.page.getByRole('region', { name: 'Did it help?' });
    await review.getByRole('radio', { name: /^4 stars/ }).check({ force: true });
    await review.getByRole('textbox', { name: /A word/ }).fill('Quick and kind.');
    await review.getByRole('button', { name: 'Yes, it is done' }).click();
    await drawer(ana.page).getByRole('img', { name: '4 of 5 stars' }).waitFor();
    await drawer(ana.page).getByText('Quick and kind.').first().waitFor();
  });

  const ticketOf = async (key: string) => {
    const board = await anaSpeaks.board(projectId);
    const found = board.columns.flatMap(({ tickets }) => tickets).find((each) => each.key === key);
    if (!found) throw new Error(`There is no ticket ${key}.`);
    return found;
  };

  test('changes made without a connection wait and arrive in order; those of others are all there afterwards', async () => {
    await drawer(ana.page)
      .getByRole('button', { name: /^Close/ })
      .click();
    await drawer(ana.page).waitFor({ state: 'detached' });
    const [moved = '', renamed = '', mine = ''] = await keysIn(ana.page, 'To Do');
    const mineBefore = await ticketOf(mine);

    await card(ana.page, mine).click();
    const field = ana.page.getByRole('textbox', { name: 'Title', exact: true });
    await field.waitFor();
    await anaLine.cut();
    await ana.page.getByText(/^Offline/).waitFor();
    const before = await anaSpeaks.board(projectId);
    const done = before.columns.find(({ name }) => name === 'Done')?.id ?? '';
    await giorgiSpeaks.command('POST', `/api/tickets/${(await ticketOf(moved)).id}/move`, {
      columnId: done,
      after: null,
      before: null,
    });
    await giorgiSpeaks.command('PATCH', `/api/tickets/${(await ticketOf(renamed)).id}`, {
      title: 'Renamed meanwhile',
    });
    // Ana goes on working: two changes of one ticket.
    for (const words of ['First thought', 'Second thought']) {
      await field.fill(words);
      await field.press('Enter');
    }
    await ana.page.getByText(/^Offline\. \d changes? waits? here/).waitFor();
    expect((await ticketOf(mine)).title).toBe(mineBefore.title);

    await anaLine.mend();
    await ana.page.getByText(/^Offline/).waitFor({ state: 'detached' });
    await eventually(async () => expect((await ticketOf(mine)).title).toBe('Second thought'));
    await ana.page.keyboard.press('Escape');
    await ana.page.keyboard.press('Escape');
    await eventually(async () => {
      const now = await anaSpeaks.board(projectId);
      for (const { name, tickets } of now.columns) {
        expect(await keysIn(ana.page, name)).toEqual(tickets.map(({ key }) => key));
      }
    });
    await card(ana.page, renamed).getByText('Renamed meanwhile').waitFor();
  });

  test('a message written without a connection waits in its room and is sent once', async () => {
    const { id } = await anaSpeaks.command('POST', '/api/rooms', {
      kind: 'group',
      name: 'Second line',
      participantIds: [giorgiSpeaks.id],
    });
    await ana.page.goto(`${place.adminUrl}/chat/${id}`);
    await messageBox(ana.page).waitFor();
    await anaLine.cut();
    await say(ana.page, 'Written in the tunnel');
    await message(ana.page, 'Written in the tunnel')
      .getByText(/Waiting|Sending/)
      .waitFor();
    await giorgiSpeaks.command('POST', `/api/rooms/${id}/messages`, { body: 'Where are you?' });
    await anaLine.mend();
    await message(ana.page, 'Where are you?').waitFor();
    await eventually(async () => {
      const { body } = await giorgiSpeaks.send('GET', `/api/rooms/${id}/messages`);
      expect(JSON.stringify(body).split('Written in the tunnel')).toHaveLength(2);
    });
    await eventually(async () => expect(await message(ana.page, 'Written in the tunnel').count()).toBe(1));
  });

  test('a session that ends while somebody types costs no word, in either app', async () => {
    for (const [window, line, app, box] of [
      [ana, anaLine, 'admin', messageBox(ana.page)],
      [nino, ninoLine, 'desk', nino.page.getByRole('textbox', { name: 'Your message' })],
    ] as const) {
      await box.waitFor();
      const address = window.page.url();
      await box.fill('Half a sentence that must');
      await endSession(window.page, app);
      // The connection comes back, and asks for a token.
      await line.cut();
      await line.mend();
      await window.page.getByRole('heading', { name: 'Your session has ended' }).waitFor();
      await window.page.getByLabel('Password').fill(DEMO_PASSWORD);
      await window.page.getByRole('button', { name: 'Go on' }).click();
      await window.page
        .getByRole('heading', { name: 'Your session has ended' })
        .waitFor({ state: 'detached' });
      expect(await box.inputValue()).toBe('Half a sentence that must');
      expect(window.page.url()).toBe(address);
      await box.press('End');
      await box.pressSequentially(' not be lost.');
      await window.page.getByRole('button', { name: /^Send/ }).click();
      await window.page.getByRole('log').getByText('Half a sentence that must not be lost.').waitFor();
    }
  });

  /** The server ends the session, and the browser is told so by the next thing that it asks. */
  async function endSession(page: Page, app: 'admin' | 'desk'): Promise<void> {
    await page.evaluate(`(async () => {
      const key = 'ticketing.${app}.session';
      const { access, refresh } = JSON.parse(localStorage.getItem(key));
      const api = (await (await fetch('/config.json')).json()).apiUrl ?? '';
      await fetch(api + '/api/auth/logout', {
        method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ refresh }),
      });
      const [head, claims, seal] = access.split('.');
      const ended = btoa(JSON.stringify({ ...JSON.parse(atob(claims)), exp: 1 })).replaceAll('=', '');
      localStorage.setItem(key, JSON.stringify({ access: [head, ended, seal].join('.'), refresh }));
    })()`);
  }

  test('signing out in one tab ends the other', async () => {
    const popup = ana.page.waitForEvent('popup');
    await ana.page.evaluate(`void window.open(${JSON.stringify(`${place.adminUrl}/projects`)})`);
    const other = await popup;
    await other.getByRole('navigation', { name: 'Main' }).waitFor();
    await other.getByRole('button', { name: /\bYou\b/ }).click();
    await other.getByText('Sign out').click();
    for (const page of [other, ana.page]) await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await signInByForm(ana.page, ana.page.url(), 'admin', DEMO_PASSWORD);
  });
});
