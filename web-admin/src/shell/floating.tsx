import { type ReactNode, useEffect, useRef } from 'react';

const GAP = 4;

/** Something that floats at an element of the page, until a click elsewhere or Escape; focus goes back to the element. */
export function Floating(props: {
  anchor: HTMLElement;
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
  useEffect(() => {
    const floating = panel.current;
    if (floating === null) return;
    const put = () => {
      const at = anchor.getBoundingClientRect();
      const { width, height } = floating.getBoundingClientRect();
      const below = at.bottom + GAP;
      const top = below + height > window.innerHeight - GAP ? at.top - GAP - height : below;
      floating.style.left = `${Math.max(GAP, Math.min(at.left, window.innerWidth - width - GAP * 2))}px`;
      floating.style.top = `${Math.max(GAP, top)}px`;
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
      if (anchor.isConnected) anchor.focus({ preventScroll: true });
    };
  }, [anchor]);
  return (
    <div
      ref={panel}
      popover="auto"
      role="dialog"
      aria-label={props.label}
      className="popover"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        event.preventDefault();
        props.onClose();
      }}
    >
      {props.children}
    </div>
  );
}
