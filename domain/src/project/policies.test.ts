import type { ProjectEvent } from '@ticketing/contracts/events/event.ts';
import { describe, expect, it } from 'vitest';
import { ids, specification } from '../testing/given.ts';
import { decidePolicy, type PolicyCommand } from './policies.ts';
import { projectFold } from './state.ts';

const { given } = specification({ stream: `project-${ids.project}`, ...projectFold, decide: decidePolicy });
const created = {
  type: 'ProjectCreated',
  data: { key: 'OPS', name: 'Operations', description: '' },
} as const;
const hours = { 1: null, 2: 24, 3: 8, 4: 0.5 };
const targets = { firstResponseHours: hours, resolutionHours: { ...hours, 1: 72 } };
const rating = { metric: 'average_rating', weight: 30, poor: 2, good: 4.8 } as const;
const reopened = { metric: 'reopen_rate', weight: 10, poor: 20, good: 2 } as const;

describe('service targets', () => {
  it('are set as a whole', () =>
    given(created)
      .when({ type: 'ChangeServiceTargets', targets })
      .thenHappens({ type: 'ServiceTargetsChanged', data: targets }));

  it('are left alone when they are so already', () =>
    given(created, { type: 'ServiceTargetsChanged', data: targets })
      .when({ type: 'ChangeServiceTargets', targets: structuredClone(targets) })
      .thenHappens());

  it('change when one of the eight does', () => {
    const other = { ...targets, resolutionHours: { ...targets.resolutionHours, 4: 1 } };
    given(created, { type: 'ServiceTargetsChanged', data: targets })
      .when({ type: 'ChangeServiceTargets', targets: other })
      .thenHappens({ type: 'ServiceTargetsChanged', data: other });
  });

  it('are of a project that is there', () =>
    given().when({ type: 'ChangeServiceTargets', targets }).thenRefused('not_found'));
});

describe('scoring', () => {
  it('is the default until it is set, so setting nothing changes nothing', () =>
    given(created)
      .when({ type: 'ChangeScoring', scoring: { metrics: [] } })
      .thenHappens());

  it('is set, and set back', () => {
    const scoring = { metrics: [rating, reopened] };
    const set: ProjectEvent = { type: 'ScoringChanged', data: scoring };
    given(created).when({ type: 'ChangeScoring', scoring }).thenHappens(set);
    given(created, set).when({ type: 'ChangeScoring', scoring }).thenHappens();
    given(created, set)
      .when({ type: 'ChangeScoring', scoring: { metrics: [] } })
      .thenHappens({ type: 'ScoringChanged', data: { metrics: [] } });
  });

  it('changes with a threshold, a weight or the order', () => {
    const set: ProjectEvent = { type: 'ScoringChanged', data: { metrics: [rating, reopened] } };
    for (const metrics of [
      [reopened, rating],
      [{ ...rating, good: 5 }, reopened],
      [{ ...rating, weight: 1 }, reopened],
      [rating],
    ]) {
      given(created, set)
        .when({ type: 'ChangeScoring', scoring: { metrics } })
        .thenHappens({ type: 'ScoringChanged', data: { metrics } });
    }
  });
});

describe('a review of staff', () => {
  const review = {
    reviewId: ids.comment,
    userId: ids.agent,
    from: '2026-01-01',
    to: '2026-03-31',
    stars: 4 as const,
    words: 'Patient with everybody',
  };
  const command: PolicyCommand = {
    type: 'ReviewStaff',
    ...review,
    actorId: ids.client,
    userRole: 'admin',
  };

  it('is of somebody who works in the project', () => {
    given(created).when(command).thenHappens({ type: 'StaffReviewed', data: review });
    given(created)
      .when({ ...command, userRole: undefined })
      .thenRefused('unknown_user');
  });

  it('is never of oneself', () =>
    given(created)
      .when({ ...command, actorId: ids.agent })
      .thenRefused('review_of_oneself'));

  it('changes nothing of the project', () => {
    const { state } = given(created);
    expect(given(created, { type: 'StaffReviewed', data: review }).state).toEqual(state);
  });
});
