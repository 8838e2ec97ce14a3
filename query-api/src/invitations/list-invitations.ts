import type { QueryOf, ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { listInvitations as endpoint } from '@ticketing/contracts/endpoints/invitations.ts';
import { DomainError } from '@ticketing/contracts/errors.ts';
import type { InvitationView } from '@ticketing/contracts/views.ts';
import { mayInProject } from '@ticketing/domain/policy/policy.ts';
import { always, sql } from '@ticketing/platform/sql.ts';
import { z } from 'zod';
import { visibleProject } from '../projects/get-project.ts';
import { pageFrom, readCursor } from '../reading/cursor.ts';
import type { Reading } from '../reading/reader.ts';
import { peopleById } from '../users/person-row.ts';

/** Microseconds, as exact as the column; PostgreSQL knows no year 0. */
const CursorKey = z.iso.datetime({ precision: 6 }).regex(/^(?!0000)/);

type InvitationRow = {
  id: string;
  role: InvitationView['role'];
  state: InvitationView['state'];
  address: string | null;
  invited_by: string;
  accepted_by: string | null;
  sent_at: Date;
  expires_at: Date;
  settled_at: Date | null;
  sort_key: string;
};

/**
 * Invitations to a project. The addresses are no part of the read model, and are not there any more some time after an
 * invitation is over.
 * @throws DomainError `forbidden`, `not_found`
 */
export async function listInvitations(
  reading: Reading,
  projectId: string,
  { limit, cursor: text }: QueryOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> {
  const { query, viewer } = reading;
  const project = await visibleProject(reading, projectId);
  const facts = { id: project.id, companyIds: project.company_ids };
  if (!mayInProject(viewer, 'project.configure', facts)) throw new DomainError('forbidden');
  const cursor = readCursor(text, CursorKey);
  // One whose time is over is not good any more, whether or not that is in the log yet.
  const rows = await query<InvitationRow>(sql`
    select i.id, i.role, i.invited_by, i.accepted_by, i.sent_at, i.expires_at, i.settled_at, a.address,
      case when i.state = 'pending' and i.expires_at <= now() then 'expired' else i.state end as state,
      to_char(i.sent_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as sort_key
    from read_model.invitations i left join auth.invitations a on a.id = i.id
    where i.project_id = ${projectId}
      and ${cursor ? sql`(i.sent_at, i.id) < (${cursor.key}::timestamptz, ${cursor.id}::uuid)` : always}
    order by i.sent_at desc, i.id desc
    limit ${limit + 1}`);
  const people = await peopleById(
    query,
    rows.flatMap(({ invited_by, accepted_by }) => [invited_by, accepted_by ?? []].flat()),
  );
  const person = (id: string | null) => people.find((one) => one.id === id) ?? null;
  const viewOf = (row: InvitationRow): InvitationView => ({
    id: row.id,
    email: row.address,
    role: row.role,
    state: row.state,
    invitedBy: person(row.invited_by),
    acceptedBy: person(row.accepted_by),
    sentAt: row.sent_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    settledAt: row.settled_at?.toISOString() ?? null,
  });
  return pageFrom(rows, limit, viewOf, ({ sort_key, id }) => ({ key: sort_key, id }));
}
