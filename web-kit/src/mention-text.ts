import { mentionOf } from '@ticketing/contracts/mentions.ts';

const stored = /@\[([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\]/g;

/** A text in its parts: words, and who is mentioned between them. */
export function splitMentions(text: string): ReadonlyArray<string | { readonly userId: string }> {
  const parts: Array<string | { userId: string }> = [];
  let from = 0;
  for (const match of text.matchAll(stored)) {
    if (match.index > from) parts.push(text.slice(from, match.index));
    parts.push({ userId: match[1] ?? '' });
    from = match.index + match[0].length;
  }
  if (from < text.length || parts.length === 0) parts.push(text.slice(from));
  return parts;
}

/** Names as they are written in a box, each for one person. */
export type MentionNames = ReadonlyMap<string, string>;

/** The text as it is written: `@Nino Beridze` for `@[id]`. Whoever has no name keeps the id. */
export function writtenText(text: string, names: MentionNames): string {
  const byId = new Map([...names].map(([name, userId]) => [userId, name]));
  return splitMentions(text)
    .map((part) => {
      if (typeof part === 'string') return part;
      const name = byId.get(part.userId);
      return name === undefined ? mentionOf(part.userId) : `@${name}`;
    })
    .join('');
}

/** The text as it is stored: `@[id]` for `@Nino Beridze`, the longest name first. */
export function storedText(written: string, names: MentionNames): string {
  const longestFirst = [...names].sort(([one], [other]) => other.length - one.length);
  let text = '';
  let from = 0;
  for (let at = written.indexOf('@'); at >= 0; at = written.indexOf('@', at + 1)) {
    if (at < from) continue;
    const found = longestFirst.find(([name]) => stands(written, at + 1, name));
    if (found === undefined) continue;
    const [name, userId] = found;
    text += written.slice(from, at) + mentionOf(userId);
    from = at + 1 + name.length;
  }
  return text + written.slice(from);
}

/** Whether the name stands there as a whole: `@Nino` is not the beginning of `@Ninotchka`. */
const stands = (text: string, at: number, name: string): boolean =>
  text.startsWith(name, at) && !/^[\p{L}\p{N}]/u.test(text.slice(at + name.length));

/** What is being written after an `@` at the caret; undefined when nobody is being mentioned there. */
export function mentionBegun(
  text: string,
  caret: number,
): { readonly from: number; readonly words: string } | undefined {
  const match = /(?:^|[\s(])@([\p{L}\p{N}._-]*(?: [\p{L}\p{N}._-]*)?)$/u.exec(text.slice(0, caret));
  if (match === null) return undefined;
  const words = match[1] ?? '';
  return { from: caret - words.length - 1, words };
}
