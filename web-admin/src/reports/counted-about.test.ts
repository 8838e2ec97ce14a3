import { expect, test } from 'vitest';
import { countedAbout } from './counted-about.ts';

const [me, other] = ['me', 'other'];

test('who is told of everything asks for all projects', () => {
  const told = { scope: 'all', wholeProjectIds: null, ownProjectIds: [] } as const;
  expect(countedAbout({ ...told, ownProjectIds: [] }, me, undefined)).toEqual({
    projectIds: null,
    userId: undefined,
  });
});

test('who is told of themselves only asks for what they are credited with', () => {
  const told = { scope: 'own' as const, wholeProjectIds: [], ownProjectIds: ['lab'] };
  expect(countedAbout(told, me, undefined)).toEqual({ projectIds: ['lab'], userId: me });
});

test('where one is told of oneself only, that counts for oneself and for nobody else', () => {
  const told = { scope: 'all' as const, wholeProjectIds: ['ops'], ownProjectIds: ['lab'] };
  expect(countedAbout(told, me, me)).toEqual({ projectIds: ['ops', 'lab'], userId: me });
  expect(countedAbout(told, me, other)).toEqual({ projectIds: ['ops'], userId: other });
});
