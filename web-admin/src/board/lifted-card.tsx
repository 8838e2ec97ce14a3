import { type RefObject, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import type { CardNames } from './card-context.ts';
import { CardFace } from './card-face.tsx';
import type { DragStore } from './drag/drag-store.ts';

/** The card that hangs from the pointer; it is moved without being drawn again. */
export function LiftedCard(props: {
  drag: DragStore;
  names: CardNames;
  handle: RefObject<HTMLDivElement | null>;
}) {
  const { drag, names } = props;
  const card = useSyncExternalStore(drag.subscribe, () =>
    drag.drag?.by === 'pointer' ? drag.drag.card : undefined,
  );
  if (card === undefined) return null;
  return createPortal(
    <div ref={props.handle} className="card lifted" aria-hidden="true" style={{ visibility: 'hidden' }}>
      <CardFace card={card} names={names} />
    </div>,
    document.body,
  );
}
