import { useDraggable } from '@dnd-kit/core';
import type { CardView } from '@ticketing/contracts/views.ts';
import { useMark } from '@ticketing/web-kit/board.ts';
import { daysUntil } from '@ticketing/web-kit/show-time.ts';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CategoryRing } from '../icons.tsx';
import type { ListNames } from '../list/use-names.ts';
import { arrowDays } from './calendar-days.ts';

/** A ticket on its day: it opens, is dragged to another day, and goes there with Shift and an arrow key. */
export function DayChip(props: {
  card: CardView;
  names: ListNames;
  to: string;
  open: boolean;
  mayMove: boolean;
  /** False in the list of a whole day, which floats over the days. */
  drags: boolean;
  onStep: (card: CardView, days: number) => void;
}) {
  const { card, names } = props;
  const { t } = useTranslation();
  const marked = useMark(card.id);
  const { setNodeRef, listeners, isDragging } = useDraggable({
    id: props.drags ? card.id : `listed ${card.id}`,
    disabled: !props.mayMove || !props.drags,
  });
  const done = names.columns.get(card.columnId)?.category === 'done';
  const classes = ['day-chip'];
  if (done) classes.push('done');
  if (!done && card.dueDate !== null && daysUntil(card.dueDate) < 0) classes.push('late');
  if (props.open) classes.push('open');
  if (marked) classes.push('marked');
  if (isDragging) classes.push('dragging');
  return (
    <Link
      ref={setNodeRef}
      {...listeners}
      className={classes.join(' ')}
      to={props.to}
      data-ticket={card.key}
      draggable={false}
      title={`${card.key} ${card.title}${props.mayMove ? `\n${t('calendar.moveHint')}` : ''}`}
      onKeyDown={(event) => {
        const days = arrowDays[event.key];
        if (days === undefined || !event.shiftKey || !props.mayMove) return;
        event.preventDefault();
        props.onStep(card, days);
        // The ticket is drawn anew on its other day, and the keys stay with it.
        requestAnimationFrame(() =>
          document.querySelector<HTMLElement>(`.day [data-ticket="${card.key}"]`)?.focus(),
        );
      }}
    >
      <ChipFace card={card} names={names} />
    </Link>
  );
}

export function ChipFace({ card, names }: { card: CardView; names: ListNames }) {
  const column = names.columns.get(card.columnId);
  return (
    <>
      {column && <CategoryRing category={column.category} colour={column.colour} />}
      <span className="key">{card.key}</span>
      <span className="clip">{card.title}</span>
    </>
  );
}
