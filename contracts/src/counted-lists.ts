import type { Metric } from './kinds.ts';
import type { MetricValues } from './report-views.ts';

/**
 * Which list a number leads to: for every number that reports, dashboard and companies show, the filters of `listTickets`
 * that let through exactly the tickets that it counts. The apps make their links of it, and a test asks for both.
 */

/** What happened in a period. */
export const periodFigures = ['created', 'resolved', 'reopened', 'answered', 'rated', 'judged'] as const;
export type PeriodFigure = (typeof periodFigures)[number];

/** What is so now. */
export const presentFigures = ['open', 'overdue', 'critical', 'unanswered', 'awaitingReview'] as const;
export type PresentFigure = (typeof presentFigures)[number];

/** Of whom and of what a number is. */
export type CountedAbout = {
  /** `null` or absent: of all that the reader sees. */
  readonly projectIds?: readonly string[] | null | undefined;
  /** `null`: of no company. */
  readonly companyId?: string | null | undefined;
  readonly userId?: string | undefined;
};

export type CountedPeriod = CountedAbout & {
  readonly from: string;
  readonly to: string;
  /** Of ratings: only those with so many. */
  readonly stars?: number | undefined;
  /** Of service targets: only those that were kept, or missed. */
  readonly target?: 'kept' | 'missed' | undefined;
};

/** Filters of `listTickets` as they stand in an address. */
export type ListFilters = Readonly<Record<string, string>>;

/** The list behind a metric. That of an average is what it is the mean of, that of a rate what it is a part of. */
export const figureOfMetric = {
  tickets_created: 'created',
  tickets_resolved: 'resolved',
  average_resolution_hours: 'resolved',
  average_rating: 'rated',
  average_first_response_hours: 'answered',
  sla_compliance: 'judged',
  reopen_rate: 'reopened',
} as const satisfies Record<Metric, PeriodFigure>;

/** How many the list behind a metric counts. */
export function countOfFigure(figure: PeriodFigure, metrics: MetricValues): number {
  switch (figure) {
    case 'created':
      return metrics.tickets_created;
    case 'resolved':
      return metrics.tickets_resolved;
    case 'reopened':
      return metrics.reopened;
    case 'answered':
      return metrics.first_responses;
    case 'rated':
      return metrics.ratings;
    case 'judged':
      return metrics.sla_verdicts;
    default:
      return figure satisfies never;
  }
}

/** What a period's number counts. Archived tickets are counted as well. */
export function listOfPeriod(figure: PeriodFigure, about: CountedPeriod): ListFilters {
  const { from, to, userId, stars, target } = about;
  const common = { archived: 'any', ...whoseOf(about) };
  const credited = userId === undefined ? {} : { creditedId: userId };
  switch (figure) {
    case 'created':
      return {
        ...common,
        openedFrom: from,
        openedTo: to,
        ...(userId === undefined ? {} : { reporterId: userId }),
      };
    case 'resolved':
      return { ...common, resolvedFrom: from, resolvedTo: to, ...credited };
    case 'reopened':
      return { ...common, resolvedFrom: from, resolvedTo: to, reopened: 'true', ...credited };
    case 'answered':
      return { ...common, answeredFrom: from, answeredTo: to, ...credited };
    case 'rated':
      return {
        ...common,
        ratedFrom: from,
        ratedTo: to,
        ...(stars === undefined ? {} : { stars: String(stars) }),
        ...credited,
      };
    case 'judged':
      return {
        ...common,
        judgedFrom: from,
        judgedTo: to,
        ...(target === undefined ? {} : { target }),
        ...credited,
      };
    default:
      return figure satisfies never;
  }
}

/** What was open at an instant, by the priority that it has now. */
export const listOfOpenAt = (
  instant: string,
  about: CountedAbout & { readonly priority?: number | undefined },
): ListFilters => ({
  archived: 'any',
  ...whoseOf(about),
  openAt: instant,
  ...(about.priority === undefined ? {} : { priority: String(about.priority) }),
});

const OPEN = 'todo,in_progress';

/** What a number of now counts; `userId` is an assignee, or `none`. What is overdue is so at the reader's date. */
export function listOfPresent(
  figure: PresentFigure,
  about: CountedAbout & { readonly priority?: number | undefined },
): ListFilters {
  const { userId, priority } = about;
  const common = {
    ...whoseOf(about),
    ...(userId === undefined ? {} : { assigneeId: userId }),
    ...(priority === undefined ? {} : { priority: String(priority) }),
  };
  switch (figure) {
    case 'open':
      return { ...common, category: OPEN };
    case 'overdue':
      return { ...common, overdue: 'true' };
    case 'critical':
      return { ...common, category: OPEN, priority: '4' };
    case 'unanswered':
      return { ...common, unanswered: 'true' };
    case 'awaitingReview':
      return { ...common, review: 'awaiting' };
    default:
      return figure satisfies never;
  }
}

function whoseOf({ projectIds, companyId }: CountedAbout): ListFilters {
  return {
    ...(projectIds && projectIds.length > 0 ? { projectId: projectIds.join(',') } : {}),
    ...(companyId === undefined ? {} : { companyId: companyId ?? 'none' }),
  };
}
