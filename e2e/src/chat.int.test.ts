import { mentionOf } from '@ticketing/contracts/mentions.ts';
import { DEMO_PASSWORD } from '@ticketing/embedded/demo/demo-accounts.ts';
import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, expectAccessibleInBoth } from './accessibility.ts';
import { choose, conversation, message, messageBox, saidIn, say } from './admin-chat.ts';
import { eventually, signInByForm, type Window } from './browser.ts';
import { demoPerson, type Person } from './person.ts';
import { picture } from './running-system.ts';
import { createStackPlace, type StackPlace } from './stack-place.ts';
import { type StackProcess, startStackProcess } from './stack-process.ts';
import { watchedWindows } from './watched-windows.ts';

/** Two members of staff who talk, each in a browser of their own. */
describeWithService('chromium', 'the chat', () => {
  let place: StackPlace;
  let stack: StackProcess | undefined;
  let ana: Window;
  let giorgi: Window;
  let anaSpeaks: Person;
  let giorgiSpeaks: Person;
  const windows = watchedWindows();

  beforeAll(async () => {
    place = await createStackPlace();
    stack = await startStackProcess(place);
    anaSpeaks = await demoPerson(place, 'admin');
    giorgiSpeaks = await demoPerson(place, 'agent');
    ana = await windows.open('ana');
    giorgi = await windows.open('giorgi');
    await signInByForm(ana.page, `${place.adminUrl}/chat`, 'admin', DEMO_PASSWORD);
    await signInByForm(giorgi.page, `${place.adminUrl}/projects`, 'agent', DEMO_PASSWORD);
  }, 300_000);

  afterAll(async () => {
    await stack?.killEverything();
    await place.remove();
  });

  const rail = (window: Window) => window.page.getByRole('navigation', { name: 'Main' });
  const rooms = (window: Window) => window.page.getByRole('navigation', { name: 'Rooms' });

  test('an empty chat offers the first conversation, which reaches the other at once', async () => {
    const { page } = ana;
    await page.getByRole('heading', { name: 'No rooms yet' }).waitFor();
    await expectAccessible(page, 'the chat without rooms');
    await page.keyboard.press('n');
    const dialog = page.getByRole('dialog', { name: 'New conversation' });
    await dialog.getByRole('combobox', { name: 'With whom' }).fill('Giorgi');
    await page.getByTitle('Giorgi Kapanadze').last().click();
    await dialog
      .getByRole('heading', { name: 'New conversation' })
      .or(dialog.getByText('New conversation'))
      .first()
      .click();
    await expectAccessible(page, 'a new conversation');
    await dialog.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('heading', { name: 'Giorgi Kapanadze' }).waitFor();

    await say(page, 'Do you have a *minute*?');
    await message(page, 'Do you have a minute?').waitFor();
    await rail(giorgi).getByRole('link', { name: 'Chat: 1 unread message' }).click();
    await rooms(giorgi)
      .getByRole('link', { name: /Ana Beridze.*1 unread message/ })
      .click();
    await message(giorgi.page, 'Do you have a minute?').waitFor();
    await rail(giorgi).getByRole('link', { name: 'Chat', exact: true }).waitFor();
    // Ana sees that it was read.
    await conversation(page).getByText('Read up to here by').waitFor({ state: 'attached' });
  });

  test('each sees the other write, answer, react, change and remove', async () => {
    await messageBox(giorgi.page).pressSequentially('Yes');
    await ana.page.getByText('Giorgi Kapanadze is writing…').waitFor();
    await messageBox(giorgi.page).fill('');

    await message(giorgi.page, 'minute').hover();
    await message(giorgi.page, 'minute').getByRole('button', { name: 'Reply' }).click();
    await say(giorgi.page, 'Yes, after lunch.');
    await message(ana.page, 'Yes, after lunch.')
      .getByRole('button', { name: /Ana Beridze/ })
      .waitFor();

    await message(ana.page, 'Yes, after lunch.').hover();
    await message(ana.page, 'Yes, after lunch.').getByRole('button', { name: 'React' }).click();
    await ana.page.getByRole('dialog', { name: 'React' }).getByRole('button', { name: '👍' }).click();
    await message(giorgi.page, 'Yes, after lunch.')
      .getByRole('button', { name: '👍 1: Ana Beridze' })
      .waitFor();

    // ↑ in the empty box changes what one said last.
    await messageBox(giorgi.page).press('ArrowUp');
    const edit = giorgi.page.getByRole('textbox', { name: 'Edit the message' });
    await edit.fill('Yes, at two.');
    await edit.press('Enter');
    await message(ana.page, 'Yes, at two.').getByText('edited').waitFor();
    await giorgi.page.getByRole('button', { name: 'Undo' }).click();
    await message(ana.page, 'Yes, after lunch.').waitFor();

    await say(giorgi.page, 'Oh no, wrong room.');
    await message(ana.page, 'Oh no, wrong room.').waitFor();
    await choose(giorgi.page, 'Oh no, wrong room.', 'Remove');
    await giorgi.page.getByRole('button', { name: 'Undo' }).last().click();
    await message(giorgi.page, 'Oh no, wrong room.').waitFor();
    // The keyboard goes on from what is back.
    await message(giorgi.page, 'Oh no, wrong room.').locator(':focus').waitFor();
    await choose(giorgi.page, 'Oh no, wrong room.', 'Remove');
    expect(await message(giorgi.page, 'Oh no, wrong room.').count()).toBe(0);
    await message(ana.page, 'This message was removed').waitFor();
  });

  test('a picture goes with a message and opens large', async () => {
    const { page } = ana;
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Attach files' }).click();
    await (await chooser).setFiles({ name: 'gate.png', mimeType: 'image/png', buffer: await picture() });
    await page.getByRole('list', { name: 'Files to send' }).getByText('gate.png').waitFor();
    await messageBox(page).fill('This is the gate.');
    await page.getByRole('button', { name: 'Send (Enter)' }).click();
    await message(giorgi.page, 'This is the gate.').getByRole('button', { name: 'Look at gate.png' }).click();
    const shown = giorgi.page.getByRole('dialog').getByRole('img', { name: 'gate.png' });
    await eventually(async () =>
      expect(await shown.evaluate((image) => Number(Reflect.get(image, 'naturalWidth')))).toBeGreaterThan(0),
    );
    await giorgi.page.keyboard.press('Escape');
    await shown.waitFor({ state: 'detached' });
  });

  test('a group is named, renamed and talked in; its people come and go', async () => {
    const opened = await anaSpeaks.command('POST', '/api/rooms', {
      kind: 'group',
      name: 'Second line',
      participantIds: [giorgiSpeaks.id],
    });
    await giorgiSpeaks.command('POST', `/api/rooms/${opened.id}/messages`, { body: 'Good morning all' });
    await rooms(ana)
      .getByRole('link', { name: /Second line.*1 unread message/ })
      .click();
    await message(ana.page, 'Good morning all').waitFor();
    await ana.page.getByRole('button', { name: '2 people' }).click();
    const people = ana.page.getByRole('dialog', { name: 'People' });
    await people.getByRole('textbox', { name: 'Name of the group' }).fill('Night shift');
    await people.getByRole('button', { name: 'Rename' }).click();
    await rooms(giorgi)
      .getByRole('link', { name: /Night shift/ })
      .waitFor();
    await ana.page.getByRole('button', { name: '2 people' }).click();
    await people.getByRole('button', { name: 'Bring somebody in' }).click();
    await people.getByRole('combobox').fill('Maia');
    await people.getByRole('option', { name: /Maia/ }).click();
    await ana.page.getByRole('button', { name: '3 people' }).waitFor();
    await ana.page.keyboard.press('Escape');
    await expectAccessibleInBoth(ana.page, 'a room');
  });

  test('a long conversation opens at its end, is read back page by page, and is searched', async () => {
    const { id } = await anaSpeaks.command('POST', '/api/rooms', {
      kind: 'group',
      name: 'Long talk',
      participantIds: [giorgiSpeaks.id],
    });
    for (let number = 1; number <= 150; number++) {
      await giorgiSpeaks.command('POST', `/api/rooms/${id}/messages`, { body: `Word ${number} of many` });
    }
    const { page } = ana;
    await rooms(ana)
      .getByRole('link', { name: /Long talk/ })
      .click();
    await message(page, 'Word 150 of many').waitFor();
    expect(await conversation(page).getByRole('article').count()).toBeLessThan(60);
    await page.getByRole('button', { name: /150 new messages/ }).click();
    await message(page, 'Word 1 of many').waitFor();
    // Whoever goes back at once has not read them yet, and is told how many there are instead.
    await page.getByRole('button', { name: /To the newest|150 new messages/ }).click();
    await message(page, 'Word 150 of many').waitFor();
    // A glance later they are read.
    await eventually(async () =>
      expect((await anaSpeaks.send('GET', `/api/rooms/${id}`)).body).toMatchObject({ unread: 0 }),
    );

    // Somebody who reads further up is not torn away by what comes.
    await conversation(page).hover();
    await page.mouse.wheel(0, -2_000);
    await page.getByRole('button', { name: 'To the newest' }).waitFor();
    let before: string[] = [];
    await eventually(async () => {
      const was = before;
      before = await saidIn(page);
      expect(before.length).toBeGreaterThan(0);
      expect(before).toEqual(was);
    });
    await giorgiSpeaks.command('POST', `/api/rooms/${id}/messages`, { body: 'Once more' });
    await page.getByRole('button', { name: '1 new message' }).waitFor();
    await eventually(async () => expect((await saidIn(page)).slice(0, 3)).toEqual(before.slice(0, 3)));

    await page.keyboard.press('/');
    await page.getByRole('textbox', { name: 'Search rooms and messages' }).fill('after lunch');
    await page
      .getByRole('region', { name: 'What was found' })
      .getByRole('link', { name: /after lunch/ })
      .click();
    await message(page, 'Yes, after lunch.').waitFor();
    expect(new URL(page.url()).searchParams.get('message')).not.toBeNull();
  });

  test('somebody is mentioned by @ with the keyboard alone, and is told so in a room where they were silent', async () => {
    const { page } = ana;
    await page.getByRole('textbox', { name: 'Search rooms and messages' }).fill('');
    await rooms(ana)
      .getByRole('link', { name: /Night shift/ })
      .click();
    await message(page, 'Good morning all').waitFor();
    const box = messageBox(page);
    await box.pressSequentially('Ask @gio');
    const offered = page.getByRole('listbox', { name: 'People' }).getByRole('option');
    await offered.filter({ hasText: 'Giorgi Kapanadze' }).waitFor();
    expect(await offered.count()).toBe(1);
    expect(await box.getAttribute('aria-activedescendant')).toBe(await offered.first().getAttribute('id'));
    await expectAccessible(page, 'people who can be mentioned in a room');
    // Enter takes the person, and only the next one sends; who types fast goes on behind the name.
    await page.evaluate(`{
      const enter = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true });
      document.activeElement.dispatchEvent(enter);
      document.execCommand('insertText', false, 'about ');
    }`);
    await offered.first().waitFor({ state: 'detached' });
    await box.pressSequentially('the keys, **please**');
    expect(await box.inputValue()).toBe('Ask @Giorgi Kapanadze about the keys, **please**');
    await box.press('Enter');
    await message(page, 'Ask @Giorgi Kapanadze about the keys, please').locator('.mention').waitFor();
    await message(giorgi.page, 'about the keys').waitFor({ state: 'detached' });

    await giorgi.page.getByRole('button', { name: /^Notifications: \d+ new/ }).click();
    const told = giorgi.page.getByRole('dialog', { name: 'Notifications' });
    await told.getByRole('link', { name: /mentioned you in Night shift|and mentioned you/ }).click();
    await message(giorgi.page, '@Giorgi Kapanadze about the keys').waitFor();
    await eventually(async () => expect(await focused(giorgi.page)).toContain('about the keys'));

    // Nobody from outside the room is offered.
    await box.pressSequentially('@nino');
    expect(await page.getByRole('listbox', { name: 'People' }).count()).toBe(0);
    await box.fill('');
  });

  /** What has the focus, in words. */
  const focused = (page: Page) => page.evaluate('document.activeElement?.textContent ?? ""');

  test('a notification leads to its comment, far above and not yet read, and once more when it is followed again', async () => {
    const { id: projectId } = await anaSpeaks.project('OPS');
    const { id, key } = await anaSpeaks.open({ projectId, title: 'A ticket with a long talk' });
    const { commentId } = (
      await anaSpeaks.send('POST', `/api/tickets/${id}/comments`, {
        body: `First of all: ${mentionOf(giorgiSpeaks.id)}, have a look`,
        visibility: 'public',
      })
    ).body as { commentId: string };
    for (let number = 1; number <= 210; number += 10) {
      await Promise.all(
        Array.from({ length: 10 }, (_, step) =>
          anaSpeaks.command('POST', `/api/tickets/${id}/comments`, {
            body: `Comment ${number + step}`,
            visibility: 'internal',
          }),
        ),
      );
    }
    const { page } = giorgi;
    const follow = async () => {
      await page.getByRole('button', { name: /^Notifications/ }).click();
      const told = page.getByRole('dialog', { name: 'Notifications' });
      await told.getByRole('link', { name: new RegExp(`mentioned you.*${key}`) }).click();
    };
    const comment = page.locator(`[data-comment="${commentId}"]`);
    await follow();
    await comment.waitFor();
    await eventually(async () => expect(await focused(page)).toContain('First of all'));
    await eventually(async () => expect(await inSight(comment)).toBe(true));
    expect(new URL(page.url()).hash).toBe(`#comment-${commentId}`);

    // Out of a tab that does not show it, in the same drawer.
    await page.getByRole('region', { name: 'What happened' }).getByText('Notes', { exact: true }).click();
    await comment.waitFor({ state: 'detached' });
    await follow();
    await eventually(async () => expect(await focused(page)).toContain('First of all'));

    // On the ticket's own page, as a mail leads there.
    await page.goto(`${place.adminUrl}/tickets/${key}#comment-${commentId}`);
    await comment.waitFor();
    await eventually(async () => expect(await focused(page)).toContain('First of all'));
    await eventually(async () => expect(await inSight(comment)).toBe(true));

    await page.goto(`${place.adminUrl}/tickets/${key}#comment-${id}`);
    await page.getByText('That comment was removed').waitFor();
  }, 180_000);

  /** Whether the middle of it is on the screen. */
  const inSight = (element: Locator): Promise<boolean> =>
    element.evaluate((node) => {
      const { top, bottom } = node.getBoundingClientRect();
      const middle = (top + bottom) / 2;
      return middle > 0 && middle < Number(Reflect.get(globalThis, 'innerHeight'));
    });

  test('on a telephone there is one thing at a time', async () => {
    const { page } = giorgi;
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${place.adminUrl}/chat`);
    await rooms(giorgi)
      .getByRole('link', { name: /Night shift/ })
      .click();
    await message(page, 'Good morning all').waitFor();
    expect(await rooms(giorgi).isVisible()).toBe(false);
    await page.getByRole('link', { name: 'All rooms' }).click();
    await rooms(giorgi).waitFor();
    const wide = await page.locator('html').evaluate((root) => root.scrollWidth);
    expect(wide).toBeLessThanOrEqual(390);
  });
});
