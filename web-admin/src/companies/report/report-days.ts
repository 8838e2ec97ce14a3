import { useQuery } from '@tanstack/react-query';
import { getKpis } from '@ticketing/contracts/endpoints/reports.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import type { MonthlyReport } from '../company-queries.ts';

export type DayFigures = {
  /** The instant at which the day begins. */
  readonly day: string;
  readonly opened: number;
  readonly resolved: number;
};

type Bucket = {
  readonly bucket: string | null;
  readonly metrics: { readonly tickets_created: number; readonly tickets_resolved: number };
};

/**
 * Every day from one instant up to another by this device's clock, with what was counted on it.
 * Days on which nothing happened are told as well; the server leaves them out.
 */
export function everyDay(from: string, to: string, counted: readonly Bucket[]): DayFigures[] {
  const found = new Map(counted.map((each) => [Date.parse(each.bucket ?? from), each.metrics]));
  const days: DayFigures[] = [];
  const day = new Date(from);
  const end = Date.parse(to);
  while (day.getTime() < end) {
    const metrics = found.get(day.getTime());
    days.push({
      day: day.toISOString(),
      opened: metrics?.tickets_created ?? 0,
      resolved: metrics?.tickets_resolved ?? 0,
    });
    // A day of 23 or 25 hours is one day.
    day.setDate(day.getDate() + 1);
  }
  return days;
}

/** What was opened and resolved on each day of the report's month; undefined while it is not known. */
export function useReportDays(report: MonthlyReport): readonly DayFigures[] | undefined {
  const { api } = useKit();
  const { company, from, to } = report;
  const { data } = useQuery({
    queryKey: ['report-days', company.id, from, to],
    queryFn: ({ signal }) =>
      api.call(getKpis, {
        query: {
          companyId: company.id,
          from,
          to,
          bucket: 'day',
          timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
        },
        signal,
      }),
  });
  // Figures of oneself alone say nothing about the company's month.
  return data?.scope === 'all' ? everyDay(from, to, data.items) : undefined;
}
