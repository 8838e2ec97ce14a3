import { TicketType } from '@ticketing/contracts/kinds.ts';
import type { BoardView, CardView } from '@ticketing/contracts/views.ts';
import { cardOn } from '@ticketing/web-kit/board-cache.ts';
import { levelFrom } from '@ticketing/web-kit/levels.ts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import {
  columnChoices,
  personChoices,
  priorityChoices,
  tagChoices,
  typeChoices,
} from '../filter/choices.tsx';
import { type Choice, ChoiceList } from '../shell/choice-list.tsx';
import { Floating } from '../shell/floating.tsx';
import { CardMenu } from './card-menu.tsx';
import type { ChosenStore } from './chosen-store.ts';
import { DueEditor } from './due-editor.tsx';
import { refusalOf } from './move-rules.ts';
import { TitleEditor } from './title-editor.tsx';
import type { CardChanges } from './use-card-changes.ts';

export type EditorKind =
  | 'menu'
  | 'title'
  | 'assignees'
  | 'priority'
  | 'tags'
  | 'due'
  | 'move'
  | 'type'
  | 'company'
  | 'archive';

/** What is being edited, of which cards, and beside what. */
export type EditorState = {
  readonly kind: EditorKind;
  readonly ids: readonly string[];
  readonly anchor: DOMRect;
};

export type EditorProps = {
  editor: EditorState;
  board: BoardView;
  changes: CardChanges;
  chosen: ChosenStore;
  onEdit: (editor: EditorState) => void;
  onOpen: (key: string) => void;
  onClose: () => void;
};

/** One field of one card or of several, beside the card. */
export default function CardEditor(props: EditorProps) {
  const { editor, board, changes, onClose } = props;
  const { t } = useTranslation();
  const cards = editor.ids.flatMap((id) => cardOn(board, id) ?? []);
  const [first] = cards;
  if (first === undefined) return null;
  const what = cards.length === 1 ? first.key : t('board.count', { count: cards.length });
  const label = t('board.edit.label', { what, field: t(`board.edit.${editor.kind}`) });
  const content = () => {
    switch (editor.kind) {
      case 'menu':
        return <CardMenu {...props} cards={cards} />;
      case 'archive':
        return (
          <div className="card-menu">
            <button
              type="button"
              className="card-menu-item"
              // biome-ignore lint/a11y/noAutofocus: what was just asked for is confirmed by Enter
              autoFocus
              onClick={() => {
                changes.change(cards, { type: 'archive' });
                onClose();
              }}
            >
              {t('board.edit.archiveNow', { what })}
            </button>
          </div>
        );
      case 'title':
        return (
          <TitleEditor
            title={first.title}
            label={label}
            onSave={(title) => {
              if (title !== first.title) changes.change([first], { type: 'rename', title });
              onClose();
            }}
          />
        );
      case 'due':
        return (
          <DueEditor
            due={sameOf(cards, (card) => card.dueDate ?? '')}
            label={label}
            onSave={(dueDate) => {
              changes.change(cards, { type: 'schedule', dueDate });
              onClose();
            }}
          />
        );
      case 'assignees':
      case 'priority':
      case 'tags':
      case 'move':
      case 'type':
      case 'company':
        return <FieldChoices {...props} kind={editor.kind} cards={cards} label={label} />;
      default:
        return editor.kind satisfies never;
    }
  };
  return (
    <Floating anchor={editor.anchor} label={label} onClose={onClose}>
      {content()}
    </Floating>
  );
}

/** The choice that stands for no company; no id is written so. */
const NO_COMPANY = 'none';

type ChoiceKind = 'assignees' | 'priority' | 'tags' | 'move' | 'type' | 'company';

function FieldChoices(props: EditorProps & { kind: ChoiceKind; cards: readonly CardView[]; label: string }) {
  const { board, cards, kind, changes, onClose } = props;
  const { t } = useTranslation();
  const choices = useChoices(board, cards, kind);
  const ofEach = (card: CardView): readonly string[] => {
    switch (kind) {
      case 'assignees':
        return card.assigneeIds;
      case 'priority':
        return [String(card.priority)];
      case 'tags':
        return card.tagIds;
      case 'move':
        return [card.columnId];
      case 'type':
        return [card.type];
      case 'company':
        return [card.companyId ?? NO_COMPANY];
      default:
        return kind satisfies never;
    }
  };
  // Chosen is what all of them have.
  const had = choices
    .map((choice) => choice.id)
    .filter((id) => cards.every((card) => ofEach(card).includes(id)));

  const choose = (id: string) => {
    const on = had.includes(id);
    switch (kind) {
      case 'assignees':
        return changes.change(cards, { type: on ? 'unassign' : 'assign', userId: id });
      case 'tags':
        return changes.change(cards, { type: on ? 'untag' : 'tag', tagId: id });
      case 'priority': {
        const priority = levelFrom(id);
        if (!on && priority !== undefined) changes.change(cards, { type: 'prioritise', priority });
        return onClose();
      }
      case 'move':
        if (!on) changes.change(cards, { type: 'move', columnId: id });
        return onClose();
      case 'type': {
        const ticketType = TicketType.options.find((type) => type === id);
        if (!on && ticketType !== undefined) changes.change(cards, { type: 'retype', ticketType });
        return onClose();
      }
      case 'company':
        if (!on) changes.change(cards, { type: 'company', companyId: id === NO_COMPANY ? null : id });
        return onClose();
      default:
        return kind satisfies never;
    }
  };
  return (
    <ChoiceList
      label={props.label}
      placeholder={t(`board.edit.${kind}`)}
      empty={t('board.edit.nothing')}
      choices={choices}
      chosen={had}
      onChoose={choose}
      {...(kind === 'company' ? { note: t('board.given.note') } : {})}
    />
  );
}

function useChoices(board: BoardView, cards: readonly CardView[], kind: ChoiceKind): readonly Choice[] {
  const { t } = useTranslation();
  return useMemo(() => {
    switch (kind) {
      case 'assignees':
        return personChoices(board.people.filter((person) => person.active));
      case 'priority':
        return priorityChoices(t);
      case 'tags':
        return tagChoices(board.project.tags);
      case 'type':
        return typeChoices(t);
      case 'company':
        return [
          {
            id: NO_COMPANY,
            name: t('filter.noCompany'),
            face: <span className="muted">{t('filter.noCompany')}</span>,
          },
          ...board.companies.filter(({ id }) => board.project.companyIds.includes(id)),
        ];
      case 'move': {
        const [only] = cards.length === 1 ? cards : [];
        return columnChoices(
          board.columns.filter(
            (column) => only === undefined || refusalOf(board, only, column) !== 'transition_not_allowed',
          ),
        );
      }
      default:
        return kind satisfies never;
    }
  }, [board, cards, kind, t]);
}

/** What all the cards have, or nothing when they differ. */
function sameOf(cards: readonly CardView[], of: (card: CardView) => string): string {
  const [first, ...others] = cards.map(of);
  return first !== undefined && others.every((other) => other === first) ? first : '';
}
