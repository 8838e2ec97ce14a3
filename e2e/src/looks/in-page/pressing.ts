import { named, SLACK, styleOf, type Tell } from './seen.ts';

/** What is pressed, chosen or written in. */
export const PRESSED =
  'a[href], button, input:not([type="hidden"]), select, textarea, summary, [role="button"], [role="option"], [role="tab"], [role="menuitem"], [role="switch"], [role="checkbox"], [role="combobox"]';
/** Both sides of what a finger can hit, in pixels (WCAG 2.5.8). */
const FINGER = 24;

/** Two things to press must not lie over each other, unless one floats over the page. */
export function overlaps(tell: Tell, pressed: readonly Element[]): void {
  const layers = new Map<Element, { element: Element; boxes: DOMRect[] }[]>();
  for (const element of pressed) {
    if (isOver(element)) continue;
    const layer = layerOf(element);
    const boxes = [...element.getClientRects()].flatMap((box) => seenOf(element, box, layer));
    layers.set(layer, [...(layers.get(layer) ?? []), { element, boxes }]);
  }
  for (const members of layers.values()) {
    for (const [at, one] of members.entries()) {
      for (const other of members.slice(at + 1)) {
        if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
        if (!one.boxes.some((a) => other.boxes.some((b) => overlap(a, b)))) continue;
        if (labelOf(one.element)?.contains(other.element)) continue;
        tell(`lies over ${named(other.element)}`, one.element);
      }
    }
  }
}

const overlap = (a: DOMRect, b: DOMRect): boolean =>
  Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
  Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;

/** What floats, or sticks, or the page itself. */
function layerOf(element: Element): Element {
  for (let box = element.parentElement; box !== null; box = box.parentElement) {
    if (box.matches('dialog, [popover], [role="dialog"]')) return box;
    if (['fixed', 'absolute', 'sticky'].includes(styleOf(box).position)) return box;
  }
  return document.body;
}

/** The part of a box that what it scrolls in leaves of it. */
function seenOf(element: Element, whole: DOMRect, layer: Element): DOMRect[] {
  let { left, right, top, bottom } = whole;
  for (let box = element.parentElement; box !== null && box !== layer; box = box.parentElement) {
    if (styleOf(box).overflowX === 'visible' && styleOf(box).overflowY === 'visible') continue;
    const edge = box.getBoundingClientRect();
    [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)];
    [top, bottom] = [Math.max(top, edge.top), Math.min(bottom, edge.bottom)];
  }
  return right > left && bottom > top ? [new DOMRect(left, top, right - left, bottom - top)] : [];
}

/** Laid over something on purpose, as a button in the corner of a card, or one of faces that stand close. */
const isOver = (element: Element): boolean => {
  const within = element.parentElement;
  const { position, opacity, marginLeft } = styleOf(element);
  const isPlaced = (position: string) => position === 'absolute' || position === 'fixed';
  return (
    isPlaced(position) ||
    (within !== null && isPlaced(styleOf(within).position)) ||
    opacity === '0' ||
    Number.parseFloat(marginLeft) < 0
  );
};

/** Too small to be hit by a finger without aiming. */
export function smallTarget(tell: Tell, element: Element): void {
  const { display, opacity } = styleOf(element);
  // Links in running text are as high as its lines; what is shown to a mouse only is nothing for a finger.
  if (display === 'inline' && element.tagName === 'A') return;
  if (opacity === '0' && !element.matches('input')) return;
  if (element.matches(':disabled')) return;
  const itself = element.getBoundingClientRect();
  // What cannot be seen cannot be aimed at, as the arrows of a number.
  if (itself.width <= SLACK || itself.height <= SLACK) return;
  const label = labelOf(element);
  if (label !== undefined && isLarge(label.getBoundingClientRect())) return;
  let { width, height } = itself;
  // A part laid around it that belongs to it can be hit as well.
  for (const part of ['::before', '::after']) {
    const style = getComputedStyle(element, part);
    if (style.content === 'none' || style.position !== 'absolute') continue;
    width = Math.max(width, Number.parseFloat(style.width) || 0);
    height = Math.max(height, Number.parseFloat(style.height) || 0);
  }
  if (isLarge({ width, height })) return;
  // The whole of a control hears the press, as of a field with its arrow.
  const around = element.closest('.ant-select, .ant-input-number, .ant-input-affix-wrapper');
  if (around !== null && isLarge(around.getBoundingClientRect())) return;
  tell(`is too small for a finger (${Math.round(width)} × ${Math.round(height)} pixels)`, element);
}

const isLarge = ({ width, height }: { readonly width: number; readonly height: number }): boolean =>
  width >= FINGER - 0.5 && height >= FINGER - 0.5;

const labelOf = (element: Element): Element | undefined =>
  element.closest('label') ??
  (element instanceof HTMLInputElement ? (element.labels?.[0] ?? undefined) : undefined);
