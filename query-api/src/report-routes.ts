import * as reports from '@ticketing/contracts/endpoints/reports.ts';
import type { Answering, Exporting } from './reading/answering.ts';
import { kpiTable, scoreTable } from './reports/csv.ts';
import { getKpis } from './reports/get-kpis.ts';
import { getScoreboard } from './reports/get-scoreboard.ts';
import { listStaffReviews } from './reports/list-staff-reviews.ts';
import { getDashboard, getScoring, getServiceTargets } from './reports/report-policies.ts';

/** The reads that measure work. */
export function registerReports(answer: Answering, exporting: Exporting): void {
  const models = ['access', 'board', 'reports'] as const;
  answer(reports.getKpis, models, (reading, { query }) => getKpis(reading, query));
  exporting(reports.exportKpis, models, async (reading, { query }) =>
    kpiTable(await getKpis(reading, query)),
  );
  answer(reports.getProjectKpis, models, (reading, { params, query }) =>
    getKpis(reading, { ...query, projectId: params.id }),
  );
  exporting(reports.exportProjectKpis, models, async (reading, { params, query }) =>
    kpiTable(await getKpis(reading, { ...query, projectId: params.id })),
  );
  answer(reports.getScoreboard, models, (reading, { params, query }) =>
    getScoreboard(reading, params.id, query),
  );
  exporting(reports.exportScoreboard, models, async (reading, { params, query }) =>
    scoreTable(await getScoreboard(reading, params.id, query)),
  );
  answer(reports.getServiceTargets, models, (reading, { params }) => getServiceTargets(reading, params.id));
  answer(reports.getScoring, models, (reading, { params }) => getScoring(reading, params.id));
  answer(reports.listStaffReviews, models, (reading, { params, query }) =>
    listStaffReviews(reading, params.id, query),
  );
  answer(reports.getDashboard, ['access', 'reports'], (reading) => getDashboard(reading));
}
