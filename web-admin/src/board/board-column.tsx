import { memo, type ReactNode, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { PlusIcon } from '../icons.tsx';
import type { Cell } from './board-lanes.ts';
import { type CardNames, useCardTools } from './card-context.ts';
import { CardList } from './card-list.tsx';
import { ColumnHead, type ColumnHeadProps } from './column-head.tsx';
import { QuickCreate } from './quick-create.tsx';

/** What every column needs, whether it stands alone or over lanes. */
export type ColumnParts = ColumnHeadProps & {
  /** A ticket is being added here; with words that were refused before. */
  adding: { readonly start: string } | undefined;
  onCreate: (columnId: string, title: string) => void;
  onStopAdding: () => void;
  /** The board is empty, and here its first ticket can be added. */
  first: boolean;
};

/** A column of a board without lanes: it scrolls by itself. */
export const BoardColumn = memo(function BoardColumn(
  props: ColumnParts & { cell: Cell; names: CardNames; mayAct: boolean; openKey: string | undefined },
) {
  const { cell, column, collapsed, adding, onCreate } = props;
  const { t } = useTranslation();
  const classes = ['column'];
  if (collapsed) classes.push('collapsed');
  return (
    <section
      className={classes.join(' ')}
      data-column={column.name}
      data-cell={cell.id}
      aria-label={column.name}
    >
      <ColumnHead {...props} />
      {collapsed ? (
        <ClosedCell cellId={cell.id} />
      ) : (
        <CellBody cell={cell} refusing={props.refusal !== undefined}>
          <CardList cell={cell} names={props.names} mayAct={props.mayAct} openKey={props.openKey} />
          {cell.cards.length === 0 && !adding && !props.first && (
            <p className="column-empty">
              {props.total === 0 ? t('board.emptyColumn') : t('board.hiddenHere', { count: props.total })}
            </p>
          )}
          {props.first && !adding && (
            <button type="button" className="first-ticket" onClick={() => props.onAdd?.(column.id)}>
              <PlusIcon /> {t('board.first')}
            </button>
          )}
          {adding && (
            <QuickCreate
              key={adding.start}
              start={adding.start}
              column={column.name}
              onCreate={(title) => onCreate(column.id, title)}
              onClose={props.onStopAdding}
            />
          )}
        </CellBody>
      )}
    </section>
  );
});

/** Washes the cell that the held card is over. */
export function CellBody(props: { cell: Cell; refusing: boolean; children: ReactNode }) {
  const { cell, refusing } = props;
  const { drag } = useCardTools();
  const over = useSyncExternalStore(drag.subscribe, () => drag.drag?.spot.cellId === cell.id);
  const classes = ['column-body'];
  if (over) classes.push('over');
  if (refusing) classes.push('refusing');
  return <div className={classes.join(' ')}>{props.children}</div>;
}

/** Where a card can be dropped though no cards are shown: it goes to the end. */
export function ClosedCell({ cellId }: { cellId: string }) {
  const { drag } = useCardTools();
  const element = useRef<HTMLDivElement>(null);
  const over = useSyncExternalStore(drag.subscribe, () => drag.drag?.spot.cellId === cellId);
  useLayoutEffect(() => {
    if (element.current === null) return;
    drag.cells.set(cellId, { scroller: element.current, slots: () => [], gap: () => -1, closed: true });
    return () => {
      drag.cells.delete(cellId);
    };
  }, [drag, cellId]);
  return <div ref={element} className={over ? 'column-body closed over' : 'column-body closed'} />;
}
