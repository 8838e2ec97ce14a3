import { DomainError } from '@ticketing/contracts/errors.ts';
import { mayInProject, type Viewer } from '@ticketing/domain/policy/policy.ts';
import type { GroupBy } from '@ticketing/platform/reports/metrics.ts';
import { sql } from '@ticketing/platform/sql.ts';
import { visibleProject } from '../projects/get-project.ts';
import type { Reading } from '../reading/reader.ts';

/** Projects by how much of their figures a person may be told (DESIGN, section 5, reports). */
export type ReportScope = {
  readonly wholeProjectIds: readonly string[];
  readonly ownProjectIds: readonly string[];
};

type About = { readonly groupBy: GroupBy; readonly userId?: string | undefined };

const may = (viewer: Viewer, action: 'reports.people' | 'reports.totals' | 'reports.own', id: string) =>
  mayInProject(viewer, action, { id, companyIds: [] });

/**
 * What a person is told of one project.
 * @throws DomainError `not_found` for a project that is not there for them, `forbidden` for who gets no figures of it,
 *   or not those of somebody else
 */
export async function scopeOfProject(
  reading: Reading,
  projectId: string,
  about: About,
): Promise<ReportScope> {
  const { viewer } = reading;
  await visibleProject(reading, projectId);
  if (!may(viewer, 'reports.own', projectId)) throw new DomainError('forbidden');
  if (tellsWhole(viewer, projectId, about)) return { wholeProjectIds: [projectId], ownProjectIds: [] };
  if (about.userId !== undefined && about.userId !== viewer.userId) throw new DomainError('forbidden');
  return { wholeProjectIds: [], ownProjectIds: [projectId] };
}

/**
 * What a person is told of all projects together. Without a person being asked for, projects of which they get no more
 * than their own figures are left out, unless there are no others: a sum of both would be a figure of nothing.
 */
export async function scopeOfAll({ query, viewer }: Reading, about: About): Promise<ReportScope> {
  const ids = viewer.superuser
    ? (await query<{ id: string }>(sql`select id from read_model.projects`)).map(({ id }) => id)
    : [...viewer.roles.keys()];
  const told = ids.filter((id) => may(viewer, 'reports.own', id));
  if (told.length === 0 && !viewer.superuser) throw new DomainError('forbidden');
  const wholeProjectIds = told.filter((id) => tellsWhole(viewer, id, about));
  const others = told.filter((id) => !wholeProjectIds.includes(id));
  if (about.userId !== undefined && about.userId !== viewer.userId) {
    if (wholeProjectIds.length === 0) throw new DomainError('forbidden');
    return { wholeProjectIds, ownProjectIds: [] };
  }
  const aboutPeople = about.userId !== undefined || about.groupBy === 'person';
  const ownProjectIds = aboutPeople || wholeProjectIds.length === 0 ? others : [];
  return { wholeProjectIds, ownProjectIds };
}

/** Figures of persons are for who may have them of all; figures without persons for who may have totals. */
function tellsWhole(viewer: Viewer, projectId: string, { groupBy, userId }: About): boolean {
  if (may(viewer, 'reports.people', projectId)) return true;
  return groupBy !== 'person' && userId === undefined && may(viewer, 'reports.totals', projectId);
}
