import type { QueryOf, ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { getDeadlines as endpoint } from '@ticketing/contracts/endpoints/finding.ts';
import type { DeadlineGroup } from '@ticketing/contracts/finding.ts';
import { allOf, type Sql, sql } from '@ticketing/platform/sql.ts';
import type { Reading } from '../reading/reader.ts';
import { type CardRow, cardColumnsFor, cardViewOf } from './card-row.ts';
import { countTickets } from './list-tickets.ts';
import { ticketConditions, unfinished } from './ticket-conditions.ts';

const DAY_MS = 86_400_000;

/** Unfinished tickets by their due dates, the earliest of each group first. */
export async function getDeadlines(
  reading: Reading,
  asked: QueryOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> {
  const wanted = allOf([await ticketConditions(reading, asked), unfinished]);
  const group = async (name: DeadlineGroup) => {
    const inGroup = allOf([wanted, dueIn(name, asked.today)]);
    const rows = await reading.query<CardRow>(sql`
      select ${cardColumnsFor(reading.viewer)} from read_model.cards c
      where ${inGroup}
      order by coalesce(c.due_date, 'infinity'), c.id
      limit ${asked.limit}`);
    return { count: await countTickets(reading.query, inGroup), items: rows.map(cardViewOf) };
  };
  return {
    overdue: await group('overdue'),
    today: await group('today'),
    thisWeek: await group('thisWeek'),
    later: await group('later'),
    none: await group('none'),
  };
}

/** Of a date as the indexes have it: without one stands after every date. */
function dueIn(group: DeadlineGroup, today: string): Sql {
  const due = sql`coalesce(c.due_date, 'infinity')`;
  const sunday = sundayOf(today);
  switch (group) {
    case 'overdue':
      return sql`${due} < ${today}::date`;
    case 'today':
      return sql`${due} = ${today}::date`;
    case 'thisWeek':
      return sql`${due} > ${today}::date and ${due} <= ${sunday}::date`;
    case 'later':
      return sql`${due} > ${sunday}::date and ${due} < 'infinity'`;
    case 'none':
      return sql`${due} = 'infinity'`;
    default:
      return group satisfies never;
  }
}

/** The last day of the week that begins on Monday. */
function sundayOf(date: string): string {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  const daysLeft = (7 - weekday) % 7;
  const sunday = Date.parse(`${date}T00:00:00Z`) + daysLeft * DAY_MS;
  // The last days of the year 9999 have no Sunday that PostgreSQL would read as this writes it.
  return new Date(Math.min(sunday, Date.parse('9999-12-31T00:00:00Z'))).toISOString().slice(0, 10);
}
