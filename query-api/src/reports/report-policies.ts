import type { ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type * as endpoints from '@ticketing/contracts/endpoints/reports.ts';
import { DashboardWidget } from '@ticketing/contracts/kinds.ts';
import type { ScoredMetric } from '@ticketing/contracts/report-views.ts';
import { defaultScoring } from '@ticketing/contracts/scoring.ts';
import type { ServiceTargets } from '@ticketing/platform/reports/targets.ts';
import { sql } from '@ticketing/platform/sql.ts';
import type { Reading } from '../reading/reader.ts';
import type { Query } from '../reading/snapshot.ts';
import { scopeOfProject } from './report-scope.ts';

const noTargets = { 1: null, 2: null, 3: null, 4: null };

/** For everybody who gets figures of the project: they are to know by what they are measured. */
export async function getServiceTargets(
  reading: Reading,
  projectId: string,
): Promise<ResponseOf<typeof endpoints.getServiceTargets>> {
  await scopeOfProject(reading, projectId, { groupBy: 'none' });
  const [row] = await reading.query<{ service_targets: Partial<ServiceTargets> }>(sql`
    select service_targets from read_model.report_projects where id = ${projectId}`);
  return { firstResponseHours: noTargets, resolutionHours: noTargets, ...row?.service_targets };
}

export async function getScoring(
  reading: Reading,
  projectId: string,
): Promise<ResponseOf<typeof endpoints.getScoring>> {
  await scopeOfProject(reading, projectId, { groupBy: 'none' });
  return scoringOf(reading.query, projectId);
}

export async function scoringOf(
  query: Query,
  projectId: string,
): Promise<ResponseOf<typeof endpoints.getScoring>> {
  const [row] = await query<{ scoring: ScoredMetric[] }>(sql`
    select scoring from read_model.report_projects where id = ${projectId}`);
  const isDefault = row === undefined || row.scoring.length === 0;
  return { isDefault, metrics: isDefault ? [...defaultScoring] : row.scoring };
}

/** What was arranged, then what was not named in its usual order. A widget that is no more is left out. */
export async function getDashboard({
  query,
  viewer,
}: Reading): Promise<ResponseOf<typeof endpoints.getDashboard>> {
  const [row] = await query<{ dashboard: { widget: string; shown: boolean }[] }>(sql`
    select dashboard from read_model.report_people where id = ${viewer.userId}`);
  const arranged = (row?.dashboard ?? []).flatMap(({ widget, shown }) => {
    const known = DashboardWidget.safeParse(widget);
    return known.success ? [{ widget: known.data, shown }] : [];
  });
  const others = DashboardWidget.options.filter((name) => !arranged.some(({ widget }) => widget === name));
  return { widgets: [...arranged, ...others.map((widget) => ({ widget, shown: true }))] };
}
