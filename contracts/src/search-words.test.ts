import { describe, expect, test } from 'vitest';
import { askedWords, editDistance, foldedWord, partGrams, searchWords, wordGrams } from './search-words.ts';

const words = (text: string) => searchWords(text).map(({ word }) => word);
const asked = (text: string) => askedWords(text).map(({ word }) => word);

describe('the words of a text', () => {
  test('are lower case and without accents', () => {
    expect(words('Zażółć, CRÈME brûlée; Straße — naïve!')).toEqual([
      'zazolc',
      'creme',
      'brulee',
      'strasse',
      'naive',
    ]);
  });

  test('are Georgian where the text is, capitals like any other letters', () => {
    expect(words('პრინტერი არ მუშაობს')).toEqual(['პრინტერი', 'არ', 'მუშაობს']);
    expect(words('ᲞᲠᲘᲜᲢᲔᲠᲘ')).toEqual(['პრინტერი']);
  });

  test('say where they stand in the text, accents or not', () => {
    const text = '✓ Crème \u{1F525} e\u0301té OPS-7';
    for (const { word, start, end } of searchWords(text)) {
      expect(foldedWord(text.slice(start, end))).toBe(word);
    }
    expect(searchWords(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      'Crème',
      'e\u0301té',
      'OPS-7',
      'OPS',
      '7',
    ]);
  });

  test('are a key and its parts where a ticket is named, and nothing of the kind within another word', () => {
    expect(words('see OPS-12, not xOPS-12y')).toEqual(['see', 'ops-12', 'ops', '12', 'not', 'xops', '12y']);
  });

  test('are pairs of characters where a script leaves no blanks', () => {
    expect(words('打印机')).toEqual(['打印', '印机', '机']);
    expect(asked('打印机')).toEqual(['打印', '印机']);
    expect(asked('机')).toEqual(['机']);
  });

  test('are none in a text of signs', () => {
    expect(words('?! % _ \\ — 🔥 \u0301')).toEqual([]);
    expect(asked("%_'")).toEqual([]);
  });

  test('never grow over what a database can keep', () => {
    expect(words('ა'.repeat(5_000))).toEqual(['ა'.repeat(60)]);
    expect(words('\u{10400}'.repeat(100))[0]?.isWellFormed()).toBe(true);
  });
});

test('a question asks for each word once, for a key also by its parts, and for ten words at most', () => {
  expect(askedWords('Printer printer ops-4')).toEqual([
    { word: 'printer', parts: [] },
    { word: 'ops-4', parts: ['ops', '4'] },
  ]);
  expect(askedWords(Array.from({ length: 30 }, (_, n) => `w${n}`).join(' '))).toHaveLength(10);
});

test('a word that holds a part holds the groups of the part', () => {
  expect(wordGrams('word')).toEqual(['^wo', 'wor', 'ord', 'rd$']);
  expect(wordGrams('word')).toEqual(expect.arrayContaining(partGrams('ord')));
  expect(partGrams('or')).toEqual([]);
});

test.each([
  ['printer', 'printer', 0],
  ['printer', 'pritner', 1],
  ['printer', 'pinter', 1],
  ['printer', 'printter', 1],
  ['printer', 'prantar', 2],
  ['printer', 'scanner', 3],
  ['პრინტერი', 'პრინტრი', 1],
])('from %s to %s it takes %i mistakes', (one, other, distance) => {
  expect(editDistance(one, other, 2)).toBe(distance);
  expect(editDistance(other, one, 2)).toBe(distance);
});
