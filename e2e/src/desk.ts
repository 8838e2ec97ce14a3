import { DEMO_PASSWORD } from '@ticketing/embedded/demo/demo-accounts.ts';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { openWindow, signInByForm, type Visitor, type Window } from './browser.ts';
import { demoPerson, type Person } from './person.ts';
import { createStackPlace, type StackPlace } from './stack-place.ts';
import { startStackProcess } from './stack-process.ts';

export const phone = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
} as const satisfies Visitor;
export const desktop = {
  viewport: { width: 1440, height: 900 },
} as const satisfies Visitor;

/** What a browser says by itself of requests without a connection; the page says it in words. */
const ofNoConnection = /ERR_INTERNET_DISCONNECTED|WebSocket connection .* failed/;

/** The service desk of a stack, with a client on a phone and the same client at a wide screen. */
export type Desk = {
  readonly place: StackPlace;
  readonly client: Person;
  readonly admin: Person;
  /** The demo's project and the client's company. */
  readonly projectId: string;
  readonly companyId: string;
  readonly doneId: string;
  readonly workId: string;
  readonly thumb: Window;
  readonly wide: Window;
  /** One more window; it is closed with the others. */
  window(name: string, visitor?: Visitor): Promise<Window>;
  /** A request of the client's. */
  /** Opens a ticket of the client; resolves when it can be read. */
  opened(title: string, description?: string): ReturnType<Person['open']>;
  moved(id: string, columnId: string): Promise<unknown>;
  /** Goes to a page and waits for its heading. */
  visit(page: Page, path: string, heading: string): Promise<void>;
  /** No window may have complained of anything but a connection that was cut. */
  expectQuiet(): void;
  stop(): Promise<void>;
};

/** @param settings what else the stack is told */
export async function startDesk(settings: Readonly<Record<string, string>> = {}): Promise<Desk> {
  const place = await createStackPlace(settings);
  const stack = await startStackProcess(place, { PUBLIC_DESK_URL: place.deskUrl });
  const windows: Window[] = [];
  const window: Desk['window'] = async (name, visitor = {}) => {
    const opened = await openWindow(name, visitor);
    windows.push(opened);
    return opened;
  };
  const stop = async () => {
    for (const each of windows) await each.close();
    await stack.killEverything();
    await place.remove();
  };
  try {
    const client = await demoPerson(place, 'client');
    const admin = await demoPerson(place, 'admin');
    const { id: projectId, columns } = await client.project('OPS');
    const companyId = (await client.board(projectId)).companies[0]?.id ?? '';
    const columnOf = (wanted: string) => columns.find(({ category }) => category === wanted)?.id ?? '';
    const thumb = await window('thumb', phone);
    const wide = await window('wide', desktop);
    for (const { page } of windows) await signInByForm(page, place.deskUrl, 'client', DEMO_PASSWORD);
    return {
      place,
      client,
      admin,
      projectId,
      companyId,
      doneId: columnOf('done'),
      workId: columnOf('in_progress'),
      thumb,
      wide,
      window,
      async opened(title, description = '') {
        const ticket = await client.open({ projectId, companyId, title, description });
        await client.ticket(ticket.id);
        return ticket;
      },
      moved: (id, columnId) => admin.command('POST', `/api/tickets/${id}/move`, { columnId }),
      async visit(page, path, heading) {
        await page.goto(place.deskUrl + path);
        await page.getByRole('heading', { name: heading, exact: true }).waitFor();
      },
      expectQuiet() {
        for (const { complaints } of windows) {
          expect(complaints.filter((words) => !ofNoConnection.test(words))).toEqual([]);
        }
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** One more tab of the same browser. */
export async function secondTab(page: Page): Promise<Page> {
  const opened = page.waitForEvent('popup');
  await page.evaluate('void window.open("about:blank")');
  return opened;
}
