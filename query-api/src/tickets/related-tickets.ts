import { inverseOf, type LinkType } from '@ticketing/contracts/kinds.ts';
import type { LinkView, TicketView, TicketWithColumn } from '@ticketing/contracts/views.ts';
import { type Sql, sql } from '@ticketing/platform/sql.ts';
import type { Reading } from '../reading/reader.ts';
import { inCompanyShownAnywhere } from './former-companies.ts';
import { ticketsOfAllProjects } from './visible-tickets.ts';

/** A link as it stands with the ticket that blocks, causes or duplicates. */
export type StoredLink = { link: LinkType; ticketId: string };

/** Children, and links that stand with other tickets: more of either are not shown. */
const SHOWN_AT_MOST = 200;

/** Where tickets are read from (alias `v`), which of their versions count, and how each one's column is found. */
export type TicketSource = {
  readonly table: Sql;
  readonly holds: Sql;
  readonly columnId: Sql;
  readonly column: Sql;
};

export const ticketsNow: TicketSource = {
  table: sql`read_model.tickets v`,
  holds: sql`true`,
  columnId: sql`v.column_id`,
  column: sql`(select jsonb_build_object('name', b.name, 'colour', b.colour, 'category', b.category)
    from read_model.board_columns b where b.id = v.column_id)`,
};

/**
 * The tickets that hang together with one, as far as the viewer may see them today. One step in each direction and no
 * further, so that nothing goes round in a circle, whatever the log holds.
 */
export async function relatedTickets(
  reading: Reading,
  ticket: { readonly id: string; readonly parent_id: string | null; readonly links: readonly StoredLink[] },
  source: TicketSource,
): Promise<Pick<TicketView, 'parent' | 'children' | 'links'>> {
  const { id, parent_id, links } = ticket;
  const children = await relatedRows(reading, source, sql`v.parent_id = ${id}::uuid`);
  const linking = await relatedRows(
    reading,
    source,
    sql`v.linked_ids <> '{}' and v.linked_ids @> array[${id}::uuid]`,
  );
  const named = new Set([...links.map(({ ticketId }) => ticketId), ...(parent_id ? [parent_id] : [])]);
  const others =
    named.size > 0
      ? await relatedRows(reading, source, sql`v.id = any(${[...named]}::uuid[])`, named.size)
      : [];
  const byId = new Map(others.map((row) => [row.id, row]));
  const parent = parent_id === null ? undefined : byId.get(parent_id);
  const fromHere = links.flatMap(({ link, ticketId }): LinkView[] => {
    const other = byId.get(ticketId);
    return other ? [{ link, ticket: viewOf(other) }] : [];
  });
  const fromThere = linking.flatMap((row) =>
    row.links
      .filter(({ ticketId }) => ticketId === id)
      .map(({ link }): LinkView => ({ link: inverseOf[link], ticket: viewOf(row) })),
  );
  return {
    parent: parent ? viewOf(parent) : null,
    children: children.map(viewOf),
    links: [...fromHere, ...fromThere],
  };
}

type RelatedRow = {
  id: string;
  project_id: string;
  key: string;
  type: TicketWithColumn['type'];
  title: string;
  column_id: string;
  archived: boolean;
  column: TicketWithColumn['column'];
  links: StoredLink[];
};

function relatedRows(
  { query, viewer }: Reading,
  { table, holds, columnId, column }: TicketSource,
  related: Sql,
  atMost = SHOWN_AT_MOST,
): Promise<RelatedRow[]> {
  return query<RelatedRow>(sql`
    select v.id, v.project_id, v.key, v.type, v.title, ${columnId} as column_id, v.archived, v.links, ${column} as column
    from ${table}
    where ${related} and ${holds} and exists (
      select 1 from read_model.cards c where c.id = v.id and ${ticketsOfAllProjects(viewer, 'ticket.see')}
        and ${inCompanyShownAnywhere(viewer, sql`v`, sql`c.company_id`)})
    order by v.project_id, v.number
    limit ${atMost}`);
}

const viewOf = (row: RelatedRow): TicketWithColumn => ({
  id: row.id,
  projectId: row.project_id,
  key: row.key,
  type: row.type,
  title: row.title,
  columnId: row.column_id,
  archived: row.archived,
  column: row.column,
});
