import type { TicketType } from '@ticketing/contracts/kinds.ts';
import { Icon } from './icon.tsx';

/** A ticket's type is told by its shape. */
export function TypeIcon({ type }: { type: TicketType }) {
  switch (type) {
    case 'task':
      return (
        <Icon size={14}>
          <rect x="2.5" y="2.5" width="11" height="11" rx="2.5" />
          <path d="m5.5 8.2 1.8 1.8 3.4-3.8" />
        </Icon>
      );
    case 'bug':
      return (
        <Icon size={14}>
          <ellipse cx="8" cy="9" rx="3.5" ry="4.5" />
          <path d="M6 4.8 4.8 3M10 4.8 11.2 3M4.5 8H2M14 8h-2.5M5 11.8l-2 1.2M11 11.8l2 1.2M8 7v6" />
        </Icon>
      );
    case 'story':
      return (
        <Icon size={14}>
          <path d="M4 2.5h8v11L8 10.5l-4 3z" />
        </Icon>
      );
    case 'epic':
      return (
        <Icon size={14}>
          <path d="M8.8 1.5 3 9h4.2L6.8 14.5 13 6.8H8.6z" />
        </Icon>
      );
    default:
      return type satisfies never;
  }
}

/**
 * Priority is a shape: one to four bars, and all four in a filled box when it is critical.
 * @param label empty where words stand beside it
 */
export function PriorityBars({ level, label }: { level: number; label: string }) {
  const critical = level >= 4;
  return (
    <svg
      className={critical ? 'priority critical' : 'priority'}
      width="16"
      height="14"
      viewBox="0 0 16 14"
      role="img"
      aria-label={label}
      aria-hidden={label === ''}
    >
      {critical && <rect className="box" x="0" y="0" width="16" height="14" rx="3" />}
      {[0, 1, 2, 3].map((bar) => (
        <rect
          key={bar}
          className={bar < level ? 'on' : 'off'}
          x={2 + bar * 3.25}
          y={9 - bar * 2}
          width="2"
          height={3 + bar * 2}
          rx="0.6"
        />
      ))}
    </svg>
  );
}

/** A column's meaning is a ring that fills: empty, half, full. */
export function CategoryRing({
  category,
  colour,
}: {
  category: 'todo' | 'in_progress' | 'done';
  colour: string;
}) {
  return (
    <svg
      width="12"
      height="12"
      viewBox="0 0 12 12"
      aria-hidden="true"
      focusable="false"
      style={{ color: colour }}
    >
      {/* A colour as light or as dark as the page keeps a faint outline. */}
      <circle cx="6" cy="6" r="5.6" className="ring-edge" fill="none" strokeWidth="0.8" />
      <circle cx="6" cy="6" r="4.8" fill="none" stroke="currentColor" strokeWidth="1.6" />
      {category === 'in_progress' && <path d="M6 3.2a2.8 2.8 0 0 1 0 5.6z" fill="currentColor" />}
      {category === 'done' && <circle cx="6" cy="6" r="2.8" fill="currentColor" />}
    </svg>
  );
}
