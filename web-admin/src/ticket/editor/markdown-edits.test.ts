import { expect, test } from 'vitest';
import { format, nextLine, pastedAddress, type TextEdit } from './markdown-edits.ts';

/** `one [two] three`: what stands between the brackets is selected. */
function given(marked: string) {
  const start = marked.indexOf('‹');
  const end = marked.indexOf('›') - 1;
  return { text: marked.replace(/[‹›]/g, ''), start, end };
}
function after(marked: string, edit: TextEdit | undefined): string | undefined {
  if (edit === undefined) return undefined;
  const { text } = given(marked);
  const next = text.slice(0, edit.from) + edit.insert + text.slice(edit.to);
  const [start, end] = edit.select;
  return `${next.slice(0, start)}‹${next.slice(start, end)}›${next.slice(end)}`;
}
const does = (kind: Parameters<typeof format>[0], marked: string) =>
  after(marked, format(kind, given(marked)));

test('words become bold, and plain again', () => {
  expect(does('bold', 'a ‹word› here')).toBe('a **‹word›** here');
  expect(does('bold', 'a **‹word›** here')).toBe('a ‹word› here');
  expect(does('italic', 'a ‹word ›here')).toBe('a _‹word›_ here');
  expect(does('code', '‹›')).toBe('`‹›`');
});

test('lines become a list, and plain again', () => {
  expect(does('list', 'one\n‹two\nthree›\nfour')).toBe('one\n‹- two\n- three›\nfour');
  expect(does('list', '‹- two\n- three›')).toBe('‹two\nthree›');
  expect(does('numbers', '‹two\nthree›')).toBe('‹1. two\n2. three›');
  expect(does('quote', 'said‹›')).toBe('> said‹›');
});

test('a link asks for its address, or for its words when the address is there', () => {
  expect(does('link', 'see ‹this›')).toBe('see [this](‹https://›)');
  expect(does('link', '‹https://a.ge›')).toBe('[‹›](https://a.ge)');
  expect(after('see ‹this›', pastedAddress('https://a.ge', given('see ‹this›')))).toBe(
    'see [this](https://a.ge)‹›',
  );
  expect(pastedAddress('https://a.ge', given('see ‹›'))).toBeUndefined();
});

test('Enter goes on with a list and leaves it from an empty item', () => {
  const enter = (marked: string) => after(marked, nextLine(given(marked)));
  expect(enter('- one‹›')).toBe('- one\n- ‹›');
  expect(enter('  2) two‹›')).toBe('  2) two\n  3) ‹›');
  expect(enter('- [x] done‹›')).toBe('- [x] done\n- [ ] ‹›');
  expect(enter('- one\n- ‹›')).toBe('- one\n‹›');
  expect(enter('plain‹›')).toBeUndefined();
});
