import { expect, test } from 'vitest';
import { fileNameIn } from './saved-file.ts';

test.each([
  [`attachment; filename="scores.csv"`, 'scores.csv'],
  [`attachment; filename="b.csv"; filename*=UTF-8''%E1%83%90.csv`, 'ა.csv'],
  [`attachment; filename="b.csv"; filename*=UTF-8''%E1.csv`, 'b.csv'],
  ['attachment', 'otherwise.csv'],
  [null, 'otherwise.csv'],
])('%s names the file %s', (disposition, name) => {
  expect(fileNameIn(disposition, 'otherwise.csv')).toBe(name);
});
