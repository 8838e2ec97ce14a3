import { readFile } from 'node:fs/promises';
import { DEMO_PASSWORD } from '@ticketing/embedded/demo/demo-accounts.ts';
import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, expectAccessibleInBoth } from './accessibility.ts';
import { eventually, signInByForm, type Window } from './browser.ts';
import { demoPerson, type Person } from './person.ts';
import { createStackPlace, type StackPlace } from './stack-place.ts';
import { type StackProcess, startStackProcess } from './stack-process.ts';
import { watchedWindows } from './watched-windows.ts';

/** The project's owner, somebody of the staff who is none, and who runs the installation, each in their own browser. */
describeWithService('chromium', 'reports, project settings and operations', () => {
  let place: StackPlace;
  let stack: StackProcess | undefined;
  let owner: Window;
  let agent: Window;
  let root: Window;
  let api: Person;
  const windows = watchedWindows();

  beforeAll(async () => {
    place = await createStackPlace();
    stack = await startStackProcess(place);
    api = await demoPerson(place, 'admin');
    const open = async (name: string, path: string) => {
      const window = await windows.open(name);
      await signInByForm(window.page, place.adminUrl + path, name, DEMO_PASSWORD);
      return window;
    };
    owner = await open('admin', '/reports?project=OPS');
    agent = await open('agent', '/reports?project=OPS');
    root = await open('root', '/operations');
  }, 300_000);

  afterAll(async () => {
    await stack?.killEverything();
    await place.remove();
  });

  const go = (page: Page, path: string) => page.goto(place.adminUrl + path);
  const search = (page: Page) => new URL(page.url()).searchParams;
  const undo = (page: Page, words: string | RegExp) =>
    page.getByRole('status').filter({ hasText: words }).getByRole('button', { name: 'Undo' }).click();
  const project = () => api.project('OPS');

  describe('a report', () => {
    const tile = (page: Page, name: string) =>
      page.getByRole('region', { name: 'Figures of the period' }).getByRole('button', { name });

    test('shows what was done in a period, as a chart and as the table behind it, and stands in the address', async () => {
      const { page } = owner;
      await tile(page, 'Tickets created').click();
      await eventually(() => expect(search(page).get('metric')).toBe('tickets_created'));
      await page.locator('.trend-chart svg').first().waitFor();
      await expectAccessibleInBoth(page, 'a report with its chart');
      await page.getByText('Table', { exact: true }).click();
      const trend = page.getByRole('region', { name: 'Tickets created' }).locator('table');
      await trend.waitFor();
      const shown = await tile(page, 'Tickets created').locator('.metric-value').textContent();
      const counts = await trend.locator('tbody tr td:nth-of-type(1)').allTextContents();
      expect(counts).toHaveLength(30);
      expect(String(counts.reduce((sum, count) => sum + Number(count), 0))).toBe(shown);
      await expectAccessible(page, 'a report with its table');

      const address = page.url();
      await page.reload();
      await trend.waitFor();
      expect(page.url()).toBe(address);
    });

    test('is sorted by a figure, whose number leads to the tickets that it counts', async () => {
      const { page } = owner;
      const people = page.getByRole('region', { name: 'Each person' }).locator('table');
      await people.getByRole('button', { name: 'Tickets resolved' }).click();
      await eventually(() => expect(search(page).get('sort')).toBe('tickets_resolved'));
      await people.getByRole('button', { name: 'Tickets resolved' }).click();
      await eventually(() => expect(search(page).get('sort')).toBe('-tickets_resolved'));
      await people.locator('th[aria-sort="descending"]').filter({ hasText: 'Tickets resolved' }).waitFor();
      const first = people.locator('tbody tr').first();
      const link = first.locator('td:nth-of-type(2) a');
      const count = await link.textContent();
      await link.click();
      await page.getByRole('heading', { name: 'Tickets resolved' }).waitFor();
      await page.getByText(`${count} ticket`).first().waitFor();
      await eventually(async () => expect(await page.locator('.rows .row').count()).toBe(Number(count)));
      await expectAccessible(page, 'the tickets behind a number');
      // The same tickets in the list of all, where they can be grouped, saved and changed.
      await page.getByRole('link', { name: 'Open in the list' }).click();
      await page.getByRole('button', { name: /^Resolved: / }).waitFor();
      await page.locator('.list-tools').getByText(`${count} ticket`).waitFor();
      await expectAccessibleInBoth(page, 'a list of what a number counts');
      await page.goBack();
      await page.getByRole('link', { name: 'Back to the figures' }).click();
      await tile(page, 'Rating').waitFor();
    });

    test('leads from each of its figures to what that is made of', async () => {
      const { page } = owner;
      await go(page, '/reports?project=OPS');
      const figures = page.getByRole('region', { name: 'Figures of the period' });
      for (const [name, heading] of [
        ['Time to resolve', 'Tickets resolved'],
        ['First response', 'First answers'],
      ] as const) {
        const way = figures.getByRole('link', { name: new RegExp(`^${name}:`) });
        const basis = (await way.textContent()) ?? '';
        await way.click();
        await page.getByRole('heading', { name: heading }).waitFor();
        const count = /\d+/.exec(basis)?.[0];
        await page
          .getByRole('status')
          .filter({ hasText: new RegExp(`^${count} ticket|counted ${count} times`) })
          .waitFor();
        await page.goBack();
      }
    });

    test('is saved as CSV', async () => {
      const { page } = owner;
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Export CSV' }).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(/^figures .*\.csv$/);
      const table = await readFile(await download.path(), 'utf8');
      expect(table).toContain('from,person,company,project,tickets_created,tickets_resolved');
      expect(table).toContain('Ana Beridze');
    });

    test('of chosen days without any work says what will be here', async () => {
      const { page } = owner;
      await go(page, '/reports?project=OPS&from=2001-01-01&to=2001-01-07');
      await page.getByText('No ticket was resolved in this period.').waitFor();
      await page.getByText('Nothing happened in this period').waitFor();
      await page.getByText('Jan 1, 2001').first().waitFor();
      await expectAccessible(page, 'a report without figures');
    });

    test('tells who may not see those of others their own figures only', async () => {
      await agent.page.getByText('Of persons you see your own figures only.').waitFor();
      expect(await agent.page.getByRole('combobox', { name: 'Person' }).count()).toBe(0);
    });

    test('speaks Georgian', async () => {
      const { page } = agent;
      await page.evaluate(() => localStorage.setItem('ticketing.language', 'ka'));
      await go(page, '/reports?project=OPS');
      await page.getByRole('heading', { name: 'ანგარიშები' }).waitFor();
      await page.getByText('გადაწყვეტილი ბილეთები').first().waitFor();
      await page.evaluate(() => localStorage.setItem('ticketing.language', 'en'));
      await expectAccessibleInBoth(page, 'a report in Georgian');
    });
  });

  describe('scores', () => {
    test('are ranked, and open to show of what they are made', async () => {
      const { page } = owner;
      await go(page, '/reports/scoreboard?project=OPS');
      const first = page.getByRole('list', { name: 'Scoreboard' }).getByRole('button').first();
      await first.click();
      await page.getByRole('region', { name: 'What the score is made of' }).waitFor();
      await eventually(() => expect(search(page).get('open')).not.toBeNull());
      await expectAccessibleInBoth(page, 'the scoreboard');
    });

    test('are one’s own line only for who may not see those of others, which is said', async () => {
      const { page } = agent;
      await go(page, '/reports/scoreboard?project=OPS');
      await page.getByText('You see your own line only.').waitFor();
      expect(await page.getByRole('list', { name: 'Scoreboard' }).getByRole('listitem').count()).toBe(1);
    });

    test('are previewed while a weight is moved, saved, and taken back', async () => {
      const { page } = owner;
      await go(page, '/reports/scoring?project=OPS');
      const save = page.getByRole('button', { name: 'Save', exact: true });
      const preview = page.getByRole('region', { name: 'Preview' });
      await preview.locator('.row').first().waitFor();
      const before = await preview.locator('.row').allTextContents();
      expect(await save.isDisabled()).toBe(true);
      const weight = page.getByRole('slider', { name: 'Weight: Rating' });
      await weight.focus();
      for (let step = 0; step < 3; step++) await page.keyboard.press('PageUp');
      await page.getByRole('slider', { name: 'Weight: Time to resolve' }).focus();
      await page.keyboard.press('Home');
      await eventually(async () =>
        expect(await preview.locator('.row').allTextContents()).not.toEqual(before),
      );
      await expectAccessibleInBoth(page, 'the scoring being changed');
      await save.click();
      await page.getByText('Scores are made anew from now on').waitFor();
      const scoring = async () =>
        (await api.send('GET', `/api/projects/${(await project()).id}/scoring`)).body;
      await eventually(async () => expect(await scoring()).toMatchObject({ isDefault: false }));
      await undo(page, 'Scores are made anew');
      await page.getByText('This is the default').waitFor();
      expect(await scoring()).toMatchObject({ isDefault: true });
    });

    test('with thresholds the wrong way round are not saved', async () => {
      const { page } = owner;
      const good = page.getByRole('spinbutton', { name: 'Good: Rating' });
      await good.fill('1');
      await good.press('Tab');
      await page.getByText('“Good” must be more than “poor”.').waitFor();
      // What is not saved is still there after one has been elsewhere.
      await go(page, '/reports/scoring?project=OPS');
      await page.getByText('Not saved yet.').waitFor();
      await page.getByText('“Good” must be more than “poor”.').waitFor();
      expect(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true);
      await page.getByRole('button', { name: 'Discard changes' }).click();
    });

    test('are changed by owners only, which is said', async () => {
      const { page } = agent;
      await go(page, '/reports/scoring?project=OPS');
      await page.getByText('The project’s owners change this.').waitFor();
      expect(await page.getByRole('button', { name: 'Save', exact: true }).count()).toBe(0);
    });
  });

  test('a lead reviews somebody’s work, whose words survive a closed dialog, and the person reads it', async () => {
    const { page } = owner;
    await go(page, '/reports/reviews?project=OPS');
    await page.getByText('No reviews yet').waitFor();
    await page.getByRole('button', { name: 'Write a review' }).click();
    const dialog = page.getByRole('dialog', { name: 'Write a review' });
    await dialog.getByLabel('In words').fill('Answers quickly and kindly.');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Write a review' }).click();
    await dialog.getByLabel('Person').click();
    await page.getByTitle('Giorgi Kapanadze').last().click();
    await dialog.getByRole('radio', { name: '5 stars' }).check({ force: true });
    expect(await dialog.getByLabel('In words').inputValue()).toBe('Answers quickly and kindly.');
    await expectAccessible(page, 'a review being written');
    await dialog.getByRole('button', { name: 'Send review' }).click();
    await page.locator('.staff-review').getByText('Answers quickly and kindly.').waitFor();
    await expectAccessibleInBoth(page, 'reviews');
    await go(agent.page, '/reports/reviews?project=OPS');
    await agent.page.locator('.staff-review').getByText('Answers quickly and kindly.').waitFor();
  });

  test('a company’s month is mailed to people of it, once and every month, by who manages the company', async () => {
    const { page } = owner;
    type Companies = { items: { id: string; name: string; userIds: string[] }[] };
    const { items } = (await api.send('GET', '/api/companies')).body as Companies;
    const company = items.find(({ userIds }) => userIds.length > 0);
    await go(page, `/companies/${company?.id}/report`);
    await page.getByRole('button', { name: 'Send by e-mail' }).click();
    const dialog = page.getByRole('dialog', { name: /^Send the report for/ });
    const send = dialog.getByRole('button', { name: 'Send', exact: true });
    await dialog.getByText('works there').first().waitFor();
    expect(await send.isDisabled()).toBe(true);
    await dialog.getByRole('checkbox').first().check();
    await dialog.getByText('ქართული').click();
    await expectAccessible(page, 'a report being mailed');
    await send.click();
    await page.getByText('The report goes to 1 person').waitFor();
    // Nobody sends mails here, so that it waits.
    const superuser = await demoPerson(place, 'root');
    type Mails = { items: { kind: string }[] };
    await eventually(async () => {
      const { body } = await superuser.send('GET', '/api/mails?status=waiting');
      expect((body as Mails).items.filter(({ kind }) => kind === 'report')).toHaveLength(1);
    });

    await page.getByRole('button', { name: 'Send every month…' }).click();
    const monthly = page.getByRole('dialog', { name: 'Send the report every month' });
    await monthly.getByRole('checkbox').first().check();
    await monthly.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Goes to 1 person every month' }).waitFor();
    await undo(page, 'goes out every month');
    await page.getByRole('button', { name: 'Send every month…' }).waitFor();
    await expectAccessibleInBoth(page, 'a monthly report that can be mailed');
  });

  describe('a project’s settings', () => {
    const settings = (page: Page, tab: string) => go(page, `/projects/OPS/settings/${tab}`);

    test('rename it and take the name back', async () => {
      const { page } = owner;
      await settings(page, 'general');
      const name = page.getByLabel('Name', { exact: true });
      await name.fill('IT help');
      await name.press('Enter');
      await eventually(async () => expect((await project()).name).toBe('IT help'));
      await undo(page, 'Saved');
      await eventually(async () => expect((await project()).name).not.toBe('IT help'));
      await expectAccessibleInBoth(page, 'general settings');
    });

    test('add a column, move it by keyboard, limit it, close a way and remove it', async () => {
      const { page } = owner;
      await settings(page, 'columns');
      await page.getByRole('textbox', { name: 'New column' }).fill('Waiting');
      await page.getByRole('textbox', { name: 'New column' }).press('Enter');
      const grip = page.getByRole('button', { name: 'Move Waiting', exact: true });
      await grip.focus();
      await page.keyboard.press('Space');
      await page.locator('.column-row.dragging').waitFor();
      await page.keyboard.press('ArrowUp');
      await page.getByText('Waiting is at place 4.').waitFor({ state: 'attached' });
      await page.keyboard.press('Space');
      const names = async () =>
        (await project()).columns
          .toSorted((one, other) => (one.rank < other.rank ? -1 : 1))
          .map((column) => column.name);
      await eventually(async () => expect((await names()).at(-2)).toBe('Waiting'));
      const waiting = async () => (await project()).columns.find((column) => column.name === 'Waiting');
      await page.getByRole('spinbutton', { name: 'Max: Waiting' }).fill('5');
      await page.getByRole('spinbutton', { name: 'Max: Waiting' }).press('Enter');
      await eventually(async () => expect((await waiting())?.maximum).toBe(5));
      await page.getByRole('checkbox', { name: 'From Waiting to Done' }).click();
      await eventually(async () => expect((await waiting())?.leadsTo).toHaveLength(3));
      await expectAccessibleInBoth(page, 'the columns');
      await page.getByRole('button', { name: 'Remove Waiting' }).click();
      const dialog = page.getByRole('dialog', { name: 'Remove Waiting' });
      await dialog.getByText('0 tickets stand in it').waitFor();
      await expectAccessible(page, 'a column being removed');
      await dialog.getByRole('button', { name: 'Remove column' }).click();
      await dialog.waitFor({ state: 'detached' });
      expect(await names()).not.toContain('Waiting');
    });

    test('add a tag, put somebody into its team and take them out again', async () => {
      const { page } = owner;
      await settings(page, 'tags');
      await page.getByRole('textbox', { name: 'New tag' }).fill('Network team');
      await page.getByRole('textbox', { name: 'New tag' }).press('Enter');
      await page.getByRole('button', { name: 'No team Network team' }).click();
      await page.getByRole('combobox', { name: 'Add somebody to the team' }).click();
      await page.locator('.ant-select-item-option').filter({ hasText: 'Giorgi Kapanadze' }).click();
      const team = async () => (await project()).tags.find((tag) => tag.name === 'Network team')?.memberIds;
      await eventually(async () => expect(await team()).toHaveLength(1));
      await page.locator('.team-member').getByText('Giorgi Kapanadze').waitFor();
      await undo(page, 'has grown');
      await eventually(async () => expect(await team()).toEqual([]));
      await expectAccessibleInBoth(page, 'the tags');
    });

    test('keep contacts with what they are to a team, and bring a removed one back', async () => {
      const { page } = owner;
      await settings(page, 'contacts');
      await page.getByText('No contacts yet.').waitFor();
      await page.getByRole('button', { name: 'New contact' }).click();
      const dialog = page.getByRole('dialog', { name: 'New contact' });
      await dialog.getByLabel('Name').fill('Provider hotline');
      await dialog.getByLabel('E-mail address').fill('noc@provider');
      await dialog.getByText('This is no e-mail address yet.').waitFor();
      await dialog.getByLabel('E-mail address').fill('noc@provider.example');
      await dialog.getByLabel('For the teams of').click();
      await page.getByTitle('Network team').click();
      await page.keyboard.press('Escape');
      await dialog.getByLabel('What they are to Network team').fill('Hotline');
      await expectAccessible(page, 'a contact being written');
      await dialog.getByRole('button', { name: 'Save' }).click();
      const contact = page.locator('.contact');
      await contact.getByText('Hotline', { exact: true }).waitFor();
      await expectAccessibleInBoth(page, 'the contacts');
      await page.getByRole('button', { name: 'Remove: Provider hotline' }).click();
      await page.getByText('No contacts yet.').waitFor();
      await undo(page, 'Provider hotline is removed');
      await contact.getByText('Hotline', { exact: true }).waitFor();
    });

    test('say when done tickets are archived and in what time tickets are answered', async () => {
      const { page } = owner;
      await settings(page, 'policies');
      await page.getByText('After', { exact: true }).click();
      await page.getByRole('spinbutton', { name: 'How long' }).fill('3');
      await page.getByRole('button', { name: 'Save' }).first().click();
      await eventually(async () => expect((await project()).archiveAfterHours).toBe(72));
      await page.getByRole('spinbutton', { name: 'First answer within: Critical' }).fill('1.5');
      await page.getByRole('spinbutton', { name: 'First answer within: Critical' }).press('Enter');
      const targets = async () =>
        (await api.send('GET', `/api/projects/${(await project()).id}/service-targets`)).body;
      await eventually(async () => expect(await targets()).toMatchObject({ firstResponseHours: { 4: 1.5 } }));
      await expectAccessibleInBoth(page, 'archiving and targets');
    });

    test('are read by who may not change them, with a word why', async () => {
      const { page } = agent;
      await settings(page, 'columns');
      await page.getByText('The project’s owners change it.').waitFor();
      expect(await page.getByRole('button', { name: 'Move To Do', exact: true }).count()).toBe(0);
      await expectAccessible(page, 'columns that one may not change');
    });
  });

  test('a project is founded with the suggested key, archived, found among the archived and brought back', async () => {
    const { page } = owner;
    await go(page, '/projects');
    await page.getByRole('button', { name: 'New project' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'New project' });
    await dialog.getByLabel('Key').fill('OPS');
    await dialog.getByText('Taken by').waitFor();
    await dialog.getByLabel('Key').fill('');
    await dialog.getByLabel('Name').fill('Field Service');
    expect(await dialog.getByLabel('Key').inputValue()).toBe('FS');
    await expectAccessible(page, 'a new project');
    await dialog.getByRole('button', { name: 'Create project' }).click();
    await page.waitForURL(/\/projects\/FS$/);
    await go(page, '/projects/FS/settings');
    await page.getByRole('button', { name: 'Archive project' }).click();
    await page.getByText('The project is archived: nothing in it changes').waitFor();
    await expectAccessible(page, 'the settings of an archived project');
    await go(page, '/projects?q=field');
    await page.getByText('No project matches.').waitFor();
    await page.getByRole('button', { name: 'Show archived projects' }).click();
    await page.getByRole('link', { name: 'Field Service' }).waitFor();
    await expectAccessibleInBoth(page, 'projects with archived ones');
    await go(page, '/projects/FS/settings');
    await page.getByRole('button', { name: 'Restore project' }).click();
    await page.getByRole('button', { name: 'Archive project' }).waitFor();
  });

  test('who runs the installation sees how far read models are and what became of mails; nobody else does', async () => {
    const { page } = root;
    // Nobody sends mails here, so that this one waits.
    const asked = await fetch(`${place.apiUrl}/api/auth/password-reset`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'agent' }),
    });
    expect(asked.status).toBe(202);
    await page.getByText(/^All \d+ are up to date$/).waitFor();
    await page.getByText('reports', { exact: true }).waitFor();
    await expectAccessibleInBoth(page, 'read models');
    await page.getByRole('link', { name: 'Mails' }).click();
    await page.getByText('No mail was given up').waitFor();
    await page.getByText('Waiting', { exact: true }).click();
    await page.locator('.mail').first().waitFor();
    await expectAccessibleInBoth(page, 'mails that wait');
    await go(owner.page, '/operations');
    await owner.page.getByText('There is nothing here').waitFor();
  });
});
