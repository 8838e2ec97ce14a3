import { useSortable } from '@dnd-kit/sortable';
import type { CardView, TagView } from '@ticketing/contracts/views.ts';
import { useMark } from '@ticketing/web-kit/board.ts';
import { daysUntil, showDate } from '@ticketing/web-kit/show-time.ts';
import { memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ClockIcon, CommentIcon, PriorityBars, TypeIcon } from '../icons.tsx';
import { Avatars, type PeopleById } from '../shell/avatar.tsx';
import { isNumbered } from './drop-place.ts';

/** What cards look names up in; the same object until one of them changes. */
export type CardNames = {
  readonly people: PeopleById;
  readonly tags: ReadonlyMap<string, TagView>;
  readonly companies: ReadonlyMap<string, { readonly id: string; readonly name: string }>;
  /** Columns whose tickets are finished: their due dates no longer press. */
  readonly doneColumns: ReadonlySet<string>;
};

type CardProps = {
  card: CardView;
  names: CardNames;
  mayMove: boolean;
  selected: boolean;
  onOpen: (key: string) => void;
};

export const SortableCard = memo(function SortableCard({
  card,
  names,
  mayMove,
  selected,
  onOpen,
}: CardProps) {
  const marked = useMark(card.id);
  const element = useRef<HTMLButtonElement | null>(null);
  // Walking through the tickets in the drawer keeps their cards in sight.
  useEffect(() => {
    if (selected) element.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [selected]);
  const { setNodeRef, attributes, listeners, transform, transition, isDragging } = useSortable({
    id: card.id,
    disabled: !mayMove || !isNumbered(card),
  });
  const classes = ['card'];
  if (marked) classes.push('marked');
  if (isDragging) classes.push('dragging');
  if (selected) classes.push('selected');
  if (!isNumbered(card)) classes.push('unsaved');
  return (
    <button
      type="button"
      ref={(node) => {
        element.current = node;
        setNodeRef(node);
      }}
      className={classes.join(' ')}
      style={{
        transform: transform === null ? undefined : `translate3d(${transform.x}px, ${transform.y}px, 0)`,
        transition,
      }}
      data-ticket={isNumbered(card) ? card.key : undefined}
      {...attributes}
      {...listeners}
      // A card that may not be dragged still opens.
      aria-disabled={!isNumbered(card)}
      aria-label={`${card.key} ${card.title}`}
      onClick={(event) => {
        if (!isNumbered(card)) return;
        if (event.metaKey || event.ctrlKey) {
          window.open(`/projects/${card.key.slice(0, card.key.lastIndexOf('-'))}/tickets/${card.key}`);
        } else onOpen(card.key);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && isNumbered(card) && !isDragging) {
          event.preventDefault();
          onOpen(card.key);
          return;
        }
        listeners?.onKeyDown?.(event);
      }}
    >
      <CardFace card={card} names={names} />
    </button>
  );
});

/** The card itself, as it lies in a column and as it hangs from the pointer. */
export const CardFace = memo(function CardFace({ card, names }: { card: CardView; names: CardNames }) {
  const { t } = useTranslation();
  const company = card.companyId === null ? undefined : names.companies.get(card.companyId);
  const tags = card.tagIds.flatMap((id) => names.tags.get(id) ?? []);
  return (
    <>
      <span className="card-top">
        <span className="type-icon" title={t(`type.${card.type}`)}>
          <TypeIcon type={card.type} />
        </span>
        <span className="key">{card.key || '…'}</span>
        {card.dueDate !== null && !names.doneColumns.has(card.columnId) && <DueSoon date={card.dueDate} />}
      </span>
      <span className="card-title">{card.title}</span>
      {tags.length > 0 && (
        <span className="card-tags">
          {tags.slice(0, 3).map((tag) => (
            <Tag key={tag.id} tag={tag} />
          ))}
          {tags.length > 3 && <span className="more">+{tags.length - 3}</span>}
        </span>
      )}
      <span className="card-foot">
        <PriorityBars
          level={card.priority}
          label={t('board.priority', { level: t(`level.${card.priority}`).toLocaleLowerCase() })}
        />
        {card.commentCount > 0 && (
          <span className="card-count">
            <CommentIcon /> {card.commentCount}
          </span>
        )}
        {company && <span className="card-company clip">{company.name}</span>}
        <Avatars ids={card.assigneeIds} people={names.people} />
      </span>
    </>
  );
});

export function Tag({ tag }: { tag: TagView }) {
  return (
    <span className="tag">
      <span className="tag-dot" style={{ background: tag.colour }} />
      {tag.name}
    </span>
  );
}

/** Days before its due date that a card begins to show it. */
const NEAR = 7;

function DueSoon({ date }: { date: string }) {
  const { t } = useTranslation();
  const days = daysUntil(date);
  if (days > NEAR) return null;
  const words = t(days < 0 ? 'board.overdue' : 'board.due', { date: showDate(date) });
  return (
    <span className={days < 0 ? 'due overdue' : 'due'} title={words}>
      <ClockIcon />
      <span aria-hidden="true">{showDate(date)}</span>
      <span className="unseen">{words}</span>
    </span>
  );
}
