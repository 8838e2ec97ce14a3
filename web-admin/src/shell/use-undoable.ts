import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useToast } from './toasts.tsx';
import { useAction } from './use-action.ts';

export type Undoable = {
  readonly work: () => Promise<unknown>;
  /** What the toast says when it is done. */
  readonly done: string;
  /** Takes it back. */
  readonly undo: () => Promise<unknown>;
};

/**
 * Runs a command, says that it is done and offers to take it back.
 * @param stale first parts of the query keys to read again, also after the undo
 */
export function useUndoable(stale: readonly string[]): {
  busy: boolean;
  run: (change: Undoable) => Promise<boolean>;
} {
  const { busy, run: act } = useAction(stale);
  const toast = useToast();
  const { t } = useTranslation();
  const run = useCallback(
    async ({ work, done, undo }: Undoable) => {
      const succeeded = await act(work);
      if (succeeded) {
        toast({ text: done, action: { label: t('board.undo'), run: () => void act(undo) } });
      }
      return succeeded;
    },
    [act, toast, t],
  );
  return { busy, run };
}
