import type { TicketFacts } from '@ticketing/contracts/live.ts';
import type { CardRow } from './card-row.ts';

/** What the policy needs to know of a ticket, from its row. */
export function factsOf(
  row: Pick<CardRow, 'project_id' | 'reporter_id' | 'company_id' | 'assignee_ids'>,
): TicketFacts {
  return {
    projectId: row.project_id,
    reporterId: row.reporter_id,
    companyId: row.company_id,
    assigneeIds: row.assignee_ids,
  };
}
