import type { ColumnCategory } from '@ticketing/contracts/kinds.ts';

/** Empty, half, full: how far a ticket is, told by shape so that nobody depends on the colour. */
export function CategoryRing({
  category,
  size = 18,
}: {
  readonly category: ColumnCategory;
  readonly size?: number;
}) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      className={`shrink-0 ${category === 'todo' ? 'text-muted' : 'text-accent'}`}
    >
      <circle
        cx="10"
        cy="10"
        r="7.5"
        fill={category === 'done' ? 'currentColor' : 'none'}
        stroke="currentColor"
        strokeWidth="2"
      />
      {category === 'in_progress' && <path d="M10 5.5a4.5 4.5 0 0 1 0 9Z" fill="currentColor" />}
      {category === 'done' && (
        <path
          d="m6.6 10.3 2.3 2.3 4.5-4.8"
          fill="none"
          stroke="var(--surface)"
          strokeWidth="1.8"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      )}
    </svg>
  );
}
