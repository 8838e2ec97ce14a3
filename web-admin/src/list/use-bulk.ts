import type { CardView } from '@ticketing/contracts/views.ts';
import { type BulkChange, changeMany, undoOf } from '@ticketing/web-kit/bulk-changes.ts';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { ROWS } from '@ticketing/web-kit/ticket-rows.ts';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useToast } from '../shell/toasts.tsx';

/** Changes many tickets at once, says how it went, and offers to take it back. */
export function useBulk() {
  const { api, queries } = useKit();
  const { t } = useTranslation();
  const toast = useToast();
  const [busy, setBusy] = useState(false);

  const refresh = useCallback(() => {
    void queries.invalidateQueries({ queryKey: [ROWS] });
    void queries.invalidateQueries({ queryKey: ['board'] });
    void queries.invalidateQueries({ queryKey: ['days'] });
  }, [queries]);

  /** @returns ids of the tickets that were changed */
  const run = useCallback(
    async (change: BulkChange, cards: readonly CardView[]): Promise<readonly string[]> => {
      setBusy(true);
      try {
        const { done, refused, requests } = await changeMany(
          api,
          cards.map(({ id }) => id),
          change,
        );
        const changed = new Set(done);
        const back = undoOf(
          change,
          cards.filter(({ id }) => changed.has(id)),
          requests,
        );
        const undo = async () => {
          try {
            for (const { ticketIds, change: each } of back) await changeMany(api, ticketIds, each);
          } catch (error) {
            toast({ tone: 'harm', text: errorWords(t, error) });
          }
          refresh();
        };
        const words = [t('list.bulk.done', { count: done.length })];
        const reasons = [...new Set(refused.map(({ code }) => code))].map((code) => t(`errors.${code}`));
        if (refused.length > 0) {
          words.push(t('list.bulk.refused', { count: refused.length, reason: reasons.join(' ') }));
        }
        toast({
          text: words.join(' '),
          tone: refused.length > 0 ? 'harm' : 'plain',
          ...(back.length === 0 ? {} : { action: { label: t('board.undo'), run: () => void undo() } }),
        });
        refresh();
        return done;
      } catch (error) {
        toast({ tone: 'harm', text: errorWords(t, error) });
        refresh();
        return [];
      } finally {
        setBusy(false);
      }
    },
    [api, t, toast, refresh],
  );
  return { busy, run };
}
