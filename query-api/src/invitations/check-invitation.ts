import { createHash } from 'node:crypto';
import type { ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { checkInvitation as endpoint } from '@ticketing/contracts/endpoints/invitations.ts';
import { DomainError } from '@ticketing/contracts/errors.ts';
import { sql } from '@ticketing/platform/sql.ts';
import type { Query } from '../reading/snapshot.ts';

type Checked = ResponseOf<typeof endpoint>;

/**
 * What whoever holds the link of an invitation may know before they sign in.
 * @throws DomainError `not_found`, also for an invitation that is not in the log yet
 */
export async function checkInvitation(query: Query, token: string): Promise<Checked> {
  const [found] = await query<Checked>(sql`
    select p.name as "projectName", i.role, i.state = 'pending' and i.expires_at > now() and coalesce(u.active, true) as good
    from auth.invitations a
    join read_model.invitations i on i.id = a.id
    join read_model.projects p on p.id = i.project_id
    left join read_model.users u on u.id = i.invited_by
    where a.token_hash = ${createHash('sha256').update(token).digest()}`);
  if (!found) throw new DomainError('not_found');
  return found;
}
