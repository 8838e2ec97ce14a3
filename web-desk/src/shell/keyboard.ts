/** Milliseconds within which the page's own box is there. */
const HOLDS = 3_000;

/** Whether the focus is where somebody writes, or is about to: moving it away would close a phone's keyboard. */
export const isWriting = (): boolean =>
  document.activeElement?.matches('textarea, [data-holds-keyboard]') ?? false;

/**
 * To be called while what leads to a box is pressed. Some phones open the keyboard only for what gets the focus at that
 * moment, when the page with the box is not there yet: an input that nobody sees holds it open until the box takes over.
 */
export function holdKeyboard(): void {
  if (!window.matchMedia('(pointer: coarse)').matches) return;
  const holder = document.createElement('input');
  holder.dataset.holdsKeyboard = '';
  holder.tabIndex = -1;
  holder.setAttribute('aria-hidden', 'true');
  // In sight, or the page would be pushed to it; with type so large that phones do not zoom in.
  holder.style.cssText =
    'position:fixed;top:0;left:0;width:1px;height:1px;opacity:0;border:0;padding:0;font-size:16px';
  holder.addEventListener('blur', () => holder.remove());
  document.body.append(holder);
  holder.focus({ preventScroll: true });
  setTimeout(() => holder.remove(), HOLDS);
}

/**
 * Some phones lay the keyboard over the page instead of making the page shorter. Its height, as `--keyboard`, lifts what has
 * to stay above it.
 */
export function followKeyboard(): void {
  const seen = window.visualViewport;
  if (seen === null) return;
  const tell = () => {
    // Whoever has zoomed in sees less of the page for another reason.
    const covered = seen.scale > 1 ? 0 : window.innerHeight - seen.height - seen.offsetTop;
    document.documentElement.style.setProperty('--keyboard', `${Math.max(0, Math.round(covered))}px`);
  };
  seen.addEventListener('resize', tell);
  seen.addEventListener('scroll', tell);
  tell();
}
