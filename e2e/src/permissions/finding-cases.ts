import type { Cases } from './cases.ts';

/** Reads that find things across projects: everybody may ask, and what they get is what they may see. */
export const findingCases: Readonly<Record<string, Cases>> = {
  search: () => [{ relation: '–', query: '?q=words', expected: 'done' }],
};
