import { figureOfMetric } from '@ticketing/contracts/counted-lists.ts';
import type { Metric } from '@ticketing/contracts/kinds.ts';
import type { ProjectView } from '@ticketing/contracts/views.ts';
import { useProjects } from '@ticketing/web-kit/lists.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useAddress } from '@ticketing/web-kit/use-address.ts';
import { useCallback, useMemo } from 'react';
import { type Days, daysFrom, daysOf, defaultPreset, type Preset, presets, todayHere } from './period.ts';

export type ReportAddress = {
  readonly params: URLSearchParams;
  /** `custom` when the days were chosen one by one. */
  readonly preset: Preset | 'custom';
  readonly days: Days;
  /** Projects that the person gets figures of, by key; undefined until they are known. */
  readonly projects: readonly ProjectView[] | undefined;
  /** The one in the address. */
  readonly project: ProjectView | undefined;
  readonly companyId: string | undefined;
  readonly userId: string | undefined;
  readonly error: Error | null;
  readonly retry: () => void;
  /** Sets what is named and keeps the rest; `null` takes it out. The address before is not kept for "back". */
  readonly change: (patch: Readonly<Record<string, string | null>>) => void;
};

const isPreset = (text: string | null): text is Preset => presets.some((preset) => preset === text);

/** What a report is asked for stands in the address, so that it can be sent to somebody as it is. */
export function useReportAddress(): ReportAddress {
  const [params, setParams] = useAddress();
  const me = useMe();
  const { data, error, refetch } = useProjects();
  const projects = useMemo(
    () => data?.filter((project) => project.role !== null || me.superuser),
    [data, me.superuser],
  );
  const change = useCallback(
    (patch: Readonly<Record<string, string | null>>) =>
      setParams(
        (old) => {
          const next = new URLSearchParams(old);
          for (const [name, value] of Object.entries(patch)) {
            if (value === null) next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  const chosen = daysFrom(params.get('from'), params.get('to'));
  const named = params.get('period');
  const preset = chosen !== undefined ? 'custom' : isPreset(named) ? named : defaultPreset;
  const key = params.get('project')?.toUpperCase();
  return {
    params,
    preset,
    days: chosen ?? daysOf(preset === 'custom' ? defaultPreset : preset, todayHere()),
    projects,
    project: projects?.find((project) => project.key === key),
    companyId: params.get('company') ?? undefined,
    userId: params.get('person') ?? undefined,
    error: data === undefined ? error : null,
    retry: () => void refetch(),
    change,
  };
}

/** The same report elsewhere: keeps project and period, and what else is told. */
export function reportLink(
  path: string,
  { params }: Pick<ReportAddress, 'params'>,
  more: Readonly<Record<string, string | null>> = {},
): string {
  const kept = new URLSearchParams();
  for (const name of ['project', 'period', 'from', 'to']) {
    const value = params.get(name);
    if (value !== null) kept.set(name, value);
  }
  for (const [name, value] of Object.entries(more)) {
    if (value === null) kept.delete(name);
    else kept.set(name, value);
  }
  return kept.size === 0 ? path : `${path}?${kept}`;
}

/** The tickets that a metric counts, of the same people and companies; others, or other days, where told. */
export function countedLink(
  address: Pick<ReportAddress, 'params'>,
  metric: Metric,
  more: Readonly<Record<string, string | null>> = {},
): string {
  const { params } = address;
  const about = { company: params.get('company'), person: params.get('person') };
  return reportLink('/reports/tickets', address, { ...about, what: figureOfMetric[metric], ...more });
}
