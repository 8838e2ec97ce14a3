import { showDate } from '@ticketing/web-kit/show-time.ts';
import { useTranslation } from 'react-i18next';
import { dayOf, instantsOf } from '../reports/period.ts';
import { FilterChip } from './filter-chips.tsx';
import { type ListFilter, type PeriodName, withPeriod } from './ticket-filter.ts';

/** The last day that lies before an instant, by this device's calendar. */
const lastDayBefore = (instant: string): string => dayOf(new Date(Date.parse(instant) - 1).toISOString());

/** When something happened, in whole days of this device's calendar, both in it; either may be open. */
export function PeriodChip(props: {
  filter: ListFilter;
  onChange: (filter: ListFilter) => void;
  name: PeriodName;
}) {
  const { filter, onChange, name } = props;
  const { t } = useTranslation();
  const { from, to } = filter.periods[name] ?? { from: '', to: '' };
  const days = { from: from === '' ? '' : dayOf(from), to: to === '' ? '' : lastDayBefore(to) };
  const label = t(`filter.period.${name}`);
  const words = t('filter.range', {
    from: days.from === '' ? '…' : showDate(days.from),
    to: days.to === '' ? '…' : showDate(days.to),
  });
  const change = (end: 'from' | 'to', day: string) => {
    const instants = day === '' ? { from: '', to: '' } : instantsOf({ first: day, last: day });
    onChange(withPeriod(filter, name, { from, to, [end]: instants[end] }));
  };
  return (
    <FilterChip
      name={label}
      words={words}
      onRemove={() => onChange(withPeriod(filter, name, { from: '', to: '' }))}
    >
      <div className="chip-dates">
        {(['from', 'to'] as const).map((end) => (
          <label key={end}>
            {t(end === 'from' ? 'filter.dueFrom' : 'filter.dueTo')}
            <input
              type="date"
              className="date-field"
              value={days[end]}
              onChange={(event) => change(end, event.target.value)}
            />
          </label>
        ))}
      </div>
    </FilterChip>
  );
}
