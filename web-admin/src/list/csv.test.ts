import { expect, test } from 'vitest';
import { csvOf, csvValue } from './csv.ts';

test('commas, quotes and line breaks stay inside their value', () => {
  expect(
    csvOf([
      ['a', 'b, c', 'say "no"', 'two\nlines'],
      [1, null, '', 'd'],
    ]),
  ).toBe('a,"b, c","say ""no""","two\nlines"\r\n1,,,d');
});

test('no sheet takes a title for a formula', () => {
  expect(csvValue('=HYPERLINK("x")')).toBe('"\'=HYPERLINK(""x"")"');
  expect(csvValue('+1')).toBe("'+1");
  expect(csvValue(-1)).toBe('-1');
});
