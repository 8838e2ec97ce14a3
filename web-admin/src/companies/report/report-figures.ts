import {
  type ListFilters,
  listOfOpenAt,
  listOfPeriod,
  type PeriodFigure,
} from '@ticketing/contracts/counted-lists.ts';
import type { MonthlyReport } from '../company-queries.ts';

/** How a figure is written: a number of things, hours, stars, per cent. */
export type FigureKind = 'count' | 'hours' | 'stars' | 'percent';

/** A figure of a month beside the one of the month before. `null`: there was nothing to make it of. */
export type ReportFigure = {
  /** Its words are `report.figure.{name}`. */
  readonly name: string;
  readonly kind: FigureKind;
  /** The list that it counts or is made of; `openAt` what was open at the beginning or the end. */
  readonly list: PeriodFigure | 'openAtStart' | 'openAtEnd';
  readonly value: number | null;
  readonly before: number | null;
  /** `value - before`; `null` where one of them is missing. */
  readonly change: number | null;
  /** Whether more of it is better, worse, or neither. */
  readonly better: 'more' | 'less' | 'neither';
};

type Row = readonly [
  name: string,
  kind: FigureKind,
  better: ReportFigure['better'],
  list: ReportFigure['list'],
  of: (report: MonthlyReport) => number | null,
];

const rows: readonly Row[] = [
  ['opened', 'count', 'neither', 'created', (report) => report.opened],
  ['resolved', 'count', 'more', 'resolved', (report) => report.resolved],
  ['openAtStart', 'count', 'neither', 'openAtStart', (report) => report.openAtStart],
  ['openAtEnd', 'count', 'less', 'openAtEnd', (report) => report.openAtEnd],
  ['firstResponse', 'hours', 'less', 'answered', (report) => report.metrics.average_first_response_hours],
  ['resolution', 'hours', 'less', 'resolved', (report) => report.metrics.average_resolution_hours],
  ['sla', 'percent', 'more', 'judged', (report) => report.metrics.sla_compliance],
  ['reopened', 'percent', 'less', 'reopened', (report) => report.metrics.reopen_rate],
  ['rating', 'stars', 'more', 'rated', (report) => report.satisfaction.rating],
  ['ratings', 'count', 'neither', 'rated', (report) => report.satisfaction.ratings],
];

/** The report's figures in their order. @param before of the month before; undefined while it is not known */
export function reportFigures(report: MonthlyReport, before: MonthlyReport | undefined): ReportFigure[] {
  return rows.map(([name, kind, better, list, of]) => {
    const value = of(report);
    const earlier = before === undefined ? null : of(before);
    const change = value === null || earlier === null ? null : value - earlier;
    return { name, kind, better, list, value, before: earlier, change };
  });
}

/** Whether the change is for the better; undefined where there is none or it is neither. */
export function isBetter({ change, better }: ReportFigure): boolean | undefined {
  if (change === null || Math.abs(change) < 0.05 || better === 'neither') return undefined;
  return better === 'more' ? change > 0 : change < 0;
}

/** What a figure of the report counts, as filters of the list of tickets. */
export function listOfFigure(
  list: ReportFigure['list'],
  { company, projectIds, from, to }: MonthlyReport,
): ListFilters {
  const about = { companyId: company.id, projectIds };
  if (list === 'openAtStart') return listOfOpenAt(from, about);
  if (list === 'openAtEnd') return listOfOpenAt(to, about);
  return listOfPeriod(list, { ...about, from, to });
}
