import { Metric } from '@ticketing/contracts/kinds.ts';
import type { KpiReport, MetricValues } from '@ticketing/contracts/report-views.ts';

export type FigureRow = {
  /** Of the person, project or company; null for what belongs to none. */
  readonly id: string | null;
  readonly name: string | null;
  readonly metrics: MetricValues;
  readonly before: MetricValues | undefined;
};

export type Grouping = 'person' | 'project' | 'company';
export type Sorting = { readonly by: Metric | 'name'; readonly descending: boolean };

/** `-tickets_resolved`, `name`: what stands in the address; the most resolved first where it says nothing. */
export function sortingFrom(text: string | null): Sorting {
  const by = text?.replace(/^-/, '');
  if (by === 'name') return { by, descending: text?.startsWith('-') ?? false };
  const metric = Metric.options.find((each) => each === by);
  return metric === undefined
    ? { by: 'tickets_resolved', descending: true }
    : { by: metric, descending: text?.startsWith('-') ?? false };
}

export const sortingText = ({ by, descending }: Sorting): string => `${descending ? '-' : ''}${by}`;

/** Rows with names, beside their figures of the period before. */
export function figureRows(report: KpiReport, before: KpiReport | undefined, by: Grouping): FigureRow[] {
  const idOf = (row: KpiReport['items'][number]) =>
    by === 'person' ? row.userId : by === 'project' ? row.projectId : row.companyId;
  const names = new Map(
    by === 'person'
      ? report.people.map(({ id, displayName }) => [id, displayName] as const)
      : (by === 'project' ? report.projects : report.companies).map(({ id, name }) => [id, name] as const),
  );
  return report.items.map((row) => {
    const id = idOf(row);
    return {
      id,
      name: id === null ? null : (names.get(id) ?? null),
      metrics: row.metrics,
      before: before?.items.find((other) => idOf(other) === id)?.metrics,
    };
  });
}

/** What has no value stands last, whichever way the others go. */
export function sortRows(rows: readonly FigureRow[], { by, descending }: Sorting): FigureRow[] {
  const sign = descending ? -1 : 1;
  return rows.toSorted((one, other) => {
    const names = (one.name ?? '\uffff').localeCompare(other.name ?? '\uffff');
    if (by === 'name') return sign * names;
    const [left, right] = [one.metrics[by], other.metrics[by]];
    if (left === null || right === null) {
      return left === right ? names : left === null ? 1 : -1;
    }
    return left === right ? names : sign * (left - right);
  });
}
