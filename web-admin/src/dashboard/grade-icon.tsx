import type { HealthGrade } from '@ticketing/contracts/kinds.ts';

const mouths: Readonly<Record<HealthGrade, string>> = {
  good: 'M5 9.5c1 1.6 5 1.6 6 0',
  fair: 'M5.2 10.2h5.6',
  poor: 'M5 11c1-1.6 5-1.6 6 0',
};

/**
 * A company's health as a face: its shape tells, its colour underlines.
 * @param grade without one the face has no mouth
 */
export function GradeIcon({ grade, label }: { grade: HealthGrade | null; label: string }) {
  return (
    <svg
      className={grade === 'poor' ? 'grade harm' : 'grade'}
      width="16"
      height="16"
      viewBox="0 0 16 16"
      role="img"
      aria-label={label}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
    >
      <title>{label}</title>
      <circle cx="8" cy="8" r="6.3" />
      <path d={`M5.8 6.2v.4M10.2 6.2v.4${grade === null ? '' : mouths[grade]}`} />
    </svg>
  );
}
