import type { ProjectView } from '@ticketing/contracts/views.ts';
import { expect, test } from 'vitest';
import type { Opening } from './openings.ts';
import { placeFor } from './place.ts';

// Only ids matter here.
const opening = (id: string, ...companies: string[]): Opening => ({
  project: { id } as ProjectView,
  companies: companies.map((each) => ({ id: each, name: each })),
});
const ids = (place: ReturnType<typeof placeFor>) => [place?.opening.project.id, place?.company?.id];

test('the only place there is needs no wish, and two need one', () => {
  expect(ids(placeFor([opening('it', 'mill')], []))).toEqual(['it', 'mill']);
  expect(placeFor([opening('it'), opening('house')], [])).toBeUndefined();
});

test('the strongest wish that can be met is met, for project and company by themselves', () => {
  const places = [opening('it', 'mill', 'bakery'), opening('house', 'bakery')];
  const chosen = { projectId: 'it' };
  const last = { projectId: 'house', companyId: 'bakery' };
  expect(ids(placeFor(places, [chosen, last]))).toEqual(['it', 'bakery']);
  expect(ids(placeFor(places, [{}, last]))).toEqual(['house', 'bakery']);
});

test('a wish for what is not open any more is passed over', () => {
  const places = [opening('it', 'mill'), opening('house', 'mill')];
  expect(ids(placeFor(places, [{ projectId: 'gone', companyId: 'gone' }, { projectId: 'house' }]))).toEqual([
    'house',
    'mill',
  ]);
});
