import type { QueryOf, ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { listTickets as endpoint } from '@ticketing/contracts/endpoints/tickets.ts';
import { DomainError } from '@ticketing/contracts/errors.ts';
import type { BoundedCount } from '@ticketing/contracts/finding.ts';
import { always, type Sql, sql } from '@ticketing/platform/sql.ts';
import { pageFrom } from '../reading/cursor.ts';
import type { Reading } from '../reading/reader.ts';
import type { Query } from '../reading/snapshot.ts';
import { withArchiving } from './archiving-of.ts';
import { type CardRow, cardColumnsFor, cardViewOf } from './card-row.ts';
import { ticketsAndFacts } from './ticket-conditions.ts';
import { orderBy, ticketOrder } from './ticket-order.ts';

/** More are not counted: nobody reads so far, and counting costs by what it counts. */
const COUNTED = 10_000;

/** Tickets that the caller may see, filtered and sorted. */
export async function listTickets(
  reading: Reading,
  asked: QueryOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> {
  requireOneOf(asked);
  const order = ticketOrder(asked.sort, asked.direction);
  const cursor = order.read(asked.cursor);
  const { wanted, facts } = await ticketsAndFacts(reading, asked);
  const rows = await reading.query<CardRow & { sort_key: string }>(sql`
    select ${cardColumnsFor(reading.viewer)}, ${order.key} as sort_key
    from read_model.cards c
    where ${wanted} and ${cursor ? order.after(cursor) : always}
    order by ${orderBy(order)}
    limit ${asked.limit + 1}`);
  const { items, ...rest } = pageFrom(rows, asked.limit, cardViewOf, order.cursorOf);
  const page = { ...rest, items: await withArchiving(reading.query, items) };
  if (!asked.count) return page;
  const count = await countTickets(reading.query, wanted);
  const [only, ...others] = facts;
  if (only === undefined || others.length > 0) return { ...page, count };
  const times = sql`select from (${only}) as f
    where f.ticket_id in (select c.id from read_model.cards c where ${wanted})`;
  return { ...page, count, times: await counted(reading.query, times) };
}

/** How many cards fulfil the condition, up to a limit. */
export const countTickets = (query: Query, wanted: Sql): Promise<BoundedCount> =>
  counted(query, sql`select from read_model.cards c where ${wanted}`);

async function counted(query: Query, rows: Sql): Promise<BoundedCount> {
  const [row] = await query<{ counted: number }>(sql`
    select count(*)::int as counted from (${rows} limit ${COUNTED + 1}) as matching`);
  const found = row?.counted ?? 0;
  return { value: Math.min(found, COUNTED), more: found > COUNTED };
}

/** A number means something within its project, a rank within its column; sorted across them, they would be noise. */
function requireOneOf({ sort, projectId, columnId }: QueryOf<typeof endpoint>): void {
  const needed = sort === 'number' ? 'projectId' : sort === 'rank' ? 'columnId' : undefined;
  if (needed === undefined) return;
  const given = needed === 'projectId' ? projectId : columnId;
  if (given?.length === 1) return;
  const message = `name one ${needed} to sort by ${sort}`;
  throw new DomainError('validation_failed', message, [{ path: 'sort', message }]);
}
