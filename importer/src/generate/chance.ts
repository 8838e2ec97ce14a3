/** Numbers that look random and are the same for the same seed (mulberry32). */
export type Chance = {
  /** From 0 (inclusive) to 1 (exclusive). */
  readonly share: () => number;
  /** A whole number below `limit`. */
  readonly below: (limit: number) => number;
  readonly of: <Item>(items: readonly Item[]) => Item;
  /** True as often as this share says. */
  readonly happens: (share: number) => boolean;
  /** A UUIDv7 of this time. */
  readonly id: (milliseconds: number) => string;
};

export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const bits = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const share = () => bits() / 2 ** 32;
  const below = (limit: number) => Math.floor(share() * limit);
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0').slice(-digits);
  return {
    share,
    below,
    happens: (wanted) => share() < wanted,
    of(items) {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error('there is nothing to choose from');
      return item;
    },
    id(milliseconds) {
      const time = hex(Math.floor(milliseconds), 12);
      const [a, b, c] = [bits(), bits(), bits()];
      const variant = hex(0x8000 | (b & 0x3fff), 4);
      return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(a & 0xfff, 3)}-${variant}-${hex(c, 8)}${hex(a >>> 16, 4)}`;
    },
  };
}
