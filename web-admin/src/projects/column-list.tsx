import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import {
  arrayMove,
  SortableContext,
  sortableKeyboardCoordinates,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable';
import { moveColumn } from '@ticketing/contracts/endpoints/projects.ts';
import type { ColumnView, ProjectView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { lazyPart } from '@ticketing/web-kit/lazy-part.ts';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ColumnRow } from './column-row.tsx';
import { useChange } from './use-change.ts';

const RemoveColumnDialog = lazyPart(() => import('./remove-column-dialog.tsx'));

/** The columns from top to bottom as they stand from left to right; each is dragged by its handle, by keyboard too. */
export function ColumnList(props: {
  project: ProjectView;
  columns: readonly ColumnView[];
  mayChange: boolean;
}) {
  const { project, mayChange } = props;
  const { t } = useTranslation();
  const { api } = useKit();
  const { change } = useChange();
  /** The order while a move is on its way. */
  const [moved, setMoved] = useState<readonly string[]>();
  const [removing, setRemoving] = useState<ColumnView>();
  const columns =
    moved?.flatMap((id) => props.columns.find((column) => column.id === id) ?? []) ?? props.columns;
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 4 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 120, tolerance: 8 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const nameOf = (id: string | number | undefined) => columns.find((column) => column.id === id)?.name ?? '';

  const place = (ids: readonly string[], columnId: string) => {
    const index = ids.indexOf(columnId);
    const [after, before] = [ids[index - 1], ids[index + 1]];
    return api.call(moveColumn, {
      params: { id: project.id, columnId },
      body: after !== undefined ? { after } : before !== undefined ? { before } : {},
    });
  };
  const onDragEnd = async ({ active, over }: DragEndEvent) => {
    if (over === null || over.id === active.id) return;
    const before = columns.map(({ id }) => id);
    const columnId = String(active.id);
    const ids = arrayMove(before, before.indexOf(columnId), before.indexOf(String(over.id)));
    setMoved(ids);
    await change(
      t('settings.columnMoved', { name: nameOf(columnId) }),
      () => place(ids, columnId),
      () => place(before, columnId),
    );
    setMoved(undefined);
  };
  const announcements: Announcements = {
    onDragStart: ({ active }) => t('settings.drag.start', { name: nameOf(active.id) }),
    onDragOver: ({ active, over }) =>
      t('settings.drag.over', {
        name: nameOf(active.id),
        place: columns.findIndex(({ id }) => id === over?.id) + 1,
      }),
    onDragEnd: ({ active, over }) =>
      t('settings.drag.end', {
        name: nameOf(active.id),
        place: columns.findIndex(({ id }) => id === (over?.id ?? active.id)) + 1,
      }),
    onDragCancel: ({ active }) => t('settings.drag.cancel', { name: nameOf(active.id) }),
  };

  return (
    <>
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        accessibility={{
          announcements,
          screenReaderInstructions: { draggable: t('settings.drag.instructions') },
        }}
        onDragEnd={(event) => void onDragEnd(event)}
      >
        <SortableContext items={columns.map(({ id }) => id)} strategy={verticalListSortingStrategy}>
          <ul className="rows">
            {columns.map((column) => (
              <ColumnRow
                key={column.id}
                project={project}
                column={column}
                mayChange={mayChange}
                onRemove={() => setRemoving(column)}
              />
            ))}
          </ul>
        </SortableContext>
      </DndContext>
      <Suspense fallback={null}>
        {removing !== undefined && (
          <RemoveColumnDialog
            project={project}
            column={removing}
            others={columns.filter(({ id }) => id !== removing.id)}
            onClose={() => setRemoving(undefined)}
          />
        )}
      </Suspense>
    </>
  );
}
