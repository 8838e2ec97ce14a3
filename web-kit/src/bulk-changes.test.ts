import { expect, test } from 'vitest';
import { undoOf } from './bulk-changes.ts';
import { card } from './testing/samples.ts';

const todo = { ...card('a'), columnId: 'todo', assigneeIds: ['nino'], priority: 1 as const };
const doing = { ...card('b'), columnId: 'doing', assigneeIds: [], priority: 4 as const };

test('a move is taken back request by request, to the places that its tickets left', () => {
  const requests = [
    { commandId: 'one', ids: ['a', 'refused'] },
    { commandId: 'two', ids: ['b'] },
  ];
  expect(undoOf({ type: 'move', columnId: 'done' }, [todo, doing], requests)).toEqual([
    { ticketIds: ['a'], change: { type: 'moveBack', commandId: 'one' } },
    { ticketIds: ['b'], change: { type: 'moveBack', commandId: 'two' } },
  ]);
  expect(undoOf({ type: 'move', columnId: 'doing' }, [], requests)).toEqual([]);
});

test('each ticket gets its own dates and type back, of the dates only the one that was changed', () => {
  const [early, late] = [
    { ...todo, startDate: '2026-03-01', dueDate: '2026-03-02' },
    { ...doing, type: 'bug' as const, dueDate: null },
  ];
  expect(undoOf({ type: 'schedule', dueDate: '2026-04-01' }, [early, late], [])).toEqual([
    { ticketIds: ['a'], change: { type: 'schedule', dueDate: '2026-03-02' } },
    { ticketIds: ['b'], change: { type: 'schedule', dueDate: null } },
  ]);
  expect(undoOf({ type: 'retype', ticketType: 'epic' }, [early, late], [])).toEqual([
    { ticketIds: ['a'], change: { type: 'retype', ticketType: early.type } },
    { ticketIds: ['b'], change: { type: 'retype', ticketType: 'bug' } },
  ]);
});

test('only who was assigned by the change is taken off again', () => {
  expect(undoOf({ type: 'assign', userId: 'nino' }, [todo, doing], [])).toEqual([
    { ticketIds: ['b'], change: { type: 'unassign', userId: 'nino' } },
  ]);
});

test('each ticket gets its own priority back', () => {
  expect(undoOf({ type: 'prioritise', priority: 3 }, [todo, doing], [])).toEqual([
    { ticketIds: ['a'], change: { type: 'prioritise', priority: 1 } },
    { ticketIds: ['b'], change: { type: 'prioritise', priority: 4 } },
  ]);
});

test('tickets are given back by the very request that gave them away, but for those whose it was already', () => {
  const requests = [{ commandId: 'one', ids: ['a', 'b'] }];
  expect(
    undoOf(
      { type: 'company', companyId: 'acme' },
      [
        { ...todo, companyId: 'acme' },
        { ...doing, companyId: null },
      ],
      requests,
    ),
  ).toEqual([{ ticketIds: ['b'], change: { type: 'companyBack', commandId: 'one' } }]);
});
