import type { ProjectView } from '@ticketing/contracts/views.ts';
import { showDate } from '@ticketing/web-kit/show-time.ts';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CloseIcon, FilterIcon } from '../icons.tsx';
import { ChoiceList } from '../shell/choice-list.tsx';
import { Popover } from '../shell/popover.tsx';
import { useFilterChoices } from './filter-choices.tsx';
import {
  type FilterName,
  isFiltering,
  type ListFilter,
  noFilter,
  toggled,
  withValues,
} from './ticket-filter.ts';
import './filter.css';

type Props = {
  filter: ListFilter;
  onChange: (filter: ListFilter) => void;
  /** Projects that the page is about: of one its columns are offered, of many the projects. */
  projects: readonly ProjectView[];
  /** Names of people and companies that are known by their ids. */
  nameOf: (id: string) => string | undefined;
};

/** The filter in words: a chip for each part of it, each opens to be changed, and a way to add another. */
export function FilterBar(props: Props & { children?: ReactNode }) {
  const { filter, onChange } = props;
  const { t } = useTranslation();
  const names: FilterName[] =
    props.projects.length === 1
      ? ['columnId', 'priority', 'type', 'assigneeId', 'reporterId', 'companyId', 'tagId', 'review']
      : ['projectId', 'category', 'priority', 'type', 'assigneeId', 'reporterId', 'companyId', 'review'];
  const chosen = (Object.keys(filter.values) as FilterName[]).sort();
  return (
    <div className="filter-bar">
      {chosen.map((name) => (
        <ValueChip key={name} {...props} name={name} />
      ))}
      {filter.overdue && (
        <Chip words={t('filter.overdue')} onRemove={() => onChange({ ...filter, overdue: false })} />
      )}
      {filter.unanswered && (
        <Chip words={t('filter.unanswered')} onRemove={() => onChange({ ...filter, unanswered: false })} />
      )}
      {(filter.dueFrom !== '' || filter.dueTo !== '') && <DueChip filter={filter} onChange={onChange} />}
      <Popover
        className="chip-add"
        panelLabel={t('filter.add')}
        face={
          <>
            <FilterIcon /> {t('filter.add')}
          </>
        }
      >
        {(close) => <AddFilter {...props} names={names} close={close} />}
      </Popover>
      {isFiltering(filter) && (
        <button type="button" className="chip-clear" onClick={() => onChange(noFilter)}>
          {t('filter.clear')}
        </button>
      )}
      <span className="spread" />
      {props.children}
    </div>
  );
}

function Chip({ words, onRemove }: { words: string; onRemove: () => void }) {
  const { t } = useTranslation();
  return (
    <span className="chip">
      <span className="chip-words">{words}</span>
      <RemoveButton label={t('filter.remove', { filter: words })} onRemove={onRemove} />
    </span>
  );
}

function RemoveButton({ label, onRemove }: { label: string; onRemove: () => void }) {
  return (
    <button type="button" className="chip-remove" aria-label={label} title={label} onClick={onRemove}>
      <CloseIcon />
    </button>
  );
}

function ValueChip(props: Props & { name: FilterName }) {
  const { filter, onChange, name } = props;
  const { t } = useTranslation();
  const { choices } = useFilterChoices(name, props.projects);
  const values = filter.values[name] ?? [];
  const words = values
    .map((id) => choices.find((choice) => choice.id === id)?.name ?? props.nameOf(id) ?? '…')
    .join(', ');
  const label = t(`filter.name.${name}`);
  return (
    <span className="chip">
      <Popover
        className="chip-words"
        panelLabel={label}
        face={
          <>
            <span className="muted">{label}:</span> {words}
          </>
        }
      >
        {() => <Values {...props} />}
      </Popover>
      <RemoveButton
        label={t('filter.remove', { filter: label })}
        onRemove={() => onChange(withValues(filter, name, []))}
      />
    </span>
  );
}

function Values({ filter, onChange, name, projects }: Props & { name: FilterName }) {
  const { t } = useTranslation();
  const { choices, onSearch } = useFilterChoices(name, projects);
  const label = t(`filter.name.${name}`);
  return (
    <ChoiceList
      label={label}
      placeholder={t('filter.find', { filter: label.toLocaleLowerCase() })}
      empty={t('filter.noChoice')}
      choices={choices}
      chosen={filter.values[name] ?? []}
      onChoose={(id) => onChange(toggled(filter, name, id))}
      {...(onSearch === undefined ? {} : { onSearch })}
    />
  );
}

/** First what to filter by, then by which. */
function AddFilter(props: Props & { names: readonly FilterName[]; close: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState<FilterName>();
  if (name !== undefined) return <Values {...props} name={name} />;
  const choices = [
    ...props.names.map((id) => ({ id: id as string, name: t(`filter.name.${id}`) })),
    { id: 'overdue', name: t('filter.overdue') },
    { id: 'unanswered', name: t('filter.unanswered') },
    { id: 'due', name: t('filter.due') },
  ];
  return (
    <ChoiceList
      label={t('filter.add')}
      placeholder={t('filter.by')}
      empty={t('filter.noChoice')}
      choices={choices}
      chosen={[]}
      onChoose={(id) => {
        const chosen = props.names.find((each) => each === id);
        if (chosen !== undefined) return setName(chosen);
        props.close();
        if (id === 'overdue') props.onChange({ ...props.filter, overdue: true });
        else if (id === 'unanswered') props.onChange({ ...props.filter, unanswered: true });
        else {
          const now = new Date();
          const today = new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()));
          props.onChange({ ...props.filter, dueFrom: today.toISOString().slice(0, 10) });
        }
      }}
    />
  );
}

/** Due dates from one day to another, both in it; either may be open. */
function DueChip({ filter, onChange }: Pick<Props, 'filter' | 'onChange'>) {
  const { t } = useTranslation();
  const words = t('filter.dueRange', { from: showDate(filter.dueFrom), to: showDate(filter.dueTo) });
  return (
    <span className="chip">
      <Popover className="chip-words" panelLabel={t('filter.due')} face={words}>
        {() => (
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
        )}
      </Popover>
      <RemoveButton
        label={t('filter.remove', { filter: t('filter.due') })}
        onRemove={() => onChange({ ...filter, dueFrom: '', dueTo: '' })}
      />
    </span>
  );
}
