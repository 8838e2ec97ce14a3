import type { ShownMessage } from './shown-messages.ts';

/** What stands one under the other in a room. */
export type ConversationRow =
  /** `date`: a day of this device's calendar, `2026-03-01`. */
  | { readonly kind: 'day'; readonly key: string; readonly date: string }
  /** From here on nothing was read yet. */
  | { readonly kind: 'unread'; readonly key: string }
  /** `first`, `last`: of what one person said in a row. */
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly message: ShownMessage;
      readonly first: boolean;
      readonly last: boolean;
    }
  | { readonly kind: 'system'; readonly key: string; readonly message: ShownMessage };

/** Milliseconds between two messages of one person that belong together. */
const TOGETHER = 5 * 60_000;

/**
 * The messages with a line before each day and before what is new. What one person says within five minutes, with
 * nothing between, is one group.
 *
 * @param readTo the last message that was read when the room was opened; undefined for no line
 */
export function conversationRows(
  messages: readonly ShownMessage[],
  readTo: string | undefined,
  myId: string,
): readonly ConversationRow[] {
  const rows: ConversationRow[] = [];
  const firstNew = readTo === undefined ? undefined : firstAfter(messages, readTo, myId);
  let day = '';
  for (const [index, message] of messages.entries()) {
    const date = dayOf(message.at);
    if (date !== day) rows.push({ kind: 'day', key: `day ${date}`, date });
    day = date;
    if (message.id === firstNew) rows.push({ kind: 'unread', key: 'unread' });
    const key = message.outgoing?.commandId ?? message.id;
    if (message.kind === 'system') {
      rows.push({ kind: 'system', key, message });
      continue;
    }
    const [before, after] = [messages[index - 1], messages[index + 1]];
    const first = !belong(before, message) || message.id === firstNew;
    const last = !belong(message, after) || after?.id === firstNew;
    rows.push({ kind: 'message', key, message, first, last });
  }
  return rows;
}

function belong(one: ShownMessage | undefined, other: ShownMessage | undefined): boolean {
  if (one?.kind !== 'message' || other?.kind !== 'message' || one.authorId !== other.authorId) return false;
  if (other.replyToId !== null || dayOf(one.at) !== dayOf(other.at)) return false;
  return Math.abs(Date.parse(other.at) - Date.parse(one.at)) < TOGETHER;
}

function firstAfter(messages: readonly ShownMessage[], readTo: string, myId: string): string | undefined {
  const index = messages.findIndex(({ id }) => id === readTo);
  if (index < 0) return undefined;
  return messages
    .slice(index + 1)
    .find(({ kind, authorId, removed }) => kind === 'message' && authorId !== myId && !removed)?.id;
}

/** The day of an instant by this device's clock, as `2026-03-01`. */
export function dayOf(instant: string): string {
  const at = new Date(instant);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
