import type { ReactNode } from 'react';
import { usePageTitle } from '../shell/page-title.ts';

/** The card of every page that one sees without being signed in. */
export function WayIn({ title, text, children }: { title: string; text?: string; children?: ReactNode }) {
  usePageTitle(title);
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <img src="/icon.svg" alt="" width="36" height="36" />
        <h1>{title}</h1>
        {text !== undefined && <p className="way-in-text">{text}</p>}
        {children}
      </div>
    </main>
  );
}

/** A label over its control. */
export function WayInField(props: { id: string; label: string; hint?: string; children: ReactNode }) {
  return (
    <div className="way-in-field">
      <label htmlFor={props.id}>{props.label}</label>
      {props.children}
      {props.hint !== undefined && (
        <p className="hint" id={`${props.id}-hint`}>
          {props.hint}
        </p>
      )}
    </div>
  );
}

/** What was refused, said where it is heard; the place stays, so that nothing jumps. */
export function Problem({ text }: { text: string | undefined }) {
  return (
    <p role="alert" className="problem">
      {text}
    </p>
  );
}
