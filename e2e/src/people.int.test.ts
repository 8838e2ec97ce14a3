import { readFile } from 'node:fs/promises';
import { DEMO_PASSWORD } from '@ticketing/embedded/demo/demo-accounts.ts';
import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import {
  type TemporaryMailServer,
  temporaryMailServer,
} from '@ticketing/embedded/testing/temporary-mail-server.ts';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, expectAccessibleInBoth } from './accessibility.ts';
import { eventually, openWindow, signInByForm, type Window } from './browser.ts';
import { demoPerson, type Person, signIn } from './person.ts';
import { createStackPlace, type StackPlace } from './stack-place.ts';
import { type StackProcess, startStackProcess } from './stack-process.ts';
import { watchedWindows } from './watched-windows.ts';

/** Companies, people and the ways in, as a superuser and as somebody with a link from a mail use them. */
describeWithService('chromium', 'companies and people in the admin app', () => {
  let place: StackPlace;
  let stack: StackProcess | undefined;
  let mailbox: TemporaryMailServer;
  let root: Window;
  /** Somebody who is not signed in and follows links. */
  let visitor: Window;
  let api: Person;
  const windows = watchedWindows();

  beforeAll(async () => {
    mailbox = await temporaryMailServer();
    place = await createStackPlace();
    stack = await startStackProcess(place, {
      SMTP_URL: mailbox.url,
      MAIL_FROM: 'Help <help@desk.example>',
      PUBLIC_ADMIN_URL: place.adminUrl,
      PUBLIC_DESK_URL: place.deskUrl,
    });
    api = await demoPerson(place, 'root');
    root = await windows.open('root');
    visitor = await windows.open('visitor');
    await signInByForm(root.page, `${place.adminUrl}/companies`, 'root', DEMO_PASSWORD);
  }, 300_000);

  afterAll(async () => {
    await stack?.killEverything();
    await place.remove();
    await mailbox.stop();
  });

  /** What is still coming in is paler than it will be. */
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const undo = async (page: Page, said: string) => {
    const toast = page.getByRole('status').filter({ hasText: said });
    await toast.getByRole('button', { name: 'Undo' }).click();
  };
  const choose = async (page: Page, label: string, option: string, words = option) => {
    const box = page.getByRole('combobox', { name: label, exact: true });
    await box.click();
    if (words !== '') await box.fill(words);
    await page.locator('.ant-select-item-option').filter({ hasText: option }).first().click();
  };
  const openTab = (page: Page, name: string) =>
    page.locator('.page-tabs').getByRole('link', { name, exact: true }).click();
  const openCompany = async (page: Page, name: string) => {
    await page.goto(`${place.adminUrl}/companies`);
    await page.getByRole('rowheader', { name }).getByRole('link').click();
    await page.getByRole('heading', { name, level: 1 }).waitFor();
  };
  /** The address in the mail that comes next to this recipient with this in it. */
  const linkTo = async (address: string, path: string): Promise<string> => {
    for (let count = 1; ; count++) {
      const mail = (await mailbox.received(count))[count - 1];
      const link = new RegExp(`http://\\S+/${path}#token=[\\w-]+`).exec(mail?.text ?? '')?.[0];
      if (link && mail?.to.includes(address)) return link;
    }
  };

  test('companies are listed with how they fare, and a figure leads to the tickets that it counts', async () => {
    const { page } = root;
    await page.getByRole('heading', { name: 'Companies', level: 1 }).waitFor();
    await page.getByRole('link', { name: /open tickets of Kolkheti Logistics/ }).waitFor();
    await expectAccessibleInBoth(page, 'companies');
    await page.getByRole('textbox', { name: 'Search companies' }).fill('tamar');
    await eventually(async () => expect(await page.getByRole('rowheader').count()).toBe(1));
    expect(new URL(page.url()).searchParams.get('q')).toBe('tamar');

    await openCompany(page, 'Kolkheti Logistics');
    const health = page.getByRole('region', { name: /^Health/ });
    const open = await health.getByRole('link', { name: / open$/ }).textContent();
    const count = Number.parseInt(open ?? '', 10);
    expect(count).toBeGreaterThan(0);
    await page.getByRole('region', { name: 'What happened' }).getByRole('listitem').first().waitFor();
    await expectAccessibleInBoth(page, 'a company’s overview');
    await health.getByRole('link', { name: / open$/ }).click();
    await page.getByText(`${count} tickets`).waitFor();
    await openCompany(page, 'Kolkheti Logistics');
    await openTab(page, 'Tickets');
    await page.getByText(`${count} tickets`).waitFor();
    await expectAccessibleInBoth(page, 'a company’s tickets');
    await choose(page, 'Priority', 'Critical', '');
    await eventually(() => expect(new URL(page.url()).searchParams.get('priority')).toBe('4'));
    await page.reload();
    await page.getByText('4 tickets').waitFor();
  });

  test('people of a company come and go with a way back, and one is created right there', async () => {
    const { page } = root;
    await openCompany(page, 'Tamarindi Foods');
    await openTab(page, 'People');
    const admins = page.getByRole('region', { name: /^Who serves it/ });
    await admins.getByText('Ana Beridze').waitFor();
    await choose(page, 'Add somebody of the staff', 'Giorgi Kapanadze');
    await admins.getByRole('listitem').filter({ hasText: 'Giorgi Kapanadze' }).waitFor();
    await undo(page, 'Giorgi Kapanadze is in');
    await eventually(async () => expect(await admins.getByRole('listitem').count()).toBe(1));

    await button(page, 'New person').click();
    const dialog = page.getByRole('dialog', { name: 'New person' });
    await dialog.waitFor();
    await expectAccessible(page, 'a new person');
    await dialog.getByLabel('Name', { exact: true }).fill('Tekle Baker');
    await dialog.getByLabel('User name').fill('tekle');
    await dialog.getByLabel('Password').fill('bread and salt');
    await dialog.getByLabel('E-mail address').fill('tekle@example.com');
    await button(page, 'Create person').click();
    const people = page.getByRole('region', { name: /^Its people/ });
    await people.getByText('Tekle Baker').waitFor();
    await expectAccessibleInBoth(page, 'a company’s people');
    expect((await signIn(place, 'tekle', 'bread and salt')).id).toBeTruthy();
  });

  test('a company gets a logo, and its details change with a way back', async () => {
    const { page } = root;
    await openTab(page, 'Settings');
    const picture = { create: { width: 64, height: 64, channels: 3, background: '#0f766e' } } as const;
    const buffer = await sharp(picture).png().toBuffer();
    const file = page.locator('input[type=file]');
    await file.setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no') });
    await page.getByText('This is no PNG, JPEG, GIF or WebP image.').waitFor();
    await file.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer });
    await page.getByAltText('Preview of the logo').waitFor();
    await expectAccessibleInBoth(page, 'a company’s settings');
    await button(page, 'Use this logo').click();
    const logo = page.locator('.company-head .company-logo img');
    await eventually(async () =>
      expect(await logo.evaluate((image) => Reflect.get(image, 'naturalWidth'))).toBe(64),
    );
    await page.getByLabel('Phone').fill('+995 32 200 00 00');
    await button(page, 'Save').click();
    const head = page.locator('.company-head');
    await head.getByText('+995 32 200 00 00').waitFor();
    await undo(page, 'Saved');
    await head.getByText('+995 32 200 00 00').waitFor({ state: 'detached' });
    expect(await page.getByLabel('Phone').inputValue()).toBe('');
  });

  test('a month is reported on the screen and as a PDF, in English and in Georgian', async () => {
    const { page } = root;
    await openCompany(page, 'Kolkheti Logistics');
    await openTab(page, 'Monthly report');
    // The demo happened lately: whatever day it is, some of it was in this month.
    await page.getByRole('button', { name: 'The month after' }).click();
    await page.getByRole('img', { name: 'Opened and resolved by day' }).waitFor();
    await expectAccessibleInBoth(page, 'a monthly report');
    const month = new URL(page.url()).searchParams.get('month') ?? '';
    expect(month).toMatch(/^\d{4}-\d\d$/);

    const pdf = async (name: string) => {
      const [download] = await Promise.all([page.waitForEvent('download'), button(page, name).click()]);
      expect(download.suggestedFilename()).toBe(`Kolkheti-Logistics-${month}.pdf`);
      const content = await readFile(await download.path());
      expect(content.subarray(0, 5).toString('latin1')).toBe('%PDF-');
      const { totalPages, text } = await extractText(await getDocumentProxy(new Uint8Array(content)), {
        mergePages: true,
      });
      return { totalPages, text: text.replace(/\s+/g, ' ') };
    };
    const english = await pdf('Download PDF');
    expect(english.totalPages).toBeGreaterThanOrEqual(1);
    for (const words of ['Kolkheti Logistics', 'Time to the first answer', 'Made on', 'OPS-']) {
      expect(english.text).toContain(words);
    }

    await page.evaluate(() => localStorage.setItem('ticketing.language', 'ka'));
    await page.reload();
    await page.getByRole('img', { name: 'გახსნილი და დასრულებული დღეების მიხედვით' }).waitFor();
    await expectAccessibleInBoth(page, 'a monthly report in Georgian');
    const georgian = await pdf('PDF-ის ჩამოტვირთვა');
    expect(georgian.text.replace(/ /g, '')).toContain('დროპირველპასუხამდე');
    await page.evaluate(() => localStorage.setItem('ticketing.language', 'en'));
    await page.reload();
    await button(page, 'Print').waitFor();
    await page.locator('.report-sheet').waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.rail').isVisible()).toBe(false);
    expect(await page.locator('.report-tools').isVisible()).toBe(false);
    expect(await page.locator('.report-sheet').isVisible()).toBe(true);
    await page.emulateMedia({ media: 'screen' });
  });

  test('people are found, and an account is shut and opened again', async () => {
    const { page } = root;
    await page.goto(`${place.adminUrl}/people`);
    await page.getByRole('link', { name: /Tekle Baker/ }).waitFor();
    await expectAccessibleInBoth(page, 'people');
    await page.getByRole('textbox', { name: 'Search people' }).fill('tekle@');
    await eventually(async () => expect(await page.locator('.rows > li').count()).toBe(1));
    await page.getByRole('link', { name: /Tekle Baker/ }).click();
    await page.getByRole('region', { name: 'Companies' }).getByText('Tamarindi Foods').waitFor();
    await expectAccessibleInBoth(page, 'a person');

    await button(page, 'More actions').click();
    await page.getByRole('menuitem', { name: 'Deactivate' }).click();
    const dialog = page.getByRole('dialog', { name: 'Deactivate Tekle Baker?' });
    await dialog.getByText('They are signed out everywhere').waitFor();
    await dialog.getByRole('button', { name: 'Deactivate' }).click();
    await page.getByText('This account is deactivated').waitFor();
    await expect(signIn(place, 'tekle', 'bread and salt')).rejects.toThrow('401');
    await undo(page, 'Tekle Baker is deactivated');
    await page.getByText('This account is deactivated').waitFor({ state: 'detached' });
    expect((await signIn(place, 'tekle', 'bread and salt')).id).toBeTruthy();
  });

  test('a role is changed with a way back, and somebody who is invited joins by the link in the mail', async () => {
    const { page } = root;
    await page.goto(`${place.adminUrl}/projects/OPS/settings/roles`);
    const manager = page.getByRole('listitem').filter({ hasText: 'Maia Lomidze' });
    await manager.getByText('Manager', { exact: true }).waitFor();
    await choose(page, 'Role: Maia Lomidze', 'User', '');
    await undo(page, 'Maia Lomidze is User here now');
    const project = await api.project('OPS');
    const roleOf = async () => {
      const { body } = await api.send('GET', `/api/projects/${project.id}/roles`);
      return JSON.stringify(body);
    };
    await eventually(async () =>
      expect(await roleOf()).toMatch(/Maia Lomidze","username":"manager","role":"manager"/),
    );

    await page.getByRole('textbox', { name: 'E-mail address' }).fill('nana@example.com');
    await button(page, 'Send invitation').click();
    await page.getByText('An invitation is on its way to nana@example.com').waitFor();
    const invited = page.getByRole('listitem').filter({ hasText: 'nana@example.com' });
    await invited.getByText(/sent/).waitFor();
    await expectAccessibleInBoth(page, 'roles and invitations');

    await visitor.page.goto(await linkTo('nana@example.com', 'accept-invitation'));
    await visitor.page.getByRole('heading', { name: /^You are invited to / }).waitFor();
    await expectAccessibleInBoth(visitor.page, 'an invitation');
    await visitor.page.getByLabel('Your name').fill('Nana Newcomer');
    await visitor.page.getByLabel('User name').fill('nana');
    await visitor.page.getByLabel('Password').fill('first of all');
    await button(visitor.page, 'Create account and join').click();
    await visitor.page.waitForURL(`${place.adminUrl}/projects/OPS`);
    await page.reload();
    await invited.getByText(/accepted/).waitFor();
    await invited.getByText(/Nana Newcomer/).waitFor();
  });

  test('one’s own settings: what one is told of, the password, and how the app looks', async () => {
    const { page } = visitor;
    await page.goto(`${place.adminUrl}/settings/notifications`);
    const byEmail = page.getByRole('checkbox', { name: 'somebody mentions me: By e-mail' });
    await byEmail.uncheck();
    await expectAccessibleInBoth(page, 'notification settings');
    await page.reload();
    await eventually(async () => expect(await byEmail.isChecked()).toBe(false));
    await button(page, 'Back to the usual').click();
    await undo(page, 'You are told as it usually is');
    await eventually(async () => expect(await byEmail.isChecked()).toBe(false));

    await openTab(page, 'Account');
    await page.getByLabel('Current password').fill('first of all');
    await page.getByLabel('New password').fill('second to none');
    await expectAccessibleInBoth(page, 'account settings');
    await button(page, 'Change password').click();
    await page.getByText('Your password is changed.').waitFor();
    expect((await signIn(place, 'nana', 'second to none')).id).toBeTruthy();

    await openTab(page, 'Appearance');
    await page.getByLabel('Dark').check();
    await page.locator(':root[data-theme="dark"]').waitFor();
    await expectAccessible(page, 'appearance settings');
    await page.getByLabel('Like the device').check();
    await page.locator(':root[data-theme="light"]').waitFor();
  });

  test('a forgotten password is set anew by the link in the mail, and one is where one wanted to be', async () => {
    const { page } = visitor;
    await page.getByRole('button', { name: /Nana Newcomer/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to work' }).waitFor();
    await expectAccessibleInBoth(page, 'the sign-in');
    await page.getByLabel('Password').fill('peek');
    await button(page, 'Show').click();
    expect(await page.getByLabel('Password').getAttribute('type')).toBe('text');
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await page.getByLabel('User name or e-mail address').fill('nana@example.com');
    await expectAccessibleInBoth(page, 'a forgotten password');
    await button(page, 'Send the link').click();
    await page.getByRole('heading', { name: 'Look in your mailbox' }).waitFor();

    await page.goto(await linkTo('nana@example.com', 'reset-password'));
    await page.getByText('For nana.').waitFor();
    await page.getByLabel('New password').fill('third time lucky');
    await expectAccessibleInBoth(page, 'a new password');
    await button(page, 'Set it and sign in').click();
    await page.waitForURL((url) => !/^\/(login|reset-password)/.test(url.pathname));
    await page.getByRole('button', { name: /Nana Newcomer/ }).waitFor();
    expect((await signIn(place, 'nana', 'third time lucky')).id).toBeTruthy();
  });

  test('what may not be seen looks like what is not there', async () => {
    // Unwatched: the browser itself writes down that the answer was 404.
    const stranger = await openWindow('stranger');
    const { page, complaints } = stranger;
    await signInByForm(page, `${place.adminUrl}/`, 'nana', 'third time lucky');
    const companies = await api.send('GET', '/api/companies?q=Kolkheti');
    const id = /"id":"([0-9a-f-]{36})"/.exec(JSON.stringify(companies.body))?.[1];
    await page.goto(`${place.adminUrl}/companies/${id?.replace(/^.{8}/, '00000000')}`);
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
    expect(complaints.every((line) => line.includes('404'))).toBe(true);
    await stranger.close();
  });
});
