import type { CardView } from '@ticketing/contracts/views.ts';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { mayGive } from './bulk-bar.tsx';
import type { EditorKind, EditorProps } from './card-editor.tsx';

const items: readonly (readonly [EditorKind, string])[] = [
  ['title', 'E'],
  ['assignees', 'A'],
  ['priority', 'P'],
  ['tags', 'L'],
  ['due', 'D'],
  ['type', 'T'],
  ['move', 'M'],
  ['company', ''],
];

/** Everything that can be done to a card from the board, with the keys for it. */
export function CardMenu(props: EditorProps & { cards: readonly CardView[] }) {
  const { board, cards, editor, chosen, onEdit, onClose } = props;
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => list.current?.querySelector('button')?.focus(), []);
  const [card] = cards;
  const single = cards.length === 1;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows walk along the buttons in it, which have the focus
    <div
      ref={list}
      className="card-menu"
      onKeyDown={(event) => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
        if (step !== undefined) {
          event.preventDefault();
          const at = buttons.findIndex((button) => button.matches(':focus'));
          buttons[(at + step + buttons.length) % buttons.length]?.focus();
        }
        const meant = items.find(([, key]) => key === event.key.toUpperCase());
        if (meant) {
          event.preventDefault();
          onEdit({ ...editor, kind: meant[0] });
        }
      }}
    >
      {single && card && (
        <button
          type="button"
          className="card-menu-item"
          onClick={() => {
            onClose();
            props.onOpen(card.key);
          }}
        >
          {t('board.edit.open')} <kbd>↵</kbd>
        </button>
      )}
      {items
        .filter(([kind]) => single || kind !== 'title')
        .filter(([kind]) => kind !== 'company' || mayGive(board))
        .map(([kind, key]) => (
          <button
            key={kind}
            type="button"
            className="card-menu-item"
            onClick={() => onEdit({ ...editor, kind })}
          >
            {t(`board.edit.${kind}`)} {key !== '' && <kbd>{key}</kbd>}
          </button>
        ))}
      {single && card && (
        <button
          type="button"
          className="card-menu-item"
          onClick={() => {
            chosen.toggle(card.id);
            onClose();
          }}
        >
          {chosen.ids.has(card.id) ? t('board.edit.unchoose') : t('board.edit.choose')} <kbd>X</kbd>
        </button>
      )}
      <button
        type="button"
        className="card-menu-item"
        onClick={() => {
          props.changes.change(cards, { type: 'archive' });
          onClose();
        }}
      >
        {t('board.edit.archive')}
      </button>
    </div>
  );
}
