import type { ProjectView } from '@ticketing/contracts/views.ts';
import { showDate, showInstant } from '@ticketing/web-kit/show-time.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { daysOf, instantsOf, todayHere } from '../reports/period.ts';
import { FilterChip, FilterChips, FilterValues, shortened } from './filter-chips.tsx';
import { useFilterChoices } from './filter-choices.tsx';
import { PeriodChip } from './period-chip.tsx';
import {
  type FilterName,
  filterNames,
  isFiltering,
  type ListFilter,
  noFilter,
  periodNames,
  toggled,
  withPeriod,
  withValues,
} from './ticket-filter.ts';

type Props = {
  filter: ListFilter;
  onChange: (filter: ListFilter) => void;
  /** Projects that the page is about: of one its columns are offered, of many the projects. */
  projects: readonly ProjectView[];
  /** Names of people and companies that are known by their ids. */
  nameOf: (id: string) => string | undefined;
};

/** What reports count, as filters of values, as flags and as times. */
const counted = ['review', 'stars', 'target', 'targetOf', 'creditedId'] as const;
const flags = ['overdue', 'unanswered', 'reopened', 'archivedToo'] as const;

const ofOne: readonly FilterName[] = [
  'columnId',
  'priority',
  'type',
  'assigneeId',
  'reporterId',
  'companyId',
  'tagId',
  ...counted,
];
const ofMany: readonly FilterName[] = [
  'projectId',
  'category',
  'priority',
  'type',
  'assigneeId',
  'reporterId',
  'companyId',
  ...counted,
];

/** The filter of a list of tickets, with what else belongs into its row. */
export function FilterBar(props: Props & { children?: ReactNode }) {
  const { filter, onChange, projects } = props;
  const { t } = useTranslation();
  const chosen = filterNames.filter((name) => filter.values[name] !== undefined);
  const fields = [
    ...(projects.length === 1 ? ofOne : ofMany).map((id) => ({ id, name: t(`filter.name.${id}`) })),
    ...flags.map((id) => ({ id, name: t(`filter.${id}`), pick: () => onChange({ ...filter, [id]: true }) })),
    { id: 'due', name: t('filter.due'), pick: () => onChange({ ...filter, dueFrom: todayHere() }) },
    ...periodNames.map((id) => ({
      id,
      name: t(`filter.period.${id}`),
      pick: () => {
        const { from } = instantsOf(daysOf('30d', todayHere()));
        onChange(withPeriod(filter, id, { from, to: '' }));
      },
    })),
  ];
  return (
    <div className="filter-bar">
      <FilterChips
        fields={fields}
        chosen={chosen}
        valuesOf={(id) => {
          const name = filterNames.find((each) => each === id);
          return name === undefined ? null : <Values {...props} name={name} />;
        }}
        filtering={isFiltering(filter)}
        onClear={() => onChange(noFilter)}
      >
        {chosen.map((name) => (
          <ValueChip key={name} {...props} name={name} />
        ))}
        {flags.map(
          (name) =>
            filter[name] && (
              <FilterChip
                key={name}
                words={t(`filter.${name}`)}
                onRemove={() => onChange({ ...filter, [name]: false })}
              />
            ),
        )}
        {periodNames.map(
          (name) =>
            filter.periods[name] !== undefined && (
              <PeriodChip key={name} filter={filter} onChange={onChange} name={name} />
            ),
        )}
        {filter.openAt !== '' && (
          <FilterChip
            words={t('filter.openAt', { when: showInstant(filter.openAt) })}
            onRemove={() => onChange({ ...filter, openAt: '' })}
          />
        )}
        {(filter.dueFrom !== '' || filter.dueTo !== '') && <DueChip filter={filter} onChange={onChange} />}
      </FilterChips>
      {props.children}
    </div>
  );
}

function ValueChip(props: Props & { name: FilterName }) {
  const { filter, onChange, name } = props;
  const { t } = useTranslation();
  const { choices } = useFilterChoices(name, props.projects);
  const names = (filter.values[name] ?? []).map(
    (id) => choices.find((choice) => choice.id === id)?.name ?? props.nameOf(id) ?? '…',
  );
  return (
    <FilterChip
      name={t(`filter.name.${name}`)}
      words={shortened(names)}
      title={names.join(', ')}
      onRemove={() => onChange(withValues(filter, name, []))}
    >
      <Values {...props} />
    </FilterChip>
  );
}

function Values({ filter, onChange, name, projects }: Props & { name: FilterName }) {
  const { t } = useTranslation();
  const { choices, onSearch, waiting } = useFilterChoices(name, projects);
  return (
    <FilterValues
      name={t(`filter.name.${name}`)}
      choices={choices}
      chosen={filter.values[name] ?? []}
      onChoose={(id) => onChange(toggled(filter, name, id))}
      onSearch={onSearch}
      waiting={waiting === true}
    />
  );
}

/** Due dates from one day to another, both in it; either may be open. */
function DueChip({ filter, onChange }: Pick<Props, 'filter' | 'onChange'>) {
  const { t } = useTranslation();
  const words = t('filter.dueRange', { from: showDate(filter.dueFrom), to: showDate(filter.dueTo) });
  return (
    <FilterChip words={words} onRemove={() => onChange({ ...filter, dueFrom: '', dueTo: '' })}>
      <div className="chip-dates">
        {(['dueFrom', 'dueTo'] as const).map((name) => (
          <label key={name}>
            {t(`filter.${name}`)}
            <input
              type="date"
              className="date-field"
              value={filter[name]}
              onChange={(event) => onChange({ ...filter, [name]: event.target.value })}
            />
          </label>
        ))}
      </div>
    </FilterChip>
  );
}
