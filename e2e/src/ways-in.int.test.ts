import { DEMO_PASSWORD } from '@ticketing/embedded/demo/demo-accounts.ts';
import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import {
  type TemporaryMailServer,
  temporaryMailServer,
} from '@ticketing/embedded/testing/temporary-mail-server.ts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessibleInBoth } from './accessibility.ts';
import { eventually, openWindow, signInByForm, type Window } from './browser.ts';
import { demoPerson, type Person } from './person.ts';
import { createStackPlace, type StackPlace } from './stack-place.ts';
import { type StackProcess, startStackProcess } from './stack-process.ts';

/** The ways into the admin app that go wrong, or begin where somebody is signed in already; and the ways out. */
describeWithService('chromium', 'ways into the admin app, and out of it', () => {
  let place: StackPlace;
  let stack: StackProcess | undefined;
  let mailbox: TemporaryMailServer;
  let api: Person;
  let project: string;
  const windows: Window[] = [];

  beforeAll(async () => {
    mailbox = await temporaryMailServer();
    place = await createStackPlace({ LOGIN_RATE_PER_MINUTE: '10', PASSWORD_RESETS_PER_HOUR: '2' });
    stack = await startStackProcess(place, {
      SMTP_URL: mailbox.url,
      MAIL_FROM: 'Help <help@desk.example>',
      PUBLIC_ADMIN_URL: place.adminUrl,
      PUBLIC_DESK_URL: place.deskUrl,
    });
    api = await demoPerson(place, 'root');
    ({ id: project } = await api.project('WEB'));
  }, 300_000);

  afterAll(async () => {
    for (const each of windows) await each.close();
    await stack?.killEverything();
    await place.remove();
    await mailbox.stop();
  });

  const opened = async (name: string): Promise<Window> => {
    const window = await openWindow(name);
    windows.push(window);
    return window;
  };
  /** The browser itself writes down each answer that refuses; nothing else may be written. */
  const onlyRefusals = ({ complaints }: Window, ...statuses: readonly number[]) =>
    expect(complaints.filter((line) => !statuses.some((status) => line.includes(`${status} (`)))).toEqual([]);
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const invite = async (email: string): Promise<string> => {
    await api.command('POST', `/api/projects/${project}/invitations`, { email, role: 'user' });
    for (let count = 1; ; count++) {
      const mail = (await mailbox.received(count))[count - 1];
      const link = /http:\/\/\S+\/accept-invitation#token=[\w-]+/.exec(mail?.text ?? '')?.[0];
      if (link && mail?.to.includes(email)) return link;
    }
  };

  test('where nobody has an account yet, the sign-in tells how the first one is made', async () => {
    const window = await opened('founder');
    const { page } = window;
    // An installation of `npm start` begins with the demo, so this one answer is another's.
    await page.route('**/api/installation', (route) => route.fulfill({ json: { founded: false } }));
    await page.goto(`${place.adminUrl}/login`);
    await page.getByText('Nobody has an account here yet').waitFor();
    await page.getByText(/npm run superuser/).waitFor();
    await expectAccessibleInBoth(page, 'the first run');
    await page.unroute('**/api/installation');
    await page.reload();
    await page.getByLabel('User name').waitFor();
    await eventually(async () =>
      expect(await page.getByText('Nobody has an account here yet').count()).toBe(0),
    );
    expect(window.complaints).toEqual([]);
  });

  test('an invitation is accepted by who is signed in, and a used link says so', async () => {
    const window = await opened('agent');
    const { page } = window;
    await signInByForm(page, `${place.adminUrl}/people`, 'agent', DEMO_PASSWORD);
    await page.getByRole('heading', { name: 'People', level: 1 }).waitFor();
    const link = await invite('agent-at-home@example.com');
    await page.goto(link);
    await button(page, 'Join as Giorgi Kapanadze').waitFor();
    await expectAccessibleInBoth(page, 'an invitation for who is signed in');
    await button(page, 'Join as Giorgi Kapanadze').click();
    await page.waitForURL(`${place.adminUrl}/projects/WEB`);
    expect(window.complaints).toEqual([]);
    await page.goto('about:blank');
    await page.goto(link);
    await page.getByRole('heading', { name: 'This invitation is over' }).waitFor();
    await expectAccessibleInBoth(page, 'an invitation that was used');
  });

  test('who is signed in and is somebody else signs out, and accepts as whom they are', async () => {
    const window = await opened('manager, then admin');
    const { page } = window;
    await signInByForm(page, `${place.adminUrl}/people`, 'manager', DEMO_PASSWORD);
    await page.goto(await invite('somebody-else@example.com'));
    await button(page, 'I am somebody else').click();
    await page.getByText('I have an account').click();
    await page.getByLabel('User name').fill('admin');
    await page.getByLabel('Password').fill(DEMO_PASSWORD);
    await expectAccessibleInBoth(page, 'an invitation for who has an account');
    await button(page, 'Sign in and join').click();
    await page.waitForURL(`${place.adminUrl}/projects/WEB`);
    await page.getByRole('button', { name: 'Ana Beridze You' }).waitFor();
    expect(window.complaints).toEqual([]);
  });

  test('too many tries are answered with words that say when to go on', async () => {
    const window = await opened('forgetful');
    const { page } = window;
    await page.goto(`${place.adminUrl}/login`);
    await page.getByLabel('User name').fill('nobody-there');
    const answered = () => page.waitForResponse((answer) => answer.url().endsWith('/api/auth/login'));
    for (let status = 0; status !== 429; ) {
      await page.getByLabel('Password').fill('a guess');
      const [answer] = await Promise.all([answered(), button(page, 'Sign in').click()]);
      status = answer.status();
      expect([401, 429]).toContain(status);
    }
    await page.getByRole('alert').filter({ hasText: 'Too many tries with this name' }).waitFor();
    await expectAccessibleInBoth(page, 'too many tries');

    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await page.getByLabel('User name or e-mail address').waitFor();
    for (let status = 0; status !== 429; ) {
      const [answer] = await Promise.all([
        page.waitForResponse((one) => one.url().endsWith('/api/auth/password-reset')),
        button(page, 'Send the link').click(),
      ]);
      status = answer.status();
      if (status === 202) await button(page, 'Ask again').click();
    }
    await page.getByRole('alert').filter({ hasText: /hour/ }).waitFor();
    await expectAccessibleInBoth(page, 'too many links');

    await page.goto(`${place.adminUrl}/reset-password#token=${'x'.repeat(43)}`);
    await page.getByRole('heading', { name: 'This link is not good any more' }).waitFor();
    await expectAccessibleInBoth(page, 'a link that is not good');
    onlyRefusals(window, 401, 404, 410, 422, 429);
  });

  test('a session is ended from another device, and its open tab hears of it at once', async () => {
    const [here, there] = [await opened('here'), await opened('there')];
    await signInByForm(there.page, `${place.adminUrl}/projects/OPS`, 'admin', DEMO_PASSWORD);
    await there.page.getByRole('button', { name: 'Ana Beridze You' }).waitFor();
    await signInByForm(here.page, `${place.adminUrl}/settings/account`, 'admin', DEMO_PASSWORD);
    const { page } = here;
    const sessions = page.getByRole('region', { name: 'Where you are signed in' });
    await sessions.getByRole('listitem').filter({ hasText: 'this one' }).waitFor();
    await eventually(async () =>
      expect(await sessions.getByRole('listitem').count()).toBeGreaterThanOrEqual(2),
    );
    await expectAccessibleInBoth(page, 'one’s sessions');
    await button(page, 'Sign out everywhere else').click();
    await page
      .getByRole('status')
      .filter({ hasText: /signed out/ })
      .waitFor();
    await sessions.getByText('You are signed in nowhere else.').waitFor();
    expect(await sessions.getByRole('listitem').count()).toBe(1);

    await there.page.getByText('Your session has ended').waitFor();
    await page.reload();
    await sessions.getByText('You are signed in nowhere else.').waitFor();
    expect(here.complaints).toEqual([]);
    onlyRefusals(there, 401);
  });

  test('a page that the server refuses says so, offers to try again, and does', {
    timeout: 240_000,
  }, async () => {
    const window = await opened('refused');
    const { page } = window;
    await signInByForm(page, `${place.adminUrl}/people`, 'root', DEMO_PASSWORD);
    await page.getByRole('heading', { name: 'People', level: 1 }).waitFor();
    const companies = await api.send('GET', '/api/companies?q=Kolkheti');
    const company = /"id":"([0-9a-f-]{36})"/.exec(JSON.stringify(companies.body))?.[1];
    // What stands around every page is answered.
    const answered = ['/api/me', '/api/projects', `/api/projects/${project}`];
    const refusing = (url: URL) => url.pathname.startsWith('/api/') && !answered.includes(url.pathname);
    for (const path of [
      '/companies',
      `/companies/${company}`,
      '/people',
      `/people/${api.id}`,
      '/settings/account',
      '/settings/notifications',
      '/projects/WEB/settings/roles',
      '/projects/WEB/settings/contacts',
      '/projects/WEB/settings/policies',
      '/reports?project=WEB',
      '/reports/scoreboard?project=WEB',
      '/reports/scoring?project=WEB',
      '/reports/reviews?project=WEB',
      '/operations',
      '/operations/mails',
    ]) {
      await page.route(refusing, (route) => route.fulfill({ status: 503, body: 'away' }));
      await page.goto(place.adminUrl + path);
      const retry = page.getByRole('button', { name: 'Try again' });
      await eventually(async () => expect(await retry.count(), path).toBeGreaterThan(0));
      if (path === '/companies' || path === '/settings/account')
        await expectAccessibleInBoth(page, `${path}, refused`);
      await page.unroute(refusing);
      // Each once: another click would begin the reading anew. A part that comes by itself takes its button with it.
      for (let left = await retry.count(); left > 0; left = await retry.count()) {
        await retry
          .first()
          .click({ timeout: 5_000 })
          .catch(() => undefined);
        await eventually(async () => expect(await retry.count(), path).toBeLessThan(left));
      }
    }
    onlyRefusals(window, 503);
  });

  test('what somebody may not see looks like what is not there, on every page', async () => {
    const window = await opened('denied');
    const { page } = window;
    await signInByForm(page, `${place.adminUrl}/projects`, 'manager', DEMO_PASSWORD);
    await page.getByRole('link', { name: /OPS/ }).first().waitFor();
    for (const path of [
      '/operations',
      '/operations/mails',
      '/people/00000000-0000-4000-8000-000000000000',
      '/companies/00000000-0000-4000-8000-000000000000',
      '/projects/NOPE/settings/roles',
      '/projects/OPS/settings/nothing',
      '/settings/nothing',
    ]) {
      await page.goto(place.adminUrl + path);
      await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
    }
    await expectAccessibleInBoth(page, 'nothing here');
    onlyRefusals(window, 404);
  });
});
