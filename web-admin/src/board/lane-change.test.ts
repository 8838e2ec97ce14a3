import { board, card } from '@ticketing/web-kit/testing/samples.ts';
import { expect, test } from 'vitest';
import { givenBy, laneChange } from './lane-change.ts';

const shared = card('x', { assigneeIds: ['ana', 'zura'], priority: 2 });
const change = (...[grouping, from, to]: ['assignee' | 'priority' | 'company' | 'parent', string, string]) =>
  laneChange(board(), grouping, shared, from, to);

test('from one person’s lane to another’s only that person is replaced', () => {
  expect(change('assignee', 'ana', 'nino')).toEqual({
    steps: [
      { kind: 'assign', userId: 'nino' },
      { kind: 'unassign', userId: 'ana' },
    ],
    back: [
      { kind: 'assign', userId: 'ana' },
      { kind: 'unassign', userId: 'nino' },
    ],
  });
  expect(change('assignee', 'ana', 'zura')?.steps).toEqual([{ kind: 'unassign', userId: 'ana' }]);
});

test('into nobody’s lane everybody is taken off', () => {
  expect(change('assignee', 'ana', 'none')?.steps.map(({ kind }) => kind)).toEqual(['unassign', 'unassign']);
});

test('priority and the ticket above are set, and set back', () => {
  expect(change('priority', '2', '4')).toEqual({
    steps: [{ kind: 'priority', priority: 4 }],
    back: [{ kind: 'priority', priority: 2 }],
  });
  expect(change('parent', 'none', 'a')).toMatchObject({
    steps: [{ kind: 'parent', parent: { id: 'a' } }],
    back: [{ kind: 'parent', parent: null }],
  });
});

test('a company is changed to one that the project serves or to none, and back with those who were on it', () => {
  const acme = { id: 'acme', name: 'Acme' };
  const beta = { id: 'beta', name: 'Beta' };
  const plain = board();
  const served = {
    ...plain,
    companies: [acme, beta, { id: 'gone', name: 'Gone' }],
    project: { ...plain.project, companyIds: ['acme', 'beta'] },
    allowed: [...plain.allowed, 'ticket.company'],
  };
  const ofAcme = { ...shared, companyId: 'acme' };
  const give = (to: string, on = served) => laneChange(on, 'company', ofAcme, 'acme', to);
  expect(give('beta')).toEqual({
    steps: [{ kind: 'company', company: beta, former: acme }],
    back: [],
  });
  const given = give('none');
  expect(given && givenBy(given)).toMatchObject({ company: null, former: acme });
  const taken = laneChange(served, 'company', { ...shared, companyId: null }, 'none', 'acme');
  expect(taken && givenBy(taken)).toMatchObject({ company: acme, former: null });
  expect(give('gone')).toBeUndefined();
  expect(give('beta', { ...served, allowed: ['ticket.move'] })).toBeUndefined();
});

test('nothing stands under itself or under what is not there', () => {
  expect(change('parent', 'none', 'x')).toBeUndefined();
  expect(change('parent', 'none', 'gone')).toBeUndefined();
});
