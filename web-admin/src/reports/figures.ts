import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { QuerySentOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import {
  getKpis,
  getScoreboard,
  getScoring,
  listStaffReviews,
} from '@ticketing/contracts/endpoints/reports.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { type Days, instantsOf } from './period.ts';

export type Asked = {
  readonly days: Days;
  readonly projectId?: string | undefined;
  readonly companyId?: string | undefined;
  readonly userId?: string | undefined;
};
type KpiQuery = QuerySentOf<typeof getKpis>;
export type GroupBy = NonNullable<KpiQuery['groupBy']>;
export type BucketBy = NonNullable<KpiQuery['bucket']>;

/** The query of a report: the days by this device's clock, and its time zone for where days begin. */
export function kpiQuery(asked: Asked, groupBy: GroupBy, bucket: BucketBy = 'none'): KpiQuery {
  const { projectId, companyId, userId } = asked;
  return {
    ...instantsOf(asked.days),
    groupBy,
    bucket,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    ...(projectId === undefined ? {} : { projectId }),
    ...(companyId === undefined ? {} : { companyId }),
    ...(userId === undefined ? {} : { userId }),
  };
}

/** Figures of a period; what was asked for before stays until they are there. */
export function useFigures(asked: Asked, groupBy: GroupBy, bucket: BucketBy = 'none', enabled = true) {
  const { api } = useKit();
  const query = kpiQuery(asked, groupBy, bucket);
  return useQuery({
    queryKey: ['kpis', query],
    enabled,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.call(getKpis, { query, signal }),
  });
}

export function useScoreboard(projectId: string | undefined, days: Days, enabled = true) {
  const { api } = useKit();
  return useQuery({
    queryKey: ['scoreboard', projectId, days],
    enabled: enabled && projectId !== undefined,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      api.call(getScoreboard, { params: { id: projectId ?? '' }, query: instantsOf(days), signal }),
  });
}

export function useScoring(projectId: string | undefined) {
  const { api } = useKit();
  return useQuery({
    queryKey: ['scoring', projectId],
    enabled: projectId !== undefined,
    queryFn: ({ signal }) => api.call(getScoring, { params: { id: projectId ?? '' }, signal }),
  });
}

/** Reviews of staff, the newest first, page by page. */
export function useStaffReviews(projectId: string | undefined, userId: string | undefined) {
  const { api } = useKit();
  return useInfiniteQuery({
    queryKey: ['staff-reviews', projectId, userId],
    enabled: projectId !== undefined,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.call(listStaffReviews, {
        params: { id: projectId ?? '' },
        query: {
          limit: 50,
          ...(userId === undefined ? {} : { userId }),
          ...(pageParam === undefined ? {} : { cursor: pageParam }),
        },
        signal,
      }),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}
