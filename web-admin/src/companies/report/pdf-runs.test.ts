import { expect, test } from 'vitest';
import { pdfRuns } from './pdf-runs.ts';

test('a text is cut where another typeface’s file begins', () => {
  expect(pdfRuns('Მთავარი OPS-12, Принтер ₾')).toEqual([
    { text: 'Მთავარი', font: 'Georgian' },
    { text: ' OPS-12, ', font: 'Latin' },
    { text: 'Принтер', font: 'Cyrillic' },
    { text: ' ', font: 'Latin' },
    { text: '₾', font: 'LatinExt' },
  ]);
});

test('what no face has is told by a box, one for each letter', () => {
  expect(pdfRuns('fire 🔥 東')).toEqual([{ text: 'fire □ □', font: 'Latin' }]);
  expect(pdfRuns('')).toEqual([]);
});
