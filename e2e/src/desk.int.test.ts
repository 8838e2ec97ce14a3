import { gzipSync } from 'node:zlib';
import { DEMO_PASSWORD } from '@ticketing/embedded/demo/demo-accounts.ts';
import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { expectAccessible, expectAccessibleInBoth } from './accessibility.ts';
import { eventually, signInByForm } from './browser.ts';
import { type Desk, phone, secondTab, startDesk } from './desk.ts';
import { handWork } from './hand-work.ts';
import { keptFiles, seenTickets } from './kept-on-device.ts';

/** Asking for help and following it, on a phone and at a wide screen. */
describeWithService('chromium', 'the service desk', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await startDesk();
  }, 300_000);

  afterEach(() => desk.expectQuiet());

  afterAll(() => desk?.stop());

  test('opens as an app: with a manifest, icons and a worker that keeps nothing of anybody', async () => {
    const { page } = desk.thumb;
    await page.goto(desk.place.deskUrl);
    const address = await page.locator('link[rel="manifest"]').getAttribute('href');
    const answer = await fetch(new URL(address ?? '', desk.place.deskUrl));
    expect(answer.headers.get('content-type')).toContain('manifest+json');
    const manifest = Manifest.parse(await answer.json());
    expect(manifest).toMatchObject({ name: 'Service desk', start_url: '/', display: 'standalone' });
    const shapes: string[] = [];
    for (const { src, sizes, type, purpose = 'any' } of manifest.icons) {
      if (type !== 'image/png') continue;
      const picture = await fetch(desk.place.deskUrl + src);
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

  test('shows the first page with little code, and never as empty', async () => {
    const fresh = await desk.window('fresh', phone);
    const scripts: Promise<number>[] = [];
    fresh.page.on('response', (answer) => {
      if (new URL(answer.url()).pathname.endsWith('.js')) {
        scripts.push(answer.body().then((body) => gzipSync(body).length));
      }
    });
    // Its worker fetches every page beforehand, which nobody waits for.
    await fresh.page.addInitScript('delete Navigator.prototype.serviceWorker');
    await fresh.page.addInitScript(`globalThis.saidNothing = false;
      new MutationObserver(() => {
        globalThis.saidNothing ||= document.body?.textContent.includes('Nothing is open') ?? false;
      }).observe(document, { subtree: true, childList: true });`);
    await signInByForm(fresh.page, desk.place.deskUrl, 'client', DEMO_PASSWORD);
    await fresh.page.getByRole('heading', { name: /^Open/ }).waitFor();
    const bytes = (await Promise.all(scripts)).reduce((sum, each) => sum + each, 0);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(180_000);
    await fresh.page.reload();
    await fresh.page.getByRole('heading', { name: /^Open/ }).waitFor();
    // There are open tickets from the first moment on which anything is said of them.
    expect(await fresh.page.evaluate('globalThis.saidNothing')).toBe(false);
  });

  test('takes a photo, a line and one more press, and shows the photo large', async () => {
    const { page } = desk.thumb;
    const photo = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#2a7' } })
      .jpeg()
      .toBuffer();
    const picture = { name: 'scanner.jpg', mimeType: 'image/jpeg', buffer: photo };
    const words = 'The scanner eats paper';
    const box = page.getByLabel('What do you need?');
    const write = async () => {
      // No press is needed to begin: the box has the focus, and the keyboard is open.
      await page.locator('textarea:focus').waitFor();
      await box.pressSequentially(words);
    };
    const send = () => page.getByRole('button', { name: 'Send', exact: true }).tap();
    const arrived = () => page.getByRole('heading', { name: words }).waitFor();
    await page.goto(desk.place.deskUrl);
    const hand = handWork();
    const chooser = page.waitForEvent('filechooser');
    await hand.press(page.getByRole('button', { name: 'Ask with a photo' }).tap());
    await hand.choosePhoto((await chooser).setFiles([picture]));
    await hand.write(words, write());
    await hand.wait(page.getByText('scanner.jpg').waitFor());
    await hand.wait(page.getByRole('radio', { name: /IT support/, checked: true }).waitFor());
    await hand.press(send());
    await hand.wait(arrived());
    console.info(`Asking with a photo: ${hand.sum()}`);
    expect(hand.done).toEqual({ presses: 2, fields: 1, keys: words.length, photos: 1 });
    const id = page.url().split('/').at(-1) ?? '';
    await eventually(async () =>
      expect((await desk.admin.ticket(id)).attachments.map(({ name }) => name)).toEqual(['scanner.jpg']),
    );

    await page.getByRole('link', { name: 'My tickets' }).tap();
    const again = handWork();
    await again.press(page.getByRole('link', { name: 'Ask for help' }).tap());
    await again.write(words, write());
    const second = page.waitForEvent('filechooser');
    await again.press(page.getByRole('button', { name: 'Add files or a photo' }).tap());
    await again.choosePhoto((await second).setFiles([picture]));
    await again.wait(page.getByText('scanner.jpg').waitFor());
    await expectAccessible(page, 'a request with a photo');
    await box.press('End');
    await box.pressSequentially('\nSince noon, see the photo.');
    await again.press(send());
    await again.wait(arrived());
    console.info(`Asking for help: ${again.sum()}`);
    expect(again.done).toEqual({ presses: 3, fields: 1, keys: words.length, photos: 1 });
    await page.getByRole('log').getByText('Since noon, see the photo.').waitFor();
    await page.getByRole('button', { name: 'Look at scanner.jpg' }).tap();
    const large = page.getByRole('dialog', { name: 'scanner.jpg' });
    await eventually(async () =>
      expect(
        await large.getByRole('img').evaluate((image: { naturalWidth: number }) => image.naturalWidth),
      ).toBe(900),
    );
    await large.getByRole('button', { name: 'Close' }).tap();
    await large.waitFor({ state: 'detached' });
    await expectAccessibleInBoth(page, 'a ticket on a phone');
  });

  test('keeps a request with its files over a reload and offers what is looked at already', async () => {
    const { page } = desk.wide;
    await desk.opened('Coffee machine blinks orange');
    await desk.visit(page, '/ask', 'How can we help?');
    await page.getByLabel('What do you need?').fill('Coffee machine');
    await page.getByRole('region', { name: 'Already being looked at' }).getByText('blinks orange').waitFor();
    await chooseFile(page, 'blinking.txt');
    await eventually(async () => expect(await keptFiles(page)).toEqual(['blinking.txt']));
    await page.reload();
    const tray = page.getByRole('list', { name: 'Files to send' });
    await tray.getByText('blinking.txt').waitFor();
    expect(await page.getByLabel('What do you need?').inputValue()).toBe('Coffee machine');
    await page.getByRole('region', { name: 'Already being looked at' }).getByText('blinks orange').waitFor();
    await expectAccessibleInBoth(page, 'a request with similar tickets');

    // The file stands in one of two tabs, and goes over to the other one when that is closed.
    const second = await secondTab(page);
    await desk.visit(second, '/ask', 'How can we help?');
    const theirs = second.getByRole('list', { name: 'Files to send' });
    await second.getByText('blinking.txt is in another tab').waitFor();
    expect(await theirs.count()).toBe(0);
    await page.getByRole('button', { name: 'Remove blinking.txt' }).click();
    await second.getByText('blinking.txt is in another tab').waitFor({ state: 'detached' });
    await chooseFile(page, 'blinking.txt');
    await second.getByText('blinking.txt is in another tab').waitFor();
    await expectAccessibleInBoth(second, 'a request whose file stands in another tab');
    await page.goto('about:blank');
    await theirs.getByText('blinking.txt').waitFor();
    await second.close();
    await desk.visit(page, '/ask', 'How can we help?');
    await tray.getByText('blinking.txt').waitFor();

    await page.getByLabel('What do you need?').fill('Coffee machine makes tea');
    await page.getByText('IT support').click();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('heading', { name: 'Coffee machine makes tea' }).waitFor();
    const id = page.url().split('/').at(-1) ?? '';
    await eventually(async () =>
      expect((await desk.admin.ticket(id)).attachments.map(({ name }) => name)).toEqual(['blinking.txt']),
    );
    await eventually(async () => expect(await keptFiles(page)).toEqual([]));
    await desk.visit(page, '/ask', 'How can we help?');
    expect(await tray.count()).toBe(0);
  });

  test('lets what waits for the connection be changed, with its files', async () => {
    const { page } = desk.thumb;
    const tray = page.getByRole('list', { name: 'Files to send' });
    await desk.visit(page, '/ask', 'How can we help?');
    await page.getByLabel('What do you need?').fill('The oven smokes');
    await chooseFile(page, 'smoke.txt');
    await tray.getByText('7 B').waitFor();
    await page.context().setOffline(true);
    await page.getByText('IT support').tap();
    await page.getByRole('button', { name: 'Send', exact: true }).tap();
    await page.getByText('with 1 file').waitFor();
    await expectAccessibleInBoth(page, 'a request that waits with a file');
    await desk.visit(page, '/ask', 'How can we help?');
    expect(await tray.count()).toBe(0);
    await page.getByLabel('What do you need?').fill('Half a thought');
    await page.getByRole('link', { name: 'My tickets' }).tap();
    await page.getByRole('button', { name: 'Change it' }).tap();
    await tray.getByText('smoke.txt').waitFor();
    expect(await page.getByLabel('What do you need?').inputValue()).toBe('The oven smokes\nHalf a thought');
    await page.getByLabel('What do you need?').fill('The oven smokes, it is the small one');
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Send', exact: true }).tap();
    await page.getByRole('heading', { name: 'The oven smokes, it is the small one' }).waitFor();
    const id = page.url().split('/').at(-1) ?? '';
    await eventually(async () =>
      expect((await desk.admin.ticket(id)).attachments.map(({ name }) => name)).toEqual(['smoke.txt']),
    );

    // The keyboard takes the lower part of the screen, and what was said last stays in sight above it.
    await page.getByLabel('Your message').tap();
    await page.setViewportSize({ width: 390, height: 500 });
    await desk.admin.command('POST', `/api/tickets/${id}/comments`, { body: 'Is it still on?' });
    await eventually(async () => {
      const said = await page.getByRole('log').getByText('Is it still on?').boundingBox();
      const box = await page.getByLabel('Your message').boundingBox();
      expect(said && box && said.y > 0 && said.y + said.height <= box.y && box.y + box.height <= 500).toBe(
        true,
      );
    });
    await page.setViewportSize(phone.viewport);

    await chooseFile(page, 'ashes.txt');
    await tray.getByText('7 B').waitFor();
    await page.context().setOffline(true);
    await page.getByLabel('Your message').fill('And this is left');
    await page.getByRole('button', { name: 'Send', exact: true }).tap();
    await tray.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Take it back' }).tap();
    await tray.getByText('ashes.txt').waitFor();
    expect(await page.getByLabel('Your message').inputValue()).toBe('And this is left');
    await page.getByRole('button', { name: 'Send', exact: true }).tap();
    await page.context().setOffline(false);
    await eventually(async () =>
      expect((await desk.admin.ticket(id)).attachments.map(({ name }) => name)).toEqual([
        'smoke.txt',
        'ashes.txt',
      ]),
    );
    await eventually(async () => expect(await keptFiles(page)).toEqual([]));
  });

  test('carries a conversation live, with who is writing, and lets one’s own words be changed', async () => {
    const { id } = await desk.opened('Keyboard without an E', 'It fell off.');
    const staff = await desk.window('staff');
    await signInByForm(staff.page, `${desk.place.deskUrl}/tickets/${id}`, 'agent', DEMO_PASSWORD);
    await desk.visit(desk.wide.page, `/tickets/${id}`, 'Keyboard without an E');
    await staff.page.getByLabel('Your message').pressSequentially('I bring a new one');
    await desk.wide.page.getByText('Giorgi Kapanadze is writing…').waitFor();
    await staff.page.getByRole('button', { name: 'Send', exact: true }).click();
    await desk.wide.page.getByRole('log').getByText('I bring a new one').waitFor();

    await desk.wide.page.getByLabel('Your message').fill('Thank yu');
    await desk.wide.page.getByRole('button', { name: 'Send', exact: true }).click();
    await staff.page.getByRole('log').getByText('Thank yu').waitFor();
    await desk.wide.page.getByRole('button', { name: 'More about your message' }).click();
    await desk.wide.page.getByRole('button', { name: 'Edit' }).click();
    await desk.wide.page.getByLabel('Your message, edited').fill('Thank you');
    await desk.wide.page.getByRole('button', { name: 'Save', exact: true }).click();
    await staff.page.getByRole('log').getByText('Thank you').waitFor();
    await desk.wide.page.getByRole('button', { name: 'More about your message' }).click();
    await desk.wide.page.getByRole('button', { name: 'Remove' }).click();
    await expectAccessible(desk.wide.page, 'a message that is about to be removed');
    await desk.wide.page.getByRole('alert').getByRole('button', { name: 'Remove' }).click();
    await staff.page.getByRole('log').getByText('Thank you').waitFor({ state: 'detached' });
    await desk.admin.command('POST', `/api/tickets/${id}/comments`, { body: `Done, @[${desk.client.id}].` });
    await desk.wide.page.getByRole('log').getByText('@Nino Abashidze').waitFor();
    await desk.wide.page.getByRole('button', { name: 'Follow', exact: true }).click();
    await eventually(async () => expect((await desk.admin.ticket(id)).followerIds).toContain(desk.client.id));
  });

  test('tells what is new, and chats with who is on it', async () => {
    const { page } = desk.wide;
    const { id } = await desk.opened('Badge does not open the gate');
    // It was told of while what is new was on its way.
    const slow = '**/api/notifications?*';
    const told = Promise.withResolvers<void>();
    await page.route(slow, async (route) => {
      const answer = await route.fetch();
      await told.promise;
      // Who asked may have given it up.
      await route.fulfill({ response: answer }).catch(() => undefined);
    });
    await page.goto(desk.place.deskUrl);
    const bell = page.getByRole('link', { name: /^What is new/ });
    const before = await bell.innerText();
    await desk.admin.command('POST', `/api/tickets/${id}/comments`, { body: 'Which gate?' });
    await eventually(async () => expect(await bell.innerText()).not.toBe(before));
    told.resolve();
    const row = page.getByRole('link', { name: /^New.*Badge does not open the gate/ });
    await row.waitFor();
    await page.unroute(slow);
    await bell.click();
    await page.getByRole('heading', { name: 'What is new' }).waitFor();
    const item = page.getByRole('link', { name: /Ana Beridze answered.*Badge does not open the gate/ });
    await item.waitFor();
    await expectAccessibleInBoth(page, 'what is new');
    // The button goes with what was unread: the keyboard stands on Undo, and goes on from the button when that is back.
    await page.getByRole('button', { name: 'Mark all as read' }).press('Enter');
    await page.locator('button:focus:text-is("Undo")').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('button:focus:text-is("Mark all as read")').waitFor();
    await item.click();
    await page.getByRole('log').getByText('Which gate?').waitFor();
    await page.getByRole('link', { name: /^What is new/ }).click();
    await item.waitFor();
    await page.getByRole('link', { name: /New:.*Badge does not open/ }).waitFor({ state: 'detached' });

    await page.goto(`${desk.place.deskUrl}/tickets/${id}`);
    await page.getByRole('radio', { name: 'Live chat', exact: true }).waitFor();
    const said = await desk.admin.send('POST', `/api/rooms/${id}/messages`, {
      body: 'I am at the gate now.',
    });
    await page
      .getByRole('radio', { name: /^Live chat 1/ })
      .locator('..')
      .click();
    await page.getByRole('log').getByText('I am at the gate now.').waitFor();
    const { messageId } = z.object({ messageId: z.string() }).parse(said.body);
    const reactions = `/api/rooms/${id}/messages/${messageId}/reactions`;
    await desk.admin.command('PUT', `${reactions}/${encodeURIComponent('🎉')}`);
    await page.getByRole('button', { name: '🎉 1, from Ana Beridze' }).click();
    await page.getByRole('button', { name: '🎉 2, from Ana Beridze, You', pressed: true }).waitFor();
    await page.getByLabel('Your chat message').fill('It opens!');
    await page.getByLabel('Your chat message').press('Enter');
    await page.getByRole('log').getByText('It opens!').waitFor();
    await eventually(async () => {
      const { body } = await desk.admin.send('GET', `/api/rooms/${id}/messages`);
      expect(JSON.stringify(body)).toContain('It opens!');
    });
    await page.getByRole('radio', { name: 'Live chat', exact: true }).waitFor();
    await expectAccessibleInBoth(page, 'the live chat of a ticket');

    const remove = async () => {
      await page.getByRole('button', { name: 'More about your message' }).click();
      await page.getByRole('button', { name: 'Remove' }).press('Enter');
      await page.getByText('This message was removed').waitFor();
    };
    const second = await secondTab(page);
    await second.goto(`${desk.place.deskUrl}/tickets/${id}?talk=chat`);
    await second.getByRole('log').getByText('It opens!').waitFor();
    await remove();
    // The keyboard stands on Undo, and what can be taken back is not carried out by another tab.
    await second.reload();
    await second.getByRole('log').getByText('It opens!').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('log').getByText('It opens!').waitFor();
    // The keyboard goes on from the message that is back.
    await page
      .locator('li:has-text("It opens!") button:focus[aria-label="More about your message"]')
      .waitFor();
    await second.close();
    const { body: after } = await desk.admin.send('GET', `/api/rooms/${id}/messages`);
    expect(JSON.stringify(after)).toContain('It opens!');
    await remove();
    await expectAccessible(page, 'a chat message that was just removed');
  });

  test('opens without a connection, and sends each word once when there is one', async () => {
    const { page } = desk.thumb;
    const { id } = await desk.opened('Lamp over desk 4');
    await desk.visit(page, `/tickets/${id}`, 'Lamp over desk 4');
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

    await page.goto(`${desk.place.deskUrl}/ask`);
    await page.getByLabel('What do you need?').fill('Bulb for desk 4');
    await page.getByText('IT support').tap();
    await page.getByRole('button', { name: 'Send', exact: true }).tap();
    await page.getByText('1 request waits for the connection').waitFor();
    await page.getByText('Bulb for desk 4').waitFor();
    expect((await desk.admin.ticket(id)).comments).toEqual([]);

    await page.context().setOffline(false);
    await eventually(async () =>
      expect((await desk.admin.ticket(id)).comments.map(({ body }) => body)).toEqual([
        'It flickers.',
        'Now it is dark.',
      ]),
    );
    await page.getByText('1 request waits for the connection').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: /Bulb for desk 4/ }).waitFor();
    await page.reload();
    await page.getByRole('link', { name: /Bulb for desk 4/ }).waitFor();
    const bulbs = (await desk.client.board(desk.projectId)).columns
      .flatMap(({ tickets }) => tickets)
      .filter(({ title }) => title === 'Bulb for desk 4');
    expect(bulbs).toHaveLength(1);
    expect((await desk.admin.ticket(id)).comments).toHaveLength(2);
  });

  test('finds tickets by what was said in them, counts them, and keeps the list beside the conversation', async () => {
    const { page } = desk.wide;
    const { id } = await desk.opened('Projector in room 7');
    await desk.client.command('POST', `/api/tickets/${id}/comments`, { body: 'It hums like a beehive.' });
    await page.goto(desk.place.deskUrl);
    await page.getByRole('radio', { name: /^Open/ }).locator('..').click();
    await page.getByRole('link', { name: /Projector in room 7/ }).waitFor();
    expect(new URL(page.url()).search).toBe('?show=open');
    await expectAccessibleInBoth(page, 'the list of open tickets');
    // A time says how long ago, and exactly when under the mouse.
    const time = page
      .getByRole('link', { name: /Projector in room 7/ })
      .locator('time')
      .filter({ visible: true });
    expect(await time.textContent()).toMatch(/just now|ago/);
    expect(await time.getAttribute('title')).toMatch(/20\d\d.*\d:\d\d/);

    // What colleagues asked for stands among one's own, unless one wants to see only those.
    const { projectId, companyId } = desk;
    await desk.admin.open({ projectId, companyId, title: 'Asked for by a colleague' });
    const colleagues = page.getByRole('link', { name: /Asked for by a colleague/ });
    await colleagues.waitFor();
    await page.getByRole('radio', { name: 'Mine' }).locator('..').click();
    await colleagues.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: /Projector in room 7/ }).waitFor();
    await page.getByRole('radio', { name: 'My company’s' }).locator('..').click();
    await colleagues.waitFor();

    await page.getByRole('button', { name: 'List and conversation side by side' }).click();
    await page.getByRole('searchbox', { name: 'Search tickets' }).fill('beehive');
    await page.getByText('It hums like a beehive.').click();
    await page.getByRole('heading', { name: 'Projector in room 7', exact: true }).waitFor();
    expect(await page.getByRole('searchbox', { name: 'Search tickets' }).inputValue()).toBe('beehive');
    await expectAccessibleInBoth(page, 'list and conversation side by side');
    await page.getByRole('button', { name: 'List and conversation side by side' }).click();
    await page.getByRole('link', { name: 'My tickets' }).click();
    await page.getByText('It hums like a beehive.').waitFor();
  });
});

/** Seven bytes of text. */
async function chooseFile(page: Page, name: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Add files or a photo' }).click();
  await (await chooser).setFiles([{ name, mimeType: 'text/plain', buffer: Buffer.from('content') }]);
}

const Manifest = z.looseObject({
  icons: z.array(
    z.object({ src: z.string(), sizes: z.string(), type: z.string(), purpose: z.string().optional() }),
  ),
});
