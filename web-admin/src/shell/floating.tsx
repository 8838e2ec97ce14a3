import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';

const GAP = 4;

/**
 * Something that floats at a place of the page, until a click elsewhere or Escape; focus goes back to where it was.
 * @param props.anchor an element, or a place in the window where what was there may be drawn anew meanwhile
 */
export function Floating(props: {
  anchor: HTMLElement | DOMRect;
  label: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const { anchor } = props;
  const panel = useRef<HTMLDivElement>(null);
  const onClose = useRef(props.onClose);
  useEffect(() => {
    onClose.current = props.onClose;
  });
  useLayoutEffect(() => {
    const floating = panel.current;
    if (floating === null) return;
    const opener = anchor instanceof HTMLElement ? anchor : document.activeElement;
    const put = () => {
      const at = anchor instanceof HTMLElement ? anchor.getBoundingClientRect() : anchor;
      const { width, height } = floating.getBoundingClientRect();
      const below = at.bottom + GAP;
      const top = below + height > window.innerHeight - GAP ? at.top - GAP - height : below;
      floating.style.left = `${Math.max(GAP, Math.min(at.left, window.innerWidth - width - GAP * 2))}px`;
      floating.style.top = `${Math.max(GAP, Math.min(top, window.innerHeight - height - GAP))}px`;
    };
    floating.showPopover();
    put();
    const size = new ResizeObserver(put);
    size.observe(floating);
    const toggled = (event: ToggleEvent) => {
      if (event.newState === 'closed') onClose.current();
    };
    floating.addEventListener('toggle', toggled);
    return () => {
      size.disconnect();
      floating.removeEventListener('toggle', toggled);
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
    };
  }, [anchor]);
  return (
    <div
      ref={panel}
      popover="auto"
      role="dialog"
      aria-label={props.label}
      className="popover"
      // Keys are for what floats, and not also for the page under it.
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key !== 'Escape') return;
        event.preventDefault();
        props.onClose();
      }}
    >
      {props.children}
    </div>
  );
}
