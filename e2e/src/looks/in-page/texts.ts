import type { Known } from '../page-fault.ts';
import { isShown, isUnseen, kindOf, SLACK, scrollerOf, styleOf, type Tell } from './seen.ts';

/** Texts that were read and are right. */
const readBefore = new Set<string>();

/** All that can be read: whether it is words, in the right language, and whole. */
export function texts(tell: Tell, known: Known): void {
  const name = new RegExp(`(^|\\s)(${known.areas.join('|')})(\\.[a-zA-Z_]\\w*)+(\\s|$)`);
  const whole = new Set(known.foreign.whole);
  for (const words of known.data) readBefore.add(words);
  const patterns = known.foreign.patterns.map((pattern) => new RegExp(pattern));
  const faultOf = (words: string): string | undefined => {
    if (name.test(words)) return 'shows the name of a word';
    if (/\{\{|\[object |\bundefined\b|\bNaN\b|Invalid Date/.test(words)) return 'shows what is no word';
    const isForeign = whole.has(words) || patterns.some((pattern) => pattern.test(words));
    return isForeign ? 'is in another language' : undefined;
  };
  const read = (text: string, element: Element) => {
    const words = text.replace(/\s+/g, ' ').trim();
    if (words === '' || readBefore.has(words)) return;
    const fault = faultOf(words);
    if (fault === undefined) readBefore.add(words);
    else tell(`${fault}: “${words}”`, element);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const cut = new Set<Element>();
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const within = node.parentElement;
    if (within === null || within.matches('script, style') || !isShown(within)) continue;
    // An option that is named by its label has a value for its content, which nobody reads.
    if (within.closest('[role="option"][aria-label]') === null) read(node.textContent ?? '', within);
    if ((node.textContent ?? '').trim() === '' || isUnseen(within)) continue;
    cutOff(tell, node, within, cut);
    covered(tell, node, within);
  }
  for (const element of document.body.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
    if (!isShown(element)) continue;
    for (const part of ['aria-label', 'title', 'placeholder', 'alt'])
      read(element.getAttribute(part) ?? '', element);
  }
}

/** Text that goes on behind an edge where nothing says so, or out of the box that it stands in. */
function cutOff(tell: Tell, node: Node, within: Element, told: Set<Element>): void {
  const range = document.createRange();
  range.selectNodeContents(node);
  const text = range.getBoundingClientRect();
  if (text.width === 0 || text.height === 0) return;
  const words = (node.textContent ?? '').trim().slice(0, 60);
  for (let box: Element | null = within; box !== null && box !== document.body; box = box.parentElement) {
    const style = styleOf(box);
    if (style.position === 'fixed' && box !== within) return;
    const edge = box.getBoundingClientRect();
    const clips = (overflow: string) => overflow === 'hidden' || overflow === 'clip';
    if (['auto', 'scroll'].includes(style.overflowX) || ['auto', 'scroll'].includes(style.overflowY)) return;
    const isClamped = style.webkitLineClamp !== 'none' && style.webkitLineClamp !== '';
    if (isClamped) return;
    const tooWide = text.right > edge.right + SLACK || text.left < edge.left - SLACK;
    if (clips(style.overflowX) && tooWide) {
      // Flexible boxes end their text without a sign; only what holds lines of text writes one.
      const signed = style.textOverflow === 'ellipsis' && !/flex|grid/.test(style.display);
      if (signed) return;
      if (!told.has(box)) tell(`cuts “${words}” at its side without a sign`, box);
      told.add(box);
      return;
    }
    if (clips(style.overflowY) && text.bottom > edge.bottom + 4) {
      if (!told.has(box)) tell(`cuts “${words}” at its end without a sign`, box);
      told.add(box);
      return;
    }
    // A box that nothing clips, and that a text leaves: what stands beside it is written over.
    const leaves = text.right > edge.right + 3 && edge.width > SLACK && scrollerOf(box) === undefined;
    if (leaves && !/inline$|contents/.test(style.display)) {
      if (!told.has(box)) tell(`is left by the text “${words}”`, box);
      told.add(box);
      return;
    }
  }
}

/** Text that something beside it in its own row is drawn over. */
function covered(tell: Tell, node: Node, within: Element): void {
  const range = document.createRange();
  range.selectNodeContents(node);
  const [line] = range.getClientRects();
  const row = within.closest('[role="row"], tr, li, header, .row');
  if (line === undefined || line.width < 6 || row === null) return;
  // Where it is scrolled away under what stays, it is meant to be.
  const scroller = scrollerOf(within);
  if (scroller !== undefined && scroller.scrollLeft > 0) return;
  const over = document.elementFromPoint(line.left + 2, line.top + line.height / 2);
  if (over === null || over.contains(within) || within.contains(over) || !row.contains(over)) return;
  // A link may be laid over all of its row.
  if (row === over || styleOf(over).backgroundColor === 'rgba(0, 0, 0, 0)') return;
  tell(`has its words “${(node.textContent ?? '').trim().slice(0, 40)}” under ${kindOf(over)}`, within);
}
