import type { Case, Cases } from './cases.ts';
import type { Rights, Verdict } from './rights.ts';
import type { Project, World } from './world.ts';

const projectsOf = ({ here, elsewhere }: World): readonly [string, Project][] => [
  ['here', here],
  ['another project', elsewhere],
];

const onProjects =
  (
    expected: (rights: Rights, project: Project) => Verdict,
    more: (project: Project, world: World) => Partial<Case> = () => ({}),
  ): Cases =>
  ({ world, rights }) =>
    projectsOf(world).map(([relation, project]) => ({
      relation,
      params: { id: project.id },
      expected: expected(rights, project),
      ...more(project, world),
    }));

const configuring = (rights: Rights, project: Project) => rights.configuring(project);
const figures = (rights: Rights, project: Project) => rights.figuresOf(project);

/** The project as a whole, by person, and what a colleague did. */
const onKpis: Cases = (situation) => [
  ...onProjects(figures)(situation),
  ...onProjects(figures, () => ({ query: '?groupBy=person' }))(situation),
  ...onProjects(
    (rights, project) => rights.figuresOfOthers(project),
    (_, { extras }) => ({ query: `?userId=${extras.helper}` }),
  )(situation),
];

const onAllKpis: Cases = ({ rights, world }) => [
  // Staff have founded projects of their own by then, so of all projects they may get figures.
  ...(rights.staff ? [] : [{ relation: 'all', expected: rights.anyFigures }]),
  ...projectsOf(world).map(([relation, project]) => ({
    relation,
    query: `?projectId=${project.id}`,
    expected: rights.figuresOf(project),
  })),
];

const onCompanies =
  (of: 'tickets' | 'satisfaction', query = ''): Cases =>
  ({ world, rights }) =>
    Object.entries(world.companies).map(([relation, id]) => ({
      relation,
      params: { id },
      query,
      expected: rights.figuresOfCompany(id, of),
    }));

/** To whom a company's report is mailed is for who manages it; who sees the company is told that it is not for them. */
const onMailing =
  (expected: (rights: Rights, id: string, world: World) => Verdict, body?: (world: World) => object): Cases =>
  ({ world, rights }) =>
    Object.entries({ ...world.companies, 'a company without relation': world.idleCompanyId }).map(
      ([relation, id]) => ({
        relation,
        params: { id },
        ...(body ? { body: body(world) } : {}),
        expected: expected(rights, id, world),
      }),
    );

/** Widgets are filled with what one sees, and are empty for who sees nothing. */
const widget: Cases = () => [{ relation: '–', expected: 'done' }];

const hours = { 1: 24, 2: 8, 3: 4, 4: 1 };

/** What is tried on reports and dashboards. */
export const reportCases: Readonly<Record<string, Cases>> = {
  changeServiceTargets: onProjects(configuring, () => ({
    body: { firstResponseHours: hours, resolutionHours: hours },
  })),
  changeScoring: onProjects(configuring, () => ({
    body: { metrics: [{ metric: 'average_rating', weight: 1, poor: 1, good: 5 }] },
  })),
  // Whoever reviews is asked first whether they may, and only then about whom.
  reviewStaff: onProjects(
    (rights, project) => {
      const may = rights.reviewing(project);
      return may === 'done' ? 'unknown_user' : may;
    },
    (_, { extras }) => ({
      body: { userId: extras.target, from: '2026-01-01', to: '2026-01-31', stars: 4 },
    }),
  ),
  arrangeDashboard: () => [
    { relation: 'oneself', body: { widgets: [{ widget: 'pipeline' }] }, expected: 'done' },
  ],
  getServiceTargets: onProjects(figures),
  getScoring: onProjects(figures),
  getProjectKpis: onKpis,
  exportProjectKpis: onKpis,
  getKpis: onAllKpis,
  exportKpis: onAllKpis,
  getScoreboard: onProjects(figures),
  exportScoreboard: onProjects(figures),
  listStaffReviews: onProjects(figures),
  getDashboard: () => [{ relation: 'oneself', expected: 'done' }],
  getCompanySatisfaction: onCompanies('satisfaction'),
  getCompanyStatistics: onCompanies('tickets'),
  getCompanyHealth: onCompanies('tickets'),
  getMonthlyReport: onCompanies('tickets', '?month=2026-10'),
  getReportMailing: onMailing((rights, id) => {
    if (rights.onCompany(id) === 'done') return 'done';
    return rights.seesCompany(id) ? 'forbidden' : 'not_found';
  }),
  changeReportMailing: onMailing(
    (rights, id) => rights.onCompany(id),
    () => ({ mailing: null }),
  ),
  // Whoever may not is told so before it is looked who is named: an employee of Alpha.
  sendMonthlyReport: onMailing(
    (rights, id, { companies }) => {
      const may = rights.onCompany(id);
      return may === 'done' && id !== companies.alpha ? 'unknown_user' : may;
    },
    ({ extras }) => ({ month: '2026-10', language: 'en', recipientIds: [extras['employee of Alpha']] }),
  ),
  getCompanyHealthWidget: widget,
  getAttentionWidget: widget,
  getNewestWidget: widget,
  getActivityWidget: widget,
  getWorkloadWidget: widget,
  getPipelineWidget: widget,
};
