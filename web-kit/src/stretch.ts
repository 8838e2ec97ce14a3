/** Entries that are shown at first, and more by each step. */
export const STEP = 50;
/** Entries that are shown at most: as one goes on, those at the other end leave the page. */
export const MOST = 200;
/** So few more are not worth a step of their own. */
const FEW = 10;

/** Of a long row of entries what is shown, by instants; `null` is the newest `STEP`, and the end. */
export type Stretch = { readonly from: string | null; readonly to: string | null };

/** Everything up to the newest entry, also what is still to be read before it. */
const FROM_THE_BEGINNING = '';
export const newest: Stretch = { from: null, to: null };

export type Entry = { readonly id: string; readonly at: string };

/** Which entries are shown: from `start` up to, and without, `end`. @param entries the oldest first */
export function shownOf(entries: readonly Entry[], { from, to }: Stretch): { start: number; end: number } {
  const end = to === null ? entries.length : firstAfter(entries, Date.parse(to));
  if (from === FROM_THE_BEGINNING) return { start: 0, end };
  if (from !== null) return { start: Math.min(end, firstAfter(entries, Date.parse(from) - 1)), end };
  return { start: end <= STEP + FEW ? 0 : end - STEP, end };
}

/** A step further back. */
export function withEarlier(entries: readonly Entry[], stretch: Stretch): Stretch {
  const { start } = shownOf(entries, stretch);
  const from = start <= STEP + FEW ? undefined : entries[start - STEP]?.at;
  return withoutEnd(entries, { ...stretch, from: from ?? FROM_THE_BEGINNING });
}

/** The same, without what is too much at its end: for when more was read before its beginning. */
export function withoutEnd(entries: readonly Entry[], stretch: Stretch): Stretch {
  const { start, end } = shownOf(entries, stretch);
  if (stretch.from === null || end - start <= MOST) return stretch;
  return { ...stretch, to: entries[start + MOST - 1]?.at ?? null };
}

/** A step further on; the end, when it is near. */
export function withLater(entries: readonly Entry[], stretch: Stretch): Stretch {
  const { start, end } = shownOf(entries, stretch);
  const isEnd = end + STEP + FEW >= entries.length;
  const last = isEnd ? entries.length : end + STEP;
  // Where it begins is said: otherwise the newest would stand for it.
  const first = Math.max(start, last - MOST);
  const from = first === start ? stretch.from : null;
  return { from: from ?? entries[first]?.at ?? null, to: isEnd ? null : (entries[last - 1]?.at ?? null) };
}

/** What shows one entry: all from there to the end when it is near, otherwise what stands around it. */
export function around(entries: readonly Entry[], stretch: Stretch, id: string): Stretch {
  const index = entries.findIndex((entry) => entry.id === id);
  const { start, end } = shownOf(entries, stretch);
  if (index < 0 || (index >= start && index < end)) return stretch;
  const first = Math.max(0, index - STEP / 2);
  const from = first === 0 ? FROM_THE_BEGINNING : (entries[first]?.at ?? FROM_THE_BEGINNING);
  const isNear = index + 2 * STEP >= entries.length;
  return { from, to: isNear ? null : (entries[index + STEP / 2]?.at ?? null) };
}

/** The first entry that is later than the instant, in milliseconds since 1970. */
function firstAfter(entries: readonly Entry[], instant: number): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (Date.parse(entries[middle]?.at ?? '') <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}
