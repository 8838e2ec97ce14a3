import type { CardView } from '@ticketing/contracts/views.ts';
import type { BulkOutcome } from '@ticketing/web-kit/bulk-changes.ts';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useToast } from '../shell/toasts.tsx';

/** Keys that are told; of more only the number is. */
const TOLD = 4;

export type TellRefused = (
  outcome: Pick<BulkOutcome, 'refused' | 'waited'>,
  cards: readonly Pick<CardView, 'id' | 'key'>[],
) => void;

/** Tells which tickets of a change of many refused, each reason by itself; after a wait that is told above the page. */
export function useTellRefused(): TellRefused {
  const { t } = useTranslation();
  const toast = useToast();
  return useCallback(
    ({ refused, waited }, cards) => {
      if (waited) return;
      for (const [code, ids] of Map.groupBy(refused, (each) => each.code)) {
        const keys = ids.map(({ id }) => cards.find((card) => card.id === id)?.key ?? '');
        const named = keys.slice(0, TOLD).join(', ') + (keys.length > TOLD ? ` +${keys.length - TOLD}` : '');
        toast({ tone: 'harm', text: t('board.notChanged', { keys: named, reason: t(`errors.${code}`) }) });
      }
    },
    [t, toast],
  );
}
