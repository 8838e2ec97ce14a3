import type { Fault, Known } from '../page-fault.ts';
import { overlaps, PRESSED, smallTarget } from './pressing.ts';
import { isShown, isUnseen, kindOf, lookAnew, named, SLACK, scrollerOf, styleOf, type Tell } from './seen.ts';
import { texts } from './texts.ts';

/** What is wider than its place on purpose, and is swiped. */
const ACROSS =
  '[data-scrolls="across"], nav, pre, table, .table-scroll, .views, .board-bulk, .bulk-bar, .list-scroll, .settings-tabs, .page-tabs, .filter-chips, .segments, .mail-filter, .ant-segmented, .widget-body, .overflow-x-auto';

/** What is wrong with how the page looks. Runs in the page itself: nothing of this file is there outside of it. */
export function faultsOfPage(known: Known): Fault[] {
  const faults = new Map<string, Fault & { readonly more: number }>();
  const tell: Tell = (what, element) => {
    const kind = `${kindOf(element)} ${what.replaceAll(/\d+|“.*”/g, '')}`;
    const told = faults.get(kind);
    faults.set(kind, told ? { ...told, more: told.more + 1 } : { what, element: named(element), more: 0 });
  };
  lookAnew();
  const all = [...document.body.querySelectorAll('*')].filter(isShown);
  const pressed = all.filter((element) => element.matches(PRESSED) && !isUnseen(element));

  sideways(tell, all);
  scrollers(tell, all);
  for (const element of pressed) {
    const { left, right } = element.getBoundingClientRect();
    if ((left < -SLACK || right > innerWidth + SLACK) && scrollerOf(element) === undefined)
      tell(`lies outside the window (${Math.round(left)} to ${Math.round(right)} of ${innerWidth})`, element);
  }
  overlaps(tell, pressed);
  if (known.byFinger) for (const element of pressed) smallTarget(tell, element);
  texts(tell, known);
  return [...faults.values()].map(({ what, element, more }) => ({
    what: more === 0 ? what : `${what}, and ${more} like it`,
    element,
  }));
}

function sideways(tell: Tell, all: readonly Element[]): void {
  const page = document.scrollingElement;
  if (page === null || page.scrollWidth <= innerWidth) return;
  const out = all
    .filter((element) => element.getBoundingClientRect().right > innerWidth + SLACK && !scrollerOf(element))
    .at(-1);
  tell(`the page scrolls sideways (${page.scrollWidth} in ${innerWidth} pixels)`, out ?? page);
}

/** What is there to be scrolled down must not have to be scrolled across as well. */
function scrollers(tell: Tell, all: readonly Element[]): void {
  for (const box of all) {
    if (box.scrollWidth <= box.clientWidth + SLACK || box.matches(ACROSS)) continue;
    const { overflowX } = styleOf(box);
    if (overflowX !== 'auto' && overflowX !== 'scroll') continue;
    tell(`scrolls sideways (${box.scrollWidth} in ${box.clientWidth} pixels)`, box);
  }
}
