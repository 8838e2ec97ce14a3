import { useCallback, useState } from 'react';

/** What stands in the boxes of a form, by the name of the box. */
type Boxes = Readonly<Record<string, string>>;

export type TypedOver<Known extends Boxes> = {
  readonly boxes: Known;
  readonly type: (typed: Partial<Known>) => void;
  /** The boxes show what is known again. */
  readonly forget: () => void;
};

/**
 * The boxes of a form over something that may be read anew while the form is open: what the person typed stands, every
 * other box follows what is known. A box that says what is known counts as not typed in.
 *
 * @param start what was typed before, as a draft that was kept
 */
export function useTypedOver<Known extends Boxes>(
  known: Known,
  start: Partial<Known> = {},
): TypedOver<Known> {
  const [typed, setTyped] = useState(start);
  const kept = stillTyped(typed, known);
  if (kept !== typed) setTyped(kept);
  return {
    boxes: { ...known, ...kept },
    type: useCallback((more) => setTyped((now) => ({ ...now, ...more })), []),
    forget: useCallback(() => setTyped({}), []),
  };
}

/** Without what has come to be known as it was typed; the same object when that is nothing. */
export function stillTyped<Known extends Boxes>(typed: Partial<Known>, known: Known): Partial<Known> {
  const all = Object.entries(typed);
  const kept = all.filter(([name, words]) => words !== known[name]);
  // Some of its entries, under the same names.
  return kept.length === all.length ? typed : (Object.fromEntries(kept) as Partial<Known>);
}
