import type { HealthGrade } from '@ticketing/contracts/kinds.ts';
import { useTranslation } from 'react-i18next';

const filled: Readonly<Record<HealthGrade, number>> = { poor: 1, fair: 2, good: 3 };

/** How a company fares: three bars that fill, with the word beside them. Red only where it fares ill. */
export function HealthBadge({ grade }: { grade: HealthGrade }) {
  const { t } = useTranslation();
  return (
    <span className={`health ${grade}`}>
      <svg width="14" height="12" viewBox="0 0 14 12" aria-hidden="true" focusable="false">
        {[0, 1, 2].map((bar) => (
          <rect
            key={bar}
            className={bar < filled[grade] ? 'on' : 'off'}
            x={1 + bar * 4.5}
            y={7 - bar * 3}
            width="3"
            height={5 + bar * 3}
            rx="0.8"
          />
        ))}
      </svg>
      {t(`company.grade.${grade}`)}
    </span>
  );
}
