/** Pixels that come from rounding. */
export const SLACK = 1.5;

export type Tell = (what: string, element: Element) => void;

/** Of one look at the page: a computed style costs, and is asked for by everything that stands in its element. */
let styles = new Map<Element, CSSStyleDeclaration>();
let unseen = new Map<Element, boolean>();
export function styleOf(element: Element): CSSStyleDeclaration {
  let style = styles.get(element);
  if (style === undefined) {
    style = getComputedStyle(element);
    styles.set(element, style);
  }
  return style;
}

/** A new look at the page. */
export function lookAnew(): void {
  styles = new Map();
  unseen = new Map();
}

/** What it scrolls in across, or is laid out beyond on purpose. */
export function scrollerOf(element: Element): Element | undefined {
  for (let box = element.parentElement; box !== null && box !== document.body; box = box.parentElement) {
    if (['auto', 'scroll'].includes(styleOf(box).overflowX) && box.scrollWidth > box.clientWidth) return box;
  }
  return undefined;
}

export const isShown = (element: Element): boolean =>
  element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) &&
  element.closest('[inert], [aria-hidden="true"], .ant-select-dropdown-hidden') === null;

/** There for screen readers only. */
export function isUnseen(element: Element): boolean {
  const known = unseen.get(element);
  if (known !== undefined) return known;
  const { width, height } = element.getBoundingClientRect();
  const style = styleOf(element);
  const itself =
    (width <= SLACK && height <= SLACK) ||
    style.clipPath === 'inset(50%)' ||
    style.clip === 'rect(0px, 0px, 0px, 0px)' ||
    element.classList.contains('skip');
  const is = itself || (element.parentElement !== null && isUnseen(element.parentElement));
  unseen.set(element, is);
  return is;
}

/** As one would find it again: its tag, its name or words, and what it is in. */
export function named(element: Element): string {
  const words = element.getAttribute('aria-label') ?? element.textContent ?? '';
  return `${kindOf(element)} “${words.trim().slice(0, 40)}”`;
}

export function kindOf(element: Element): string {
  const own = (each: Element) =>
    each.tagName.toLowerCase() +
    [...each.classList]
      .filter((name) => !/[:[]/.test(name))
      .slice(0, 2)
      .map((name) => `.${name}`)
      .join('');
  const within = element.parentElement?.closest('[class]');
  return `${within ? `${own(within)} > ` : ''}${own(element)}`;
}
