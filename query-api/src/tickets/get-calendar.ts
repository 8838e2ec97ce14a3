import type { QueryOf, ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { getCalendar as endpoint } from '@ticketing/contracts/endpoints/finding.ts';
import { DomainError } from '@ticketing/contracts/errors.ts';
import { sql } from '@ticketing/platform/sql.ts';
import type { Reading } from '../reading/reader.ts';
import { type CardRow, cardColumnsFor, cardViewOf } from './card-row.ts';
import { ticketConditions } from './ticket-conditions.ts';

const LONGEST_WINDOW_DAYS = 100;
const MOST_SHOWN = 2_000;
const DAY_MS = 86_400_000;

/** Written as the index `cards_days` is: a ticket with one date takes that day. */
const first = sql`least(coalesce(c.start_date, c.due_date), coalesce(c.due_date, c.start_date))`;
const last = sql`greatest(coalesce(c.start_date, c.due_date), coalesce(c.due_date, c.start_date))`;

/** Tickets whose days touch the window, the earliest first. */
export async function getCalendar(
  reading: Reading,
  asked: QueryOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> {
  const { from, to } = asked;
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  if (days < 1 || days > LONGEST_WINDOW_DAYS) {
    const message = `use a window of 1 to ${LONGEST_WINDOW_DAYS} days`;
    throw new DomainError('validation_failed', message, [{ path: 'to', message }]);
  }
  const wanted = await ticketConditions(reading, asked);
  const rows = await reading.query<CardRow>(sql`
    select ${cardColumnsFor(reading.viewer)} from read_model.cards c
    where daterange(${first}, ${last}, '[]') && daterange(${from}::date, ${to}::date, '[]')
      and (c.start_date is not null or c.due_date is not null) and ${wanted}
    order by ${first}, c.id
    limit ${MOST_SHOWN + 1}`);
  return { items: rows.slice(0, MOST_SHOWN).map(cardViewOf), more: rows.length > MOST_SHOWN };
}
