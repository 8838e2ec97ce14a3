import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { KpiReport, MetricValues } from '@ticketing/contracts/report-views.ts';
import { projectStream } from '@ticketing/contracts/streams.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningQueryApi, runningQueryApi } from '../testing/running-query-api.ts';
import { twoCompanies, type World } from '../testing/two-companies.ts';
import { naiveMetrics } from './testing/naive-metrics.ts';
import { instantAfter, lifeSteps, tellLife } from './testing/random-lives.ts';

let world: World;
let api: RunningQueryApi;
const told: RecordedEvent[] = [];

beforeAll(async () => {
  world = await twoCompanies();
  api = await runningQueryApi(world.models);
});
afterAll(async () => {
  await api?.app.close();
  await world?.models.stop();
});

async function figures(userId: string, query: string, projectId = world.ids.ops): Promise<KpiReport> {
  const { status, body } = await api.get(userId, `/api/projects/${projectId}/kpis?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body as KpiReport;
}

const instant = instantAfter;

const targets = {
  firstResponseHours: { 1: 48, 2: 10, 3: 5, 4: null },
  resolutionHours: { 1: null, 2: 60, 3: 20, 4: 7.5 },
};

describe('figures of random histories', () => {
  test('are what folding the same events naively says, whatever is asked for', async () => {
    const { ids } = world;
    const companies = [null, ids.alpha, ids.beta];
    const lives = fc.sample(fc.tuple(lifeSteps, fc.integer({ min: 0, max: 900 }), fc.nat(2)), 120);
    for (const [life, openedAt, company] of lives) {
      const place = { projectId: ids.ops, todo: ids.todo, doing: ids.doing, done: ids.done };
      told.push(...tellLife(world, life, { ...place, openedAt, companyId: companies[company] ?? null }));
    }
    await world.models.project(told);
    await world.happen(projectStream(ids.ops), { type: 'ServiceTargetsChanged', data: targets });
    const facts = {
      events: told,
      done: new Set([ids.done]),
      staff: new Set([ids.root, ids.boss, ids.agent, ids.manager, ids.helper, ids.outsider]),
      targets,
      now: Date.now(),
    };
    const periods = [
      [0, 2000],
      [100, 101],
      [300, 640],
      [899, 1400],
      [5000, 5001],
    ] as const;
    let compared = 0;
    const same = (found: MetricValues | undefined, filter: Parameters<typeof naiveMetrics>[1]) => {
      const naive = naiveMetrics(facts, filter);
      compared += naive.tickets_created + naive.sla_verdicts;
      expect(found ?? 'nothing', JSON.stringify(filter)).toEqual(found ? naive : 'nothing');
      if (!found) expect(Object.values(naive).every((value) => !value)).toBe(true);
    };
    for (const [fromHour, toHour] of periods) {
      const period = { from: Date.parse(instant(fromHour)), to: Date.parse(instant(toHour)) };
      const query = `from=${instant(fromHour)}&to=${instant(toHour)}`;
      same((await figures(ids.boss, query)).items[0]?.metrics, period);
      const byPerson = await figures(ids.manager, `${query}&groupBy=person`);
      for (const userId of facts.staff) {
        same(byPerson.items.find((item) => item.userId === userId)?.metrics, { ...period, userId });
        same((await figures(ids.boss, `${query}&userId=${userId}`)).items[0]?.metrics, { ...period, userId });
      }
      // Clients are no staff: nobody measures them.
      expect(byPerson.items.some(({ userId }) => userId === ids.anna || userId === ids.ben)).toBe(false);
      const byCompany = await figures(ids.agent, `${query}&groupBy=company`);
      for (const companyId of companies) {
        const found = byCompany.items.find((item) => item.companyId === companyId)?.metrics;
        same(found, { ...period, companyId });
      }
    }
    // Every instant at which anything happened is the border of a period once.
    for (const { metadata } of told.slice(0, 25)) {
      const at = Date.parse(metadata.at);
      for (const [from, to] of [
        [at, at + 1],
        [at - 1, at],
      ] as const) {
        const query = `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`;
        same((await figures(ids.boss, query)).items[0]?.metrics, { from, to });
      }
    }
    expect(compared).toBeGreaterThan(1_000);
  }, 60_000);

  test('change with the targets, for the past as well', async () => {
    const { ids } = world;
    const query = `from=${instant(0)}&to=${instant(2000)}`;
    const before = (await figures(ids.boss, query)).items[0]?.metrics;
    const none = { 1: null, 2: null, 3: null, 4: null };
    const generous = { firstResponseHours: none, resolutionHours: { ...none, 2: 8760 } };
    await world.happen(projectStream(ids.ops), { type: 'ServiceTargetsChanged', data: generous });
    const after = (await figures(ids.boss, query)).items[0]?.metrics;
    expect(after?.sla_compliance).toBe(100);
    expect(before?.sla_compliance).toBeLessThan(100);
    expect({ ...after, sla_compliance: 0, sla_verdicts: 0 }).toEqual({
      ...before,
      sla_compliance: 0,
      sla_verdicts: 0,
    });
  });

  test('of days, weeks and months add up to those of the whole, with the empty ones in between', async () => {
    const { ids } = world;
    const query = `from=${instant(0)}&to=${instant(24 * 40)}&timeZone=Asia/Tbilisi`;
    const whole = (await figures(ids.boss, query)).items[0]?.metrics;
    for (const [bucket, count] of [
      ['day', 41],
      ['week', 7],
      ['month', 2],
    ] as const) {
      const { items } = await figures(ids.boss, `${query}&bucket=${bucket}`);
      expect(items).toHaveLength(count);
      for (const metric of ['tickets_created', 'tickets_resolved', 'ratings', 'reopened'] as const) {
        expect(items.reduce((sum, item) => sum + item.metrics[metric], 0)).toBe(whole?.[metric]);
      }
      // Days begin at midnight of the time zone, which is four hours ahead.
      expect(items.every((item) => item.bucket?.endsWith('T20:00:00.000Z'))).toBe(true);
    }
  });
});

describe('figures', () => {
  test('of a project in which nothing happened are nothing, not an error', async () => {
    const { items, scope } = await figures(world.ids.boss, '', world.ids.lab);
    expect(scope).toBe('all');
    expect(items).toHaveLength(1);
    expect(items[0]?.metrics).toMatchObject({
      tickets_created: 0,
      tickets_resolved: 0,
      average_rating: null,
      sla_compliance: null,
      reopen_rate: null,
    });
  });

  test('of people are told to superadmins and managers, and to everybody else their own', async () => {
    const { ids } = world;
    const query = `from=${instant(0)}&to=${instant(2000)}&groupBy=person`;
    const all = await figures(ids.manager, query);
    expect(all.items.length).toBeGreaterThan(2);
    for (const userId of [ids.agent, ids.helper]) {
      const own = await figures(userId, query);
      expect(own.scope).toBe('own');
      expect(own.items).toEqual(all.items.filter((item) => item.userId === userId));
      expect(own.people.map(({ id }) => id)).toEqual([userId]);
      const colleague = await api.get(userId, `/api/projects/${ids.ops}/kpis?userId=${ids.boss}`);
      expect(colleague.status).toBe(403);
    }
    const total = `from=${instant(0)}&to=${instant(2000)}`;
    const whole = (await figures(ids.manager, total)).items;
    expect((await figures(ids.agent, total)).items).toEqual(whole);
    expect((await figures(ids.helper, total)).items).not.toEqual(whole);
  });

  test('are told to no client, neither of their project nor of all', async () => {
    for (const path of [`/api/projects/${world.ids.ops}/kpis`, '/api/kpis']) {
      expect((await api.get(world.ids.anna, path)).status).toBe(403);
    }
    expect((await api.get(world.ids.anna, `/api/projects/${world.ids.lab}/kpis`)).status).toBe(404);
    expect((await api.get(world.ids.outsider, '/api/kpis')).status).toBe(403);
  });

  test('of all projects are those of each', async () => {
    const query = `from=${instant(0)}&to=${instant(2000)}`;
    const { body } = await api.get(world.ids.boss, `/api/kpis?${query}&groupBy=project`);
    const report = body as KpiReport;
    expect(report.items.map(({ projectId }) => projectId)).toEqual([world.ids.ops]);
    expect(report.items[0]?.metrics).toEqual((await figures(world.ids.boss, query)).items[0]?.metrics);
    expect(report.projects).toEqual([{ id: world.ids.ops, name: 'OPS project' }]);
  });

  test.each([
    ['a period that ends before it begins', 'from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z'],
    ['more buckets than can be shown', 'from=2000-01-01T00:00:00Z&to=2026-01-01T00:00:00Z&bucket=day'],
    ['a time zone that is none', 'timeZone=Mars/Olympus'],
    ['a day without a time', 'from=2026-01-01'],
    ['an unknown grouping', 'groupBy=star-sign'],
  ])('refuse %s', async (_, query) => {
    const { status } = await api.get(world.ids.boss, `/api/projects/${world.ids.ops}/kpis?${query}`);
    expect(status).toBe(400);
  });
});

describe('a table in CSV', () => {
  test('says what the figures say, and carries no formula', async () => {
    const { ids } = world;
    const displayName = '=HYPERLINK("http://evil")';
    const stream = `user-${ids.boss}`;
    await world.happen(stream, { type: 'UserProfileChanged', data: { displayName, email: null } });
    const path = `/api/projects/${ids.ops}/kpis/export?groupBy=person&from=${instant(0)}&to=${instant(2000)}`;
    const address = await api.app.listen({ host: '127.0.0.1', port: 0 });
    const response = await fetch(`${address}${path}`, {
      headers: { authorization: `Bearer ${await api.tokens.issueAccess(ids.manager)}` },
    });
    const csv = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w -]+\.csv"$/);
    expect(response.headers.get('x-position')).toMatch(/^\d+$/);
    const [head, ...lines] = csv.replace('\uFEFF', '').trim().split('\n');
    expect(head).toContain('from,person,company,project,tickets_created,tickets_resolved');
    const report = await figures(ids.manager, `groupBy=person&from=${instant(0)}&to=${instant(2000)}`);
    expect(lines).toHaveLength(report.items.length);
    expect(csv).toContain(`"'=HYPERLINK(""http://evil"")"`);
    expect(csv).not.toContain(',=HYPERLINK');
  });
});
