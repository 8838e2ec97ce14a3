import { useTranslation } from 'react-i18next';
import { useToast } from '../shell/toasts.tsx';
import { useAction } from '../shell/use-action.ts';

/**
 * Changes a project and offers to take it back.
 * @param stale first parts of the query keys to read again
 */
export function useChange(stale: readonly string[] = ['projects', 'board']) {
  const { t } = useTranslation();
  const toast = useToast();
  const { busy, run } = useAction(stale);
  /** @param undo what restores the state before; left out where nothing does. */
  const change = async (
    done: string,
    work: () => Promise<unknown>,
    undo?: () => Promise<unknown>,
  ): Promise<boolean> => {
    if (!(await run(work))) return false;
    toast(
      undo === undefined
        ? { text: done }
        : { text: done, action: { label: t('board.undo'), run: () => void run(undo) } },
    );
    return true;
  };
  return { busy, change };
}
