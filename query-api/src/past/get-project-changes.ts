import type { QueryOf, ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { getProjectChanges as endpoint } from '@ticketing/contracts/endpoints/projects.ts';
import { CardView as CardSchema, type CardView } from '@ticketing/contracts/views.ts';
import { always, sql } from '@ticketing/platform/sql.ts';
import { z } from 'zod';
import { visibleProject } from '../projects/get-project.ts';
import { pageFrom, readCursor } from '../reading/cursor.ts';
import type { Reading } from '../reading/reader.ts';
import { type CardRow, cardColumnsFor, cardViewOf } from '../tickets/card-row.ts';
import { inCompanyShown } from '../tickets/former-companies.ts';
import { ticketsOfProject } from '../tickets/visible-tickets.ts';
import { heldAt, millisecondsOf } from './at-instant.ts';
import { cardThen, type PastProjectRow, projectAt } from './project-at.ts';

type VersionRow = CardRow & { description: string };
type Version = { readonly card: CardView; readonly description: string };

/** They say that something happened, not what became of it; a note that the caller may not read moves the revision. */
const notCompared: ReadonlySet<string> = new Set(['changedAt', 'revision']);
// Object.keys widens to string; the keys of the schema's shape are the fields.
const fields = (Object.keys(CardSchema.shape) as (keyof CardView)[]).filter(
  (field) => !notCompared.has(field),
);

/**
 * Tickets that were otherwise at `to` than at `from`. Its cost grows with what happened between the two, and not with
 * what happened before or after.
 */
export async function getProjectChanges(
  reading: Reading,
  projectId: string,
  page: QueryOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> {
  const { query, viewer } = reading;
  const present = await visibleProject(reading, projectId);
  const [from, to] = [millisecondsOf(page.from), millisecondsOf(page.to)];
  const cursor = readCursor(page.cursor, z.literal(''));
  const ids = await query<{ id: string }>(sql`
    select distinct v.id from read_model.past_tickets v
    where v.project_id = ${projectId} and v.from_ms > ${from}::bigint and v.from_ms <= ${to}::bigint
      and ${cursor ? sql`v.id > ${cursor.id}::uuid` : always}
      and exists (
        select 1 from read_model.cards c
        where c.id = v.id and ${ticketsOfProject(viewer, 'ticket.see', projectId)})
    order by v.id
    limit ${page.limit + 1}`);
  const shown = ids.slice(0, page.limit).map(({ id }) => id);
  const at = async (ms: number) =>
    ticketsAt(reading, projectId, shown, ms, await projectAt(query, present, ms));
  const [before, after] = [await at(from), await at(to)];
  const { items, nextCursor } = pageFrom(
    ids,
    page.limit,
    ({ id }) => changeOf(before.get(id), after.get(id)),
    ({ id }) => ({ key: '', id }),
  );
  return { items: items.flat(), nextCursor };
}

function changeOf(
  before: Version | undefined,
  after: Version | undefined,
): ResponseOf<typeof endpoint>['items'] {
  // A ticket that was opened stays opened, so one with a version that begins not after `to` is there at `to`.
  if (!after) return [];
  const [was, is] = [before?.card, after.card];
  const changed: string[] = fields.filter(
    (field) => JSON.stringify(was?.[field]) !== JSON.stringify(is[field]),
  );
  if (before?.description !== after.description) changed.push('description');
  if (changed.length === 0) return [];
  return [{ ticketId: is.id, key: is.key, before: was ?? null, after: is, changed }];
}

/** Of a ticket (`v`), today. */
const companyNow = sql`(select c.company_id from read_model.cards c where c.id = v.id)`;

async function ticketsAt(
  { query, viewer }: Reading,
  projectId: string,
  ids: readonly string[],
  ms: number,
  project: PastProjectRow,
): Promise<Map<string, Version>> {
  const rows = await query<VersionRow>(sql`
    select ${cardColumnsFor(viewer)}, (
      select v.description from read_model.past_descriptions v
      where v.ticket_id = c.id and ${heldAt(ms)}) as description
    from (select v.* from read_model.past_tickets v where v.id = any(${ids}::uuid[]) and ${heldAt(ms)}
      and ${inCompanyShown(viewer, projectId, sql`v`, companyNow)}) c`);
  return new Map(
    rows.map((row) => [row.id, { card: cardThen(cardViewOf(row), project), description: row.description }]),
  );
}
