import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { arrangeDashboard } from '@ticketing/contracts/endpoints/report-commands.ts';
import { getDashboard } from '@ticketing/contracts/endpoints/reports.ts';
import type { DashboardWidget } from '@ticketing/contracts/kinds.ts';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { type Kit, useKit } from '@ticketing/web-kit/kit.tsx';
import { readAfresh } from '@ticketing/web-kit/live-read.ts';
import { useCardChanges } from '@ticketing/web-kit/ticket-rows.ts';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useToast } from '../shell/toasts.tsx';

const DASHBOARD = 'dashboard';
/** Milliseconds after which figures are read again that no frame tells of. */
const AGAIN = 60_000;

/** One widget's figures; read again by the minute and a moment after something changed. */
export function useWidget<T>(
  widget: DashboardWidget,
  companyId: string | undefined,
  read: (api: Kit['api'], query: { companyId?: string }, signal: AbortSignal) => Promise<T>,
) {
  const { api } = useKit();
  return useQuery({
    queryKey: [DASHBOARD, widget, companyId ?? null],
    staleTime: 0,
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN,
    queryFn: ({ signal }) => read(api, companyId === undefined ? {} : { companyId }, signal),
  });
}

/** Reads all the widgets again when a ticket of these projects changed. */
export function useDashboardFollowed(projectIds: readonly string[]): void {
  const { queries } = useKit();
  const onChanged = useCallback(() => void readAfresh(queries, [DASHBOARD]), [queries]);
  useCardChanges(projectIds, undefined, onChanged);
}

export type WidgetArrangement = readonly { readonly widget: DashboardWidget; readonly shown: boolean }[];

const KEY = ['dashboard-arrangement'] as const;

/** How the person arranged the widgets, on every device; a change shows at once and can be taken back. */
export function useArrangedWidgets() {
  const { api, queries } = useKit();
  const { t } = useTranslation();
  const toast = useToast();
  const { data, error, refetch } = useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }): Promise<WidgetArrangement> =>
      (await api.call(getDashboard, { signal })).widgets,
  });
  const save = useCallback(
    async (next: WidgetArrangement) => {
      queries.setQueryData(KEY, next);
      try {
        await api.call(arrangeDashboard, { body: { widgets: [...next] } });
      } catch (error) {
        toast({ tone: 'harm', text: errorWords(t, error) });
        void queries.invalidateQueries({ queryKey: KEY });
      }
    },
    [api, queries, toast, t],
  );
  const arrange = useCallback(
    (next: WidgetArrangement) => {
      const before = queries.getQueryData<WidgetArrangement>(KEY);
      void save(next);
      if (before === undefined) return;
      toast({
        text: t('dashboard.arranged'),
        action: { label: t('board.undo'), run: () => void save(before) },
      });
    },
    [queries, save, toast, t],
  );
  return { arrangement: data, arrange, error, retry: () => void refetch() };
}
