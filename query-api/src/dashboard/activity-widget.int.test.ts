import type { TicketActivityView } from '@ticketing/contracts/finding.ts';
import { companyStream, ticketStream } from '@ticketing/contracts/streams.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningQueryApi, runningQueryApi } from '../testing/running-query-api.ts';
import { twoCompanies, type World } from '../testing/two-companies.ts';

type Page = { items: TicketActivityView[]; nextCursor: string | null };

let world: World;
let api: RunningQueryApi;
const ticket = { alpha: '', beta: '', nobody: '', lab: '', assigned: '' };

beforeAll(async () => {
  world = await twoCompanies();
  api = await runningQueryApi(world.models);
  const { ids } = world;
  ticket.alpha = await world.open({ companyId: ids.alpha, reporterId: ids.anna });
  ticket.beta = await world.open({ companyId: ids.beta, reporterId: ids.ben });
  ticket.nobody = await world.open();
  ticket.lab = await world.open({ projectId: ids.lab });
  // Reported by and assigned to the same person, of their own company: every way to see it at once.
  ticket.assigned = await world.open({ companyId: ids.alpha, reporterId: ids.helper });
  await world.happen(ticketStream(ticket.assigned), { type: 'TicketAssigned', data: { userId: ids.helper } });
  await world.happen(companyStream(ids.alpha), { type: 'CompanyUserAssigned', data: { userId: ids.helper } });
  // Nothing else brings them here: a ticket reported where they have no role.
  await world.open({ projectId: ids.lab, reporterId: ids.outsider });
  await world.comment(ticket.alpha, ids.agent, 'Clumsy', 'internal');
  await world.comment(ticket.alpha, ids.agent, 'Soon', 'public');
  await world.happen(ticketStream(ticket.alpha), {
    type: 'TicketLinked',
    data: { ticketId: ticket.beta, link: 'blocks' },
  });
  await world.happen(
    ticketStream(ticket.lab),
    { type: 'TicketRenamed', data: { title: 'Backdated' } },
    { at: '2025-12-24T12:00:00.000Z' },
  );
});
afterAll(async () => {
  await api?.app.close();
  await world?.models.stop();
});

async function page(userId: string, query = 'limit=200', path = 'dashboard'): Promise<Page> {
  const { status, body } = await api.get(userId, `/api/${path}/activity?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  // The tests below compare every part of it that they use.
  return body as Page;
}

const everybody = [
  'root',
  'boss',
  'agent',
  'manager',
  'helper',
  'outsider',
  'anna',
  'alex',
  'ben',
] as const satisfies readonly (keyof World['ids'])[];

describe('the activity of all projects', () => {
  test.each(everybody)('is for %s what their tickets’ histories tell, newest first', async (name) => {
    const userId = world.ids[name];
    const told: TicketActivityView[] = [];
    const { body } = await api.get(userId, '/api/tickets?archived=any&limit=200');
    for (const { id } of (body as { items: { id: string }[] }).items) {
      const history = await api.get(userId, `/api/tickets/${id}/history?limit=200`);
      told.push(...(history.body as Page).items);
    }
    const { items, nextCursor } = await page(userId);
    expect(nextCursor).toBeNull();
    expect(items.map(({ id }) => id).sort()).toEqual(told.map(({ id }) => id).sort());
    const times = items.map(({ at }) => at);
    expect(times).toEqual(times.toSorted().reverse());
    // Otherwise the comparison would say nothing of them.
    expect(items.length).toBeGreaterThan(0);
  });

  test('tells of internal notes and of other tickets only those who may know of them', async () => {
    const { ids } = world;
    const typesFor = async (userId: string) =>
      (await page(userId)).items.filter(({ ticketId }) => ticketId === ticket.alpha).map(({ type }) => type);
    expect(await typesFor(ids.manager)).toEqual([
      'TicketLinked',
      'CommentPosted',
      'CommentPosted',
      'TicketOpened',
    ]);
    expect(await typesFor(ids.anna)).toEqual(['CommentPosted', 'TicketOpened']);
  });

  test.each(everybody)('comes to %s page by page as at once', async (name) => {
    const whole = (await page(world.ids[name])).items.map(({ id }) => id);
    const found: string[] = [];
    let cursor: string | null = null;
    do {
      const { items, nextCursor }: Page = await page(
        world.ids[name],
        `limit=2${cursor === null ? '' : `&cursor=${cursor}`}`,
      );
      found.push(...items.map(({ id }) => id));
      cursor = nextCursor;
    } while (cursor !== null);
    expect(found).toEqual(whole);
  });

  test('can be that of one company, as far as it is seen', async () => {
    const { ids } = world;
    const ticketsFor = async (userId: string, companyId: string) =>
      new Set((await page(userId, `companyId=${companyId}`)).items.map(({ ticketId }) => ticketId));
    expect(await ticketsFor(ids.root, ids.beta)).toEqual(new Set([ticket.beta]));
    expect(await ticketsFor(ids.boss, ids.alpha)).toEqual(new Set([ticket.alpha, ticket.assigned]));
    expect(await ticketsFor(ids.ben, ids.beta)).toEqual(new Set([ticket.beta]));
    expect(await ticketsFor(ids.ben, ids.alpha)).toEqual(new Set());
  });

  test('is read at the position asked for, and refuses a cursor that is none', async () => {
    const { ids } = world;
    const position = await world.happen(ticketStream(ticket.nobody), {
      type: 'TicketRenamed',
      data: { title: 'Today' },
    });
    const after = { 'x-after-position': String(position) };
    const { body } = await api.get(ids.boss, '/api/dashboard/activity?limit=1', after);
    expect((body as Page).items).toMatchObject([
      { type: 'TicketRenamed', ticketId: ticket.nobody, ticketTitle: 'Today' },
    ]);
    expect((await api.get(ids.boss, '/api/dashboard/activity?cursor=nonsense')).status).toBe(400);
  });
});
