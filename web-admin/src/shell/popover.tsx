import { type ReactNode, useCallback, useEffect, useId, useRef, useState } from 'react';

/** Pixels between what opens it and what floats, and between that and the edge of the window. */
const GAP = 4;

/**
 * Something that floats beside the button that opens it: a click elsewhere or Escape closes it and focus goes back.
 * Its content is drawn only while it is open.
 * @param face what the button shows
 * @param children gets the way to close it
 */
export function Popover(props: {
  label?: string;
  title?: string;
  className?: string;
  panelClassName?: string;
  /** `side`: right of the button, as from the rail. */
  place?: 'below' | 'side';
  panelLabel: string;
  face: ReactNode;
  children: (close: () => void) => ReactNode;
}) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  const close = useCallback(() => panel.current?.hidePopover(), []);
  const put = useCallback(() => {
    const anchor = button.current?.getBoundingClientRect();
    const floating = panel.current;
    if (anchor === undefined || floating === null) return;
    const { width, height } = floating.getBoundingClientRect();
    const side = props.place === 'side' && anchor.left < 80 && window.innerWidth > 760;
    const left = side ? anchor.right + GAP : anchor.left;
    const below = side ? anchor.bottom - height : anchor.bottom + GAP;
    const above = anchor.top - GAP - height;
    const top = !side && below + height > window.innerHeight - GAP && above > GAP ? above : below;
    floating.style.left = `${Math.max(GAP, Math.min(left, window.innerWidth - width - GAP * 2))}px`;
    floating.style.top = `${Math.max(GAP, Math.min(top, window.innerHeight - height - GAP))}px`;
  }, [props.place]);

  useEffect(() => {
    const floating = panel.current;
    if (!open || floating === null) return;
    put();
    const size = new ResizeObserver(put);
    size.observe(floating);
    window.addEventListener('resize', put);
    return () => {
      size.disconnect();
      window.removeEventListener('resize', put);
    };
  }, [open, put]);

  return (
    <>
      <button
        ref={button}
        type="button"
        className={props.className}
        aria-label={props.label}
        title={props.title}
        aria-haspopup="dialog"
        aria-expanded={open}
        popoverTarget={id}
      >
        {props.face}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={props.panelLabel}
        className={`popover ${props.panelClassName ?? ''}`}
        onToggle={(event) => setOpen(event.newState === 'open')}
        // Escape closes what floats and not also what lies under it.
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          event.preventDefault();
          close();
        }}
      >
        {open && props.children(close)}
      </div>
    </>
  );
}
