import {
  type CountedPeriod,
  countOfFigure,
  type ListFilters,
  listOfOpenAt,
  listOfPeriod,
  listOfPresent,
  periodFigures,
  presentFigures,
} from '@ticketing/contracts/counted-lists.ts';
import type * as companyReports from '@ticketing/contracts/endpoints/company-reports.ts';
import type * as dashboard from '@ticketing/contracts/endpoints/dashboard.ts';
import type { ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { listTickets } from '@ticketing/contracts/endpoints/tickets.ts';
import type { KpiReport, MetricValues } from '@ticketing/contracts/report-views.ts';
import { projectStream } from '@ticketing/contracts/streams.ts';
import { newId } from '@ticketing/platform/ids.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningQueryApi, runningQueryApi } from '../testing/running-query-api.ts';
import { twoCompanies, type World } from '../testing/two-companies.ts';
import { instantAfter, lifeSteps, tellLife } from './testing/random-lives.ts';

/**
 * Every number that the apps link is asked for, and so is the list that it leads to, by people who are told of all, of some
 * projects and of themselves only. Tickets live random lives in two projects and for two companies.
 */
let world: World;
let api: RunningQueryApi;
/** Numbers that were compared and were not 0. */
let telling = 0;

const targets = {
  firstResponseHours: { 1: 48, 2: 10, 3: 5, 4: null },
  resolutionHours: { 1: null, 2: 60, 3: 20, 4: 7.5 },
};
const period = { from: instantAfter(40), to: instantAfter(620) };
const span = new URLSearchParams(period).toString();
/** In the middle of what is due, so that some of it is late and some not. */
const today = instantAfter(400).slice(0, 10);

beforeAll(async () => {
  world = await twoCompanies();
  api = await runningQueryApi(world.models);
  const { ids } = world;
  const lab = { todo: ids.labTodo, doing: newId(), done: newId() };
  for (const [columnId, category] of [
    [lab.doing, 'in_progress'],
    [lab.done, 'done'],
  ] as const) {
    const data = { columnId, name: category, colour: '#112233', category, rank: `b${category}` };
    await world.happen(projectStream(ids.lab), { type: 'BoardColumnAdded', data });
  }
  await world.happen(projectStream(ids.lab), { type: 'CompanyAttached', data: { companyId: ids.alpha } });
  // Everything of one project and little of the other.
  await world.grant(ids.lab, ids.helper, 'manager');
  await world.grant(ids.lab, ids.boss, 'user');
  await world.grant(ids.lab, ids.agent, 'superadmin');
  const companies = [null, ids.alpha, ids.beta];
  const lives = fc.sample(fc.tuple(lifeSteps, fc.nat(600), fc.nat(2), fc.nat(2)), 120);
  await world.models.project(
    lives.flatMap(([life, openedAt, company, project]) => {
      const place =
        project === 0
          ? { projectId: ids.lab, ...lab }
          : { projectId: ids.ops, todo: ids.todo, doing: ids.doing, done: ids.done };
      return tellLife(world, life, { ...place, openedAt, companyId: companies[company] ?? null });
    }),
  );
  for (const projectId of [ids.ops, ids.lab]) {
    await world.happen(projectStream(projectId), { type: 'ServiceTargetsChanged', data: targets });
  }
}, 120_000);

afterAll(async () => {
  await api?.app.close();
  await world?.models.stop();
});

async function read<Body>(userId: string, path: string): Promise<Body> {
  const { status, body } = await api.get(userId, path);
  expect(status, `${path} ${JSON.stringify(body)}`).toBe(200);
  // Each call names what the endpoint answers with.
  return body as Body;
}

/** What the list behind a number counts for this person. */
async function listed(userId: string, filters: ListFilters): Promise<number> {
  const query = new URLSearchParams({ ...filters, count: 'true', limit: '200' });
  const page = await read<ResponseOf<typeof listTickets>>(userId, `/api/tickets?${query}`);
  expect(page.count).toEqual({ value: page.items.length, more: false });
  expect(page.times?.more ?? false).toBe(false);
  return page.times?.value ?? page.items.length;
}

async function leadsTo(number: number, userId: string, filters: ListFilters): Promise<void> {
  if (number > 0) telling++;
  expect(await listed(userId, filters), JSON.stringify(filters)).toBe(number);
}

async function allFigures(metrics: MetricValues, userId: string, about: CountedPeriod): Promise<void> {
  for (const figure of periodFigures) {
    await leadsTo(countOfFigure(figure, metrics), userId, listOfPeriod(figure, about));
  }
  const { sla_verdicts, sla_compliance } = metrics;
  const kept = Math.round(((sla_compliance ?? 0) * sla_verdicts) / 100);
  await leadsTo(kept, userId, listOfPeriod('judged', { ...about, target: 'kept' }));
  await leadsTo(sla_verdicts - kept, userId, listOfPeriod('judged', { ...about, target: 'missed' }));
}

/** Told of everything, of two projects whole, of one whole, and of one whole and in the other of themselves. */
const viewers = ['root', 'agent', 'manager', 'helper'] as const;

describe.each(viewers)('for the %s, a number leads to the list that it counts:', (name) => {
  const me = () => world.ids[name];

  test('those of a report, as a whole, by project, by company and by week', async () => {
    const kpis = (query: string) => read<KpiReport>(me(), `/api/kpis?${span}${query}`);
    const aboutOf = ({ scope, wholeProjectIds, ownProjectIds }: KpiReport) =>
      scope === 'own'
        ? { projectIds: ownProjectIds, userId: me(), ...period }
        : { projectIds: wholeProjectIds, ...period };
    const whole = await kpis('');
    await allFigures(whole.items[0]?.metrics ?? expect.fail(), me(), aboutOf(whole));
    const byCompany = await kpis('&groupBy=company');
    for (const { companyId, metrics } of byCompany.items) {
      await allFigures(metrics, me(), { ...aboutOf(byCompany), companyId });
    }
    const byProject = await kpis('&groupBy=project');
    for (const { projectId, metrics } of byProject.items) {
      await allFigures(metrics, me(), { ...aboutOf(byProject), projectIds: projectId ? [projectId] : [] });
    }
    const weeks = (await kpis('&bucket=week&timeZone=Asia/Tbilisi')).items;
    const starts = weeks.map(({ bucket }) => bucket ?? '');
    for (const [index, { metrics }] of weeks.entries()) {
      const from = index === 0 ? period.from : (starts[index] ?? '');
      await allFigures(metrics, me(), { ...aboutOf(whole), from, to: starts[index + 1] ?? period.to });
    }
  }, 60_000);

  test('those of each person, of the projects where the reader is told of them', async () => {
    const report = await read<KpiReport>(me(), `/api/kpis?${span}&groupBy=person`);
    for (const { userId, metrics } of report.items) {
      if (userId === null) expect.fail('a figure of nobody');
      const { wholeProjectIds, ownProjectIds } = report;
      const projectIds = wholeProjectIds && [...wholeProjectIds, ...(userId === me() ? ownProjectIds : [])];
      // What somebody did counts for them also where they see the ticket no more: nobody is shown it for that.
      const asking = userId === me() && ownProjectIds.length > 0 ? world.ids.root : me();
      await allFigures(metrics, asking, { projectIds, userId, ...period });
    }
  });

  test('those of the dashboard', async () => {
    type Health = ResponseOf<typeof dashboard.getCompanyHealthWidget>;
    const { items } = await read<Health>(me(), `/api/dashboard/company-health?today=${today}`);
    for (const { companyId, projectIds, ...numbers } of items) {
      for (const figure of presentFigures) {
        const filters = { ...listOfPresent(figure, { companyId, projectIds }), today };
        await leadsTo(numbers[figure], me(), filters);
      }
    }
    type Workload = ResponseOf<typeof dashboard.getWorkloadWidget>;
    const workload = await read<Workload>(me(), '/api/dashboard/workload');
    for (const { person, open, byPriority } of workload.items) {
      const projectIds = person.id === me() ? null : workload.projectIds;
      const about = { projectIds, userId: person.id };
      await leadsTo(open, me(), listOfPresent('open', about));
      for (const priority of [1, 2, 3, 4] as const) {
        await leadsTo(byPriority[priority], me(), listOfPresent('open', { ...about, priority }));
      }
    }
    if (workload.projectIds === null || workload.projectIds.length > 0) {
      const about = { projectIds: workload.projectIds, userId: 'none' };
      await leadsTo(workload.unassigned, me(), listOfPresent('open', about));
    }
    type Pipeline = ResponseOf<typeof dashboard.getPipelineWidget>;
    for (const project of (await read<Pipeline>(me(), '/api/dashboard/pipeline')).items) {
      for (const { id, tickets } of project.columns) {
        await leadsTo(tickets, me(), { projectId: project.projectId, columnId: id });
      }
    }
  });

  test('those of a company, now, in a period and in a month', async () => {
    const { alpha, beta } = world.ids;
    for (const companyId of [alpha, beta]) {
      const path = `/api/companies/${companyId}`;
      if ((await api.get(me(), `${path}/health`)).status !== 200) continue;
      type Health = ResponseOf<typeof companyReports.getCompanyHealth>;
      const health = await read<Health>(me(), `${path}/health?today=${today}`);
      const about = { companyId, projectIds: health.projectIds };
      for (const figure of presentFigures) {
        await leadsTo(health[figure], me(), { ...listOfPresent(figure, about), today });
      }
      type Statistics = ResponseOf<typeof companyReports.getCompanyStatistics>;
      const statistics = await read<Statistics>(me(), `${path}/statistics?${span}`);
      await allFigures(statistics.metrics, me(), { ...about, ...period });
      for (const stars of [1, 2, 3, 4, 5] as const) {
        const filters = listOfPeriod('rated', { ...about, ...period, stars });
        await leadsTo(statistics.satisfaction.byStars[stars], me(), filters);
      }
      for (const priority of [1, 2, 3, 4] as const) {
        const filters = listOfPresent('open', { ...about, priority });
        await leadsTo(statistics.openByPriority[priority], me(), filters);
      }
      type Month = ResponseOf<typeof companyReports.getMonthlyReport>;
      const month = await read<Month>(me(), `${path}/monthly-report?month=2025-01&utcOffsetHours=4`);
      const { from, to } = month;
      await allFigures(month.metrics, me(), { ...about, from, to });
      await leadsTo(month.openAtStart, me(), listOfOpenAt(from, about));
      await leadsTo(month.openAtEnd, me(), listOfOpenAt(to, about));
      for (const priority of [1, 2, 3, 4] as const) {
        const filters = listOfOpenAt(to, { ...about, priority });
        await leadsTo(month.backlogByPriority[priority], me(), filters);
      }
      for (const { person, opened } of month.topReporters) {
        const filters = listOfPeriod('created', { ...about, from, to, userId: person.id });
        await leadsTo(opened, me(), filters);
      }
    }
  });
});

test('the comparison says something', () => expect(telling).toBeGreaterThan(300));

describe('the list of what is counted', () => {
  test('shows a client nothing of other companies, whatever they ask for', async () => {
    const { anna, beta } = world.ids;
    for (const figure of periodFigures) {
      for (const companyId of [beta, undefined]) {
        const filters = listOfPeriod(figure, { ...period, companyId });
        const query = new URLSearchParams({ ...filters, count: 'true', limit: '200' });
        const { items } = await read<ResponseOf<typeof listTickets>>(anna, `/api/tickets?${query}`);
        const foreign = items.filter((card) => card.companyId === beta && card.reporterId !== anna);
        expect(foreign).toEqual([]);
      }
    }
  });

  test('tells a client of no service target, not even of their own tickets', async () => {
    const { anna, ben, root } = world.ids;
    const asked = '/api/tickets?archived=any&count=true&target=kept,missed';
    type Page = ResponseOf<typeof listTickets>;
    expect((await read<Page>(root, asked)).count?.value).toBeGreaterThan(0);
    for (const client of [anna, ben]) {
      expect(await read<Page>(client, asked)).toMatchObject({ items: [], times: { value: 0 } });
    }
  });

  test('tells how often only where one kind of fact is asked for', async () => {
    const list = (query: string) =>
      read<ResponseOf<typeof listTickets>>(world.ids.root, `/api/tickets?archived=any&count=true&${query}`);
    expect((await list('priority=1')).times).toBeUndefined();
    expect((await list(`stars=5&resolvedFrom=${period.from}`)).times).toBeUndefined();
    expect((await list('creditedId=me')).times).toBeDefined();
    const late = await list('target=missed&targetOf=answer');
    const both = await list('target=missed');
    expect(late.times?.value).toBeGreaterThan(0);
    expect(both.times?.value).toBeGreaterThan(late.times?.value ?? 0);
  });

  test.each(['stars=6', 'target=perhaps', 'targetOf=tea', 'ratedFrom=yesterday', 'creditedId=none'])(
    'refuses %s',
    async (query) => {
      expect((await api.get(world.ids.root, `/api/tickets?${query}`)).status).toBe(400);
    },
  );
});
