/**
 * The words of a text as search knows them: the search index is made of them, questions are taken apart into them,
 * and what is marked in an answer is found by them. Made here and not by PostgreSQL's parsers, so that they are the
 * same whatever locale a database has, and in any script: Georgian among them, and scripts without blanks.
 */
export type SearchWord = {
  /** Folded: lower case, without accents. */
  readonly word: string;
  /** Where it stands in the text, in UTF-16 code units; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
};

/** A ticket's key (`OPS-12`) is a word of its own besides its parts; everything else is split between letters and the rest. */
const pieces = /(?<![\p{L}\p{N}\p{M}])[a-z][a-z0-9]{0,9}-\d{1,9}(?![\p{L}\p{N}\p{M}])|[\p{L}\p{N}\p{M}]+/giu;
/** Scripts that leave no blanks between words: every two neighbouring characters are taken for a word. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const characters = /\P{M}\p{M}*/gu;

/** Longer ones are told apart by their beginning; PostgreSQL keeps no word over 2 KiB. */
const LONGEST_WORD = 60;

const plain = /^[a-z0-9\u10d0-\u10ff]+$/;
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  ı: 'i',
  ð: 'd',
  þ: 'th',
};

/** A word in the form in which it is looked up; empty when nothing of it is a letter or a digit. */
export function foldedWord(word: string): string {
  const lower = word.toLowerCase();
  const folded = plain.test(lower)
    ? lower
    : lower
        .normalize('NFKD')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}-]+/gu, '')
        .replace(/[ßæœøđłıðþ]/g, (letter) => letters[letter] ?? letter);
  return folded.length <= LONGEST_WORD ? folded : [...folded].slice(0, LONGEST_WORD).join('');
}

/** Every word of a text, in its order. A key comes before its parts. */
export function searchWords(text: string): SearchWord[] {
  const words: SearchWord[] = [];
  for (const { 0: piece, index } of text.matchAll(pieces)) {
    const dash = piece.indexOf('-');
    if (dash > 0) {
      words.push({ word: foldedWord(piece), start: index, end: index + piece.length });
      words.push({ word: foldedWord(piece.slice(0, dash)), start: index, end: index + dash });
      const number = index + dash + 1;
      words.push({ word: foldedWord(piece.slice(dash + 1)), start: number, end: index + piece.length });
    } else if (unspaced.test(piece)) {
      words.push(...pairsOf(piece, index));
    } else {
      const word = foldedWord(piece);
      if (word !== '') words.push({ word, start: index, end: index + piece.length });
    }
  }
  return words;
}

/** Overlapping pairs of characters, and the last one alone, so that a single character is found too. */
function pairsOf(piece: string, offset: number): SearchWord[] {
  const found = [...piece.matchAll(characters)];
  return found.flatMap((one, index) => {
    const other = found[index + 1];
    const word = foldedWord(one[0] + (other?.[0] ?? ''));
    const last = other ?? one;
    if (word === '') return [];
    return [{ word, start: offset + one.index, end: offset + last.index + last[0].length }];
  });
}

/** A word that is asked for. A key may also be written as its parts. */
export type AskedWord = { readonly word: string; readonly parts: readonly string[] };

/** More words than these would not narrow a search down. */
const MOST_WORDS = 10;

/** The words of a question, each once. All of them are to be found, each at least by its beginning. */
export function askedWords(question: string): AskedWord[] {
  const asked = new Map<string, AskedWord>();
  for (const { 0: piece } of question.matchAll(pieces)) {
    if (asked.size === MOST_WORDS) break;
    const dash = piece.indexOf('-');
    if (dash > 0) {
      const word = foldedWord(piece);
      asked.set(word, { word, parts: [piece.slice(0, dash), piece.slice(dash + 1)].map(foldedWord) });
      continue;
    }
    const words = unspaced.test(piece) ? wholePairsOf(piece) : [foldedWord(piece)];
    for (const word of words) if (word !== '') asked.set(word, { word, parts: [] });
  }
  return [...asked.values()];
}

/** The last character alone stands in a text only at the end of a run, so it is asked for only by itself. */
function wholePairsOf(piece: string): string[] {
  const pairs = pairsOf(piece, 0).map(({ word }) => word);
  return pairs.length > 1 ? pairs.slice(0, -1) : pairs;
}

/**
 * The groups of three characters in a word between marks of its beginning and end: words that share many are
 * alike, and a word holds a part only if it holds the part's groups.
 */
export function wordGrams(word: string): string[] {
  return threes(`^${word}$`);
}

/** The groups that a word has which holds this part somewhere; none for a part of less than three characters. */
export const partGrams = (part: string): string[] => threes(part);

function threes(text: string): string[] {
  const grams = new Set<string>();
  for (let at = 0; at + 3 <= text.length; at++) grams.add(text.slice(at, at + 3));
  return [...grams];
}

/** What the vocabulary keeps, for parts and misspellings: words of letters alone, of a length that people write. */
export const isVocabulary = (word: string): boolean =>
  word.length >= 3 && word.length <= 40 && /^\p{L}+$/u.test(word);

/**
 * How many letters must be changed, left out, put in or swapped with their neighbour to make one word of another;
 * anything over `most` is `most + 1`.
 */
export function editDistance(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (swapped) least = Math.min(least, (beforeLast[j - 2] ?? 0) + 1);
      row.push(least);
    }
    if (Math.min(...row) > most) return most + 1;
    beforeLast = last;
    last = row;
  }
  return Math.min(last[other.length] ?? most + 1, most + 1);
}

/** How many mistakes a word of this length is forgiven. */
export const forgivenMistakes = (word: string): number => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2);
