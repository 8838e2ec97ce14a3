import type { QueryOf, ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { getProjectActivity as endpoint } from '@ticketing/contracts/endpoints/finding.ts';
import { DomainError } from '@ticketing/contracts/errors.ts';
import type { Viewer } from '@ticketing/domain/policy/policy.ts';
import { allOf, always, anyOf, type Sql, sql } from '@ticketing/platform/sql.ts';
import { z } from 'zod';
import { visibleCompanies } from '../companies/visible-companies.ts';
import { visibleProject } from '../projects/get-project.ts';
import { type Cursor, pageFrom, readCursor } from '../reading/cursor.ts';
import type { Reading } from '../reading/reader.ts';
import { inCompanyShownAnywhere } from '../tickets/former-companies.ts';
import { type ActivityRow, activityViewOf } from '../tickets/get-ticket-history.ts';
import { tellsOfVisibleTickets, ticketsOfAllProjects } from '../tickets/visible-tickets.ts';
import { visiblePeople } from '../users/visible-people.ts';

export type Page = QueryOf<typeof endpoint>;
export type Answer = ResponseOf<typeof endpoint>;

/** Business time in microseconds, and the position in the log where several happened at once. */
const Instant = z.iso.datetime({ precision: 6 }).regex(/^(?!0000)/);
const CursorKey = z
  .string()
  .regex(/^\S+ \d{1,18}$/)
  .refine((key) => Instant.safeParse(key.split(' ')[0]).success);

/** @throws DomainError `not_found`, also when the caller may not see the project */
export async function getProjectActivity(reading: Reading, projectId: string, page: Page): Promise<Answer> {
  await visibleProject(reading, projectId);
  return listActivity(reading, sql`a.project_id = ${projectId}::uuid`, page);
}

/** @throws DomainError `not_found`, also when the caller may not know of the company */
export async function getCompanyActivity(reading: Reading, companyId: string, page: Page): Promise<Answer> {
  const known = await reading.query(sql`
    select co.id from read_model.companies co
    where co.id = ${companyId} and ${visibleCompanies(reading.viewer, sql`co.id`)}`);
  if (known.length === 0) throw new DomainError('not_found');
  return listActivity(reading, sql`a.company_id = ${companyId}::uuid`, page);
}

/**
 * What somebody did, not what was done to what is theirs.
 *
 * @throws DomainError `not_found`, also when the caller may not know of the person
 */
export async function getUserActivity(reading: Reading, userId: string, page: Page): Promise<Answer> {
  const known = await reading.query(sql`
    select u.id from read_model.users u where u.id = ${userId} and ${visiblePeople(reading.viewer)}`);
  if (known.length === 0) throw new DomainError('not_found');
  return listActivity(reading, sql`a.actor_id = ${userId}::uuid`, page);
}

/** A row of `read_model.activity` beside its ticket. */
export type ActivityOfTicketRow = ActivityRow & {
  position: bigint;
  ticket_key: string;
  ticket_title: string;
  sort_key: string;
};

/** What happened to tickets that the caller may see now; of internal notes only for those who may read them. */
async function listActivity(reading: Reading, about: Sql, page: Page): Promise<Answer> {
  return pageOfActivity(
    await reading.query<ActivityOfTicketRow>(visibleActivity(reading.viewer, about, page)),
    page,
    reading.viewer,
  );
}

/** A page and one row more of that, newest first: to be asked, or to be put together with others. */
export function visibleActivity(viewer: Viewer, about: Sql, page: Page): Sql {
  const cursor = readCursor(page.cursor, CursorKey);
  return sql`
    select a.id, a.ticket_id, a.project_id, a.type, a.details, a.actor_id, a.actor_name, a.at, a.recorded_at,
      a.revision, a.position, c.key as ticket_key, c.title as ticket_title,
      to_char(a.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as sort_key
    from read_model.activity a join read_model.cards c on c.id = a.ticket_id
    where ${allOf([
      about,
      ticketsOfAllProjects(viewer, 'ticket.see'),
      anyOf([sql`not a.internal`, ticketsOfAllProjects(viewer, 'internal-notes.read')]),
      tellsOfVisibleTickets(viewer),
      inCompanyShownAnywhere(viewer, sql`a`, sql`c.company_id`),
      cursor ? after(cursor) : always,
    ])}
    order by a.at desc, a.position desc
    limit ${page.limit + 1}`;
}

export function pageOfActivity(
  rows: readonly ActivityOfTicketRow[],
  { limit }: Page,
  viewer: Viewer,
): Answer {
  return pageFrom(
    rows,
    limit,
    (row) => ({ ...activityViewOf(row, viewer), ticketKey: row.ticket_key, ticketTitle: row.ticket_title }),
    ({ id, sort_key, position }) => ({ key: `${sort_key} ${position}`, id }),
  );
}

function after({ key }: Cursor): Sql {
  const [at, position] = key.split(' ');
  return sql`(a.at, a.position) < (${at}::timestamptz, ${position}::bigint)`;
}
