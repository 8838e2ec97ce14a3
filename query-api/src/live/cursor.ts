import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a cursor says: how far its channel's shard was told, and how far the changes of access were. */
export type CursorPlaces = {
  readonly shard: number;
  readonly id: string;
  readonly accessId: string;
};

/** Characters of the seal: 96 bits. */
const SEAL_LENGTH = 16;

/**
 * Writes a cursor. It is sealed with the generation of the bus, which only the nodes on it know, so that nobody can
 * put one together that skips a change of their own rights, and a cursor of another generation is none.
 */
export function writeCursor(generation: string, { shard, id, accessId }: CursorPlaces): string {
  const places = `${shard}.${id}.${accessId}`;
  return `${places}.${seal(generation, places)}`;
}

/** `undefined` for everything that was not written with this generation. */
export function readCursor(generation: string, cursor: string): CursorPlaces | undefined {
  const parts = /^(\d{1,3})\.(\d{1,20}-\d{1,20})\.(\d{1,20}-\d{1,20})\.([\w-]{16})$/.exec(cursor);
  if (!parts) return undefined;
  const [, shard = '', id = '', accessId = '', given = ''] = parts;
  const expected = seal(generation, `${shard}.${id}.${accessId}`);
  if (!timingSafeEqual(Buffer.from(given), Buffer.from(expected))) return undefined;
  return { shard: Number(shard), id, accessId };
}

const seal = (generation: string, places: string): string =>
  createHmac('sha256', generation).update(places).digest('base64url').slice(0, SEAL_LENGTH);
