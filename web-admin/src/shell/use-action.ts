import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useToast } from './toasts.tsx';

/**
 * Runs a command and reads again what it changed; what is refused is told in the corner.
 * @param stale first parts of the query keys to read again
 */
export function useAction(stale: readonly string[]): {
  busy: boolean;
  run: (work: () => Promise<unknown>) => Promise<boolean>;
} {
  const { queries } = useKit();
  const toast = useToast();
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const keys = stale.join(' ');
  const run = useCallback(
    async (work: () => Promise<unknown>) => {
      setBusy(true);
      try {
        await work();
        await Promise.all(keys.split(' ').map((key) => queries.invalidateQueries({ queryKey: [key] })));
        return true;
      } catch (error) {
        toast({ tone: 'harm', text: errorWords(t, error) });
        return false;
      } finally {
        setBusy(false);
      }
    },
    [queries, toast, t, keys],
  );
  return { busy, run };
}
