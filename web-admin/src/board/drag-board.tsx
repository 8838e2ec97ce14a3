import {
  type Announcements,
  type CollisionDetection,
  closestCorners,
  DndContext,
  type DragEndEvent,
  type DragOverEvent,
  DragOverlay,
  KeyboardSensor,
  MouseSensor,
  pointerWithin,
  TouchSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { sortableKeyboardCoordinates } from '@dnd-kit/sortable';
import type { BoardView, CardView } from '@ticketing/contracts/views.ts';
import { motion } from '@ticketing/web-kit/tokens.ts';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { columnOf, dropPlace, isNumbered, isSamePlace, type Place, withDragged } from './drop-place.ts';
import { CardFace, type CardNames } from './ticket-card.tsx';

type Columns = BoardView['columns'];
type Drag = { readonly card: CardView; readonly place: Place | undefined };

/** Cards before columns: a pointer inside a card means that card, one beside all cards means the column. */
const nearest: CollisionDetection = (args) => {
  const inside = pointerWithin(args);
  if (inside.length === 0) return args.pointerCoordinates === null ? closestCorners(args) : [];
  const columnIds = new Set(args.droppableContainers.filter(isColumn).map((container) => container.id));
  const cards = inside.filter((collision) => !columnIds.has(collision.id));
  if (cards.length > 0) return cards;
  // Between two cards of a column that has some, the nearest of them is meant.
  const column = inside[0];
  const within = args.droppableContainers.filter(
    (container) => !isColumn(container) && container.data.current?.sortable?.containerId !== undefined,
  );
  const near = closestCorners({
    ...args,
    droppableContainers: within.filter((each) => isIn(each, column, args)),
  });
  return near.length > 0 ? near.slice(0, 1) : inside;
};

type Container = Parameters<CollisionDetection>[0]['droppableContainers'][number];
const isColumn = (container: Container): boolean => container.data.current?.sortable === undefined;

function isIn(
  container: Container,
  column: { id: string | number } | undefined,
  args: Parameters<CollisionDetection>[0],
): boolean {
  const outer = column === undefined ? undefined : args.droppableRects.get(column.id);
  const inner = args.droppableRects.get(container.id);
  const y = args.pointerCoordinates?.y;
  if (outer === undefined || inner === undefined || y === undefined) return false;
  // Only when the pointer is above the last card's end: below all cards the column itself, that is its end, is meant.
  return inner.left >= outer.left && inner.right <= outer.right && y <= inner.bottom + 4;
}

/**
 * Drag and drop by mouse, touch and keyboard. While a card is in the air the others make room for it; the live
 * board keeps coming through underneath, as only the card's own place is held here.
 */
export function DragBoard(props: {
  columns: Columns;
  names: CardNames;
  onMove: (card: CardView, place: Place) => void;
  children: (columns: Columns) => ReactNode;
}) {
  const { columns, names, onMove } = props;
  const { t } = useTranslation();
  const [drag, setDrag] = useState<Drag>();
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    // A long press, so that a finger can still scroll the board.
    useSensor(TouchSensor, { activationConstraint: { delay: 180, tolerance: 8 } }),
    useSensor(KeyboardSensor, {
      coordinateGetter: sortableKeyboardCoordinates,
      keyboardCodes: { start: ['Space'], cancel: ['Escape'], end: ['Space', 'Enter'] },
    }),
  );
  const shown = useMemo(() => withDragged(columns, drag?.card, drag?.place), [columns, drag]);
  const keyOf = (id: string | number) =>
    columnOf(shown, String(id))?.tickets.find((card) => card.id === id)?.key ?? '';
  const columnName = (id: string | number | undefined) =>
    id === undefined ? '' : (columnOf(shown, String(id))?.name ?? '');

  const onDragOver = ({ active, over }: DragOverEvent) => {
    if (over === null || drag === undefined) return;
    const activeId = String(active.id);
    const here = columnOf(shown, activeId);
    const there = columnOf(shown, String(over.id));
    if (there === undefined) return;
    // Inside one column the sortable list itself makes room; only its free end is not an item of the list.
    if (here?.id === there.id && over.id !== there.id) return;
    const place = dropPlace(shown, activeId, String(over.id));
    if (place !== undefined && !isSamePlace(shown, activeId, place)) setDrag({ ...drag, place });
  };

  const onDragEnd = ({ active, over }: DragEndEvent) => {
    const dragged = drag?.card;
    setDrag(undefined);
    if (over === null || dragged === undefined) return;
    const activeId = String(active.id);
    const place = dropPlace(shown, activeId, String(over.id));
    if (place !== undefined && !isSamePlace(columns, activeId, place)) onMove(dragged, place);
  };

  const announcements: Announcements = {
    onDragStart: ({ active }) => t('board.drag.start', { key: keyOf(active.id) }),
    onDragOver: ({ active, over }) =>
      t('board.drag.over', { key: keyOf(active.id), column: columnName(over?.id) }),
    onDragEnd: ({ active, over }) =>
      t('board.drag.end', { key: keyOf(active.id), column: columnName(over?.id ?? active.id) }),
    onDragCancel: ({ active }) => t('board.drag.cancel', { key: keyOf(active.id) }),
  };

  return (
    <DndContext
      sensors={sensors}
      collisionDetection={nearest}
      accessibility={{ announcements, screenReaderInstructions: { draggable: t('board.drag.instructions') } }}
      onDragStart={({ active }) => {
        const card = columnOf(columns, String(active.id))?.tickets.find((each) => each.id === active.id);
        if (card !== undefined && isNumbered(card)) setDrag({ card, place: undefined });
      }}
      onDragOver={onDragOver}
      onDragEnd={onDragEnd}
      onDragCancel={() => setDrag(undefined)}
    >
      {props.children(shown)}
      <DragOverlay dropAnimation={{ duration: motion.slow, easing: 'ease-out' }}>
        {drag && (
          <div className="card lifted">
            <CardFace card={drag.card} names={names} />
          </div>
        )}
      </DragOverlay>
    </DndContext>
  );
}
