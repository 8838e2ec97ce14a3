import { changeScoring } from '@ticketing/contracts/endpoints/report-commands.ts';
import { defaultScoring } from '@ticketing/contracts/scoring.ts';
import { expect, test } from 'vitest';
import { draftOf, faultOf, faultsOf, isSame, keptDraft, scoringOf } from './scoring-draft.ts';

const draft = draftOf(defaultScoring);

test('the default goes through a draft as it is', () => {
  const byName = (list: readonly { metric: string }[]) =>
    list.toSorted((one, other) => (one.metric < other.metric ? -1 : 1));
  expect(byName(scoringOf(draft))).toEqual(byName(defaultScoring));
  expect(faultsOf(draft)).toEqual([]);
  expect(draft.tickets_created.weight).toBe(0);
});

test('a metric without weight is left out and has no faults', () => {
  const without = { ...draft, reopen_rate: { weight: 0, poor: 2, good: 20 } };
  expect(scoringOf(without).map(({ metric }) => metric)).not.toContain('reopen_rate');
  expect(faultsOf(without)).toEqual([]);
});

test('thresholds the wrong way round, outside of what a metric can be, and no weight at all are faults', () => {
  const set = (poor: number, good: number) => ({ ...draft, average_rating: { weight: 5, poor, good } });
  expect(faultOf('average_rating', set(4, 2))).toBe('inverted');
  expect(faultOf('average_rating', set(3, 3))).toBe('inverted');
  expect(faultOf('average_rating', set(2, 6))).toBe('out_of_range');
  expect(faultsOf(draftOf([]))).toEqual(['no_weight']);
});

test('what has no fault is what the server takes', () => {
  for (const each of [draft, { ...draft, average_rating: { weight: 5, poor: 4, good: 2 } }]) {
    expect(changeScoring.body.safeParse({ metrics: scoringOf(each) }).success).toBe(
      faultsOf(each).length === 0,
    );
  }
  expect(isSame(draft, draftOf(scoringOf(draft)))).toBe(true);
});

test('a kept draft is read again, and what is none counts as none', () => {
  const draft = draftOf(defaultScoring);
  expect(keptDraft(JSON.stringify(draft))).toEqual(draft);
  for (const text of ['', 'nonsense', '{}', '{"average_rating":{"weight":1}}', 'null']) {
    expect(keptDraft(text)).toBeUndefined();
  }
});
