import { DomainError } from '@ticketing/contracts/errors.ts';
import type { ProjectEvent } from '@ticketing/contracts/events/event.ts';
import type { Role, Stars } from '@ticketing/contracts/kinds.ts';
import { requireActive } from './active.ts';
import type { ProjectState } from './state.ts';

type DataOf<Type extends ProjectEvent['type']> = Extract<ProjectEvent, { type: Type }>['data'];
export type ServiceTargets = DataOf<'ServiceTargetsChanged'>;
export type Scoring = DataOf<'ScoringChanged'>;

/** By what the work in a project is measured. */
export type ProjectPolicies = {
  /** `undefined`: no targets were ever set. */
  readonly serviceTargets: ServiceTargets | undefined;
  /** `undefined`, or without any metric: scores are made as by default. */
  readonly scoring: Scoring | undefined;
};

export const noPolicies: ProjectPolicies = { serviceTargets: undefined, scoring: undefined };

/** Folds one event into a project's policies. Never throws. */
export function evolvePolicies(policies: ProjectPolicies, event: ProjectEvent): ProjectPolicies {
  switch (event.type) {
    case 'ServiceTargetsChanged':
      return { ...policies, serviceTargets: event.data };
    case 'ScoringChanged':
      return { ...policies, scoring: event.data };
    default:
      return policies;
  }
}

export type PolicyCommand =
  | { readonly type: 'ChangeServiceTargets'; readonly targets: ServiceTargets }
  | { readonly type: 'ChangeScoring'; readonly scoring: Scoring }
  | {
      readonly type: 'ReviewStaff';
      readonly reviewId: string;
      readonly actorId: string;
      readonly userId: string;
      /** What the person is in the project; `undefined` when they have no part in it. */
      readonly userRole: Role | undefined;
      readonly from: string;
      readonly to: string;
      readonly stars: Stars;
      readonly words: string;
    };

/** @throws DomainError when the command cannot be carried out */
export function decidePolicy(
  command: PolicyCommand,
  project: ProjectState | undefined,
): readonly ProjectEvent[] {
  if (!project) throw new DomainError('not_found');
  requireActive(project);
  const { serviceTargets, scoring } = project.policies;
  switch (command.type) {
    case 'ChangeServiceTargets':
      return serviceTargets && sameTargets(serviceTargets, command.targets)
        ? []
        : [{ type: 'ServiceTargetsChanged', data: command.targets }];
    case 'ChangeScoring':
      return sameScoring(scoring ?? { metrics: [] }, command.scoring)
        ? []
        : [{ type: 'ScoringChanged', data: command.scoring }];
    case 'ReviewStaff': {
      const { type: _, actorId, userRole, ...review } = command;
      if (command.userId === actorId) throw new DomainError('review_of_oneself');
      if (userRole === undefined) throw new DomainError('unknown_user', 'they do not work in this project');
      return [{ type: 'StaffReviewed', data: review }];
    }
    default:
      return command satisfies never;
  }
}

const priorities = [1, 2, 3, 4] as const;

const sameTargets = (one: ServiceTargets, other: ServiceTargets): boolean =>
  priorities.every(
    (priority) =>
      one.firstResponseHours[priority] === other.firstResponseHours[priority] &&
      one.resolutionHours[priority] === other.resolutionHours[priority],
  );

/** The order of the metrics is how they are shown, so another order is another scoring. */
const sameScoring = (one: Scoring, other: Scoring): boolean =>
  one.metrics.length === other.metrics.length &&
  one.metrics.every((metric, index) => {
    const against = other.metrics[index];
    return (
      metric.metric === against?.metric &&
      metric.weight === against.weight &&
      metric.poor === against.poor &&
      metric.good === against.good
    );
  });
