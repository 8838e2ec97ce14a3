import type { Level } from '@ticketing/contracts/kinds.ts';

/** Priorities, urgencies and importances from critical down. */
export const levels = [4, 3, 2, 1] as const satisfies readonly Level[];

/** The level that a word of an address or of a list of choices means: `3`. */
export const levelFrom = (text: string | null): Level | undefined =>
  levels.find((level) => String(level) === text);
