import type { CardView } from '@ticketing/contracts/views.ts';
import {
  type BulkChange,
  type BulkOutcome,
  type BulkRequest,
  undoOf,
} from '@ticketing/web-kit/bulk-changes.ts';
import { useChangeMany } from '@ticketing/web-kit/bulk-commands.ts';
import type { CompanyName } from '@ticketing/web-kit/commands/intents.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { ROWS } from '@ticketing/web-kit/ticket-rows.ts';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTellRefused } from '../board/use-tell-refused.ts';
import { useToast } from '../shell/toasts.tsx';

/** Changes many tickets at once, says how it went, and offers to take it back. */
export function useBulk() {
  const { queries } = useKit();
  const changeMany = useChangeMany();
  const tellRefused = useTellRefused();
  const { t } = useTranslation();
  const toast = useToast();
  const [busy, setBusy] = useState(false);

  const refresh = useCallback(() => {
    void queries.invalidateQueries({ queryKey: [ROWS] });
    void queries.invalidateQueries({ queryKey: ['board'] });
    void queries.invalidateQueries({ queryKey: ['days'] });
  }, [queries]);

  /**
   * @param company whose they become by it
   * @returns ids of the tickets that were changed, or will be when the server is back
   */
  const run = useCallback(
    async (
      change: BulkChange,
      cards: readonly CardView[],
      company?: CompanyName | null,
    ): Promise<readonly string[]> => {
      setBusy(true);
      const takeBack = async (changed: readonly CardView[], requests: readonly BulkRequest[]) => {
        const back = undoOf(change, changed, requests).map(async ({ ticketIds, change: each }) => {
          const tickets = changed.filter(({ id }) => ticketIds.includes(id));
          tellRefused(await changeMany(tickets, each, { undoes: requests }), tickets);
        });
        await Promise.all(back);
        refresh();
      };
      const tell = (
        text: string,
        tone: 'plain' | 'harm',
        changed: readonly CardView[],
        requests: readonly BulkRequest[],
      ) =>
        toast({
          text,
          tone,
          ...(undoOf(change, changed, requests).length === 0
            ? {}
            : { action: { label: t('board.undo'), run: () => void takeBack(changed, requests) } }),
        });
      const first = await new Promise<BulkOutcome | readonly BulkRequest[]>((settle) => {
        void changeMany(cards, change, {
          onWait: settle,
          ...(company === undefined ? {} : { company }),
        }).then((outcome) => {
          settle(outcome);
          refresh();
        });
      });
      setBusy(false);
      if (!('done' in first)) {
        const words = `${t('list.bulk.done', { count: cards.length })} ${t('board.waits')}`;
        tell(words, 'plain', cards, first);
        return cards.map(({ id }) => id);
      }
      const { done, refused, requests } = first;
      // A request that did not get through has been told by then.
      if (done.length + refused.length === 0) return [];
      const words = [t('list.bulk.done', { count: done.length })];
      const reasons = [...new Set(refused.map(({ code }) => code))].map((code) => t(`errors.${code}`));
      if (refused.length > 0) {
        words.push(t('list.bulk.refused', { count: refused.length, reason: reasons.join(' ') }));
      }
      const changed = cards.filter(({ id }) => done.includes(id));
      tell(words.join(' '), refused.length > 0 ? 'harm' : 'plain', changed, requests);
      return done;
    },
    [changeMany, tellRefused, t, toast, refresh],
  );
  return { busy, run };
}
