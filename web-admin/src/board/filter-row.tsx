import type { BoardView } from '@ticketing/contracts/views.ts';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterChip, FilterChips, FilterValues, shortened } from '../filter/filter-chips.tsx';
import { Avatar } from '../shell/avatar.tsx';
import {
  type BoardFilter,
  type FilterField,
  fieldNames,
  isFiltering,
  noFilter,
  toggled,
} from './board-filter.ts';
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
  const { board, filter, onFilter, grouping } = props;
  const { t } = useTranslation();
  const choices = useFilterChoices(board);
  const fields = useMemo(() => fieldNames.map((id) => ({ id, name: t(`board.filter.${id}`) })), [t]);
  const chosen = fieldNames.filter((field) => filter[field].length > 0);
  const valuesOf = (field: FilterField) => (
    <FilterValues
      name={t(`board.filter.${field}`)}
      choices={choices[field]}
      chosen={filter[field]}
      onChoose={(id) => onFilter(toggled(filter, field, id))}
    />
  );
  return (
    <div className="filter-bar">
      <FilterChips
        lead={
          <>
            <AssigneeFaces {...props} />
            <button
              type="button"
              className="chip-toggle"
              aria-pressed={filter.mine}
              onClick={() => onFilter({ ...filter, mine: !filter.mine })}
            >
              {t('board.filter.mine')}
            </button>
          </>
        }
        fields={fields}
        chosen={chosen}
        valuesOf={(id) => {
          const field = fieldNames.find((each) => each === id);
          return field === undefined ? null : valuesOf(field);
        }}
        filtering={isFiltering(filter)}
        onClear={() => onFilter(noFilter)}
        count={t('board.shown', { shown: props.found, count: props.total })}
      >
        {chosen.map((field) => {
          const names = filter[field].map(
            (id) => choices[field].find((choice) => choice.id === id)?.name ?? t('person.unknown'),
          );
          return (
            <FilterChip
              key={field}
              name={t(`board.filter.${field}`)}
              words={shortened(names)}
              title={names.join(', ')}
              onRemove={() => onFilter({ ...filter, [field]: [] })}
            >
              {valuesOf(field)}
            </FilterChip>
          );
        })}
      </FilterChips>
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
          onClick={() => onFilter(toggled(filter, 'assignees', person.id))}
        >
          <span aria-hidden="true">
            <Avatar id={person.id} name={person.displayName} size={24} />
          </span>
        </button>
      ))}
    </div>
  );
}
