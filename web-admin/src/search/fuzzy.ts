/**
 * How well what was typed fits a name: its letters in their order, better the closer they stand and at beginnings of words.
 * @returns 0 when a letter is missing
 */
export function fitOf(typed: string, name: string): number {
  const wanted = typed.trim().toLocaleLowerCase();
  const text = name.toLocaleLowerCase();
  if (wanted === '') return 1;
  const whole = text.indexOf(wanted);
  if (whole >= 0) return 1000 - whole + (whole === 0 || isStart(text, whole) ? 500 : 0);
  let from = 0;
  let fit = 0;
  let last = -2;
  for (const letter of wanted) {
    if (letter === ' ') continue;
    const at = text.indexOf(letter, from);
    if (at < 0) return 0;
    fit += at === last + 1 ? 8 : isStart(text, at) ? 6 : 1;
    last = at;
    from = at + 1;
  }
  return fit / text.length;
}

const isStart = (text: string, at: number): boolean => at === 0 || /[\s\-·:]/.test(text[at - 1] ?? ' ');

/** The best ones, the best first. */
export function bestOf<T extends { readonly name: string }>(
  typed: string,
  items: readonly T[],
  most: number,
): T[] {
  return items
    .map((item) => ({ item, fit: fitOf(typed, item.name) }))
    .filter(({ fit }) => fit > 0)
    .sort((one, other) => other.fit - one.fit)
    .slice(0, most)
    .map(({ item }) => item);
}
