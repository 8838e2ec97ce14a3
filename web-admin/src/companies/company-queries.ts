import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getCompany } from '@ticketing/contracts/endpoints/companies.ts';
import {
  getCompanyHealth,
  getCompanyStatistics,
  getMonthlyReport,
} from '@ticketing/contracts/endpoints/company-reports.ts';
import { getAttentionWidget, getCompanyHealthWidget } from '@ticketing/contracts/endpoints/dashboard.ts';
import type { ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import { getCompanyActivity } from '@ticketing/contracts/endpoints/finding.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { todayHere } from '../list/today.ts';
import { utcOffsetHours } from './report/report-month.ts';

export type CompanyHealth = ResponseOf<typeof getCompanyHealthWidget>['items'][number];
export type MonthlyReport = ResponseOf<typeof getMonthlyReport>;

export function useCompany(id: string) {
  const { api } = useKit();
  return useQuery({
    queryKey: ['company', id],
    queryFn: ({ signal }) => api.call(getCompany, { params: { id }, signal }),
  });
}

/** How every company fares of which one gets figures, by the company's id. */
export function useHealthOfCompanies() {
  const { api } = useKit();
  return useQuery({
    queryKey: ['company-health'],
    queryFn: async ({ signal }) => {
      const { items } = await api.call(getCompanyHealthWidget, { query: { today: todayHere() }, signal });
      return new Map(items.map((item) => [item.companyId, item]));
    },
  });
}

export function useCompanyHealth(id: string) {
  const { api } = useKit();
  return useQuery({
    queryKey: ['company-health', id],
    queryFn: ({ signal }) =>
      api.call(getCompanyHealth, { params: { id }, query: { today: todayHere() }, signal }),
  });
}

/** Figures of the last 30 days, and what is open now. */
export function useCompanyStatistics(id: string) {
  const { api } = useKit();
  return useQuery({
    queryKey: ['company-statistics', id],
    queryFn: ({ signal }) => api.call(getCompanyStatistics, { params: { id }, query: {}, signal }),
  });
}

/** Tickets of the company that need somebody: as many as the server tells at once. */
export function useCompanyAttention(companyId: string) {
  const { api } = useKit();
  return useQuery({
    queryKey: ['company-attention', companyId],
    queryFn: async ({ signal }) =>
      (await api.call(getAttentionWidget, { query: { companyId, today: todayHere(), limit: 50 }, signal }))
        .items,
  });
}

export function useCompanyActivity(id: string) {
  const { api } = useKit();
  return useInfiniteQuery({
    queryKey: ['company-activity', id],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.call(getCompanyActivity, {
        params: { id },
        query: { limit: 15, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
        signal,
      }),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

/** @param month `2026-10`, by the clock of this device */
export function useMonthlyReport(id: string, month: string) {
  const { api } = useKit();
  return useQuery({
    queryKey: ['monthly-report', id, month],
    queryFn: ({ signal }) =>
      api.call(getMonthlyReport, {
        params: { id },
        query: { month, utcOffsetHours: utcOffsetHours(month) },
        signal,
      }),
  });
}
