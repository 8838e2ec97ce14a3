/** Random numbers that a seed repeats. */
export type RandomNumbers = {
  /** From 0 up to the limit, without it. */
  below(limit: number): number;
  /** Undefined for an empty list. */
  oneOf<T>(choices: readonly T[]): T | undefined;
};

/** mulberry32: 32 bits of state, good enough to choose by. */
export function randomNumbers(seed: number): RandomNumbers {
  let state = seed >>> 0;
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit;
  };
  return { below, oneOf: (choices) => choices[Math.floor(below(choices.length))] };
}
