import { DEMO_PASSWORD } from '@ticketing/embedded/demo/demo-accounts.ts';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { card } from './admin-board.ts';
import { signInByForm, type Window } from './browser.ts';
import { demoPerson, type Person } from './person.ts';
import { createStackPlace, type StackPlace } from './stack-place.ts';
import { type StackProcess, startStackProcess } from './stack-process.ts';
import { type WatchedWindows, watchedWindows } from './watched-windows.ts';

/** Tickets of the long column, so many that most of them are out of sight. */
export const MANY = 60;

/** Two of IT staff in front of the board of a project of their own, `BRD`: `first` is the admin, `second` the agent. */
export type BoardScene = {
  readonly place: StackPlace;
  readonly first: Window;
  readonly second: Window;
  /** The admin, by HTTP. */
  readonly api: Person;
  readonly agentId: string;
  readonly projectId: string;
  /** By name. */
  readonly columnIds: Readonly<Record<string, string>>;
  /** An instant before anybody did anything to the board. */
  readonly beforeAnything: string;
  /** Another window, closed at the end like the others. */
  opened: WatchedWindows['open'];
};

/**
 * A stack with `MANY` tickets in To Do (BRD-1 and on) and three bugs of high priority in In Progress (BRD-61 to 63).
 * Call it where tests are declared; what it answers is there when they run.
 */
export function boardScene(): BoardScene {
  const windows = watchedWindows();
  let stack: StackProcess | undefined;
  const there: Partial<{ -readonly [Part in keyof BoardScene]: BoardScene[Part] }> = {};
  const part = <Part extends keyof BoardScene>(name: Part): NonNullable<BoardScene[Part]> => {
    const found = there[name];
    if (found === undefined) throw new Error(`the scene has no ${name} yet`);
    return found as NonNullable<BoardScene[Part]>;
  };

  beforeAll(async () => {
    const place = await createStackPlace();
    there.place = place;
    stack = await startStackProcess(place);
    const api = await demoPerson(place, 'admin');
    const agent = await demoPerson(place, 'agent');
    const { id: projectId } = await api.command('POST', '/api/projects', { key: 'BRD', name: 'Board' });
    await api.command('PUT', `/api/projects/${projectId}/roles/${agent.id}`, { role: 'admin' });
    const board = await api.board(projectId);
    const columnIds = Object.fromEntries(board.columns.map(({ name, id }) => [name, id]));
    for (let n = 1; n <= MANY; n += 1) await api.open({ projectId, title: `Long ${n}` });
    for (const title of ['Printer', 'Mailbox', 'Badge']) {
      await api.open({ projectId, title, columnId: columnIds['In Progress'], type: 'bug', priority: 3 });
    }
    Object.assign(there, { api, agentId: agent.id, projectId, columnIds });
    there.beforeAnything = new Date().toISOString();
    const [first, second] = [await windows.open('first'), await windows.open('second')];
    await signInByForm(first.page, `${place.adminUrl}/projects/BRD`, 'admin', DEMO_PASSWORD);
    await signInByForm(second.page, `${place.adminUrl}/projects/BRD`, 'agent', DEMO_PASSWORD);
    for (const { page } of [first, second]) await card(page, 'BRD-61').waitFor();
    Object.assign(there, { first, second });
  }, 300_000);

  afterAll(async () => {
    await stack?.killEverything();
    await there.place?.remove();
  });

  return {
    get place() {
      return part('place');
    },
    get first() {
      return part('first');
    },
    get second() {
      return part('second');
    },
    get api() {
      return part('api');
    },
    get agentId() {
      return part('agentId');
    },
    get projectId() {
      return part('projectId');
    },
    get columnIds() {
      return part('columnIds');
    },
    get beforeAnything() {
      return part('beforeAnything');
    },
    opened: windows.open,
  };
}

/** Keys of a column's tickets on the server, in order. */
export const onServer = async ({ api, projectId }: BoardScene, columnName: string): Promise<string[]> =>
  (await api.board(projectId)).columns
    .find(({ name }) => name === columnName)
    ?.tickets.map(({ key }) => key) ?? [];

export const ticketOnServer = async ({ api, projectId }: BoardScene, key: string) =>
  (await api.board(projectId)).columns.flatMap(({ tickets }) => tickets).find((ticket) => ticket.key === key);

/** Opens the board with this behind its address, as `?group=priority`. */
export async function goToBoard({ place }: BoardScene, page: Page, search: string): Promise<void> {
  await page.goto(`${place.adminUrl}/projects/BRD${search}`);
  await page.locator('[data-ticket]').first().waitFor();
}

export async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** The key of the ticket whose card has the focus. */
export const focused = (page: Page): Promise<string | null> =>
  page.locator(':focus').getAttribute('data-ticket');

export const toast = (page: Page, text: string | RegExp): Locator =>
  page.locator('.toast').filter({ hasText: text });
