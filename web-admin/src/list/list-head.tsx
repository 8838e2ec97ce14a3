import { useTranslation } from 'react-i18next';
import { DownIcon, UpIcon } from '../icons.tsx';
import { type ColumnName, sortOf } from './columns.ts';
import type { ListOrder, ListSort } from './use-list-address.ts';

/** The line of headings: those that the list can be sorted by are buttons. */
export function ListHead(props: {
  columns: readonly ColumnName[];
  order: ListOrder;
  sortBy: (sort: ListSort) => void;
  all: 'all' | 'some' | 'none';
  onAll: () => void;
}) {
  const { t } = useTranslation();
  const heading = (name: string, label: string, sort: ListSort | undefined) => {
    const sorted = sort !== undefined && props.order.sort === sort;
    const direction = props.order.direction === 'asc' ? 'ascending' : 'descending';
    return (
      // biome-ignore lint/a11y/useSemanticElements: as the rows
      // biome-ignore lint/a11y/useFocusableInteractive: its button takes the focus
      <div
        key={name}
        role="columnheader"
        className={`cell cell-${name}`}
        aria-sort={sorted ? direction : undefined}
      >
        {sort === undefined ? (
          <span className="clip" title={label}>
            {label}
          </span>
        ) : (
          <button type="button" className="head-button" title={label} onClick={() => props.sortBy(sort)}>
            <span className="clip">{label}</span>
            {sorted && (props.order.direction === 'asc' ? <UpIcon /> : <DownIcon />)}
          </button>
        )}
      </div>
    );
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: as the rows
    // biome-ignore lint/a11y/useFocusableInteractive: its buttons take the focus
    <div role="row" className="list-head" aria-rowindex={1}>
      {/* biome-ignore lint/a11y/useSemanticElements: as the rows */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: its box takes the focus */}
      <div role="columnheader" className="cell cell-choose">
        <input
          type="checkbox"
          aria-label={t('list.selectShown')}
          checked={props.all === 'all'}
          ref={(box) => {
            if (box !== null) box.indeterminate = props.all === 'some';
          }}
          onChange={props.onAll}
        />
      </div>
      {heading('ticket', t('list.column.title'), 'title')}
      {props.columns.map((name) => heading(name, t(`list.column.${name}`), sortOf(name)))}
    </div>
  );
}
