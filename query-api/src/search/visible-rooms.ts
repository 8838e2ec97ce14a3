import { mayMeet, type Viewer } from '@ticketing/domain/policy/policy.ts';
import { allOf, anyOf, type Sql, sql } from '@ticketing/platform/sql.ts';

/** `mayTakePart` as a condition on `read_model.search_rooms r`; a ticket's room is the ticket's business. */
export function visibleRooms(viewer: Viewer): Sql {
  const companyIds = [...viewer.companyIds].filter((id) => mayMeet(viewer, id));
  const within = [];
  if (viewer.superuser) within.push(sql`r.company_id is not null`);
  else if (companyIds.length > 0) within.push(sql`r.company_id = any(${companyIds}::uuid[])`);
  if (mayMeet(viewer, null)) within.push(sql`r.company_id is null`);
  return allOf([
    sql`r.kind <> 'ticket'`,
    sql`r.participant_ids @> array[${viewer.userId}::uuid]`,
    anyOf(within),
  ]);
}
