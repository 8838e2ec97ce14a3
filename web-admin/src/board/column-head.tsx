import type { BoardView } from '@ticketing/contracts/views.ts';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CategoryRing, ExpandIcon, MoreIcon, PlusIcon } from '../icons.tsx';
import { Popover } from '../shell/popover.tsx';
import { limitState, type MoveRefusal } from './move-rules.ts';

export type ColumnHeadProps = {
  column: BoardView['columns'][number];
  projectKey: string;
  /** Cards that are shown, and all that there are. */
  shown: number;
  total: number;
  mayConfigure: boolean;
  collapsed: boolean;
  onCollapse: (columnId: string) => void;
  /** Absent where nothing may be opened. */
  onAdd: ((columnId: string) => void) | undefined;
  /** Why the card in the air may not be put here. */
  refusal: MoveRefusal | undefined;
};

/** A column's name, how many tickets it holds and may hold, and what can be done with it. */
export const ColumnHead = memo(function ColumnHead(props: ColumnHeadProps) {
  const { column, collapsed, onAdd } = props;
  const { t } = useTranslation();
  if (collapsed) {
    return (
      <header className="column-head collapsed">
        <button
          type="button"
          className="column-expand"
          data-expands={column.id}
          aria-expanded={false}
          title={t('board.column.expand', { column: column.name })}
          onClick={() => props.onCollapse(column.id)}
        >
          <ExpandIcon />
          <CategoryRing category={column.category} colour={column.colour} />
          <ColumnCount {...props} />
          <span className="column-upright">{column.name}</span>
          <span className="unseen">{t('board.column.expand', { column: column.name })}</span>
        </button>
      </header>
    );
  }
  return (
    <header className="column-head">
      <CategoryRing category={column.category} colour={column.colour} />
      <h2 title={`${column.name} (${t(`category.${column.category}`)})`}>{column.name}</h2>
      <ColumnCount {...props} />
      <span className="spread" />
      {props.refusal !== undefined && (
        <span className="column-refusal">{t(`board.refusal.${props.refusal}`)}</span>
      )}
      {onAdd && (
        <button
          type="button"
          className="quiet-button"
          aria-label={t('board.add', { column: column.name })}
          title={t('board.add', { column: column.name })}
          onClick={() => onAdd(column.id)}
        >
          <PlusIcon />
        </button>
      )}
      <Popover
        className="quiet-button"
        label={t('board.column.menu', { column: column.name })}
        title={t('board.column.menu', { column: column.name })}
        panelLabel={t('board.column.menu', { column: column.name })}
        face={<MoreIcon />}
      >
        {(close) => (
          <div className="card-menu">
            <button type="button" className="card-menu-item" onClick={() => props.onCollapse(column.id)}>
              {t('board.column.collapse')}
            </button>
            {onAdd && (
              <button
                type="button"
                className="card-menu-item"
                onClick={() => {
                  close();
                  onAdd(column.id);
                }}
              >
                {t('board.column.add')}
              </button>
            )}
            {props.mayConfigure && (
              <Link className="card-menu-item" to={`/projects/${props.projectKey}/settings/columns`}>
                {t('board.column.edit')}
              </Link>
            )}
          </div>
        )}
      </Popover>
    </header>
  );
});

/** `12`, `3 of 12`, `5/6`; over or under its limit it says so in words, in a narrow column to those who cannot see it. */
function ColumnCount({ column, shown, total }: Pick<ColumnHeadProps, 'column' | 'shown' | 'total'>) {
  const { t } = useTranslation();
  const { maximum } = column;
  const state = limitState(column, total);
  const most = maximum === null ? '' : `, ${t('board.limit.most', { maximum })}`;
  const all = maximum === null ? String(total) : `${total}/${maximum}`;
  return (
    <span
      className={state === 'over' ? 'count over' : 'count'}
      title={t('board.count', { count: total }) + most}
    >
      {shown === total ? all : t('board.shown', { shown, count: total })}
      {state === 'over' && <span className="limit-words">{t('board.limit.over')}</span>}
      {state === 'under' && (
        <span className="limit-words">{t('board.limit.under', { minimum: column.minimum })}</span>
      )}
    </span>
  );
}
