import type { SearchWord } from '@ticketing/contracts/search-words.ts';

/** A match in a key or title counts most, one in a comment or message least. */
export type Weight = 'A' | 'B' | 'C';

/**
 * PostgreSQL's text form of a `tsvector` with each word once, by its weightiest place. How often and where a word
 * stands is left out: it would make the index larger than the texts, and ranks hardly better.
 */
export function searchVector(fields: readonly (readonly [Weight, readonly SearchWord[]])[]): string {
  const weights = new Map<string, Weight>();
  for (const [weight, words] of fields) {
    for (const { word } of words) {
      const before = weights.get(word);
      if (before === undefined || weight < before) weights.set(word, weight);
    }
  }
  // Words are letters, digits and dashes: nothing in them needs escaping.
  return [...weights].map(([word, weight]) => `'${word}':1${weight}`).join(' ');
}
