import type { MarkedText } from '@ticketing/contracts/finding.ts';
import { searchWords } from '@ticketing/contracts/search-words.ts';
import { type Alternatives, matches } from './match.ts';

/** UTF-16 code units of a snippet, and how many of them stand before the first match. */
const SNIPPET = 240;
const BEFORE = 60;

/** The whole text with its matches. */
export const marked = (text: string, words: readonly Alternatives[]): MarkedText => ({
  text,
  marks: marksIn(text, words),
});

/** The part of a text around its first match. */
export function snippet(text: string, words: readonly Alternatives[]): MarkedText {
  const marks = marksIn(text, words);
  const first = marks[0]?.start ?? 0;
  const start = first <= BEFORE ? 0 : boundary(text, first - BEFORE);
  const end = text.length - start <= SNIPPET ? text.length : boundary(text, start + SNIPPET);
  const before = start > 0 ? '… ' : '';
  const after = end < text.length ? ' …' : '';
  const shift = before.length - start;
  return {
    text: `${before}${text.slice(start, end)}${after}`,
    marks: marks
      .filter((mark) => mark.start >= start && mark.end <= end)
      .map((mark) => ({ start: mark.start + shift, end: mark.end + shift })),
  };
}

function marksIn(text: string, words: readonly Alternatives[]): { start: number; end: number }[] {
  const marks: { start: number; end: number }[] = [];
  for (const { word, start, end } of searchWords(text)) {
    if (!matches(words, word)) continue;
    const last = marks.at(-1);
    // A key and its parts, and neighbouring pairs of characters, are one mark.
    if (last && start < last.end) last.end = Math.max(last.end, end);
    else marks.push({ start, end });
  }
  return marks;
}

/** The nearest blank within a few characters, or at least no half of a character. */
function boundary(text: string, at: number): number {
  const blank = text.slice(at, at + 20).search(/\s/);
  const place = blank >= 0 ? at + blank : at;
  const half = /[\uDC00-\uDFFF]/.test(text[place] ?? '');
  return half ? place - 1 : place;
}
