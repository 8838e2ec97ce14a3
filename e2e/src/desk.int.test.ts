import { gzipSync } from 'node:zlib';
import { DEMO_PASSWORD } from '@ticketing/embedded/demo/demo-accounts.ts';
import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import {
  type TemporaryMailServer,
  temporaryMailServer,
} from '@ticketing/embedded/testing/temporary-mail-server.ts';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { expectAccessible } from './accessibility.ts';
import { eventually, openWindow, signInByForm, type Window } from './browser.ts';
import { demoPerson, type Person } from './person.ts';
import { createStackPlace, type StackPlace } from './stack-place.ts';
import { type StackProcess, startStackProcess } from './stack-process.ts';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, reducedMotion: 'reduce' } as const;
const desktop = { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' } as const;

/** What a browser says by itself of requests without a connection; the page says it in words. */
const ofNoConnection = /ERR_INTERNET_DISCONNECTED|WebSocket connection .* failed/;

/** A client on a phone and the same client at a desk, on one stack whose mails arrive. */
describeWithService('chromium', 'the service desk', () => {
  let place: StackPlace;
  let stack: StackProcess | undefined;
  let mailbox: TemporaryMailServer;
  let thumb: Window;
  let wide: Window;
  let client: Person;
  let admin: Person;
  let projectId: string;
  let companyId: string;
  let doneId: string;
  let workId: string;
  const windows: Window[] = [];

  beforeAll(async () => {
    mailbox = await temporaryMailServer();
    place = await createStackPlace({ SMTP_URL: mailbox.url, MAIL_FROM: 'Help <help@desk.example>' });
    stack = await startStackProcess(place, { PUBLIC_DESK_URL: place.deskUrl });
    client = await demoPerson(place, 'client');
    admin = await demoPerson(place, 'admin');
    const project = await client.project('OPS');
    projectId = project.id;
    doneId = project.columns.find(({ category }) => category === 'done')?.id ?? '';
    workId = project.columns.find(({ category }) => category === 'in_progress')?.id ?? '';
    const board = await client.board(projectId);
    companyId = board.companies[0]?.id ?? '';
    windows.push(await openWindow('thumb', phone));
    windows.push(await openWindow('wide', desktop));
    const [first, second] = windows;
    if (!first || !second) throw new Error('Two windows were opened.');
    [thumb, wide] = [first, second];
    for (const { page } of windows) await signInByForm(page, place.deskUrl, 'client', DEMO_PASSWORD);
  }, 300_000);

  afterEach(() => {
    for (const { complaints } of windows) {
      expect(complaints.filter((words) => !ofNoConnection.test(words))).toEqual([]);
    }
  });

  afterAll(async () => {
    for (const each of windows) await each.close();
    await stack?.killEverything();
    await mailbox?.stop();
    await place?.remove();
  });

  const opened = (title: string, description = '') =>
    client.open({ projectId, companyId, title, description });
  const moved = (id: string, columnId: string) =>
    admin.command('POST', `/api/tickets/${id}/move`, { columnId });
  const visit = async (page: Page, path: string, heading: string) => {
    await page.goto(place.deskUrl + path);
    await page.getByRole('heading', { name: heading, exact: true }).waitFor();
  };
  const inDark = async (page: Page, state: string) => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectAccessible(page, `${state}, dark`);
    await page.emulateMedia({ colorScheme: 'light' });
    await expectAccessible(page, state);
  };

  test('opens as an app: with a manifest, icons and a worker that keeps nothing of anybody', async () => {
    const { page } = thumb;
    await page.goto(place.deskUrl);
    const address = await page.locator('link[rel="manifest"]').getAttribute('href');
    const answer = await fetch(new URL(address ?? '', place.deskUrl));
    expect(answer.headers.get('content-type')).toContain('manifest+json');
    const manifest = Manifest.parse(await answer.json());
    expect(manifest).toMatchObject({ name: 'Service desk', start_url: '/', display: 'standalone' });
    const shapes: string[] = [];
    for (const { src, sizes, type, purpose = 'any' } of manifest.icons) {
      if (type !== 'image/png') continue;
      const picture = await fetch(place.deskUrl + src);
      const { width, height } = await sharp(Buffer.from(await picture.arrayBuffer())).metadata();
      expect(`${width}x${height}`).toBe(sizes);
      shapes.push(`${sizes} ${purpose}`);
    }
    expect(shapes).toEqual(['192x192 any', '512x512 any', '512x512 maskable']);

    await eventually(async () =>
      expect(await page.evaluate('navigator.serviceWorker.controller !== null')).toBe(true),
    );
    await page.getByRole('heading', { name: /^Good / }).waitFor();
    const kept = await page.evaluate<string[]>(`(async () => {
      const addresses = [];
      for (const name of await caches.keys())
        for (const { url } of await (await caches.open(name)).keys()) addresses.push(new URL(url).pathname);
      return addresses;
    })()`);
    expect(kept).toContain('/index.html');
    expect(kept.filter((path) => path.startsWith('/api'))).toEqual([]);
  });

  test('shows the first page with little code', async () => {
    const fresh = await openWindow('fresh', phone);
    windows.push(fresh);
    const scripts: Promise<number>[] = [];
    fresh.page.on('response', (answer) => {
      if (new URL(answer.url()).pathname.endsWith('.js')) {
        scripts.push(answer.body().then((body) => gzipSync(body).length));
      }
    });
    // Its worker fetches every page beforehand, which nobody waits for.
    await fresh.page.addInitScript('delete Navigator.prototype.serviceWorker');
    await signInByForm(fresh.page, place.deskUrl, 'client', DEMO_PASSWORD);
    await fresh.page.getByRole('heading', { name: /^Open/ }).waitFor();
    const bytes = (await Promise.all(scripts)).reduce((sum, each) => sum + each, 0);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(180_000);
  });

  test('takes a request with a photo in four steps, and shows the photo large', async () => {
    const { page } = thumb;
    const photo = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#2a7' } })
      .jpeg()
      .toBuffer();
    await page.goto(place.deskUrl);
    await page.getByRole('link', { name: 'Ask for help' }).tap();
    await page.getByLabel('What do you need?').fill('The scanner eats paper\nSince noon, see the photo.');
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Add files or a photo' }).tap();
    await (await chooser).setFiles([{ name: 'scanner.jpg', mimeType: 'image/jpeg', buffer: photo }]);
    await page.getByText('scanner.jpg').waitFor();
    await page.getByText('IT support').tap();
    await expectAccessible(page, 'a request with a photo');
    await page.getByRole('button', { name: 'Send', exact: true }).tap();

    await page.getByRole('heading', { name: 'The scanner eats paper' }).waitFor();
    await page.getByRole('log').getByText('Since noon, see the photo.').waitFor();
    const id = page.url().split('/').at(-1) ?? '';
    expect((await admin.ticket(id)).attachments.map(({ name }) => name)).toEqual(['scanner.jpg']);
    await page.getByRole('button', { name: 'Look at scanner.jpg' }).tap();
    const large = page.getByRole('dialog', { name: 'scanner.jpg' });
    await eventually(async () =>
      expect(
        await large.getByRole('img').evaluate((image: { naturalWidth: number }) => image.naturalWidth),
      ).toBe(900),
    );
    await large.getByRole('button', { name: 'Close' }).tap();
    await large.waitFor({ state: 'detached' });
    await inDark(page, 'a ticket on a phone');
  });

  test('keeps a request over a reload and offers what is looked at already', async () => {
    const { page } = wide;
    await opened('Coffee machine blinks orange');
    await visit(page, '/ask', 'How can we help?');
    await page.getByLabel('What do you need?').fill('Coffee machine');
    await page.getByRole('region', { name: 'Already being looked at' }).getByText('blinks orange').waitFor();
    await page.reload();
    expect(await page.getByLabel('What do you need?').inputValue()).toBe('Coffee machine');
    await inDark(page, 'a request with similar tickets');
    await page.getByLabel('What do you need?').fill('');
  });

  test('carries a conversation live, with who is writing, and lets one’s own words be changed', async () => {
    const { id } = await opened('Keyboard without an E', 'It fell off.');
    const staff = await openWindow('staff');
    windows.push(staff);
    await signInByForm(staff.page, `${place.deskUrl}/tickets/${id}`, 'agent', DEMO_PASSWORD);
    await visit(wide.page, `/tickets/${id}`, 'Keyboard without an E');
    await staff.page.getByLabel('Your message').pressSequentially('I bring a new one');
    await wide.page.getByText('Giorgi Kapanadze is writing…').waitFor();
    await staff.page.getByRole('button', { name: 'Send', exact: true }).click();
    await wide.page.getByRole('log').getByText('I bring a new one').waitFor();

    await wide.page.getByLabel('Your message').fill('Thank yu');
    await wide.page.getByRole('button', { name: 'Send', exact: true }).click();
    await staff.page.getByRole('log').getByText('Thank yu').waitFor();
    await wide.page.getByRole('button', { name: 'More about your message' }).click();
    await wide.page.getByRole('button', { name: 'Edit' }).click();
    await wide.page.getByLabel('Your message, edited').fill('Thank you');
    await wide.page.getByRole('button', { name: 'Save', exact: true }).click();
    await staff.page.getByRole('log').getByText('Thank you').waitFor();
    await wide.page.getByRole('button', { name: 'More about your message' }).click();
    await wide.page.getByRole('button', { name: 'Remove' }).click();
    await expectAccessible(wide.page, 'a message that is about to be removed');
    await wide.page.getByRole('alert').getByRole('button', { name: 'Remove' }).click();
    await staff.page.getByRole('log').getByText('Thank you').waitFor({ state: 'detached' });
    await admin.command('POST', `/api/tickets/${id}/comments`, { body: `Done, @[${client.id}].` });
    await wide.page.getByRole('log').getByText('@Nino Abashidze').waitFor();
    await wide.page.getByRole('button', { name: 'Follow', exact: true }).click();
    await eventually(async () => expect((await admin.ticket(id)).followerIds).toContain(client.id));
  });

  test('tells what is new, and chats with who is on it', async () => {
    const { page } = wide;
    const { id } = await opened('Badge does not open the gate');
    await page.goto(place.deskUrl);
    await page.getByRole('heading', { name: /^Good / }).waitFor();
    await admin.command('POST', `/api/tickets/${id}/comments`, { body: 'Which gate?' });
    const row = page.getByRole('link', { name: /^New.*Badge does not open the gate/ });
    await row.waitFor();
    await page.getByRole('link', { name: /^What is new/ }).click();
    await page.getByRole('heading', { name: 'What is new' }).waitFor();
    const told = page.getByRole('link', { name: /Ana Beridze answered.*Badge does not open the gate/ });
    await told.waitFor();
    await inDark(page, 'what is new');
    await told.click();
    await page.getByRole('log').getByText('Which gate?').waitFor();
    await page.getByRole('link', { name: /^What is new/ }).click();
    await told.waitFor();
    expect(await page.getByRole('link', { name: /New:.*Badge does not open/ }).count()).toBe(0);

    await page.goto(`${place.deskUrl}/tickets/${id}`);
    await page.getByRole('radio', { name: 'Live chat', exact: true }).waitFor();
    await admin.command('POST', `/api/rooms/${id}/messages`, { body: 'I am at the gate now.' });
    await page
      .getByRole('radio', { name: /^Live chat 1/ })
      .locator('..')
      .click();
    await page.getByRole('log').getByText('I am at the gate now.').waitFor();
    await page.getByLabel('Your chat message').fill('It opens!');
    await page.getByLabel('Your chat message').press('Enter');
    await page.getByRole('log').getByText('It opens!').waitFor();
    await eventually(async () => {
      const { body } = await admin.send('GET', `/api/rooms/${id}/messages`);
      expect(JSON.stringify(body)).toContain('It opens!');
    });
    await page.getByRole('radio', { name: 'Live chat', exact: true }).waitFor();
    await inDark(page, 'the live chat of a ticket');
  });

  test('opens without a connection, and sends each word once when there is one', async () => {
    const { page } = thumb;
    const { id } = await opened('Lamp over desk 4');
    await visit(page, `/tickets/${id}`, 'Lamp over desk 4');
    await page.getByText('To Do').waitFor();
    // What was seen is put down a moment after it came.
    await eventually(async () => expect(await seenTickets(page)).toContain(id));
    await page.context().setOffline(true);
    await page.getByText(/^Offline\./).waitFor();
    for (const words of ['It flickers.', 'Now it is dark.']) {
      await page.getByLabel('Your message').fill(words);
      await page.getByRole('button', { name: 'Send', exact: true }).tap();
    }
    await page.getByText('Will be sent when you are back').nth(1).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Lamp over desk 4' }).waitFor();
    await page.getByRole('log').getByText('Now it is dark.').waitFor();
    await expectAccessible(page, 'a ticket without a connection');

    await page.goto(`${place.deskUrl}/ask`);
    await page.getByLabel('What do you need?').fill('Bulb for desk 4');
    await page.getByText('IT support').tap();
    await page.getByRole('button', { name: 'Send', exact: true }).tap();
    await page.getByText('1 request waits for the connection').waitFor();
    await page.getByText('Bulb for desk 4').waitFor();
    expect((await admin.ticket(id)).comments).toEqual([]);

    await page.context().setOffline(false);
    await eventually(async () =>
      expect((await admin.ticket(id)).comments.map(({ body }) => body)).toEqual([
        'It flickers.',
        'Now it is dark.',
      ]),
    );
    await page.getByText('1 request waits for the connection').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: /Bulb for desk 4/ }).waitFor();
    await page.reload();
    await page.getByRole('link', { name: /Bulb for desk 4/ }).waitFor();
    const bulbs = (await client.board(projectId)).columns
      .flatMap(({ tickets }) => tickets)
      .filter(({ title }) => title === 'Bulb for desk 4');
    expect(bulbs).toHaveLength(1);
    expect((await admin.ticket(id)).comments).toHaveLength(2);
  });

  test('asks whether it helped: not yet with a reason, then stars and a word', async () => {
    const { page } = thumb;
    const { id } = await opened('Chair squeaks');
    await moved(id, doneId);
    await page.goto(`${place.deskUrl}/?show=waiting`);
    await page.getByRole('link', { name: /Chair squeaks/ }).tap();
    const panel = page.getByRole('region', { name: 'Did it help?' });
    await inDark(page, 'a ticket that waits for a review');
    await panel.getByRole('button', { name: 'Not yet' }).tap();
    await panel.getByLabel('What is still missing?').fill('The left arm rest still squeaks.');
    await panel.getByRole('button', { name: 'Send it back' }).tap();
    await panel.waitFor({ state: 'detached' });
    await page.getByText('You sent it back: “The left arm rest still squeaks.”').waitFor();
    await eventually(async () => expect((await admin.ticket(id)).review).toBe('rejected'));

    await moved(id, workId);
    await moved(id, doneId);
    await panel.waitFor();
    await panel
      .getByRole('radio', { name: /^5 stars/ })
      .locator('..')
      .tap();
    await panel.getByLabel('A word to those who helped (optional)').fill('Quiet now.');
    await panel.getByRole('button', { name: 'Yes, it is done' }).tap();
    await panel.waitFor({ state: 'detached' });
    await page.getByText('Quiet now.').waitFor();
    await page.getByText('Earlier rounds (1)').tap();
    const { reviews } = await admin.ticket(id);
    expect(reviews.map(({ state, stars, words }) => [state, stars, words])).toEqual([
      ['rejected', null, 'The left arm rest still squeaks.'],
      ['accepted', 5, 'Quiet now.'],
    ]);
    await admin.command('POST', `/api/tickets/${id}/archive`, {});
    await page.getByText('This ticket is closed').waitFor();
    await expectAccessible(page, 'a closed ticket');
    await page.getByRole('link', { name: 'Ask again about this' }).tap();
    await page.getByText(/^About OPS-\d+ Chair squeaks/).waitFor();
  });

  test('finds tickets by what was said in them, counts them, and keeps the list beside the conversation', async () => {
    const { page } = wide;
    const { id } = await opened('Projector in room 7');
    await client.command('POST', `/api/tickets/${id}/comments`, { body: 'It hums like a beehive.' });
    await page.goto(place.deskUrl);
    await page.getByRole('radio', { name: /^Open/ }).locator('..').click();
    await page.getByRole('link', { name: /Projector in room 7/ }).waitFor();
    expect(new URL(page.url()).search).toBe('?show=open');
    await inDark(page, 'the list of open tickets');

    await page.getByRole('button', { name: 'List and conversation side by side' }).click();
    await page.getByRole('searchbox', { name: 'Search tickets' }).fill('beehive');
    await page.getByText('It hums like a beehive.').click();
    await page.getByRole('heading', { name: 'Projector in room 7', exact: true }).waitFor();
    expect(await page.getByRole('searchbox', { name: 'Search tickets' }).inputValue()).toBe('beehive');
    await inDark(page, 'list and conversation side by side');
    await page.getByRole('button', { name: 'List and conversation side by side' }).click();
    await page.getByRole('link', { name: 'My tickets' }).click();
    await page.getByText('It hums like a beehive.').waitFor();
  });

  test('keeps a profile: name, wishes, language and a new password without signing in again', async () => {
    const { page } = wide;
    await visit(page, '/profile', 'Your profile');
    await page.getByLabel('Name', { exact: true }).fill('Nino A.');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved', { exact: true }).waitFor();
    await page.getByRole('checkbox', { name: 'Somebody answered: By e-mail' }).check();
    await inDark(page, 'the profile');
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
    await page.locator('#content').getByText('ქართული').click();
    await page.getByRole('heading', { name: 'თქვენი პროფილი' }).waitFor();
    await expectAccessible(page, 'the profile in Georgian');
    await page.locator('#content').getByText('English').click();
    await page.getByRole('heading', { name: 'Your profile' }).waitFor();
  });

  test('leads from the link in a mail to a new password, and back to where one wanted to go', async () => {
    const stranger = await openWindow('stranger', phone);
    const { page } = stranger;
    await page.goto(`${place.deskUrl}/ask`);
    await page.getByRole('link', { name: 'Forgot your password?' }).tap();
    await page.getByLabel('User name or e-mail address').fill('client2');
    await inDark(page, 'the page for a forgotten password');
    await page.getByRole('button', { name: 'Send me the link' }).tap();
    await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor();
    const link = await linkInMail();
    expect(link).toContain(place.deskUrl);

    await page.goto(link);
    await page.getByText('For your account “client2”').waitFor();
    await expectAccessible(page, 'the page for a new password');
    await page.getByLabel('New password').fill('new and secret');
    await page.getByRole('button', { name: 'Set the password' }).tap();
    await page.getByRole('heading', { name: /^Good .*, Luka$/ }).waitFor();
    await page.goto(link);
    await page.getByRole('heading', { name: 'This link does not work any more' }).waitFor();

    await page.goto(place.deskUrl);
    await page.getByRole('button', { name: 'Profile and settings' }).tap();
    await page.getByRole('button', { name: 'Sign out' }).tap();
    await signInByForm(page, `${place.deskUrl}/profile`, 'client2', 'new and secret');
    await page.getByRole('heading', { name: 'Your profile' }).waitFor();
    // What is no address of a ticket is not asked for.
    await page.goto(`${place.deskUrl}/tickets/not-a-ticket`);
    await page.getByRole('heading', { name: 'There is no such ticket' }).waitFor();
    // The browser tells of the link that was no good; nothing else.
    expect(stranger.complaints.filter((words) => !/status of 422/.test(words))).toEqual([]);
    await stranger.close();
  });

  async function linkInMail(): Promise<string> {
    for (let count = 1; ; count++) {
      const mail = (await mailbox.received(count))[count - 1];
      const link = /https?:\/\/\S+\/reset-password#token=[\w-]{43}/.exec(mail?.text ?? '')?.[0];
      if (link !== undefined) return link;
    }
  }
});

const Manifest = z.looseObject({
  icons: z.array(
    z.object({ src: z.string(), sizes: z.string(), type: z.string(), purpose: z.string().optional() }),
  ),
});

/** Ids of the tickets that the device has put down for a time without a connection. */
const seenTickets = (page: Page): Promise<readonly string[]> =>
  page.evaluate<string[]>(`new Promise((done, failed) => {
    const opening = indexedDB.open('keyval-store');
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const asked = opening.result.transaction('keyval').objectStore('keyval').getAll();
      asked.onerror = () => failed(asked.error);
      asked.onsuccess = () =>
        done(asked.result.flatMap(({ queries }) => queries.map(({ queryKey }) => queryKey[1])));
    };
  })`);
