import { useDroppable } from '@dnd-kit/core';
import { SortableContext, verticalListSortingStrategy } from '@dnd-kit/sortable';
import type { BoardView, CardView } from '@ticketing/contracts/views.ts';
import { memo, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CategoryRing, PlusIcon } from '../icons.tsx';
import { ManyCards } from './many-cards.tsx';
import { QuickCreate } from './quick-create.tsx';
import { type CardNames, SortableCard } from './ticket-card.tsx';

/** Above this many cards a column draws only those in sight. */
const MANY = 60;

export type ColumnProps = {
  column: BoardView['columns'][number];
  /** All cards of the column, when a filter hides some. */
  total: number;
  names: CardNames;
  mayMove: boolean;
  mayOpen: boolean;
  selectedKey: string | undefined;
  onOpen: (key: string) => void;
  /** False when it was refused. */
  onCreate: (columnId: string, title: string) => Promise<boolean>;
};

export const BoardColumn = memo(function BoardColumn(props: ColumnProps) {
  const { column, total, mayOpen, onCreate } = props;
  const { t } = useTranslation();
  const [adding, setAdding] = useState<{ readonly start: string }>();
  const scroller = useRef<HTMLDivElement>(null);
  const { setNodeRef, isOver } = useDroppable({ id: column.id });
  const ids = useMemo(() => column.tickets.map((ticket) => ticket.id), [column.tickets]);

  // A title that was refused is given back, so that nothing typed is lost.
  const create = async (title: string) => {
    if (!(await onCreate(column.id, title))) setAdding({ start: title });
  };

  const cardOf = (card: CardView) => (
    <SortableCard
      card={card}
      names={props.names}
      mayMove={props.mayMove}
      selected={props.selectedKey === card.key}
      onOpen={props.onOpen}
    />
  );

  return (
    <section className="column" data-column={column.name} aria-label={column.name}>
      <header className="column-head">
        <CategoryRing category={column.category} colour={column.colour} />
        <h2 title={t(`category.${column.category}`)}>{column.name}</h2>
        <span className="count" title={t('board.count', { count: total })}>
          {column.tickets.length === total
            ? total
            : t('board.shown', { shown: column.tickets.length, count: total })}
        </span>
        {mayOpen && (
          <button
            type="button"
            className="quiet-button"
            aria-label={t('board.add', { column: column.name })}
            title={t('board.add', { column: column.name })}
            onClick={() => setAdding({ start: '' })}
          >
            <PlusIcon />
          </button>
        )}
      </header>
      <div ref={setNodeRef} className={isOver ? 'column-body over' : 'column-body'}>
        <div ref={scroller} className="column-scroll">
          <SortableContext items={ids} strategy={verticalListSortingStrategy}>
            {column.tickets.length > MANY ? (
              <ManyCards cards={column.tickets} scroller={scroller} draw={cardOf} />
            ) : (
              column.tickets.map((card) => <div key={card.id}>{cardOf(card)}</div>)
            )}
          </SortableContext>
          {column.tickets.length === 0 && !adding && <p className="column-empty">{t('board.emptyColumn')}</p>}
        </div>
        {adding && (
          <QuickCreate
            key={adding.start}
            start={adding.start}
            column={column.name}
            onCreate={(title) => void create(title)}
            onClose={() => setAdding(undefined)}
          />
        )}
      </div>
    </section>
  );
});
