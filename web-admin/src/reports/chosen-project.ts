import type { ProjectView } from '@ticketing/contracts/views.ts';
import type { ReportAddress } from './use-report-address.ts';

/** Reports of one project only: the one in the address, else the first whose scores the person may see in full. */
export function chosenProject({ project, projects }: ReportAddress): ProjectView | undefined {
  return (
    project ??
    projects?.find(({ role }) => role === 'superadmin' || role === 'manager') ??
    projects?.find(({ role }) => role !== null) ??
    projects?.[0]
  );
}
