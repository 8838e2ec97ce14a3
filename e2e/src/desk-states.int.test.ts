import { MeView } from '@ticketing/contracts/views.ts';
import { DEMO_PASSWORD } from '@ticketing/embedded/demo/demo-accounts.ts';
import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import {
  type TemporaryMailServer,
  temporaryMailServer,
} from '@ticketing/embedded/testing/temporary-mail-server.ts';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { expectAccessible, expectAccessibleInBoth } from './accessibility.ts';
import { appOfVersions } from './app-of-versions.ts';
import { eventually, openWindow, signInByForm } from './browser.ts';
import { type Desk, phone, startDesk } from './desk.ts';

import { demoPerson, type Person } from './person.ts';

/** What does not happen every day at a service desk: answers, accounts, first visits and closed doors. */
describeWithService('chromium', 'the states of the service desk', () => {
  let desk: Desk;
  let mailbox: TemporaryMailServer;

  beforeAll(async () => {
    mailbox = await temporaryMailServer();
    desk = await startDesk({ SMTP_URL: mailbox.url, MAIL_FROM: 'Help <help@desk.example>' });
  }, 300_000);

  afterEach(() => desk.expectQuiet());

  afterAll(async () => {
    await desk?.stop();
    await mailbox?.stop();
  });

  test('asks whether it helped: not yet with a reason, twice, then stars and a word', async () => {
    const { page } = desk.thumb;
    const { id } = await desk.opened('Chair squeaks');
    await desk.moved(id, desk.doneId);
    await page.goto(`${desk.place.deskUrl}/?show=waiting`);
    await page.getByRole('link', { name: /Chair squeaks/ }).tap();
    const panel = page.getByRole('region', { name: 'Did it help?' });
    await expectAccessibleInBoth(page, 'a ticket that waits for a review');
    const reasons = ['The left arm rest still squeaks.', 'Now the right one does.'];
    for (const reason of reasons) {
      await panel.getByRole('button', { name: 'Not yet' }).tap();
      await panel.getByLabel('What is still missing?').fill(reason);
      if (reason === reasons[0]) await expectAccessibleInBoth(page, 'the reason for sending a ticket back');
      await panel.getByRole('button', { name: 'Send it back' }).tap();
      await panel.waitFor({ state: 'detached' });
      await page.getByText(`You sent it back: “${reason}”`).waitFor();
      await eventually(async () => expect((await desk.admin.ticket(id)).review).toBe('rejected'));
      await desk.moved(id, desk.workId);
      await desk.moved(id, desk.doneId);
      await panel.waitFor();
    }
    await panel
      .getByRole('radio', { name: /^5 stars/ })
      .locator('..')
      .tap();
    await panel.getByLabel('A word to those who helped (optional)').fill('Quiet now.');
    await panel.getByRole('button', { name: 'Yes, it is done' }).tap();
    await panel.waitFor({ state: 'detached' });
    await page.getByText('Quiet now.').waitFor();
    await page.getByText('Earlier rounds (2)').tap();
    await page.getByText('Round 2', { exact: true }).waitFor();
    await expectAccessibleInBoth(page, 'the earlier rounds of a review');
    await eventually(async () => {
      const { reviews } = await desk.admin.ticket(id);
      expect(reviews.map(({ state, stars, words }) => [state, stars, words])).toEqual([
        ...reasons.map((reason) => ['rejected', null, reason]),
        ['accepted', 5, 'Quiet now.'],
      ]);
    });
    await desk.admin.command('POST', `/api/tickets/${id}/archive`, {});
    await page.getByText('This ticket is closed').waitFor();
    await expectAccessibleInBoth(page, 'a closed ticket');
    await page.getByRole('link', { name: 'Ask again about this' }).tap();
    await page.getByText(/^About OPS-\d+ Chair squeaks/).waitFor();
  });

  test('gives a number for remote help and takes it back', async () => {
    const { page } = desk.thumb;
    const { id } = await desk.opened('Spreadsheet will not open');
    await desk.visit(page, `/tickets/${id}`, 'Spreadsheet will not open');
    await page.getByRole('button', { name: 'Let support see my screen' }).tap();
    await page.getByLabel('Number of your remote help program').fill('123 456 789');
    await expectAccessibleInBoth(page, 'the box for remote help');
    await page.getByRole('button', { name: 'Save', exact: true }).tap();
    await page.getByText('Support can reach your screen at 123 456 789').waitFor();
    await expectAccessibleInBoth(page, 'a ticket with remote help');
    await eventually(async () => expect((await desk.admin.ticket(id)).remoteAssistId).toBe('123 456 789'));
    await page.getByRole('button', { name: 'Take it back' }).tap();
    await page.getByRole('button', { name: 'Let support see my screen' }).waitFor();
    await eventually(async () => expect((await desk.admin.ticket(id)).remoteAssistId).toBeNull());
  });

  test('leads somebody new to the first request, and tells no stranger what exists', async () => {
    const root = await demoPerson(desk.place, 'root');
    const company = await root.command('POST', '/api/companies', { name: 'Fresh Bakery' });
    const baker = { username: 'baker', displayName: 'Ana Baker', password: DEMO_PASSWORD };
    const { id: bakerId } = await root.command('POST', '/api/users', { ...baker, companyId: company.id });
    const bakery = await openWindow('baker', phone);
    const { page } = bakery;
    await signInByForm(page, desk.place.deskUrl, baker.username, DEMO_PASSWORD);
    await page.getByText('No tickets yet').waitFor();
    await expectAccessibleInBoth(page, 'the first visit');
    await page.goto(`${desk.place.deskUrl}/ask`);
    await page.getByText('You cannot ask for help yet').waitFor();
    await expectAccessibleInBoth(page, 'a company that nobody helps yet');
    await page.goto(`${desk.place.deskUrl}/notifications`);
    await page.getByText('Nothing new').waitFor();
    await expectAccessibleInBoth(page, 'nothing new');

    const { id: denied } = await desk.opened('Payroll of another company');
    for (const path of [`/tickets/${denied}`, `/tickets/${company.id}`]) {
      await desk.visit(page, path, 'There is no such ticket');
      expect(await page.getByText('Payroll').count()).toBe(0);
    }
    await expectAccessibleInBoth(page, 'a ticket that one may not see');

    await root.command('PUT', `/api/projects/${desk.projectId}/companies/${company.id}`);
    const { id: oven } = await root.open({
      projectId: desk.projectId,
      companyId: company.id,
      title: 'Oven is too hot',
    });
    await root.ticket(oven);
    await desk.visit(page, `/tickets/${oven}`, 'Oven is too hot');
    await root.command('DELETE', `/api/companies/${company.id}/users/${bakerId}`);
    await page.getByRole('heading', { name: 'There is no such ticket' }).waitFor();
    await expectAccessibleInBoth(page, 'a ticket that was there a moment ago');
    // The browser tells of what was not found; nothing else.
    expect(bakery.complaints.filter((words) => !/status of 404/.test(words))).toEqual([]);
    await bakery.close();
  });

  test('lists one’s chats that belong to no ticket, with what was not read', async () => {
    const { page } = desk.wide;
    const colleague = await demoPerson(desk.place, 'root');
    const room = await colleague.command('POST', '/api/rooms', {
      kind: 'group',
      name: 'The new building',
      companyId: desk.companyId,
      participantIds: [desk.client.id],
    });
    await colleague.command('POST', `/api/rooms/${room.id}/messages`, { body: 'Who orders the boxes?' });
    await desk.visit(page, '/notifications', 'What is new');
    const chats = page.getByRole('region', { name: 'Your chats' });
    const row = chats.getByRole('link', { name: /The new building.*Who orders the boxes\?.*1 unread/ });
    await row.waitFor();
    await expectAccessibleInBoth(page, 'the list of chats');
    await row.click();
    await page.getByRole('log').getByText('Who orders the boxes?').waitFor();
    await page.getByRole('button', { name: 'React' }).click();
    await page.getByRole('button', { name: 'React with 👍' }).click();
    await page.getByRole('button', { name: '👍 1, from You' }).waitFor();
    await expectAccessibleInBoth(page, 'a chat of a group');
  });

  test('says that there is a new version, and takes it when the person wants it', async () => {
    const served = await appOfVersions(desk.place.deskUrl);
    const visitor = await openWindow('visitor', phone);
    try {
      const { page } = visitor;
      await page.goto(served.url);
      await eventually(async () =>
        expect(await page.evaluate('navigator.serviceWorker.controller !== null')).toBe(true),
      );
      served.next();
      const before = visitor.documents();
      await page.evaluate(lookForVersion);
      await page.getByText('A new version is there.').waitFor();
      await expectAccessibleInBoth(page, 'a new version');
      expect(visitor.documents()).toBe(before);
      await page.getByRole('button', { name: 'Take it' }).tap();
      // The page before stands until the next one has come.
      await eventually(async () => {
        expect(visitor.documents()).toBe(before + 1);
        expect(await page.getByLabel('User name').count()).toBe(1);
        expect(await page.getByText('A new version is there.').count()).toBe(0);
      });
    } finally {
      await visitor.close();
      await served.stop();
    }
  });

  test('takes one’s language along to another device and into mails, and keeps a choice made offline', async () => {
    const { page } = desk.wide;
    const languageOf = async (who: Person) => MeView.parse((await who.send('GET', '/api/me')).body).language;
    const choose = (words: string) => page.locator('#content').getByText(words, { exact: true }).click();
    expect(await languageOf(desk.client)).toBeNull();
    await desk.visit(page, '/profile', 'Your profile');
    await choose('ქართული');
    await page.getByRole('heading', { name: 'თქვენი პროფილი' }).waitFor();
    await expectAccessible(page, 'the profile in Georgian');
    await eventually(async () => expect(await languageOf(desk.client)).toBe('ka'));

    const other = await openWindow('another device', phone);
    await signInByForm(other.page, `${desk.place.deskUrl}/profile`, 'client', DEMO_PASSWORD);
    await other.page.getByRole('heading', { name: 'თქვენი პროფილი' }).waitFor();
    expect(other.complaints).toEqual([]);
    await other.close();

    await page.context().setOffline(true);
    await choose('English');
    await page.getByRole('heading', { name: 'Your profile' }).waitFor();
    expect(await languageOf(desk.client)).toBe('ka');
    await page.reload();
    await page.getByRole('heading', { name: 'Your profile' }).waitFor();
    await page.context().setOffline(false);
    await eventually(async () => expect(await languageOf(desk.client)).toBe('en'));
    await page.getByRole('heading', { name: 'Your profile' }).waitFor();
  });

  test('keeps a profile: name, wishes and a new password without signing in again', async () => {
    const { page } = desk.wide;
    // A new password ends the sessions elsewhere, and the phone would tell of that.
    await desk.thumb.page.goto('about:blank');
    await desk.visit(page, '/profile', 'Your profile');
    await page.getByLabel('Name', { exact: true }).fill('Nino A.');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved', { exact: true }).waitFor();
    await page.getByRole('checkbox', { name: 'Somebody answered: By e-mail' }).check();
    await expectAccessibleInBoth(page, 'the profile');
    await page.getByLabel('Current password').fill(DEMO_PASSWORD);
    await page.getByLabel('New password', { exact: true }).fill('a better one');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText('The password is changed. This device stays signed in.').waitFor();
    await page.reload();
    await eventually(async () =>
      expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Nino A.'),
    );
    await eventually(async () =>
      expect(await page.getByRole('checkbox', { name: 'Somebody answered: By e-mail' }).isChecked()).toBe(
        true,
      ),
    );
  });

  test('leads from the link in a mail to a new password, and back to where one wanted to go', async () => {
    const stranger = await openWindow('stranger', phone);
    const { page } = stranger;
    await page.goto(`${desk.place.deskUrl}/ask`);
    await page.getByRole('link', { name: 'Forgot your password?' }).tap();
    const luka = await demoPerson(desk.place, 'client2');
    await luka.command('PUT', '/api/me/language', { language: 'ka' });
    await page.getByLabel('User name or e-mail address').fill('client2');
    await expectAccessibleInBoth(page, 'the page for a forgotten password');
    await page.getByRole('button', { name: 'Send me the link' }).tap();
    await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor();
    const { link, subject } = await linkInMail();
    expect(subject).toBe('ახალი პაროლის დაყენება');
    await luka.command('PUT', '/api/me/language', { language: 'en' });
    expect(link).toContain(desk.place.deskUrl);

    await page.goto(link);
    await page.getByText('For your account “client2”').waitFor();
    await expectAccessible(page, 'the page for a new password');
    await page.getByLabel('New password').fill('new and secret');
    await page.getByRole('button', { name: 'Set the password' }).tap();
    await page.getByRole('heading', { name: /^Good .*, Luka$/ }).waitFor();
    await page.goto(link);
    await page.getByRole('heading', { name: 'This link does not work any more' }).waitFor();

    await page.goto(desk.place.deskUrl);
    await page.getByRole('button', { name: 'Profile and settings' }).tap();
    await page.getByRole('button', { name: 'Sign out' }).tap();
    await signInByForm(page, `${desk.place.deskUrl}/profile`, 'client2', 'new and secret');
    await page.getByRole('heading', { name: 'Your profile' }).waitFor();
    // What is no address of a ticket is not asked for.
    await page.goto(`${desk.place.deskUrl}/tickets/not-a-ticket`);
    await page.getByRole('heading', { name: 'There is no such ticket' }).waitFor();
    // The browser tells of the link that was no good; nothing else.
    expect(stranger.complaints.filter((words) => !/status of 422/.test(words))).toEqual([]);
    await stranger.close();
  });

  async function linkInMail() {
    for (let count = 1; ; count++) {
      const mail = (await mailbox.received(count))[count - 1];
      const link = /https?:\/\/\S+\/reset-password#token=[\w-]{43}/.exec(mail?.text ?? '')?.[0];
      if (link !== undefined) return { link, subject: mail?.subject };
    }
  }
});

/** Looks whether the worker's script has changed, as the desk itself does every hour. */
const lookForVersion = 'navigator.serviceWorker.ready.then(async (each) => void (await each.update()))';
