import { companyStream, ticketStream, userStream } from '@ticketing/contracts/streams.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningQueryApi, runningQueryApi } from './testing/running-query-api.ts';
import { twoCompanies, type World } from './testing/two-companies.ts';

let world: World;
let api: RunningQueryApi;
const opened: string[] = [];

beforeAll(async () => {
  world = await twoCompanies();
  api = await runningQueryApi(world.models);
  // Several at the same instant, so that the id has to decide.
  for (let count = 0; count < 11; count++) {
    const minute = Math.floor(count / 3);
    opened.push(await world.open({}, { at: `2026-02-01T00:0${minute}:00.123Z` }));
  }
  for (const username of ['twin1', 'twin2', 'twin3', 'twin4']) {
    const data = { username, displayName: 'Anna Twin', email: null, staff: true };
    await world.happen(userStream(newId()), { type: 'UserRegistered', data });
  }
});

afterAll(async () => {
  await api?.app.close();
  await world?.models.stop();
});

type Page = { items: { id: string }[]; nextCursor: string | null };

async function page(path: string, cursor?: string | null): Promise<Page> {
  const { status, body } = await api.get(
    world.ids.root,
    cursor ? `${path}&cursor=${encodeURIComponent(cursor)}` : path,
  );
  expect(status, JSON.stringify(body)).toBe(200);
  return body as Page;
}

async function everyPage(path: string): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | null | undefined;
  do {
    const { items, nextCursor } = await page(path, cursor);
    pages.push(items.map(({ id }) => id));
    cursor = nextCursor;
  } while (cursor);
  return pages;
}

test.each([
  ['/api/tickets?', 4],
  ['/api/users?', 2],
  ['/api/companies?', 1],
  ['/api/projects?', 1],
])('%s in pages is the whole list, each row once and in the same order', async (path, limit) => {
  const whole = (await page(`${path}limit=200`)).items.map(({ id }) => id);
  const pages = await everyPage(`${path}limit=${limit}`);
  expect(whole.length).toBeGreaterThan(limit);
  expect(pages.flat()).toEqual(whole);
  expect(pages.slice(0, -1).every(({ length }) => length === limit)).toBe(true);
});

test('a ticket’s history in pages is the whole history', async () => {
  const [ticketId] = opened;
  if (!ticketId) throw new Error('there is a ticket');
  for (let count = 0; count < 12; count++) {
    const data = { title: `Title ${count}` };
    await world.happen(ticketStream(ticketId), { type: 'TicketRenamed', data });
  }
  const path = `/api/tickets/${ticketId}/history?`;
  const whole = (await page(`${path}limit=200`)).items.map(({ id }) => id);
  expect(whole).toHaveLength(13);
  // Revisions of two digits come after those of one: as text they would not.
  expect((await everyPage(`${path}limit=5`)).flat()).toEqual(whole);
});

test('a list that changes between two pages repeats nothing and leaves out nothing that did not change', async () => {
  const path = `/api/tickets?projectId=${world.ids.ops}&limit=5`;
  const before = (await page(`/api/tickets?projectId=${world.ids.ops}&limit=200`)).items.map(({ id }) => id);
  const first = await page(path);
  const seen = first.items.map(({ id }) => id);
  // One of the first page and one of a later page move to the front, and a new one appears before all.
  const later = before[7];
  const [early] = seen;
  if (!later || !early) throw new Error('there are tickets on both pages');
  for (const id of [early, later]) {
    await world.happen(ticketStream(id), { type: 'TicketRenamed', data: { title: 'Changed' } });
  }
  const added = await world.open({});
  const rest: string[] = [];
  let cursor = first.nextCursor;
  while (cursor) {
    const next = await page(path, cursor);
    rest.push(...next.items.map(({ id }) => id));
    cursor = next.nextCursor;
  }
  expect([...seen, ...rest]).toEqual(before.filter((id) => id !== later));
  expect(rest).not.toContain(added);
});

test('names that differ in case or are equal keep one order through the pages', async () => {
  const ids: string[] = [];
  for (const name of ['zeta', 'Zeta', 'zeta', 'ZETA', 'éta']) {
    const id = newId();
    ids.push(id);
    const data = { name, description: '' };
    await world.happen(companyStream(id), { type: 'CompanyRegistered', data });
  }
  const pages = await everyPage('/api/companies?q=eta&limit=1');
  const found = pages.flat();
  expect(new Set(found).size).toBe(found.length);
  for (const id of ids.slice(0, 4)) expect(found).toContain(id);
});
