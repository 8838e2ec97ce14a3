import { DomainError } from '@ticketing/contracts/errors.ts';
import { z } from 'zod';

/**
 * A cursor names the last row of a page by its sort key and its id, so that a page goes on where the last one
 * ended even when rows were added, changed or removed in between. Clients see an opaque string.
 */
const Cursor = z.tuple([z.string(), z.string()]);
export type Cursor = { readonly key: string; readonly id: string };

export function writeCursor({ key, id }: Cursor): string {
  return Buffer.from(JSON.stringify([key, id])).toString('base64url');
}

/**
 * @param keyIs what the list's sort key looks like; another list's cursor must not reach the database
 * @throws DomainError `validation_failed` for what this API did not hand out
 */
export function readCursor(
  text: string | undefined,
  keyIs: z.ZodType,
  idIs: z.ZodType = z.uuid(),
): Cursor | undefined {
  if (text === undefined) return undefined;
  const parsed = Cursor.safeParse(parseJson(Buffer.from(text, 'base64url').toString('utf8')));
  if (parsed.success) {
    const [key, id] = parsed.data;
    if (keyIs.safeParse(key).success && idIs.safeParse(id).success && !key.includes('\0')) {
      return { key, id };
    }
  }
  const message = 'use the nextCursor of the page before, as it was';
  throw new DomainError('validation_failed', undefined, [{ path: 'cursor', message }]);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A page out of up to `limit + 1` rows: the row too many only tells that there is another page. */
export function pageFrom<Row, Item>(
  rows: readonly Row[],
  limit: number,
  itemOf: (row: Row) => Item,
  cursorOf: (row: Row) => Cursor,
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items: shown.map(itemOf), nextCursor: more ? writeCursor(cursorOf(last)) : null };
}
