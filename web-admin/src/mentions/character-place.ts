const copied = [
  'boxSizing',
  'width',
  'paddingTop',
  'paddingRight',
  'paddingBottom',
  'paddingLeft',
  'borderTopWidth',
  'borderLeftWidth',
  'font',
  'letterSpacing',
  'lineHeight',
] as const;

/** Where a character of the field stands, in pixels from the field's own corner. */
export type CharacterPlace = {
  readonly left: number;
  /** The head and the foot of its line. */
  readonly top: number;
  readonly foot: number;
  /** The field's own height. */
  readonly height: number;
  /** Pixels of the window below the foot. */
  readonly below: number;
};

export function placeIn(field: HTMLTextAreaElement, index: number): CharacterPlace {
  const look = getComputedStyle(field);
  const mirror = document.createElement('div');
  for (const name of copied) mirror.style[name] = look[name];
  Object.assign(mirror.style, {
    position: 'absolute',
    visibility: 'hidden',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'break-word',
  });
  mirror.textContent = field.value.slice(0, index);
  const mark = document.createElement('span');
  mark.textContent = field.value.slice(index) || '.';
  mirror.append(mark);
  document.body.append(mirror);
  const line = Number.parseFloat(look.lineHeight) || 18;
  const [left, top] = [mark.offsetLeft, mark.offsetTop - field.scrollTop];
  mirror.remove();
  const foot = top + line;
  const box = field.getBoundingClientRect();
  return { left, top, foot, height: box.height, below: window.innerHeight - box.top - foot };
}
