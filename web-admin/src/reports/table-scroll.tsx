import type { ReactNode } from 'react';

/** A table that is wider than a narrow screen: it scrolls by itself, by keyboard as well. */
export function TableScroll(props: { label: string; className?: string; children: ReactNode }) {
  return (
    <section
      className={`table-scroll ${props.className ?? ''}`}
      aria-label={props.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
    >
      {props.children}
    </section>
  );
}
