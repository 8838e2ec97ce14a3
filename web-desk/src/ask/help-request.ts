/** Longest title that a ticket may have, in characters (contracts, `Title`). */
export const TITLE_LIMIT = 200;
/** Longest description, in characters (contracts, `Description`). */
export const DESCRIPTION_LIMIT = 20_000;

export type HelpRequest = { readonly title: string; readonly description: string };

/**
 * What a person typed into one box, as a ticket: the subject when they gave one, otherwise their first line; the rest is
 * the description. A first line that is too long for a title is cut after a word, and then the description keeps all of
 * it, so that nothing that was written is lost. `null` when there is nothing to send.
 */
export function helpRequest(text: string, subject = ''): HelpRequest | null {
  const words = text.trim();
  const named = subject.trim();
  if (named !== '')
    return {
      title: shortened(named),
      description: named.length > TITLE_LIMIT ? joined(named, words) : words,
    };
  if (words === '') return null;
  const [first = '', ...rest] = words.split('\n');
  const title = first.trim();
  if (title.length > TITLE_LIMIT) return { title: shortened(title), description: words };
  return { title, description: rest.join('\n').trim() };
}

const joined = (first: string, second: string): string => (second === '' ? first : `${first}\n\n${second}`);

/** At most the limit, ending in an ellipsis after a whole word where there is one to end after. */
function shortened(line: string): string {
  if (line.length <= TITLE_LIMIT) return line;
  const kept = line.slice(0, TITLE_LIMIT - 1);
  const lastSpace = kept.lastIndexOf(' ');
  const whole = lastSpace > TITLE_LIMIT / 2 ? kept.slice(0, lastSpace) : withoutHalfCharacter(kept);
  return `${whole.trimEnd()}…`;
}

/** A cut between the two halves of a surrogate pair would leave a character that is none. */
function withoutHalfCharacter(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? text.slice(0, -1) : text;
}
