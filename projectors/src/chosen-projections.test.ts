import { expect, test } from 'vitest';
import { chosen, runsRelay } from './chosen-projections.ts';
import { readModels } from './read-models/all.ts';

test('a process runs everything, unless it is told what', () => {
  expect(chosen(readModels, undefined)).toBe(readModels);
  expect(chosen(readModels, ['tickets', 'board']).map(({ name }) => name)).toEqual(['board', 'tickets']);
});

test('what there is not is refused with a sentence that names what there is', () => {
  expect(() => chosen(readModels, ['board', 'bord'])).toThrow(
    /PROJECTIONS: there is no bord; name some of access, board/,
  );
  expect(() => chosen(readModels, [])).toThrow(/PROJECTIONS: nothing is named/);
});

test('the relay runs where everything does, or where it is named', () => {
  expect([runsRelay(undefined), runsRelay(['board']), runsRelay(['relay'])]).toEqual([true, false, true]);
  expect(chosen(readModels, ['relay'])).toEqual([]);
});
