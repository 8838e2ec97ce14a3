import { followFocus, rememberFocus } from '@ticketing/web-kit/focus-back.ts';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Milliseconds for which what was done can be taken back. */
const UNDO_LASTS = 8_000;

/** Milliseconds in which the page shows what was done. */
const SETTLES = 600;

export type Toast = { readonly text: string; readonly undo: () => void };

/** With what brings the focus back to where it was done. */
type Shown = Toast & { readonly goBack: () => void };

const ToastContext = createContext<(toast: Toast) => void>(() => undefined);

/** Says what was done and offers to take it back; what is done next takes its place. */
export const useToast = () => useContext(ToastContext);

/** They outlive the page on which it was done: whoever goes on can still take it back. */
export function Toasts({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<Shown | null>(null);
  const show = useCallback((toast: Toast) => setShown({ ...toast, goBack: rememberFocus() }), []);
  useEffect(followFocus, []);
  useEffect(() => {
    if (shown === null) return;
    const timer = setTimeout(() => {
      setShown(null);
      // Whoever stands on it by keyboard would start anew at the top of the page.
      if (document.activeElement?.closest('[data-toasts]')) shown.goBack();
    }, UNDO_LASTS);
    return () => clearTimeout(timer);
  }, [shown]);
  return (
    <ToastContext value={show}>
      {children}
      <div
        role="status"
        data-toasts=""
        className="pointer-events-none fixed inset-x-4 bottom-[calc(var(--keyboard)+max(88px,76px+env(safe-area-inset-bottom)))] z-40 flex justify-center"
      >
        {shown !== null && <UndoToast toast={shown} leave={() => setShown(null)} />}
      </div>
    </ToastContext>
  );
}

function UndoToast({ toast, leave }: { readonly toast: Shown; readonly leave: () => void }) {
  const { t } = useTranslation();
  const button = useRef<HTMLButtonElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for every toast
  useEffect(() => {
    // What was pressed goes with what was removed, and the keyboard would start anew at the top of the page.
    const until = performance.now() + SETTLES;
    const look = () => {
      if (document.activeElement === document.body) button.current?.focus({ preventScroll: true });
      else if (performance.now() < until) frame = requestAnimationFrame(look);
    };
    let frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [toast]);
  return (
    <p className="pointer-events-auto flex animate-arrive items-center gap-3 rounded-bubble border border-line bg-surface py-1.5 pr-1.5 pl-4 shadow-float">
      {toast.text}
      <button
        ref={button}
        type="button"
        className="button-quiet"
        onClick={() => {
          toast.undo();
          leave();
          toast.goBack();
        }}
      >
        {t('desk.undo')}
      </button>
    </p>
  );
}
