import type { BoardView } from '@ticketing/contracts/views.ts';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { CloseIcon } from '../icons.tsx';
import type { EditorKind, EditorState } from './card-editor.tsx';
import type { ChosenStore } from './chosen-store.ts';

const actions: readonly (readonly [EditorKind, string])[] = [
  ['move', 'M'],
  ['assignees', 'A'],
  ['priority', 'P'],
  ['tags', 'L'],
  ['due', 'D'],
  ['type', 'T'],
  ['company', ''],
  ['archive', ''],
];

/** Whether there is a company that its tickets could be given to, or taken from. */
export const mayGive = (board: BoardView): boolean =>
  board.allowed.includes('ticket.company') &&
  (board.project.companyIds.length > 0 || board.companies.length > 0);

/** What can be done to all the chosen cards together. */
export function BulkBar(props: {
  board: BoardView;
  chosen: ChosenStore;
  onEdit: (editor: EditorState) => void;
}) {
  const { board, chosen, onEdit } = props;
  const { t } = useTranslation();
  const ids = useSyncExternalStore(chosen.subscribe, () => chosen.ids);
  if (ids.size === 0) return null;
  return (
    <section className="board-bulk" aria-label={t('board.bulk.label')}>
      <span className="bulk-count" role="status">
        {t('board.bulk.count', { count: ids.size })}
      </span>
      {actions
        .filter(([kind]) => kind !== 'company' || mayGive(board))
        .map(([kind, key]) => (
          <button
            key={kind}
            type="button"
            onClick={(event) =>
              onEdit({ kind, ids: [...ids], anchor: event.currentTarget.getBoundingClientRect() })
            }
          >
            {t(`board.edit.${kind}`)}
            {key !== '' && <kbd>{key}</kbd>}
          </button>
        ))}
      <button
        type="button"
        className="quiet-button bulk-close"
        aria-label={t('board.bulk.clear')}
        title={`${t('board.bulk.clear')} (Esc)`}
        onClick={() => chosen.clear()}
      >
        <CloseIcon />
      </button>
    </section>
  );
}
