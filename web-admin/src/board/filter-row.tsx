import type { BoardView } from '@ticketing/contracts/views.ts';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CloseIcon, FilterIcon } from '../icons.tsx';
import { Avatar } from '../shell/avatar.tsx';
import { ChoiceList } from '../shell/choice-list.tsx';
import { Popover } from '../shell/popover.tsx';
import { type BoardFilter, type FilterField, fieldNames, isFiltering, noFilter } from './board-filter.ts';
import { type Grouping, groupings, readGrouping } from './board-lanes.ts';
import { useFilterChoices } from './use-filter-choices.tsx';

type FilterProps = {
  board: BoardView;
  filter: BoardFilter;
  onFilter: (filter: BoardFilter) => void;
};

/** What of the board is shown and how: filters as chips, the grouping, and the time. */
export function FilterRow(
  props: FilterProps & {
    found: number;
    total: number;
    grouping: Grouping | null;
    onGroup: (grouping: Grouping | null) => void;
    time: ReactNode;
  },
) {
  const { filter, onFilter, grouping } = props;
  const { t } = useTranslation();
  return (
    <div className="filter-row">
      <div className="board-filters">
        <AssigneeFaces {...props} />
        <button
          type="button"
          className="board-chip"
          aria-pressed={filter.mine}
          onClick={() => onFilter({ ...filter, mine: !filter.mine })}
        >
          {t('board.filter.mine')}
        </button>
        {fieldNames
          .filter((field) => filter[field].length > 0)
          .map((field) => (
            <FilterChip key={field} {...props} field={field} />
          ))}
        <AddFilter {...props} />
        {isFiltering(filter) && (
          <>
            <span className="filter-count" role="status">
              {t('board.shown', { shown: props.found, count: props.total })}
            </span>
            <button type="button" className="board-chip-clear" onClick={() => onFilter(noFilter)}>
              {t('board.clear')}
            </button>
          </>
        )}
      </div>
      <span className="filter-end">
        <label className="group-by">
          <span>{t('board.group.label')}</span>
          <select
            className="time-span"
            value={grouping ?? 'none'}
            onChange={(event) => props.onGroup(readGrouping(event.target.value))}
          >
            <option value="none">{t('board.group.none')}</option>
            {groupings.map((each) => (
              <option key={each} value={each}>
                {t(`board.group.${each}`)}
              </option>
            ))}
          </select>
        </label>
        {props.time}
      </span>
    </div>
  );
}

/** A field that is filtered by; a click changes its values, the cross takes it away. */
function FilterChip(props: FilterProps & { field: FilterField }) {
  const { filter, field, onFilter } = props;
  const { t } = useTranslation();
  const choices = useFilterChoices(props.board)[field];
  const names = filter[field].map(
    (id) => choices.find((choice) => choice.id === id)?.name ?? t('person.unknown'),
  );
  const words = `${t(`board.filter.${field}`)}: ${names.slice(0, 2).join(', ')}${names.length > 2 ? ` +${names.length - 2}` : ''}`;
  return (
    <span className="board-chip on">
      <Popover
        className="board-chip-name"
        panelLabel={t(`board.filter.${field}`)}
        title={names.join(', ')}
        face={words}
      >
        {() => <FieldValues {...props} />}
      </Popover>
      <button
        type="button"
        className="board-chip-remove"
        aria-label={t('board.filter.remove', { what: words })}
        title={t('board.filter.remove', { what: words })}
        onClick={() => onFilter({ ...filter, [field]: [] })}
      >
        <CloseIcon />
      </button>
    </span>
  );
}

function FieldValues({ board, filter, field, onFilter }: FilterProps & { field: FilterField }) {
  const { t } = useTranslation();
  const choices = useFilterChoices(board)[field];
  const chosen = filter[field];
  return (
    <ChoiceList
      label={t(`board.filter.${field}`)}
      placeholder={t(`board.filter.${field}`)}
      empty={t('board.edit.nothing')}
      choices={choices}
      chosen={chosen}
      onChoose={(id) =>
        onFilter({
          ...filter,
          [field]: chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id],
        })
      }
    />
  );
}

/** First the field, then its values. */
function AddFilter(props: FilterProps) {
  const { t } = useTranslation();
  return (
    <Popover
      className="board-chip quiet"
      panelLabel={t('board.filter.add')}
      face={
        <>
          <FilterIcon /> {t('board.filter.add')}
        </>
      }
    >
      {() => <FilterSteps {...props} />}
    </Popover>
  );
}

function FilterSteps(props: FilterProps) {
  const { t } = useTranslation();
  const [field, setField] = useState<FilterField>();
  const fields = useMemo(() => fieldNames.map((id) => ({ id, name: t(`board.filter.${id}`) })), [t]);
  if (field !== undefined) return <FieldValues key={field} {...props} field={field} />;
  return (
    <ChoiceList
      label={t('board.filter.add')}
      placeholder={t('board.filter.add')}
      empty={t('board.edit.nothing')}
      choices={fields}
      chosen={fieldNames.filter((each) => props.filter[each].length > 0)}
      onChoose={(id) => setField(fieldNames.find((each) => each === id))}
    />
  );
}

/** Faces of those who have most to do here; one click shows theirs only. */
function AssigneeFaces({ board, filter, onFilter }: FilterProps) {
  const { t } = useTranslation();
  const assignees = useMemo(() => {
    const counts = new Map<string, number>();
    for (const column of board.columns) {
      if (column.category === 'done') continue;
      for (const card of column.tickets) {
        for (const id of card.assigneeIds) counts.set(id, (counts.get(id) ?? 0) + 1);
      }
    }
    return board.people
      .filter((person) => counts.has(person.id))
      .sort(
        (one, other) =>
          (counts.get(other.id) ?? 0) - (counts.get(one.id) ?? 0) || (one.id < other.id ? -1 : 1),
      )
      .slice(0, 6);
  }, [board.columns, board.people]);
  const toggled = (id: string) =>
    filter.assignees.includes(id)
      ? filter.assignees.filter((each) => each !== id)
      : [...filter.assignees, id];
  return (
    <div className="faces">
      {assignees.map((person) => (
        <button
          key={person.id}
          type="button"
          className="face"
          aria-pressed={filter.assignees.includes(person.id)}
          aria-label={t('board.showOnly', { name: person.displayName })}
          title={t('board.showOnly', { name: person.displayName })}
          onClick={() => onFilter({ ...filter, assignees: toggled(person.id) })}
        >
          <span aria-hidden="true">
            <Avatar id={person.id} name={person.displayName} size={24} />
          </span>
        </button>
      ))}
    </div>
  );
}
