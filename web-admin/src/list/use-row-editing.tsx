import type { CardView, ProjectView } from '@ticketing/contracts/views.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useTicketCommands } from '@ticketing/web-kit/ticket-commands.ts';
import { type ReactNode, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rightsOn } from '../shell/rights.ts';
import { useToast } from '../shell/toasts.tsx';
import { CellEditor, type Edit } from './cell-editor.tsx';
import type { ColumnName } from './columns.ts';
import { TicketRow } from './ticket-row.tsx';
import type { ListNames } from './use-names.ts';
import type { Selection } from './use-selection.ts';

/**
 * Rows of tickets that are changed where they stand; every change can be taken back for a while.
 * @param addressOf where a ticket opens
 * @param openKey the ticket that is open beside the rows
 */
export function useRowEditing(props: {
  projects: readonly ProjectView[];
  names: ListNames;
  columns: readonly ColumnName[];
  addressOf: (ticketKey: string) => string;
  openKey: string | undefined;
  selection?: Selection;
}) {
  const { projects, names, columns, addressOf, openKey, selection } = props;
  const { t } = useTranslation();
  const me = useMe();
  const toast = useToast();
  const commands = useTicketCommands(me.id);
  const [edit, setEdit] = useState<Edit | null>(null);
  const [renaming, setRenaming] = useState<string | null>(null);

  const changed = useCallback(
    (text: string, undo: () => void) => toast({ text, action: { label: t('board.undo'), run: undo } }),
    [toast, t],
  );
  const startEdit = useCallback<Parameters<typeof TicketRow>[0]['onEdit']>(
    (card, field, anchor) => setEdit({ card, field, anchor }),
    [],
  );
  const startRename = useCallback((card: CardView) => setRenaming(card.id), []);
  const rename = useCallback(
    (card: CardView, title: string | null) => {
      setRenaming(null);
      if (title === null) return;
      void commands.change(card.id, { title });
      changed(
        t('list.changed', { key: card.key, value: title }),
        () => void commands.change(card.id, { title: card.title }),
      );
    },
    [commands, changed, t],
  );
  const restore = useCallback(
    (card: CardView) => {
      void commands.restore(card.id);
      changed(t('archive.restored', { key: card.key }), () => void commands.archive(card.id));
    },
    [commands, changed, t],
  );

  const draw = (card: CardView, index: number) => (
    <TicketRow
      key={card.id}
      card={card}
      names={names}
      columns={columns}
      index={index + 1}
      rights={rightsOn(me, card)}
      to={addressOf(card.key)}
      selected={selection?.cards.has(card.id) ?? false}
      open={card.key === openKey}
      renaming={renaming === card.id}
      onSelect={selection?.toggle}
      onEdit={startEdit}
      onRename={rename}
      onStartRename={startRename}
      onRestore={restore}
    />
  );
  const project = edit && projects.find(({ id }) => id === edit.card.projectId);
  const editor: ReactNode = edit && project && (
    <CellEditor
      key={`${edit.card.id} ${edit.field}`}
      edit={edit}
      project={project}
      names={names}
      commands={commands}
      onClose={() => setEdit(null)}
      onChanged={changed}
    />
  );
  return { draw, editor };
}
