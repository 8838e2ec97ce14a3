import type { CardView, TagView } from '@ticketing/contracts/views.ts';
import { daysUntil, showDate } from '@ticketing/web-kit/show-time.ts';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { ClockIcon, CommentIcon, PriorityBars, SubtasksIcon, TypeIcon } from '../icons.tsx';
import { Avatars } from '../shell/avatar.tsx';
import type { CardNames } from './card-context.ts';

/** What is on a card, as it lies in a column and as it hangs from the pointer. */
export const CardFace = memo(function CardFace({ card, names }: { card: CardView; names: CardNames }) {
  const { t } = useTranslation();
  const company = card.companyId === null ? undefined : names.companies.get(card.companyId);
  const tags = card.tagIds.flatMap((id) => names.tags.get(id) ?? []);
  return (
    <>
      <span className="card-top">
        <span className="type-icon card-sign" title={t(`type.${card.type}`)}>
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
        {card.subtaskCount > 0 && (
          <span className="card-count" title={t('board.subtasks')}>
            <SubtasksIcon /> {card.subtasksDone}/{card.subtaskCount}
          </span>
        )}
        {card.commentCount > 0 && (
          <span className="card-count" title={t('board.comments')}>
            <CommentIcon /> {card.commentCount}
          </span>
        )}
        {company && <span className="card-company clip">{company.name}</span>}
        <Avatars ids={card.assigneeIds} people={names.people} />
      </span>
    </>
  );
});

/** Pixels that a card takes before it has been measured, the gap below it included. */
export function guessHeight(card: CardView): number {
  const lines = card.title.length > 34 ? 2 : 1;
  return 65 + lines * 19 + (card.tagIds.length > 0 ? 26 : 0);
}

export function Tag({ tag }: { tag: TagView }) {
  return (
    <span className="tag" title={tag.name}>
      <span className="tag-dot" style={{ background: tag.colour }} />
      <span className="clip">{tag.name}</span>
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
