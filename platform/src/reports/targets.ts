import type { HoursByPriority } from '@ticketing/contracts/report-views.ts';
import type { Query } from '../sql.ts';
import { always, sql } from '../sql.ts';

export type ServiceTargets = {
  readonly firstResponseHours: HoursByPriority;
  readonly resolutionHours: HoursByPriority;
};

/** One promise: within so many hours, for tickets of a priority in a project. */
export type Targets = readonly {
  readonly projectId: string;
  readonly kind: keyof ServiceTargets;
  readonly priority: number;
  readonly hours: number;
}[];

const kinds = ['firstResponseHours', 'resolutionHours'] as const;

/** The targets in force now: they are what every period is judged by. */
export async function targetsOf(query: Query, projectIds: readonly string[] | 'all'): Promise<Targets> {
  const wanted = projectIds === 'all' ? always : sql`id = any(${projectIds}::uuid[])`;
  const rows = await query<{ id: string; service_targets: Partial<ServiceTargets> }>(sql`
    select id, service_targets from read_model.report_projects where ${wanted}`);
  return rows.flatMap(({ id: projectId, service_targets: targets }) =>
    kinds.flatMap((kind) =>
      Object.entries(targets[kind] ?? {}).flatMap(([priority, hours]) =>
        hours === null ? [] : [{ projectId, kind, priority: Number(priority), hours }],
      ),
    ),
  );
}
