import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { useToast } from '../shell/toasts.tsx';
import type { Place } from './message-list.tsx';

/** Milliseconds for which a message that one was led to is marked. */
const MARKED = 2_400;

/**
 * Where in the conversation somebody wants to be: at the message that the address names, or where a click leads.
 * @param jumpTo reads the part around a message; false when that did not work
 */
export function usePlace(messageId: string | undefined, jumpTo: (messageId: string) => Promise<boolean>) {
  const { t } = useTranslation();
  const toast = useToast();
  const { key } = useLocation();
  const [place, setPlace] = useState<Place>();
  const [marked, setMarked] = useState<string>();
  const jump = useCallback(
    async (id: string) => {
      if (!(await jumpTo(id))) {
        toast({ text: t('chat.messageMissing') });
        return;
      }
      setPlace((before) => ({ messageId: id, wish: (before?.wish ?? 0) + 1 }));
      setMarked(id);
    },
    [jumpTo, toast, t],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same link leads there once more
  useEffect(() => {
    if (messageId !== undefined) void jump(messageId);
  }, [messageId, jump, key]);
  useEffect(() => {
    if (marked === undefined) return;
    const timer = setTimeout(() => setMarked(undefined), MARKED);
    return () => clearTimeout(timer);
  }, [marked]);
  return { place, marked, jump };
}
