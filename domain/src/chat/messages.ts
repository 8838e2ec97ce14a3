/**
 * What decisions need to know of a message: not its words. Most messages of a person share one such value, so that a
 * message costs its id and a place in a map, about a hundred bytes.
 */
export type MessageState = {
  readonly authorId: string;
  readonly removed: boolean;
  /** `{user id} {reaction}`, each once. */
  readonly reactions: readonly string[];
};

/**
 * The messages of a room in their order, in parts of up to 64. A new message copies the last part alone: a map that was
 * copied whole would make the hundred thousandth message a hundred thousand times as dear as the first.
 */
export type Messages = readonly ReadonlyMap<string, MessageState>[];

const PART = 64;

export const noMessages: Messages = [];

export function withMessage(messages: Messages, id: string, message: MessageState): Messages {
  const last = messages.at(-1);
  if (!last || last.size >= PART) return [...messages, new Map([[id, message]])];
  return messages.with(-1, new Map(last).set(id, message));
}

/** Changes a message that is there; its place stays. */
export function changedMessage(messages: Messages, id: string, message: MessageState): Messages {
  const index = partOf(messages, id);
  const part = messages[index];
  return part ? messages.with(index, new Map(part).set(id, message)) : messages;
}

export const messageIn = (messages: Messages, id: string): MessageState | undefined =>
  messages[partOf(messages, id)]?.get(id);

/** True when the second message came later than the first; both are in the room. */
export function isLater(messages: Messages, first: string, second: string): boolean {
  const [of, than] = [partOf(messages, second), partOf(messages, first)];
  if (of !== than) return of > than;
  const ids = [...(messages[of]?.keys() ?? [])];
  return ids.indexOf(second) > ids.indexOf(first);
}

/** From the newest on, which is what people react to and change. */
const partOf = (messages: Messages, id: string): number => messages.findLastIndex((part) => part.has(id));
