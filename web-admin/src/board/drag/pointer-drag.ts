import { autoScroll } from './auto-scroll.ts';
import { spotAt } from './drag-spot.ts';
import type { Drag, DragStore } from './drag-store.ts';

/** Pixels that a mouse moves before a card is lifted. */
const SLIP = 5;
/** A long press, so that a finger can still scroll the board: milliseconds, and pixels that a finger trembles. */
const PRESS = 220;
const TREMBLE = 9;

export type PointerDragTools = {
  readonly store: DragStore;
  /** Lifts the card of the element, if it may be moved. */
  readonly lift: (cardElement: HTMLElement) => boolean;
  readonly drop: () => void;
  readonly cancel: () => void;
  /** The element that hangs from the pointer; null until it is drawn. */
  readonly hanging: () => HTMLElement | null;
};

/** Drags cards by mouse, pen and finger. Returns what ends listening. */
export function followPointer(root: HTMLElement, tools: PointerDragTools): () => void {
  let stop: (() => void) | undefined;

  const onDown = (event: PointerEvent) => {
    if (event.button !== 0 || !event.isPrimary || stop !== undefined) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const target = event.target instanceof Element ? event.target : null;
    const card = target?.closest<HTMLElement>('[data-card-id]');
    if (!target || !card || target.closest('[data-no-drag]') !== null) return;
    stop = press(event, target, card, tools, () => {
      stop = undefined;
    });
  };
  // A finger that has lifted a card drags it and scrolls nothing; this must be listened for before it touches.
  const onTouchMove = (event: TouchEvent) => {
    if (tools.store.drag?.by === 'pointer' && event.cancelable) event.preventDefault();
  };
  const onMenu = (event: Event) => {
    if (stop !== undefined && tools.store.drag !== undefined) event.preventDefault();
  };
  root.addEventListener('pointerdown', onDown);
  root.addEventListener('touchmove', onTouchMove, { passive: false });
  root.addEventListener('contextmenu', onMenu);
  return () => {
    stop?.();
    root.removeEventListener('pointerdown', onDown);
    root.removeEventListener('touchmove', onTouchMove);
    root.removeEventListener('contextmenu', onMenu);
  };
}

/** One press of the pointer, from down to up. */
function press(
  down: PointerEvent,
  target: Element,
  card: HTMLElement,
  tools: PointerDragTools,
  over: () => void,
): () => void {
  const { store } = tools;
  const touch = down.pointerType === 'touch';
  const box = card.getBoundingClientRect();
  const grip = { x: down.clientX - box.left, y: down.clientY - box.top };
  let [x, y] = [down.clientX, down.clientY];
  let lifted = false;
  let frame = 0;
  const timer = touch ? setTimeout(() => lift(), PRESS) : undefined;

  const follow = () => {
    frame = 0;
    if (!lifted) return;
    const hanging = tools.hanging();
    if (hanging) {
      hanging.style.width = `${box.width}px`;
      hanging.style.transform = `translate(${x - grip.x}px, ${y - grip.y}px)`;
      hanging.style.visibility = 'visible';
    } else frame = requestAnimationFrame(follow);
    const under = document.elementFromPoint(x, y);
    const { drag } = store;
    if (drag !== undefined) meanSpot(store, drag, under, y);
    if (autoScroll(under, x, y)) frame ||= requestAnimationFrame(follow);
  };
  const lift = () => {
    if (!tools.lift(card)) return finish();
    lifted = true;
    if (touch) navigator.vibrate?.(8);
    frame ||= requestAnimationFrame(follow);
  };
  const onMove = (event: PointerEvent) => {
    if (event.pointerId !== down.pointerId) return;
    [x, y] = [event.clientX, event.clientY];
    const moved = Math.hypot(x - down.clientX, y - down.clientY);
    if (lifted) {
      event.preventDefault();
      frame ||= requestAnimationFrame(follow);
    } else if (touch && moved > TREMBLE) finish();
    else if (!touch && moved > SLIP) lift();
  };
  const onUp = (event: PointerEvent) => {
    if (event.pointerId !== down.pointerId) return;
    if (lifted) {
      if (frame !== 0) {
        cancelAnimationFrame(frame);
        follow();
      }
      swallowClick();
      lifted = false;
      tools.drop();
    }
    finish();
  };
  const onCancel = (event: PointerEvent) => {
    if (event.pointerId === down.pointerId) finish();
  };
  const onKey = (event: KeyboardEvent) => {
    if (!lifted || event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    swallowClick();
    finish();
  };
  // The touched element hears of its finger even after the list has taken it away.
  const hold = (event: Event) => {
    if (lifted && event.cancelable) event.preventDefault();
  };

  const finish = () => {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    if (lifted) tools.cancel();
    lifted = false;
    window.removeEventListener('pointermove', onMove);
    window.removeEventListener('pointerup', onUp);
    window.removeEventListener('pointercancel', onCancel);
    window.removeEventListener('keydown', onKey, true);
    target.removeEventListener('touchmove', hold);
    over();
  };
  window.addEventListener('pointermove', onMove);
  window.addEventListener('pointerup', onUp);
  window.addEventListener('pointercancel', onCancel);
  window.addEventListener('keydown', onKey, true);
  target.addEventListener('touchmove', hold, { passive: false });
  return finish;
}

/** Tells the store which place the pointer means; beside all cells it stays what it was. */
function meanSpot(store: DragStore, drag: Drag, under: Element | null, y: number): void {
  const cellId = under?.closest<HTMLElement>('[data-cell]')?.dataset.cell;
  const cell = cellId === undefined ? undefined : store.cells.get(cellId);
  if (cellId === undefined || cell === undefined) return;
  if (cell.closed) {
    store.moveTo({ cellId, index: Number.MAX_SAFE_INTEGER });
    return;
  }
  const top = (cell.scroller.firstElementChild ?? cell.scroller).getBoundingClientRect().top;
  const from = drag.from.cellId === cellId ? drag.from.index : -1;
  store.moveTo({ cellId, index: spotAt(y - top, cell.slots(), cell.gap(), from, drag.size) });
}

/** The click that ends a drag opens nothing. */
function swallowClick(): void {
  const swallow = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => window.removeEventListener('click', swallow, { capture: true }), 50);
}
