import type { TicketSort } from '@ticketing/contracts/finding.ts';
import { type Sql, sql } from '@ticketing/platform/sql.ts';
import { z } from 'zod';
import { type Cursor, readCursor } from '../reading/cursor.ts';

type Direction = 'asc' | 'desc';

/** One way to sort tickets: by an expression that an index is made of, and by ids where it is equal. */
export type TicketOrder = {
  readonly by: Sql;
  /** The expression's value as text, which `after` reads back without loss. */
  readonly key: Sql;
  readonly direction: Direction;
  /** The rows behind the one that the cursor names. */
  after(cursor: Cursor): Sql;
  cursorOf(row: { readonly sort_key: string; readonly id: string }): Cursor;
  /** @throws DomainError `validation_failed` for a cursor of another order */
  read(text: string | undefined): Cursor | undefined;
};

/** Microseconds, as exact as the column; PostgreSQL knows no year 0. */
const instantKey = z.iso.datetime({ precision: 6 }).regex(/^(?!0000)/);
const smallNumber = z.string().regex(/^\d{1,9}$/);
const dateKey = z.union([z.iso.date().regex(/^(?!0000)/), z.enum(['infinity', '-infinity'])]);

const instantText = (column: Sql): Sql =>
  sql`to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

type Sorting = {
  readonly by: Sql;
  readonly key: Sql;
  readonly keyIs: z.ZodType;
  readonly cast: Sql;
  readonly direction: Direction;
};

/** Without a due date comes last in both directions, so each has an expression and an index of its own. */
function sortingBy(sort: TicketSort, direction: Direction | undefined): Sorting {
  switch (sort) {
    case 'changed':
      return {
        by: sql`c.changed_at`,
        key: instantText(sql`c.changed_at`),
        keyIs: instantKey,
        cast: sql`::timestamptz`,
        direction: 'desc',
      };
    case 'opened':
      return {
        by: sql`c.opened_at`,
        key: instantText(sql`c.opened_at`),
        keyIs: instantKey,
        cast: sql`::timestamptz`,
        direction: 'desc',
      };
    case 'number':
      return {
        by: sql`c.number`,
        key: sql`c.number::text`,
        keyIs: smallNumber,
        cast: sql`::int`,
        direction: 'asc',
      };
    case 'priority':
      return {
        by: sql`c.priority`,
        key: sql`c.priority::text`,
        keyIs: z.string().regex(/^\d$/),
        cast: sql`::smallint`,
        direction: 'desc',
      };
    case 'due': {
      const by =
        direction === 'desc' ? sql`coalesce(c.due_date, '-infinity')` : sql`coalesce(c.due_date, 'infinity')`;
      return { by, key: sql`(${by})::text`, keyIs: dateKey, cast: sql`::date`, direction: 'asc' };
    }
    case 'title':
      return {
        by: sql`lower(c.title)`,
        key: sql`lower(c.title)`,
        keyIs: z.string(),
        cast: sql`::text`,
        direction: 'asc',
      };
    case 'rank':
      return { by: sql`c.rank`, key: sql`c.rank`, keyIs: z.string(), cast: sql`::text`, direction: 'asc' };
    default:
      return sort satisfies never;
  }
}

export function ticketOrder(sort: TicketSort, asked: Direction | undefined): TicketOrder {
  const { by, key, keyIs, cast, direction: usual } = sortingBy(sort, asked);
  const direction = asked ?? usual;
  /** A cursor says what it is sorted by: another order's would name a place that is none in this one. */
  const name = `${sort} ${direction} `;
  return {
    by,
    key,
    direction,
    after: (cursor) =>
      direction === 'asc'
        ? sql`(${by}, c.id) > (${cursor.key}${cast}, ${cursor.id}::uuid)`
        : sql`(${by}, c.id) < (${cursor.key}${cast}, ${cursor.id}::uuid)`,
    cursorOf: ({ sort_key, id }) => ({ key: `${name}${sort_key}`, id }),
    read(text) {
      const named = z.string().startsWith(name);
      const whole = named.refine((written) => keyIs.safeParse(written.slice(name.length)).success);
      const cursor = readCursor(text, whole);
      return cursor && { ...cursor, key: cursor.key.slice(name.length) };
    },
  };
}

export const orderBy = ({ by, direction }: TicketOrder): Sql =>
  direction === 'asc' ? sql`${by} asc, c.id asc` : sql`${by} desc, c.id desc`;
