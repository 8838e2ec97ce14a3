import type { QueryOf, ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { getTicketHistory as endpoint } from '@ticketing/contracts/endpoints/tickets.ts';
import type { ActivityView } from '@ticketing/contracts/views.ts';
import { mayOnTicket, type Viewer } from '@ticketing/domain/policy/policy.ts';
import { always, sql } from '@ticketing/platform/sql.ts';
import { z } from 'zod';
import { pageFrom, readCursor } from '../reading/cursor.ts';
import type { Reading } from '../reading/reader.ts';
import { detailsShown, inCompanyShown } from './former-companies.ts';
import { visibleTicket } from './get-ticket.ts';
import { tellsOfVisibleTickets } from './visible-tickets.ts';

/** A revision that fits PostgreSQL's bigint. */
const CursorKey = z.string().regex(/^\d{1,18}$/);

/** A row of `read_model.activity` as a reader sees it. */
export type ActivityRow = {
  id: string;
  ticket_id: string;
  project_id: string;
  type: string;
  details: Record<string, unknown>;
  actor_id: string;
  actor_name: string;
  at: Date;
  recorded_at: Date;
  revision: bigint;
};

/** What happened to a ticket, newest first; what tells of internal notes only for those who may read them,
 * and what tells of another ticket only for those who may see that one too. */
export async function getTicketHistory(
  reading: Reading,
  ticketId: string,
  page: QueryOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> {
  const { facts } = await visibleTicket(reading, ticketId);
  const withInternal = mayOnTicket(reading.viewer, 'internal-notes.read', facts);
  const cursor = readCursor(page.cursor, CursorKey);
  const rows = await reading.query<ActivityRow>(sql`
    select id, ticket_id, project_id, type, details, actor_id, actor_name, at, recorded_at, revision
    from read_model.activity a
    where ticket_id = ${ticketId} and (not internal or ${withInternal})
      and ${tellsOfVisibleTickets(reading.viewer)}
      and ${inCompanyShown(reading.viewer, facts.projectId, sql`a`, sql`${facts.companyId}::uuid`)}
      and ${cursor ? sql`revision < ${cursor.key}::bigint` : always}
    order by revision desc
    limit ${page.limit + 1}`);
  return pageFrom(
    rows,
    page.limit,
    (row) => activityViewOf(row, reading.viewer),
    ({ id, revision }) => ({ key: String(revision), id }),
  );
}

export function activityViewOf(row: ActivityRow, viewer: Viewer): ActivityView {
  return {
    id: row.id,
    ticketId: row.ticket_id,
    projectId: row.project_id,
    type: row.type,
    details: detailsShown(viewer, row.project_id, row.details),
    actorId: row.actor_id,
    actorName: row.actor_name,
    at: row.at.toISOString(),
    recordedAt: row.recorded_at.toISOString(),
    revision: String(row.revision),
  };
}
