import { followFocus, rememberFocus } from '@ticketing/web-kit/focus-back.ts';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { Button } from './button.tsx';

/** How long a message with an undo stays, in milliseconds; one without is read faster. */
const UNDO_LASTS = 8_000;
const WORDS_LAST = 5_000;

export type Toast = {
  readonly text: string;
  readonly tone?: 'plain' | 'harm';
  readonly action?: { readonly label: string; readonly run: () => void };
};

/** With what brings the focus back to where it was done. */
type Shown = Toast & { readonly id: number; readonly goBack: () => void };

const ToastContext = createContext<(toast: Toast) => void>(() => undefined);

/** Tells the person something in the corner: `toast({ text, action: { label, run } })`. */
export const useToast = () => useContext(ToastContext);

export function Toasts({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const next = useRef(0);
  const timers = useRef(new Set<ReturnType<typeof setTimeout>>());

  useEffect(followFocus, []);
  useEffect(() => {
    const running = timers.current;
    return () => {
      for (const timer of running) clearTimeout(timer);
    };
  }, []);

  const dismiss = useCallback(
    (id: number) => setShown((list) => list.filter((toast) => toast.id !== id)),
    [],
  );

  const show = useCallback(
    (toast: Toast) => {
      const id = next.current++;
      const goBack = rememberFocus();
      // The same words twice say nothing more; an undo belongs to its own change.
      setShown((list) => [
        ...list.filter((other) => other.text !== toast.text).slice(-2),
        { ...toast, id, goBack },
      ]);
      const timer = setTimeout(
        () => {
          timers.current.delete(timer);
          // Whoever stands on it by keyboard would start anew at the top of the page.
          if (document.activeElement?.closest(`[data-toast="${id}"]`)) goBack();
          dismiss(id);
        },
        toast.action ? UNDO_LASTS : WORDS_LAST,
      );
      timers.current.add(timer);
    },
    [dismiss],
  );

  const region = useMemo(
    () => (
      <div className="toasts" data-toasts="" aria-live="polite">
        {shown.map((toast) => (
          <div
            key={toast.id}
            data-toast={toast.id}
            className={toast.tone === 'harm' ? 'toast harm' : 'toast'}
            role={toast.tone === 'harm' ? 'alert' : 'status'}
          >
            <span>{toast.text}</span>
            {toast.action && (
              <Button
                kind="link"
                size="small"
                onClick={() => {
                  toast.action?.run();
                  dismiss(toast.id);
                  toast.goBack();
                }}
              >
                {toast.action.label}
              </Button>
            )}
          </div>
        ))}
      </div>
    ),
    [shown, dismiss],
  );

  return (
    <ToastContext value={show}>
      {children}
      {region}
    </ToastContext>
  );
}
