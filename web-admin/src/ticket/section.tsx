import { type ReactNode, useId } from 'react';

/** A part of the ticket under a small heading. */
export function Section(props: { title: string; count?: number; action?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className="ticket-section" aria-labelledby={id}>
      <div className="section-head">
        <h3 id={id}>
          {props.title}
          {props.count !== undefined && props.count > 0 && <span className="muted"> {props.count}</span>}
        </h3>
        <span className="spread" />
        {props.action}
      </div>
      {props.children}
    </section>
  );
}
