import type { ProjectView } from '@ticketing/contracts/views.ts';
import { showDate } from '@ticketing/web-kit/show-time.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterChip, FilterChips, FilterValues, shortened } from './filter-chips.tsx';
import { useFilterChoices } from './filter-choices.tsx';
import {
  type FilterName,
  filterNames,
  isFiltering,
  type ListFilter,
  noFilter,
  toggled,
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

const ofOne: readonly FilterName[] = [
  'columnId',
  'priority',
  'type',
  'assigneeId',
  'reporterId',
  'companyId',
  'tagId',
  'review',
];
const ofMany: readonly FilterName[] = [
  'projectId',
  'category',
  'priority',
  'type',
  'assigneeId',
  'reporterId',
  'companyId',
  'review',
];

/** The filter of a list of tickets, with what else belongs into its row. */
export function FilterBar(props: Props & { children?: ReactNode }) {
  const { filter, onChange, projects } = props;
  const { t } = useTranslation();
  const chosen = filterNames.filter((name) => filter.values[name] !== undefined);
  const fields = [
    ...(projects.length === 1 ? ofOne : ofMany).map((id) => ({ id, name: t(`filter.name.${id}`) })),
    { id: 'overdue', name: t('filter.overdue'), pick: () => onChange({ ...filter, overdue: true }) },
    { id: 'unanswered', name: t('filter.unanswered'), pick: () => onChange({ ...filter, unanswered: true }) },
    { id: 'due', name: t('filter.due'), pick: () => onChange({ ...filter, dueFrom: today() }) },
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
        {filter.overdue && (
          <FilterChip words={t('filter.overdue')} onRemove={() => onChange({ ...filter, overdue: false })} />
        )}
        {filter.unanswered && (
          <FilterChip
            words={t('filter.unanswered')}
            onRemove={() => onChange({ ...filter, unanswered: false })}
          />
        )}
        {(filter.dueFrom !== '' || filter.dueTo !== '') && <DueChip filter={filter} onChange={onChange} />}
      </FilterChips>
      {props.children}
    </div>
  );
}

/** The reader's date. */
function today(): string {
  const now = new Date();
  return new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate())).toISOString().slice(0, 10);
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
  const { choices, onSearch } = useFilterChoices(name, projects);
  return (
    <FilterValues
      name={t(`filter.name.${name}`)}
      choices={choices}
      chosen={filter.values[name] ?? []}
      onChoose={(id) => onChange(toggled(filter, name, id))}
      onSearch={onSearch}
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
