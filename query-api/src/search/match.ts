import {
  type AskedWord,
  editDistance,
  forgivenMistakes,
  isVocabulary,
  partGrams,
  wordGrams,
} from '@ticketing/contracts/search-words.ts';
import { sql } from '@ticketing/platform/sql.ts';
import { containing } from '../reading/like-pattern.ts';
import type { Query } from '../reading/snapshot.ts';

/** One word of a question with everything that may stand for it in a text. */
export type Alternatives = AskedWord & {
  /** Words that hold it in their middle or at their end. */
  readonly holding: readonly string[];
  /** Words that it may be a misspelling of. */
  readonly similar: readonly string[];
};

/** So many words that hold a part are searched for, the shortest first. */
const MOST_HOLDING = 40;
const MOST_SIMILAR = 8;

/**
 * What else in the vocabulary the words may stand for. The vocabulary is everybody's: it says only what to search
 * for, and what is found by it is found under the policy.
 */
export async function alternativesOf(
  query: Query,
  asked: readonly AskedWord[],
  withSimilar: boolean,
): Promise<Alternatives[]> {
  const found: Alternatives[] = [];
  for (const one of asked) {
    const known = isVocabulary(one.word);
    found.push({
      ...one,
      holding: known ? await wordsHolding(query, one.word) : [],
      similar: known && withSimilar ? await wordsLike(query, one.word) : [],
    });
  }
  return found;
}

async function wordsHolding(query: Query, part: string): Promise<string[]> {
  const rows = await query<{ word: string }>(sql`
    select word from read_model.search_vocabulary
    where grams @> ${partGrams(part)}::text[] and word like ${containing(part)}
    order by length(word), word limit ${MOST_HOLDING}`);
  return rows.map(({ word }) => word).filter((word) => !word.startsWith(part));
}

async function wordsLike(query: Query, word: string): Promise<string[]> {
  const most = forgivenMistakes(word);
  if (most === 0) return [];
  const grams = wordGrams(word);
  // A mistake spoils three groups at most, or four when two letters are swapped.
  const least = Math.max(1, grams.length - 4 * most);
  const rows = await query<{ word: string }>(sql`
    select word from (
      select word, (select count(*) from unnest(grams) g where g = any(${grams}::text[])) as shared
      from read_model.search_vocabulary
      where grams && ${grams}::text[] and length(word) between ${word.length - most} and ${word.length + most}
    ) as alike
    where shared >= ${least}
    order by shared desc, word limit 60`);
  return rows
    .map((row) => ({ word: row.word, distance: editDistance(word, row.word, most) }))
    .filter(({ distance }) => distance > 0 && distance <= most)
    .sort((one, other) => one.distance - other.distance)
    .slice(0, MOST_SIMILAR)
    .map((row) => row.word);
}

/** A `tsquery` in PostgreSQL's text form: all of the words, each by any of its alternatives. */
export function searchQuery(words: readonly Alternatives[]): string {
  return words
    .map(({ word, parts, holding, similar }) => {
      const whole = [...holding, ...similar].map((other) => `'${other}'`);
      const together = parts.length > 0 ? [`(${parts.map((part) => `'${part}':*`).join(' & ')})`] : [];
      return `(${[`'${word}':*`, ...together, ...whole].join(' | ')})`;
    })
    .join(' & ');
}

/** Whether a word of a text is one that was searched for. */
export function matches(words: readonly Alternatives[], word: string): boolean {
  return words.some(
    (one) =>
      word.startsWith(one.word) ||
      one.parts.some((part) => word.startsWith(part)) ||
      one.holding.includes(word) ||
      one.similar.includes(word),
  );
}
