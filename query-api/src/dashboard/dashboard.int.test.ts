import { projectStream, ticketStream } from '@ticketing/contracts/streams.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gradeOf } from '../companies/company-health.ts';
import { type RunningQueryApi, runningQueryApi } from '../testing/running-query-api.ts';
import { twoCompanies, type World } from '../testing/two-companies.ts';

let world: World;
let api: RunningQueryApi;
const ticket = { late: '', reviewed: '', beta: '', lab: '' };

beforeAll(async () => {
  world = await twoCompanies();
  api = await runningQueryApi(world.models);
  const { ids } = world;
  const done = (id: string, at: string, by = ids.agent) =>
    world.happen(
      ticketStream(id),
      { type: 'TicketMoved', data: { columnId: ids.done, rank: 'a1', fromColumnId: ids.todo } },
      { at, by },
    );
  ticket.late = await world.open(
    { companyId: ids.alpha, reporterId: ids.anna, priority: 4, dueDate: '2026-01-20' },
    { at: '2026-01-10T08:00:00.000Z' },
  );
  ticket.reviewed = await world.open(
    { companyId: ids.alpha, reporterId: ids.anna },
    { at: '2026-01-31T23:30:00.000Z' },
  );
  await world.happen(ticketStream(ticket.reviewed), { type: 'TicketAssigned', data: { userId: ids.agent } });
  await done(ticket.reviewed, '2026-02-02T00:00:00.000Z');
  await world.happen(
    ticketStream(ticket.reviewed),
    { type: 'ResolutionAccepted', data: { round: 1, stars: 4, words: 'Quick' } },
    { at: '2026-02-03T00:00:00.000Z', by: ids.anna },
  );
  ticket.beta = await world.open(
    { companyId: ids.beta, reporterId: ids.ben },
    { at: '2026-02-05T08:00:00.000Z' },
  );
  await world.happen(ticketStream(ticket.beta), { type: 'TicketAssigned', data: { userId: ids.helper } });
  ticket.lab = await world.open({ projectId: ids.lab }, { at: '2026-02-06T08:00:00.000Z' });
});
afterAll(async () => {
  await api?.app.close();
  await world?.models.stop();
});

async function read<Body>(userId: string, path: string): Promise<Body> {
  const { status, body } = await api.get(userId, path);
  expect(status, JSON.stringify(body)).toBe(200);
  // The tests below compare every part of it that they use.
  return body as Body;
}

describe('the dashboard', () => {
  test('tells what needs somebody and why, of what the viewer sees only', async () => {
    const { ids } = world;
    type Attention = { items: { ticket: { id: string }; reasons: string[] }[] };
    const path = '/api/dashboard/attention';
    const reasonsFor = async (userId: string) =>
      (await read<Attention>(userId, path)).items.map((item) => [item.ticket.id, item.reasons]);
    expect(await reasonsFor(ids.agent)).toEqual([
      [ticket.late, ['overdue', 'unassigned', 'critical', 'unanswered']],
      [ticket.beta, ['unanswered']],
    ]);
    expect((await reasonsFor(ids.root)).map(([id]) => id)).toEqual([ticket.late, ticket.lab, ticket.beta]);
    expect((await reasonsFor(ids.ben)).map(([id]) => id)).toEqual([ticket.beta]);
    expect(await reasonsFor(ids.outsider)).toEqual([]);
  });

  test('tells how companies fare to who gets figures, and nothing to clients', async () => {
    const { ids } = world;
    type Health = { items: { companyId: string; open: number; overdue: number; grade: string }[] };
    const path = '/api/dashboard/company-health';
    const { items } = await read<Health>(ids.manager, path);
    expect(items).toMatchObject([
      { companyId: ids.alpha, open: 1, overdue: 1, critical: 1, unanswered: 1, grade: 'poor' },
      { companyId: ids.beta, open: 1, overdue: 0, critical: 0, unanswered: 1, grade: 'poor' },
    ]);
    expect((await read<Health>(ids.manager, `${path}?companyId=${ids.beta}`)).items).toHaveLength(1);
    for (const userId of [ids.anna, ids.helper, ids.outsider]) {
      expect(await read<Health>(userId, path)).toEqual({ items: [] });
    }
  });

  test('lists the tickets that the numbers of a company’s health count', async () => {
    const { ids } = world;
    type List = { items: { id: string }[] };
    const listed = async (userId: string, filter: string) =>
      (await read<List>(userId, `/api/tickets?${filter}`)).items.map(({ id }) => id);
    expect(await listed(ids.manager, `unanswered=true&companyId=${ids.alpha}`)).toEqual([ticket.late]);
    expect(await listed(ids.manager, `unanswered=false&companyId=${ids.alpha}`)).toEqual([ticket.reviewed]);
    expect(await listed(ids.manager, `review=accepted&companyId=${ids.alpha}`)).toEqual([ticket.reviewed]);
    expect(await listed(ids.manager, 'review=awaiting')).toEqual([]);
    expect(await listed(ids.outsider, 'unanswered=true')).toEqual([]);
  });

  test('counts open tickets by assignee, and for who gets no totals their own', async () => {
    const { ids } = world;
    type Workload = { items: { person: { id: string }; open: number }[]; unassigned: number };
    const path = '/api/dashboard/workload';
    const boss = await read<Workload>(ids.boss, path);
    expect(boss.items.map(({ person, open }) => [person.id, open])).toEqual([[ids.helper, 1]]);
    expect(boss.unassigned).toBe(2);
    const helper = await read<Workload>(ids.helper, path);
    expect(helper).toMatchObject({ items: [{ open: 1 }], unassigned: 0 });
    expect(await read<Workload>(ids.anna, path)).toEqual({ items: [], unassigned: 0, projectIds: [] });
  });

  test('counts the tickets of each column as the viewer sees them, and shows the newest', async () => {
    const { ids } = world;
    type Pipeline = { items: { projectKey: string; columns: { id: string; tickets: number }[] }[] };
    const countsFor = async (userId: string) =>
      (await read<Pipeline>(userId, '/api/dashboard/pipeline')).items.map(({ projectKey, columns }) => [
        projectKey,
        columns.map(({ tickets }) => tickets),
      ]);
    expect(await countsFor(ids.boss)).toEqual([
      ['LAB', [1]],
      ['OPS', [2, 0, 1]],
    ]);
    expect(await countsFor(ids.ben)).toEqual([['OPS', [1, 0, 0]]]);
    type Newest = { items: { id: string }[] };
    const newest = await read<Newest>(ids.boss, '/api/dashboard/newest?limit=2');
    expect(newest.items.map(({ id }) => id)).toEqual([ticket.lab, ticket.beta]);
    const own = await read<Newest>(ids.anna, '/api/dashboard/newest');
    expect(own.items.map(({ id }) => id)).toEqual([ticket.reviewed, ticket.late]);
  });
});

describe('a company', () => {
  test('is told by its month: borders, what was left open, ratings with their words', async () => {
    const { ids } = world;
    const path = `/api/companies/${ids.alpha}/monthly-report`;
    const january = await read<Record<string, unknown>>(ids.agent, `${path}?month=2026-01`);
    expect(january).toMatchObject({
      company: { name: 'alpha Ltd' },
      from: '2026-01-01T00:00:00.000Z',
      to: '2026-02-01T00:00:00.000Z',
      opened: 2,
      resolved: 0,
      openAtStart: 0,
      openAtEnd: 2,
      backlogByPriority: { 1: 0, 2: 1, 3: 0, 4: 1 },
      ratings: [],
      topReporters: [{ person: { id: ids.anna }, opened: 2 }],
      more: 0,
    });
    // An hour east of UTC the second ticket belongs to February.
    const east = await read<Record<string, unknown>>(ids.agent, `${path}?month=2026-01&utcOffsetHours=1`);
    expect(east).toMatchObject({ opened: 1, openAtEnd: 1 });
    const february = await read<Record<string, unknown>>(ids.agent, `${path}?month=2026-02`);
    expect(february).toMatchObject({
      opened: 0,
      resolved: 1,
      openAtStart: 2,
      openAtEnd: 1,
      satisfaction: { rating: 4, ratings: 1, byStars: { 1: 0, 2: 0, 3: 0, 4: 1, 5: 0 } },
      ratings: [{ ticketId: ticket.reviewed, key: 'OPS-2', stars: 4, words: 'Quick', ratedById: ids.anna }],
      tickets: [
        { id: ticket.late, resolvedAt: null },
        { id: ticket.reviewed, resolvedAt: '2026-02-02T00:00:00.000Z' },
      ],
      people: [{ id: ids.anna }],
    });
  });

  test('may know of itself how content it is, and nothing of another company', async () => {
    const { ids } = world;
    const period = 'from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z';
    const own = await read(ids.anna, `/api/companies/${ids.alpha}/satisfaction?${period}`);
    expect(own).toMatchObject({ rating: 4, ratings: 1 });
    expect((await api.get(ids.anna, `/api/companies/${ids.beta}/satisfaction`)).status).toBe(404);
    for (const path of ['statistics', 'health', 'monthly-report?month=2026-01']) {
      expect((await api.get(ids.anna, `/api/companies/${ids.alpha}/${path}`)).status).toBe(403);
      expect((await api.get(ids.anna, `/api/companies/${ids.beta}/${path}`)).status).toBe(404);
      expect((await api.get(ids.helper, `/api/companies/${ids.alpha}/${path}`)).status).toBe(403);
    }
  });

  test('has figures without any tickets', async () => {
    const { ids } = world;
    const gamma = world.ids.beta;
    const period = 'from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z';
    const { metrics, satisfaction } = await read<{ metrics: object; satisfaction: object }>(
      ids.manager,
      `/api/companies/${gamma}/statistics?${period}`,
    );
    expect(metrics).toMatchObject({ tickets_created: 0, average_rating: null, sla_compliance: null });
    expect(satisfaction).toMatchObject({ rating: null, ratings: 0 });
  });

  test('no longer served in a project keeps its figures for who serves it, not for the project’s staff', async () => {
    const { ids } = world;
    await world.happen(projectStream(ids.ops), { type: 'CompanyDetached', data: { companyId: ids.beta } });
    expect((await api.get(ids.agent, `/api/companies/${ids.beta}/health`)).body).toMatchObject({ open: 1 });
    expect((await api.get(ids.manager, `/api/companies/${ids.beta}/health`)).status).toBe(404);
  });
});

test.each([
  [0, null, 'good'],
  [0.1, 4, 'good'],
  [0.11, 5, 'fair'],
  [0, 3.9, 'fair'],
  [0.41, 5, 'poor'],
  [0, 2.9, 'poor'],
  [null, 2.9, 'poor'],
  [null, 4.5, 'good'],
  [null, null, null],
] as const)(
  'a company with %s of its tickets in trouble and a rating of %s fares %s',
  (troubled, rating, grade) => expect(gradeOf(troubled, rating)).toBe(grade),
);

test('the workload counts nothing of a project that the viewer does not see any more', async () => {
  const { ids, open, happen } = world;
  const id = await open();
  await happen(ticketStream(id), { type: 'TicketAssigned', data: { userId: ids.outsider } });
  const { body } = await api.get(ids.outsider, '/api/dashboard/workload');
  expect(body).toEqual({ items: [], unassigned: 0, projectIds: [] });
});
