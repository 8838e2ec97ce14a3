import { expect, test } from 'vitest';
import { undoOf } from './bulk-changes.ts';
import { card } from './testing/samples.ts';

const todo = { ...card('a'), columnId: 'todo', assigneeIds: ['nino'], priority: 1 as const };
const doing = { ...card('b'), columnId: 'doing', assigneeIds: [], priority: 4 as const };

test('a move is taken back column by column, without the tickets that stood there already', () => {
  expect(undoOf({ type: 'move', columnId: 'done' }, [todo, doing])).toEqual([
    { ticketIds: ['a'], change: { type: 'move', columnId: 'todo' } },
    { ticketIds: ['b'], change: { type: 'move', columnId: 'doing' } },
  ]);
  expect(undoOf({ type: 'move', columnId: 'doing' }, [doing])).toEqual([]);
});

test('only who was assigned by the change is taken off again', () => {
  expect(undoOf({ type: 'assign', userId: 'nino' }, [todo, doing])).toEqual([
    { ticketIds: ['b'], change: { type: 'unassign', userId: 'nino' } },
  ]);
});

test('each ticket gets its own priority back', () => {
  expect(undoOf({ type: 'prioritise', priority: 3 }, [todo, doing])).toEqual([
    { ticketIds: ['a'], change: { type: 'prioritise', priority: 1 } },
    { ticketIds: ['b'], change: { type: 'prioritise', priority: 4 } },
  ]);
});
