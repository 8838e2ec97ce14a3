/**
 * Where the focus has been, so that it can go back to where something was done after that was taken back: what was pressed may
 * have gone with what was removed, and have come back as another element of the page.
 */

/** What a place is part of, by the names under which the pages mark it. */
const SCOPES = ['data-card-id', 'data-ticket', 'data-comment', 'data-message', 'data-widget', 'data-file'];
/** What tells of things that were done, and is no place where one does them. */
const ASIDE = '[data-toasts]';
/** What closes once something was chosen in it. */
const PASSING = '[role="menu"], [role="listbox"], [role="dialog"], dialog';
/** Places that are remembered. */
const PLACES = 16;
/** Milliseconds in which what was taken back stands in the page again. */
const PATIENCE = 700;

type Place = {
  readonly element: WeakRef<HTMLElement>;
  /** A selector of what it is part of; undefined when that has no name. */
  readonly scope: string | undefined;
  /** Whether it is gone, most likely, once something was done there: nobody waits for its return. */
  readonly passing: boolean;
  readonly tag: string;
  /** How it is called. */
  readonly words: string;
};

const places: Place[] = [];
let following = false;

const wordsOf = (element: HTMLElement): string =>
  element.getAttribute('aria-label') ?? element.textContent.trim();

function scopeOf(element: HTMLElement): string | undefined {
  const closest = element.closest(SCOPES.map((name) => `[${name}]`).join(','));
  const name = SCOPES.find((each) => closest?.hasAttribute(each));
  return name && `[${name}=${JSON.stringify(closest?.getAttribute(name) ?? '')}]`;
}

/** Remembers from now on where the focus goes. */
export function followFocus(): void {
  if (following) return;
  following = true;
  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement) || target.closest(ASIDE) !== null) return;
    const place: Place = {
      element: new WeakRef(target),
      scope: scopeOf(target),
      passing: target.closest(PASSING) !== null,
      tag: target.tagName.toLowerCase(),
      words: wordsOf(target),
    };
    places.push(place);
    if (places.length > PLACES) places.shift();
  });
}

/**
 * @returns what brings the focus back to where it is at this moment, or to the nearest of where it was before that is still
 * there: an element in sight, its like in the same thing, that thing itself. It leaves whoever has gone on meanwhile.
 */
export function rememberFocus(): () => void {
  const then = places.toReversed();
  return () => {
    const all = [...then, ...places.toReversed()];
    const nearest = nearestOf(all);
    const until = performance.now() + PATIENCE;
    const look = () => {
      if (!isFree()) return;
      const isOver = performance.now() > until;
      const found = firstOf(nearest, again) ?? (isOver ? farther() : undefined);
      if (found !== undefined) found.focus();
      else if (!isOver) requestAnimationFrame(look);
    };
    const farther = () => firstOf(nearest, thing) ?? firstOf(all, again);
    // What is taken back stands there after the page has been drawn.
    requestAnimationFrame(() => requestAnimationFrame(look));
  };
}

/** Up to the first one that may come back, with those that are part of the same thing. */
function nearestOf(all: readonly Place[]): readonly Place[] {
  const first = all.findIndex(({ passing }) => !passing);
  if (first === -1) return all;
  const scope = all[first]?.scope;
  const end = all.findIndex(
    (place, index) => index > first && (scope === undefined || place.scope !== scope),
  );
  return end === -1 ? all : all.slice(0, end);
}

/** Nobody has gone elsewhere: the focus is nowhere, or still on what took it back. */
const isFree = (): boolean => {
  const now = document.activeElement;
  return now === null || now === document.body || now.closest(ASIDE) !== null;
};

function firstOf(
  candidates: readonly Place[],
  find: (place: Place) => HTMLElement | undefined,
): HTMLElement | undefined {
  for (const place of candidates) {
    const found = find(place);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The element itself, or what is called the same in the same thing. */
function again({ element, scope, passing, tag, words }: Place): HTMLElement | undefined {
  const same = element.deref();
  if (same !== undefined && takesFocus(same)) return same;
  if (passing) return undefined;
  const within = scope === undefined ? tag : `${scope} ${tag}, ${tag}${scope}`;
  const alike = [...document.querySelectorAll<HTMLElement>(within)].filter(
    (each) => wordsOf(each) === words && takesFocus(each),
  );
  // Without a name of what it belongs to, two that are called the same cannot be told apart.
  return scope === undefined && alike.length > 1 ? undefined : alike[0];
}

/** What it was part of. */
function thing({ scope }: Place): HTMLElement | undefined {
  const found = scope === undefined ? null : document.querySelector<HTMLElement>(scope);
  if (found === null || !found.checkVisibility()) return undefined;
  if (found.tabIndex < 0) found.tabIndex = -1;
  return found;
}

const takesFocus = (element: HTMLElement): boolean =>
  element.isConnected &&
  element.checkVisibility() &&
  element.closest('[inert]') === null &&
  !element.matches(':disabled');
