import type { Level, TicketType } from '@ticketing/contracts/kinds.ts';
import type { ColumnView } from '@ticketing/contracts/views.ts';
import { useTranslation } from 'react-i18next';
import { CategoryRing, PriorityBars, TypeIcon } from '../../icons.tsx';

export function ColumnWords({ column }: { column: Pick<ColumnView, 'category' | 'colour' | 'name'> }) {
  return (
    <span className="with-icon">
      <CategoryRing category={column.category} colour={column.colour} />
      <span className="clip">{column.name}</span>
    </span>
  );
}

/** Priority is a shape; the other two are words alone, so that only one thing looks like the priority. */
export function LevelWords({ level, plain = false }: { level: Level; plain?: boolean }) {
  const { t } = useTranslation();
  if (plain) return t(`level.${level}`);
  return (
    <span className="with-icon">
      <PriorityBars level={level} label="" /> {t(`level.${level}`)}
    </span>
  );
}

export function TypeWords({ type }: { type: TicketType }) {
  const { t } = useTranslation();
  return (
    <span className="with-icon">
      <TypeIcon type={type} /> {t(`type.${type}`)}
    </span>
  );
}
