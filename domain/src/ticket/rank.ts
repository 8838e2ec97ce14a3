import { generateKeyBetween } from 'fractional-indexing';

/**
 * Ranks order the tickets of a column: fractional indices (base 62, compared byte by byte), ties broken by ticket id.
 *
 * Every rank ends in a mark made from its ticket's id. Two people who put two tickets into the same gap at the
 * same moment so get two different ranks, without asking each other.
 */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * The end of a column, known without reading it: a rank that grows with time. It is an integer key of the
 * fractional index ('g' and seven base-62 digits hold milliseconds until the year 2081), so that a ticket
 * opened later stands below everything opened or put at the end earlier.
 * @param milliseconds business time of the command, Unix epoch
 */
export function rankAtEnd(milliseconds: number, ticketId: string): string {
  let digits = '';
  let rest = Math.max(0, Math.floor(milliseconds));
  for (let place = 0; place < 7; place++) {
    digits = DIGITS.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return `g${digits}${markOf(ticketId)}`;
}

/** A rank between two ranks (exclusive); `null` stands for the column's start or end. Expects `after < before`. */
export function rankBetween(after: string | null, before: string | null, ticketId: string): string {
  const mark = markOf(ticketId);
  let rank = generateKeyBetween(after, before);
  // The mark must not lift the rank over its upper neighbour, which may begin with the rank itself.
  while (before !== null && rank + mark >= before) rank = generateKeyBetween(after, rank);
  return rank + mark;
}

/** Four base-62 digits of an id (FNV-1a), the last one never zero: an index may not end in a zero. */
function markOf(id: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193) >>> 0;
  let mark = '';
  for (let place = 0; place < 4; place++) {
    mark += DIGITS.charAt(place === 3 ? 1 + (hash % 61) : hash % 62);
    hash = Math.floor(hash / 62);
  }
  return mark;
}

/** A neighbour as the server found it: where it is now. */
export type Neighbour = {
  readonly id: string;
  readonly columnId: string;
  readonly rank: string;
  readonly archived: boolean;
};

export type Place = {
  readonly rank: string;
  /** Two neighbours of equal rank leave no gap: the lower one is put a little further down first. */
  readonly makeRoom?: { readonly ticketId: string; readonly rank: string };
};

/** Order inside a column. */
export function inOrder(a: { rank: string; id: string }, b: { rank: string; id: string }): number {
  if (a.rank !== b.rank) return a.rank < b.rank ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/**
 * Where a ticket lands that is moved below `after` and above `before`. Always finds a place: a neighbour that is
 * missing, archived, in another column or the ticket itself does not count; of two neighbours in the wrong order
 * the one above decides; without any the ticket goes to the end.
 * @param milliseconds business time of the move, Unix epoch
 */
export function placeBetween(
  moved: { readonly id: string; readonly columnId: string },
  after: Neighbour | undefined,
  before: Neighbour | undefined,
  milliseconds: number,
): Place {
  const counts = (neighbour: Neighbour | undefined) =>
    neighbour && !neighbour.archived && neighbour.columnId === moved.columnId && neighbour.id !== moved.id
      ? neighbour
      : undefined;
  const above = counts(after);
  const below = counts(before);
  const end = rankAtEnd(milliseconds, moved.id);
  if (above && below && above.id !== below.id) {
    if (above.rank < below.rank) return { rank: rankBetween(above.rank, below.rank, moved.id) };
    if (above.rank === below.rank && above.id < below.id) {
      const lower = justAfter(above.rank, below.id);
      return {
        rank: rankBetween(above.rank, lower, moved.id),
        makeRoom: { ticketId: below.id, rank: lower },
      };
    }
    return { rank: justAfter(above.rank, moved.id) };
  }
  if (above) return { rank: above.rank < end ? end : rankBetween(above.rank, null, moved.id) };
  if (below) return { rank: rankBetween(null, below.rank, moved.id) };
  return { rank: end };
}

/** The nearest rank below another: only ranks that begin with it lie between. */
function justAfter(rank: string, id: string): string {
  return `${rank}0${markOf(id)}`;
}
