import type { CardView } from '@ticketing/contracts/views.ts';
import { useMark } from '@ticketing/web-kit/board.ts';
import { daysUntil, showDate } from '@ticketing/web-kit/show-time.ts';
import { When } from '@ticketing/web-kit/when.tsx';
import { memo, type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Tag } from '../board/ticket-card.tsx';
import { CategoryRing, PencilIcon, PriorityBars, TypeIcon } from '../icons.tsx';
import { Avatars } from '../shell/avatar.tsx';
import type { TicketRights } from '../shell/rights.ts';
import { PersonName } from '../ticket/person-name.tsx';
import { ArchivedWhy } from './archived-why.tsx';
import type { ColumnName } from './columns.ts';
import { TitleInput } from './title-input.tsx';
import type { ListNames } from './use-names.ts';
import './ticket-row.css';

/** Fields that are changed in their cell. */
export type EditedField = 'status' | 'assignees' | 'priority' | 'due' | 'tags';
const edited: readonly ColumnName[] = ['status', 'assignees', 'priority', 'due', 'tags'];
export const isEdited = (name: ColumnName): name is EditedField => edited.includes(name);

export type RowProps = {
  card: CardView;
  names: ListNames;
  columns: readonly ColumnName[];
  rights: TicketRights;
  /** Its place in the whole list, from one. */
  index: number;
  /** Address of the ticket over this list. */
  to: string;
  selected: boolean;
  /** It is the one that is open beside the list. */
  open: boolean;
  renaming: boolean;
  /** Absent where tickets are not chosen. */
  onSelect: ((card: CardView, range: boolean) => void) | undefined;
  onEdit: (card: CardView, field: EditedField, anchor: HTMLElement) => void;
  onRename: (card: CardView, title: string | null) => void;
  onStartRename: (card: CardView) => void;
  onRestore: (card: CardView) => void;
};

const mayEdit = (rights: TicketRights, field: EditedField): boolean =>
  field === 'due' ? rights.edit : field === 'tags' ? rights.tag : rights.direct;

export const TicketRow = memo(function TicketRow(props: RowProps) {
  const { card, names, rights } = props;
  const { t } = useTranslation();
  const marked = useMark(card.id);
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (props.open) row.current?.scrollIntoView({ block: 'nearest' });
  }, [props.open]);
  const classes = ['list-row'];
  if (props.selected) classes.push('chosen');
  if (props.open) classes.push('open');
  if (marked) classes.push('marked');
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: what is in the row takes the focus
    // biome-ignore lint/a11y/useSemanticElements: rows that are not in sight are not in the page, which no table element allows
    <div
      ref={row}
      role="row"
      aria-rowindex={props.index + 1}
      aria-selected={props.selected}
      className={classes.join(' ')}
    >
      <Cell className="cell-choose">
        {props.onSelect && (
          <input
            type="checkbox"
            aria-label={t('list.select', { key: card.key })}
            checked={props.selected}
            onChange={() => undefined}
            onClick={(event) => props.onSelect?.(card, event.shiftKey)}
          />
        )}
      </Cell>
      <Cell className="cell-ticket">
        <span className="type-icon" title={t(`type.${card.type}`)}>
          <TypeIcon type={card.type} />
        </span>
        <span className="key">{card.key}</span>
        {props.renaming ? (
          <TitleInput card={card} onDone={(title) => props.onRename(card, title)} />
        ) : (
          <>
            <Link className="row-link clip" to={props.to} data-ticket={card.key} title={card.title}>
              {card.title}
            </Link>
            {rights.direct && card.archived && (
              <button
                type="button"
                className="plain-button strong"
                aria-label={`${t('ticket.restore')}: ${card.key}`}
                onClick={() => props.onRestore(card)}
              >
                {t('ticket.restore')}
              </button>
            )}
            {rights.edit && !card.archived && (
              <button
                type="button"
                className="cell-pencil"
                aria-label={t('list.rename', { key: card.key })}
                title={t('list.rename', { key: card.key })}
                onClick={() => props.onStartRename(card)}
              >
                <PencilIcon />
              </button>
            )}
          </>
        )}
      </Cell>
      {props.columns.map((name) =>
        isEdited(name) && mayEdit(rights, name) && !card.archived ? (
          <Cell key={name} className={`cell-${name}`}>
            <button
              type="button"
              className="cell-button"
              title={t(`list.column.${name}`)}
              onClick={(event) => props.onEdit(card, name, event.currentTarget)}
            >
              <span className="unseen">{t(`list.column.${name}`)}: </span>
              <Value name={name} card={card} names={names} />
            </button>
          </Cell>
        ) : (
          <Cell key={name} className={`cell-${name}`}>
            <Value name={name} card={card} names={names} />
          </Cell>
        ),
      )}
    </div>
  );
});

function Cell({ className, children }: { className: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: as the row
    <div role="cell" className={`cell ${className}`}>
      {children}
    </div>
  );
}

function Value({ name, card, names }: { name: ColumnName; card: CardView; names: ListNames }) {
  const { t } = useTranslation();
  const none = <span className="muted none">—</span>;
  switch (name) {
    case 'status': {
      const column = names.columns.get(card.columnId);
      if (column === undefined) return none;
      return (
        <span className="with-icon">
          <CategoryRing category={column.category} colour={column.colour} />
          <span className="clip">{column.name}</span>
        </span>
      );
    }
    case 'assignees': {
      const [first, ...others] = card.assigneeIds;
      if (first === undefined) return none;
      return others.length === 0 ? (
        <PersonName id={first} name={names.people.get(first)?.displayName ?? t('person.unknown')} />
      ) : (
        <Avatars ids={card.assigneeIds} people={names.people} />
      );
    }
    case 'priority':
      return (
        <span className="with-icon" title={t(`level.${card.priority}`)}>
          <PriorityBars level={card.priority} label="" />
          <span className="words">{t(`level.${card.priority}`)}</span>
        </span>
      );
    case 'due': {
      if (card.dueDate === null) return none;
      const done = names.columns.get(card.columnId)?.category === 'done' || card.archived;
      const late = !done && daysUntil(card.dueDate) < 0;
      return (
        <span className={late ? 'due overdue' : ''}>
          {showDate(card.dueDate)}
          {late && <span className="unseen"> {t('filter.overdue')}</span>}
        </span>
      );
    }
    case 'company': {
      if (card.companyId === null) return none;
      return <span className="clip">{names.companies.get(card.companyId)?.name ?? '…'}</span>;
    }
    case 'type':
      return <>{t(`type.${card.type}`)}</>;
    case 'tags': {
      const tags = card.tagIds.flatMap((id) => names.tags.get(id) ?? []);
      if (tags.length === 0) return none;
      return (
        <span className="cell-tag-list">
          {tags.slice(0, 2).map((tag) => (
            <Tag key={tag.id} tag={tag} />
          ))}
          <More of={tags} shown={2} className="more-roomy" />
          <More of={tags} shown={1} className="more-narrow" />
        </span>
      );
    }
    case 'reporter':
      return (
        <PersonName
          id={card.reporterId}
          name={names.people.get(card.reporterId)?.displayName ?? t('person.unknown')}
        />
      );
    case 'project':
      return <span className="key">{names.projects.get(card.projectId)?.key}</span>;
    case 'start':
      return card.startDate === null ? none : showDate(card.startDate);
    case 'opened':
      return <When at={card.openedAt} className="muted clip" />;
    case 'changed':
      return <When at={card.changedAt} className="muted clip" />;
    case 'comments':
      return card.commentCount === 0 ? none : card.commentCount;
    case 'archived':
      return <ArchivedWhy card={card} />;
    default:
      return name satisfies never;
  }
}

/** How many are not shown. */
function More(props: { of: readonly unknown[]; shown: number; className: string }) {
  const more = props.of.length - props.shown;
  return more > 0 ? <span className={`more ${props.className}`}>+{more}</span> : null;
}
