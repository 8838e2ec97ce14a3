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
 * @param firstUnreadId the message before which the line of what is new stands
 */
export function conversationRows(
  messages: readonly ShownMessage[],
  firstUnreadId: string | undefined,
): readonly ConversationRow[] {
  const rows: ConversationRow[] = [];
  let day = '';
  for (const [index, message] of messages.entries()) {
    const date = dayOf(message.at);
    if (date !== day) rows.push({ kind: 'day', key: `day ${date}`, date });
    day = date;
    if (message.id === firstUnreadId) rows.push({ kind: 'unread', key: 'unread' });
    const key = message.outgoing?.commandId ?? message.id;
    if (message.kind === 'system') {
      rows.push({ kind: 'system', key, message });
      continue;
    }
    const [before, after] = [messages[index - 1], messages[index + 1]];
    const first = !belong(before, message) || message.id === firstUnreadId;
    const last = !belong(message, after) || after?.id === firstUnreadId;
    rows.push({ kind: 'message', key, message, first, last });
  }
  return rows;
}

function belong(one: ShownMessage | undefined, other: ShownMessage | undefined): boolean {
  if (one?.kind !== 'message' || other?.kind !== 'message' || one.authorId !== other.authorId) return false;
  if (other.replyToId !== null || dayOf(one.at) !== dayOf(other.at)) return false;
  return Math.abs(Date.parse(other.at) - Date.parse(one.at)) < TOGETHER;
}

/** What somebody had not read of a room when they opened it. */
export type Unread = {
  /** How many messages of others. */
  readonly count: number;
  /** The last one that they had read; null when they had read none. */
  readonly readTo: string | null;
};

/** The first message that was not read; undefined when there is none, or when it is not among these. */
export function firstUnread(
  messages: readonly ShownMessage[],
  { count, readTo }: Unread,
  myId: string,
): string | undefined {
  if (count === 0) return undefined;
  const others = messages.filter(
    ({ kind, authorId, removed }) => kind === 'message' && authorId !== myId && !removed,
  );
  const read = readTo === null ? -1 : messages.findIndex(({ id }) => id === readTo);
  if (read < 0) return others.at(-count)?.id;
  const after = new Set(messages.slice(read + 1).map(({ id }) => id));
  return others.find(({ id }) => after.has(id))?.id;
}

/** The day of an instant by this device's clock, as `2026-03-01`. */
export function dayOf(instant: string): string {
  const at = new Date(instant);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
