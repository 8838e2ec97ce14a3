/** Pixels from an edge where scrolling begins, and pixels of a step at the very edge. */
const EDGE = 56;
const STEP = 18;

const speed = (distance: number): number => (distance >= EDGE ? 0 : Math.ceil((1 - distance / EDGE) * STEP));

/** How far to scroll for a pointer near an edge: negative to the start, 0 away from both. */
function towards(pointer: number, start: number, end: number): number {
  if (pointer < start - EDGE || pointer > end + EDGE) return 0;
  const back = speed(Math.max(0, pointer - start));
  return back > 0 ? -back : speed(Math.max(0, end - pointer));
}

/** Scrolls what lies under the pointer, from the innermost out, when the pointer is near its edge. Whether anything moved. */
export function autoScroll(from: Element | null, x: number, y: number): boolean {
  let moved = false;
  for (let element = from; element !== null; element = element.parentElement) {
    if (!(element instanceof HTMLElement) || !element.matches('[data-scrolls]')) continue;
    const box = element.getBoundingClientRect();
    const { scrollLeft, scrollTop } = element;
    element.scrollTop += towards(y, box.top, box.bottom);
    if (element.matches('[data-scrolls~="across"]')) element.scrollLeft += towards(x, box.left, box.right);
    moved ||= element.scrollLeft !== scrollLeft || element.scrollTop !== scrollTop;
  }
  return moved;
}
