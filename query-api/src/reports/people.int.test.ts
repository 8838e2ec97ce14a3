import type { KpiReport, ScoreView, StaffReviewView } from '@ticketing/contracts/report-views.ts';
import { defaultScoring } from '@ticketing/contracts/scoring.ts';
import { projectStream, ticketStream, userStream } from '@ticketing/contracts/streams.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningQueryApi, runningQueryApi } from '../testing/running-query-api.ts';
import { twoCompanies, type World } from '../testing/two-companies.ts';

let world: World;
let api: RunningQueryApi;

beforeAll(async () => {
  world = await twoCompanies();
  api = await runningQueryApi(world.models);
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

const january = 'from=2026-01-01T00:00:00Z&to=2026-01-31T00:00:00Z';

/** Opens a ticket on the 2nd of January, which this person resolves so many hours later, and lets it be rated. */
async function resolved(by: string, hours: number, stars: 1 | 2 | 3 | 4 | 5): Promise<void> {
  const { ids } = world;
  const opened = Date.parse('2026-01-02T00:00:00.000Z');
  const at = new Date(opened + hours * 3_600_000).toISOString();
  const ticketId = await world.open(
    { companyId: ids.alpha, reporterId: ids.anna },
    { at: new Date(opened).toISOString() },
  );
  const stream = ticketStream(ticketId);
  await world.happen(stream, { type: 'TicketAssigned', data: { userId: by } }, { at });
  const moved = { columnId: ids.done, rank: 'a1', fromColumnId: ids.todo };
  await world.happen(stream, { type: 'TicketMoved', data: moved }, { by, at });
  const accepted = { round: 1, stars, words: '' };
  await world.happen(stream, { type: 'ResolutionAccepted', data: accepted }, { by: ids.anna, at });
}

type Scoreboard = { items: ScoreView[] };

describe('the scoreboard', () => {
  beforeAll(async () => {
    const { ids } = world;
    await resolved(ids.agent, 8, 4);
    await resolved(ids.agent, 72, 4);
    await resolved(ids.helper, 8, 5);
  });

  const scores = async (userId: string) =>
    (await read<Scoreboard>(userId, `/api/projects/${world.ids.ops}/scoreboard?${january}`)).items;
  const named = (items: ScoreView[]) => items.map(({ person, score }) => [person.id, score]);

  test('tells by the default how good everybody was, the best first, and of what the score is made', async () => {
    const { ids } = world;
    const items = await scores(ids.manager);
    expect(items.map(({ person }) => person.id)).toEqual([ids.helper, ids.agent]);
    const [helper, agent] = items;
    expect(helper?.parts.map(({ metric, weight, poor, good }) => ({ metric, weight, poor, good }))).toEqual(
      defaultScoring,
    );
    // Two resolved in the 30 days, in 40 hours on average, 4 stars, no answer, no targets, nothing reopened.
    expect(agent?.parts.map(({ value }) => value)).toEqual([2, 40, 4, null, null, 0]);
    const points = [(2 / 30) * 100, 50, (2 / 2.8) * 100, 100] as const;
    const [tickets, hours, stars, reopened] = points;
    expect(agent?.score).toBeCloseTo((tickets * 20 + hours * 20 + stars * 25 + reopened * 5) / 70, 1);
    expect(helper?.score).toBeCloseTo(((1 / 30) * 100 * 20 + 100 * 20 + 100 * 25 + 100 * 5) / 70, 1);
  });

  test('counts what the ticket list shows for the same time and person', async () => {
    const { ids } = world;
    const list = async (query: string) =>
      (await read<{ items: { id: string }[] }>(ids.boss, `/api/tickets?projectId=${ids.ops}&${query}`)).items;
    const resolvedIn = 'resolvedFrom=2026-01-01T00:00:00Z&resolvedTo=2026-01-31T00:00:00Z';
    expect(await list(`${resolvedIn}&resolverId=${ids.agent}`)).toHaveLength(2);
    expect(await list(`${resolvedIn}&resolverId=${ids.agent},${ids.helper}`)).toHaveLength(3);
    expect(await list(`${resolvedIn}&resolverId=${ids.agent}&reopened=true`)).toEqual([]);
    expect(await list(`${resolvedIn}&resolverId=${ids.agent}&reopened=false`)).toHaveLength(2);
    expect(await list(`resolvedFrom=2026-01-31T00:00:00Z&resolverId=${ids.agent}`)).toEqual([]);
  });

  test('follows what the project sets, and goes back to the default', async () => {
    const { ids } = world;
    const stream = projectStream(ids.ops);
    const before = named(await scores(ids.boss));
    const metrics = [{ metric: 'tickets_resolved' as const, weight: 7, poor: 0, good: 2 }];
    await world.happen(stream, { type: 'ScoringChanged', data: { metrics } });
    expect(named(await scores(ids.boss))).toEqual([
      [ids.agent, 100],
      [ids.helper, 50],
    ]);
    expect(await read(ids.helper, `/api/projects/${ids.ops}/scoring`)).toEqual({ isDefault: false, metrics });
    await world.happen(stream, { type: 'ScoringChanged', data: { metrics: [] } });
    expect(named(await scores(ids.boss))).toEqual(before);
    expect(await read(ids.helper, `/api/projects/${ids.ops}/scoring`)).toMatchObject({ isDefault: true });
  });

  test('shows admins and users themselves alone, and clients nothing', async () => {
    const { ids } = world;
    const all = await scores(ids.boss);
    for (const userId of [ids.agent, ids.helper]) {
      expect(await scores(userId)).toEqual(all.filter(({ person }) => person.id === userId));
    }
    expect((await api.get(ids.anna, `/api/projects/${ids.ops}/scoreboard`)).status).toBe(403);
    expect((await api.get(ids.anna, `/api/projects/${ids.lab}/scoreboard`)).status).toBe(404);
    expect((await api.get(ids.outsider, `/api/projects/${ids.ops}/scoreboard`)).status).toBe(404);
  });

  test('has a line without a score for who asks about themselves and did nothing', async () => {
    const { ids } = world;
    const period = 'from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z';
    const path = `/api/projects/${ids.ops}/scoreboard?${period}`;
    const { items } = await read<Scoreboard>(ids.helper, path);
    // That nothing was resolved is a value; nothing else has one.
    expect(items.map(({ person, score }) => [person.id, score])).toEqual([[ids.helper, 0]]);
    expect((await read<Scoreboard>(ids.boss, path)).items).toEqual([]);
  });
});

describe('reviews of staff', () => {
  type Reviews = { items: StaffReviewView[]; nextCursor: string | null; people: { id: string }[] };
  const given: string[] = [];
  const page = (userId: string, query = '') =>
    read<Reviews>(userId, `/api/projects/${world.ids.ops}/reviews?${query}`);
  const seen = async (userId: string, query = '') =>
    (await page(userId, query)).items.map(({ id }) => given.indexOf(id));

  beforeAll(async () => {
    const { ids } = world;
    const review = async (projectId: string, userId: string, by: string, at: string) => {
      const reviewId = newId();
      const data = {
        reviewId,
        userId,
        from: '2026-01-01',
        to: '2026-01-31',
        stars: 4 as const,
        words: `Review ${given.length}`,
      };
      given.push(reviewId);
      await world.happen(projectStream(projectId), { type: 'StaffReviewed', data }, { by, at });
    };
    await review(ids.ops, ids.agent, ids.boss, '2026-02-01T10:00:00.000Z');
    await review(ids.ops, ids.helper, ids.boss, '2026-02-03T10:00:00.000Z');
    // By the project's lead, once; two at the same instant.
    await review(ids.ops, ids.helper, ids.agent, '2026-02-02T10:00:00.000Z');
    await review(ids.ops, ids.manager, ids.boss, '2026-02-02T10:00:00.000Z');
    await review(ids.lab, ids.boss, ids.root, '2026-02-04T10:00:00.000Z');
  });

  test('are all told to superadmins and managers, newest first, with who they are of and by', async () => {
    const { ids } = world;
    for (const userId of [ids.boss, ids.manager, ids.root]) {
      expect(await seen(userId)).toEqual([1, 3, 2, 0]);
    }
    const { items, people } = await page(ids.boss, 'limit=1');
    expect(items).toEqual([
      {
        id: given[1],
        userId: ids.helper,
        reviewerId: ids.boss,
        from: '2026-01-01',
        to: '2026-01-31',
        stars: 4,
        words: 'Review 1',
        reviewedAt: '2026-02-03T10:00:00.000Z',
      },
    ]);
    expect(people.map(({ id }) => id).sort()).toEqual([ids.boss, ids.helper].sort());
  });

  test('are told to others when they are of or by them, and of nobody else when asked for', async () => {
    const { ids } = world;
    expect(await seen(ids.agent)).toEqual([2, 0]);
    expect(await seen(ids.helper)).toEqual([1, 2]);
    expect(await seen(ids.helper, `userId=${ids.agent}`)).toEqual([]);
    expect(await seen(ids.agent, `userId=${ids.helper}`)).toEqual([2]);
    expect(await seen(ids.boss, `userId=${ids.helper}`)).toEqual([1, 2]);
    expect((await api.get(ids.anna, `/api/projects/${ids.ops}/reviews`)).status).toBe(403);
    expect((await api.get(ids.anna, `/api/projects/${ids.lab}/reviews`)).status).toBe(404);
    expect((await api.get(ids.outsider, `/api/projects/${ids.ops}/reviews`)).status).toBe(404);
  });

  test('come page by page, also those of one instant, each once', async () => {
    const found: number[] = [];
    let cursor: string | null = null;
    do {
      const { items, nextCursor }: Reviews = await page(
        world.ids.boss,
        `limit=1${cursor === null ? '' : `&cursor=${cursor}`}`,
      );
      found.push(...items.map(({ id }) => given.indexOf(id)));
      cursor = nextCursor;
    } while (cursor !== null);
    expect(found).toEqual([1, 3, 2, 0]);
    expect((await api.get(world.ids.boss, `/api/projects/${world.ids.ops}/reviews?cursor=x`)).status).toBe(
      400,
    );
  });
});

describe('one’s own dashboard', () => {
  type Widgets = { widgets: { widget: string; shown: boolean }[] };
  const usual = ['company_health', 'attention', 'newest', 'activity', 'workload', 'pipeline'];
  const arranged = async (userId: string) => (await read<Widgets>(userId, '/api/me/dashboard')).widgets;
  const shown = (names: readonly string[]) => names.map((widget) => ({ widget, shown: true }));

  test('has every widget in the usual order before it was arranged', async () => {
    expect(await arranged(world.ids.helper)).toEqual(shown(usual));
    expect(await arranged(world.ids.anna)).toEqual(shown(usual));
  });

  test('has what was arranged first, then the rest, for this person alone', async () => {
    const { ids } = world;
    const arrange = (widgets: { widget: 'pipeline' | 'newest'; shown: boolean }[]) =>
      world.happen(
        userStream(ids.agent),
        { type: 'DashboardArranged', data: { widgets } },
        { by: ids.agent },
      );
    await arrange([
      { widget: 'pipeline', shown: true },
      { widget: 'newest', shown: false },
    ]);
    expect(await arranged(ids.agent)).toEqual([
      { widget: 'pipeline', shown: true },
      { widget: 'newest', shown: false },
      ...shown(['company_health', 'attention', 'activity', 'workload']),
    ]);
    expect(await arranged(ids.boss)).toEqual(shown(usual));
    await arrange([]);
    expect(await arranged(ids.agent)).toEqual(shown(usual));
  });

  test('is told to nobody without a token', async () => {
    const { statusCode } = await api.app.inject({ method: 'GET', url: '/api/me/dashboard' });
    expect(statusCode).toBe(401);
  });
});

describe('somebody who was deactivated', () => {
  test('keeps their figures and their line, and gets none any more', async () => {
    const { ids } = world;
    const kpis = `/api/projects/${ids.ops}/kpis?${january}&groupBy=person`;
    const scoreboard = `/api/projects/${ids.ops}/scoreboard?${january}`;
    const before = await read<KpiReport>(ids.boss, kpis);
    const scores = (await read<Scoreboard>(ids.boss, scoreboard)).items;
    expect(before.items.find(({ userId }) => userId === ids.helper)?.metrics.tickets_resolved).toBe(1);
    await world.happen(userStream(ids.helper), { type: 'UserDeactivated', data: {} });
    const after = await read<KpiReport>(ids.boss, kpis);
    expect(after.items).toEqual(before.items);
    expect(after.people.find(({ id }) => id === ids.helper)).toMatchObject({ active: false });
    expect((await read<Scoreboard>(ids.boss, scoreboard)).items.map(({ score }) => score)).toEqual(
      scores.map(({ score }) => score),
    );
    const own = await read<KpiReport>(ids.boss, `${kpis}&userId=${ids.helper}`);
    expect(own.items).toHaveLength(1);
    expect((await api.get(ids.helper, kpis)).status).toBe(401);
  });
});
