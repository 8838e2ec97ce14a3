/** Where a list has one of its cards, in pixels from the list's top; the gap below it included. */
export type Slot = { readonly start: number; readonly size: number };

/** How far into a card the pointer must be for it to make room: less than half, so that a card dropped onto takes the place. */
const BEFORE = 0.65;
const BEHIND = 0.35;

/**
 * How many of a list's cards stand above the place that the pointer means. It is told from where the cards lie while the
 * lifted one is where it came from (or not in this list), so that cards which make room never change the answer.
 *
 * @param y pixels from the list's top
 * @param slots of the list as it is drawn
 * @param gap where in `slots` the lifted card is drawn; -1 when it is not in this list
 * @param from how many cards stood above it where it came from; -1 when it came from another list
 * @param lifted pixels of the lifted card, its gap included
 */
export function spotAt(y: number, slots: readonly Slot[], gap: number, from: number, lifted: number): number {
  const gapSize = gap < 0 ? 0 : (slots[gap]?.size ?? 0);
  let index = 0;
  for (const [drawn, { start, size }] of slots.entries()) {
    if (drawn === gap) continue;
    const withoutGap = gap >= 0 && drawn > gap ? start - gapSize : start;
    const behind = from >= 0 && index >= from;
    const edge = behind ? withoutGap + lifted + size * BEHIND : withoutGap + size * BEFORE;
    if (y < edge) return index;
    index += 1;
  }
  return index;
}
