import { expect, test } from 'vitest';
import { mentionBegun, splitMentions, storedText, writtenText } from './mention-text.ts';

const nino = '0197a1c2-7b3e-7c41-9a52-6f0d3c1b2a10';
const ninotchka = '0197a1c2-7b3e-7c41-9a52-6f0d3c1b2a11';
const names = new Map([
  ['Nino', nino],
  ['Nino Beridze', ninotchka],
]);

test('what is written and what is stored say the same', () => {
  const text = `@[${nino}] asks @[${ninotchka}], and a@b.ge stays`;
  expect(writtenText(text, names)).toBe('@Nino asks @Nino Beridze, and a@b.ge stays');
  expect(storedText('@Nino asks @Nino Beridze, and a@b.ge stays', names)).toBe(text);
});

test('only whole names are people, and who has no name stays an id', () => {
  expect(storedText('@Ninotchka @Ninos', names)).toBe('@Ninotchka @Ninos');
  expect(writtenText(`@[${nino}]`, new Map())).toBe(`@[${nino}]`);
});

test('a text falls into words and people', () => {
  expect(splitMentions(`Ask @[${nino}]!`)).toEqual(['Ask ', { userId: nino }, '!']);
  expect(splitMentions('')).toEqual(['']);
});

test('a mention begins with an @ at the start of a word, and goes on over one blank', () => {
  expect(mentionBegun('Hello @ni', 9)).toEqual({ from: 6, words: 'ni' });
  expect(mentionBegun('@ნინო ბე', 8)).toEqual({ from: 0, words: 'ნინო ბე' });
  expect(mentionBegun('mail@ni', 7)).toBeUndefined();
  expect(mentionBegun('Hello @ni and more', 18)).toBeUndefined();
});
