/** A value that held from an instant to before another (`null`: from then on); milliseconds since 1970. */
export type Interval<Value> = { readonly from: number; readonly until: number | null; readonly value: Value };

/**
 * What a thing was through time, folded in stream order: an event changes what the thing was at every instant that is
 * not before the event's own, also where an earlier event of the stream has a later time.
 * @param change gets the value and the start of its interval; `undefined` when the thing is gone
 */
export function after<Value>(
  intervals: readonly Interval<Value>[],
  at: number,
  change: (value: Value, from: number) => Value | undefined,
): Interval<Value>[] {
  return intervals.flatMap(({ from, until, value }) => {
    if (until !== null && until <= at) return [{ from, until, value }];
    const start = Math.max(from, at);
    const changed = change(value, start);
    const before = from < at ? [{ from, until: at, value }] : [];
    return changed === undefined ? before : [...before, { from: start, until, value: changed }];
  });
}

export const valueAt = <Value>(intervals: readonly Interval<Value>[], instant: number): Value | undefined =>
  intervals.find(({ from, until }) => from <= instant && (until === null || until > instant))?.value;
