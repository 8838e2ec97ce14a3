import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEMO_PASSWORD } from '@ticketing/embedded/demo/demo-accounts.ts';
import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import {
  type TemporaryMailServer,
  temporaryMailServer,
} from '@ticketing/embedded/testing/temporary-mail-server.ts';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible } from './accessibility.ts';
import { eventually, signInByForm, type Window } from './browser.ts';
import { demoPerson } from './person.ts';
import { createStackPlace, type StackPlace } from './stack-place.ts';
import { type StackProcess, startStackProcess } from './stack-process.ts';
import { watchedWindows } from './watched-windows.ts';

/** What went wrong in the installation, and is put right from the page by whoever runs it. */
describeWithService('chromium', 'operations', () => {
  let place: StackPlace;
  let stack: StackProcess | undefined;
  let mailServer: TemporaryMailServer;
  let database: pg.Client;
  let root: Window;

  const windows = watchedWindows();

  beforeAll(async () => {
    mailServer = await temporaryMailServer();
    place = await createStackPlace({ SMTP_URL: mailServer.url, MAIL_FROM: 'help@desk.example' });
    stack = await startStackProcess(place);
    const password = await readFile(join(place.dataDir, 'postgres', 'superuser-password'), 'utf8');
    database = new pg.Client({
      host: '127.0.0.1',
      port: place.ports.POSTGRES_PORT,
      user: 'ticketing',
      database: 'ticketing',
      password: password.trim(),
    });
    await database.connect();
    root = await windows.open('root');
    await signInByForm(root.page, `${place.adminUrl}/operations`, 'root', DEMO_PASSWORD);
  }, 300_000);

  afterAll(async () => {
    await database?.end();
    await stack?.killEverything();
    await mailServer?.stop();
    await place?.remove();
  });

  test('a stream that a read model set aside is tried again when what was wrong is mended', async () => {
    const { page } = root;
    const api = await demoPerson(place, 'admin');
    const { id: projectId } = await api.project('OPS');
    await database.query(
      `alter table read_model.contacts add constraint in_the_way check (name <> 'Vakho') not valid`,
    );
    const { id } = await api.command('POST', `/api/projects/${projectId}/contacts`, { name: 'Vakho' });

    const streams = page.getByRole('list', { name: 'Streams that contacts set aside' });
    await streams.getByText('in_the_way').waitFor();
    await expectAccessible(page, 'a read model that set a stream aside');
    const again = streams.getByRole('button', { name: /^Try again/ });
    await again.click();
    await page.getByText('It will be tried again in a moment').first().waitFor();
    // Nothing was mended: it stays, and says when it was tried.
    await streams.getByText(/tried again once/).waitFor();

    await database.query('alter table read_model.contacts drop constraint in_the_way');
    await again.click();
    await streams.waitFor({ state: 'detached' });
    await page.getByText(/^All \d+ are up to date$/).waitFor();
    const { rows } = await database.query('select name from read_model.contacts where id = $1', [id]);
    expect(rows).toEqual([{ name: 'Vakho' }]);
  });

  test('a mail that was given up is sent again', async () => {
    const { page } = root;
    mailServer.refuseWith(550);
    await fetch(`${place.apiUrl}/api/auth/password-reset`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'agent' }),
    });
    await page.getByRole('link', { name: 'Mails' }).click();
    const mail = page.locator('.mail').filter({ hasText: 'Password reset' });
    await eventually(async () => {
      await page.reload();
      await page.locator('.mail, .empty-state').first().waitFor();
      expect(await mail.count()).toBe(1);
    });
    await mail.getByText('refused with 550').waitFor();
    await expectAccessible(page, 'a mail that was given up');

    mailServer.refuseWith(undefined);
    await mail.getByRole('button', { name: /^Send again: / }).click();
    await page.getByText(/^The mail to .* is on its way again$/).waitFor();
    const [received] = await mailServer.received(1);
    expect(received?.subject).toMatch(/password/i);
    await page.getByText('No mail was given up').waitFor();
    await page.getByText('Sent', { exact: true }).click();
    await eventually(async () => {
      await page.reload();
      await page.locator('.mail, .empty-state').first().waitFor();
      expect(await mail.count()).toBe(1);
    });
  });
});
