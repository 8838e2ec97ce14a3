import { useMark } from '@ticketing/web-kit/board.ts';
import { partMark } from '@ticketing/web-kit/ticket.ts';
import type { ReactNode } from 'react';
import { useScene } from '../scene.ts';

/**
 * A name and its value. A ring tells for a moment that somebody else has just changed it.
 * @param hint the key that changes it
 */
export function FieldRow(props: { label: string; part?: string; hint?: string; children: ReactNode }) {
  const { ticket } = useScene();
  const marked = useMark(partMark(ticket.id, props.part ?? ''));
  return (
    <div
      className={marked ? 'field-row marked' : 'field-row'}
      title={props.hint ? `${props.label} (${props.hint})` : undefined}
    >
      <dt>{props.label}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
