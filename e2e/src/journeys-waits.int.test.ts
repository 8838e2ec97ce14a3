import { DEMO_PASSWORD } from '@ticketing/embedded/demo/demo-accounts.ts';
import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { expectAccessible } from './accessibility.ts';
import { card, column, keysIn } from './admin-board.ts';
import { appOfVersions } from './app-of-versions.ts';
import { boardScene, goToBoard, onServer, press, ticketOnServer, toast } from './board-scene.ts';
import { bringFiles, onePixel, pdf } from './bring-files.ts';
import { eventually, openWindow, signInByForm, type Window } from './browser.ts';
import { keptFiles, whatTheWorkerKeeps } from './kept-on-device.ts';
import { type Line, lineOf, ofTheBreak } from './line.ts';

/** What is done in the admin app while there is no connection: it shows, it waits, and it is done once. */
describeWithService('chromium', 'what waits for a connection', () => {
  const scene = boardScene();
  let ana: Window;
  let line: Line;

  beforeAll(async () => {
    ana = await openWindow('ana');
    line = await lineOf(ana.page);
    await signInByForm(ana.page, `${scene.place.adminUrl}/projects/BRD`, 'admin', DEMO_PASSWORD);
    await card(ana.page, 'BRD-61').waitFor();
  }, 60_000);

  afterEach(async () => {
    await line.mend();
    expect(ana.complaints.filter((words) => !ofTheBreak.test(words))).toEqual([]);
  });

  afterAll(() => ana?.close());

  const choose = async (from: string, to: string) => {
    await card(ana.page, from).locator('.card-sign').click();
    await card(ana.page, to).click({ modifiers: ['Shift'] });
    return ana.page.getByRole('region', { name: 'Chosen tickets' });
  };
  const openAgain = async () => {
    await ana.page.goto('about:blank');
    await line.mend();
    await goToBoard(scene, ana.page, '');
  };

  test('changes of many tickets on the board are shown, taken back or made over a reload, and told when refused', async () => {
    const { page } = ana;
    await goToBoard(scene, page, '');
    const before = await onServer(scene, 'To Do');
    const [first = '', second = '', third = '', fourth = ''] = before;
    // What edits a card is opened once, so that it is there when there is no connection.
    await card(page, first).focus();
    await press(page, 'm');
    await page.getByRole('option', { name: 'Done' }).waitFor();
    await press(page, 'Escape');
    await line.cut();
    await page.getByText(/^Offline/).waitFor();

    // One that is taken back while it waits.
    const bar = await choose(first, third);
    await bar.getByRole('button', { name: /^Move/ }).click();
    await page.getByRole('option', { name: 'Done' }).click();
    const waits = toast(page, '3 tickets moved to Done It is sent when the connection is back.');
    await waits.waitFor();
    expect(await keysIn(page, 'Done')).toEqual([first, second, third]);
    await waits.getByRole('button', { name: 'Undo' }).click();
    await eventually(async () =>
      expect((await keysIn(page, 'To Do')).slice(0, 4)).toEqual(before.slice(0, 4)),
    );
    // Two that stand, one behind the other, and one of a single card behind both.
    await bar.getByRole('button', { name: /^Move/ }).click();
    await page.getByRole('option', { name: 'Review' }).click();
    await bar.getByRole('button', { name: /^Priority/ }).click();
    await page.getByRole('option', { name: 'Critical' }).click();
    await press(page, 'Escape');
    await card(page, second).focus();
    await press(page, 'm');
    await page.getByRole('option', { name: 'Done' }).click();
    await eventually(async () => expect(await keysIn(page, 'Review')).toEqual([first, third]));
    await page.getByText(/^Offline\. 5 changes wait here/).waitFor();
    // Somebody else archives one of them meanwhile.
    const gone = await ticketOnServer(scene, third);
    await scene.api.command('POST', `/api/tickets/${gone?.id}/archive`, {});
    expect(await onServer(scene, 'Review')).toEqual([]);

    await openAgain();
    await eventually(async () => {
      expect(await onServer(scene, 'Done')).toEqual([second]);
      expect(await onServer(scene, 'Review')).toEqual([first]);
      expect((await ticketOnServer(scene, first))?.priority).toBe(4);
      expect((await ticketOnServer(scene, second))?.priority).toBe(4);
    });
    expect((await onServer(scene, 'To Do'))[0]).toBe(fourth);
    const firstId = (await ticketOnServer(scene, first))?.id;
    await eventually(async () => {
      const { body } = await scene.api.send('GET', `/api/tickets/${firstId}/history?limit=50`);
      const moves = (body as { items: { type: string }[] }).items.filter(
        ({ type }) => type === 'TicketMoved',
      );
      expect(moves).toHaveLength(3);
    });
    const told = page.getByRole('alert', { name: /^\d changes? that waited/ });
    await told
      .getByText(new RegExp(`^The move to another place: ${third}`))
      .first()
      .waitFor();
    await told.getByRole('button', { name: 'Put away', exact: true }).click();
    await told.waitFor({ state: 'detached' });
    await eventually(async () => expect(await keysIn(page, 'Review')).toEqual([first]));
  });

  test('so are those of the list', async () => {
    const { page } = ana;
    await page.goto(`${scene.place.adminUrl}/projects/BRD/list?q=Long%204`);
    await page.getByText('Long 41').waitFor();
    await line.cut();
    await page.getByText(/^Offline/).waitFor();
    for (const title of ['Long 41', 'Long 42']) {
      await page.getByRole('row').filter({ hasText: title }).getByRole('checkbox').click();
    }
    const bar = page.getByRole('region', { name: 'The chosen tickets' });
    await bar.getByRole('button', { name: 'Priority' }).click();
    await page.getByRole('option', { name: 'High' }).click();
    await toast(page, '2 tickets changed. It is sent when the connection is back.').waitFor();
    await line.mend();
    await eventually(async () => expect((await ticketOnServer(scene, 'BRD-41'))?.priority).toBe(3));
    await eventually(async () => expect((await ticketOnServer(scene, 'BRD-42'))?.priority).toBe(3));
    await page.getByText(/^Offline/).waitFor({ state: 'detached' });
  });

  test('new tickets wait, are opened once, and come back into their form when they are refused', async () => {
    const { page } = ana;
    const { id: spareId } = await scene.api.command('POST', `/api/projects/${scene.projectId}/columns`, {
      name: 'Spare',
      category: 'todo',
    });
    await goToBoard(scene, page, '');
    const dialog = page.getByRole('dialog', { name: 'New ticket' });
    const opened = async (title: string) =>
      (await scene.api.board(scene.projectId)).columns
        .flatMap(({ tickets }) => tickets)
        .filter((ticket) => ticket.title === title).length;
    // Opened once, so that it is there when there is no connection.
    await press(page, 'c');
    await dialog.getByRole('textbox', { name: 'Title' }).fill('Written in a tunnel');
    await line.cut();
    await page.getByText(/^Offline/).waitFor();
    await dialog.getByRole('textbox', { name: 'Text' }).fill('With words');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await toast(
      page,
      '“Written in a tunnel” waits here and is opened when the connection is back.',
    ).waitFor();
    await dialog.waitFor({ state: 'detached' });
    // It stands at the end of a long column: the search brings it into sight.
    const search = page.getByRole('textbox', { name: 'Search the board' });
    await search.fill('in a tunnel');
    await column(page, 'To Do').getByText('Written in a tunnel').waitFor();
    await search.fill('');
    await column(page, 'Spare').getByRole('button', { name: 'Add a ticket to Spare' }).click();
    await page.keyboard.type('Too late for its column');
    await press(page, 'Enter', 'Escape');
    await page.getByText(/^Offline\. 2 changes wait here/).waitFor();
    await scene.api.command('DELETE', `/api/projects/${scene.projectId}/columns/${spareId}`, {
      ticketsTo: scene.columnIds.Done,
    });

    await openAgain();
    await eventually(async () => expect(await opened('Written in a tunnel')).toBe(1));
    const told = page.getByRole('alert', { name: '1 change that waited was not made' });
    await told.getByText(/^New ticket “Too late for its column”/).waitFor();
    await told.getByRole('button', { name: 'Put right' }).click();
    await eventually(async () =>
      expect(await dialog.getByRole('textbox', { name: 'Title' }).inputValue()).toBe(
        'Too late for its column',
      ),
    );
    await dialog.getByRole('button', { name: 'Create' }).click();
    await told.waitFor({ state: 'detached' });
    await eventually(async () => expect(await opened('Too late for its column')).toBe(1));
    await goToBoard(scene, page, '?q=in+a+tunnel');
    await column(page, 'To Do').getByText('Written in a tunnel').waitFor();
    expect(await opened('Written in a tunnel')).toBe(1);
  });

  test('files wait too: for a ticket that is there, over a reload, and for one that waits itself', async () => {
    const { page } = ana;
    const ticket = await ticketOnServer(scene, 'BRD-61');
    const names = async (id: string) =>
      (await scene.api.ticket(id)).attachments.map(({ name }) => name).sort();
    await goToBoard(scene, page, '');
    await card(page, 'BRD-61').click();
    const files = page.getByRole('dialog').locator('.file-drop');
    await files.getByText('No files').waitFor();
    await line.cut();
    await bringFiles(files, 'drop', [pdf('offer.pdf'), onePixel('photo.png')]);
    await files
      .locator('.upload')
      .filter({ hasText: 'offer.pdf' })
      .getByText('Waits for the connection')
      .waitFor();
    await files
      .locator('.upload')
      .filter({ hasText: 'photo.png' })
      .getByText('Waits for the connection')
      .waitFor();
    await expectAccessible(page, 'files that wait for the connection');
    const comment = page.getByRole('textbox', { name: 'Comment', exact: true });
    await bringFiles(comment, 'drop', [pdf('log.pdf')]);
    await eventually(async () => expect(await keptFiles(page)).toHaveLength(3));
    // They go on although their ticket is not opened again.
    await openAgain();
    await eventually(async () => expect(await names(ticket?.id ?? '')).toEqual(['offer.pdf', 'photo.png']));
    // That of a comment goes on when one comes back to it.
    await eventually(async () => expect(await keptFiles(page)).toEqual(['log.pdf']));
    await card(page, 'BRD-61').click();
    await eventually(async () => expect(await comment.inputValue()).toContain('[log.pdf]('));
    await comment.fill('');
    await press(page, 'Escape', 'Escape');
    await eventually(async () => expect(await keptFiles(page)).toEqual([]));

    await press(page, 'c');
    const dialog = page.getByRole('dialog', { name: 'New ticket' });
    await dialog.getByRole('textbox', { name: 'Title' }).fill('With a file from a tunnel');
    await line.cut();
    await bringFiles(dialog.getByRole('textbox', { name: 'Title' }), 'drop', [pdf('plan.pdf')]);
    await dialog.locator('.upload').getByText('Waits for the connection').waitFor();
    await eventually(async () => expect(await keptFiles(page)).toEqual(['plan.pdf']));
    // What is too large to wait here is told, and nothing is created without it.
    const heavy = ['1.pdf', '2.pdf', '3.pdf', '4.pdf'].map((name) => ({
      name,
      mimeType: 'application/pdf',
      buffer: Buffer.alloc(9_000_000),
    }));
    const chooser = page.waitForEvent('filechooser');
    await dialog.getByRole('button', { name: 'Add files' }).click();
    await (await chooser).setFiles(heavy);
    await dialog.getByText('Too large to wait on this device: 4.pdf.').waitFor();
    expect(await dialog.getByRole('button', { name: 'Create' }).isDisabled()).toBe(true);
    for (const { name } of heavy) {
      await dialog
        .locator('.upload')
        .filter({ hasText: name })
        .getByRole('button', { name: /^(Stop sending|Remove)/ })
        .click();
    }
    await eventually(async () => expect(await keptFiles(page)).toEqual(['plan.pdf']));
    await dialog.getByRole('button', { name: 'Create' }).click();
    await toast(page, '“With a file from a tunnel” waits here').waitFor();
    await openAgain();
    const made = async () =>
      (await scene.api.board(scene.projectId)).columns
        .flatMap(({ tickets }) => tickets)
        .filter(({ title }) => title === 'With a file from a tunnel');
    await eventually(async () => expect(await made()).toHaveLength(1));
    await eventually(async () => expect(await names((await made())[0]?.id ?? '')).toEqual(['plan.pdf']));
    await eventually(async () => expect(await keptFiles(page)).toEqual([]));
  });

  const hasWorker = (page: Page) =>
    eventually(async () =>
      expect(await page.evaluate('navigator.serviceWorker.controller !== null')).toBe(true),
    );

  test('the app opens without a connection, with what was not opened before', async () => {
    const visitor = await openWindow('visitor');
    const { page } = visitor;
    try {
      await signInByForm(page, `${scene.place.adminUrl}/projects/BRD`, 'agent', DEMO_PASSWORD);
      await card(page, 'BRD-61').waitFor();
      await hasWorker(page);
      // Where the API is, is known without a connection too, after a single visit.
      await eventually(async () =>
        expect(await page.evaluate("caches.match('/config.json').then((kept) => kept !== undefined)")).toBe(
          true,
        ),
      );
      await page.context().setOffline(true);
      // A part of the app that this page has not loaded yet.
      await press(page, 'c');
      await page.getByRole('dialog', { name: 'New ticket' }).waitFor();
      await page.reload();
      await page.getByText('There is no connection').waitFor();
      await expectAccessible(page, 'the app without a connection');
      await page.context().setOffline(false);
      await card(page, 'BRD-61').waitFor();
      expect(await whatTheWorkerKeeps(page)).toEqual([]);
      expect(visitor.complaints.filter((words) => !ofTheBreak.test(words))).toEqual([]);
    } finally {
      await visitor.close();
    }
  });

  test('a new version of the app is told, and taken when the person wants it', async () => {
    const served = await appOfVersions(scene.place.adminUrl);
    const visitor = await openWindow('visitor');
    const { page } = visitor;
    try {
      await page.goto(served.url);
      await hasWorker(page);
      served.next();
      const before = visitor.documents();
      await page.evaluate('navigator.serviceWorker.ready.then(async (each) => void (await each.update()))');
      const told = page.getByRole('status').filter({ hasText: 'A new version is there.' });
      await told.waitFor();
      await expectAccessible(page, 'a new version of the app');
      expect(visitor.documents()).toBe(before);
      await told.getByRole('button', { name: 'Take it' }).click();
      // The page before stands until the next one has come.
      await eventually(async () => {
        expect(visitor.documents()).toBe(before + 1);
        expect(await page.getByLabel('User name').count()).toBe(1);
        expect(await told.count()).toBe(0);
      });
    } finally {
      await visitor.close();
      await served.stop();
    }
  });
});
