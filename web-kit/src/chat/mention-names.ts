import { mentionOf, mentionsIn } from '@ticketing/contracts/mentions.ts';
import type { PersonView } from '@ticketing/contracts/views.ts';

/**
 * A text with names in place of its mentions, for where it is shown as plain words or Markdown.
 * @param unknown stands for somebody whom the reader may not know of
 */
export function withNames(text: string, people: ReadonlyMap<string, PersonView>, unknown: string): string {
  let named = text;
  for (const userId of mentionsIn(text)) {
    const name = people.get(userId)?.displayName ?? unknown;
    named = named.replaceAll(mentionOf(userId), `@${name}`);
  }
  return named;
}

/** The same as one line of plain words, without the marks of Markdown. */
export const plainWords = (text: string, people: ReadonlyMap<string, PersonView>, unknown: string): string =>
  withNames(text, people, unknown)
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_`~#>]+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
