import { card, board as sample } from '@ticketing/web-kit/testing/samples.ts';
import { expect, test } from 'vitest';
import { limitState, refusalOf } from './move-rules.ts';

const board = sample();
const [todo, doing] = board.columns;
if (!todo || !doing) throw new Error('the sample has two columns');
const withColumns = (from: Partial<typeof todo>, to: Partial<typeof todo>, project = {}) => ({
  board: {
    ...board,
    project: { ...board.project, ...project },
    columns: [
      { ...todo, ...from },
      { ...doing, ...to },
    ],
  },
  to: { ...doing, ...to },
});

test('a column leads only where it says', () => {
  const free = withColumns({}, {});
  expect(refusalOf(free.board, card('a'), free.to)).toBeUndefined();
  const closed = withColumns({ leadsTo: [] }, {});
  expect(refusalOf(closed.board, card('a'), closed.to)).toBe('transition_not_allowed');
  expect(refusalOf(closed.board, card('a'), { ...todo, leadsTo: [] })).toBeUndefined();
});

test('a full column takes nothing only where limits are enforced', () => {
  const warned = withColumns({}, { maximum: 1 });
  expect(refusalOf(warned.board, card('a'), warned.to)).toBeUndefined();
  const enforced = withColumns({}, { maximum: 1 }, { limitsEnforced: true });
  expect(refusalOf(enforced.board, card('a'), enforced.to)).toBe('column_full');
});

test('what must be due before it is done', () => {
  const { board: strict, to } = withColumns({}, { category: 'done' }, { dueDateBeforeDone: true });
  expect(refusalOf(strict, card('a'), to)).toBe('due_date_required');
  expect(refusalOf(strict, card('a', { dueDate: '2026-05-05' }), to)).toBeUndefined();
});

test('a column tells how it stands to its limits', () => {
  expect(limitState({ minimum: null, maximum: 3 }, 4)).toBe('over');
  expect(limitState({ minimum: null, maximum: 3 }, 3)).toBe('full');
  expect(limitState({ minimum: 2, maximum: null }, 1)).toBe('under');
  expect(limitState({ minimum: null, maximum: null }, 100)).toBeUndefined();
});
