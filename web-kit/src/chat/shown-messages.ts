import type { MessageView } from '@ticketing/contracts/room-views.ts';
import type { ApiErrorCode } from '../api-error.ts';
import { isBefore } from '../log-position.ts';
import type { OutboxEntry, RoomIntent } from './outbox.ts';
import type { Timeline, TimelineEntry } from './timeline.ts';

/** A message as the room shows it. */
export type ShownMessage = MessageView & {
  /** Of one that the server has not confirmed; `refusal` says why it was not taken. */
  readonly outgoing?: { readonly commandId: string; readonly refusal?: ApiErrorCode };
};

/**
 * The messages with what this person has under way laid over them. Messages that stay the same stay the same object.
 * Outgoing ones stand at the end, and only where the timeline reaches its end.
 */
export function shownMessages(line: Timeline, outbox: readonly OutboxEntry[]): readonly ShownMessage[] {
  const mine = outbox.filter((entry) => entry.roomId === line.roomId && !line.commands.has(entry.commandId));
  const changes = mine.filter((entry) => entry.intent.kind !== 'post');
  const messages: ShownMessage[] = line.entries.map((entry) => changed(entry, changes));
  if (line.newerCursor !== null) return messages;
  const ids = new Set(messages.map(({ id }) => id));
  for (const entry of mine) {
    if (entry.intent.kind !== 'post' || (entry.answer?.messageId && ids.has(entry.answer.messageId)))
      continue;
    const answered = entry.answer?.position;
    if (answered !== undefined && !isBefore(line.position, answered)) continue;
    messages.push(outgoing(entry, entry.intent));
  }
  return messages;
}

function changed({ message, asOf }: TimelineEntry, changes: readonly OutboxEntry[]): MessageView {
  let next = message;
  for (const entry of changes) {
    const { intent, answer } = entry;
    if (intent.kind === 'post' || intent.messageId !== next.id) continue;
    if (answer !== undefined && !isBefore(asOf, answer.position)) continue;
    next = withIntent(next, intent, entry.userId);
  }
  return next;
}

function withIntent(
  message: MessageView,
  intent: Exclude<RoomIntent, { kind: 'post' }>,
  userId: string,
): MessageView {
  switch (intent.kind) {
    case 'edit':
      return { ...message, body: intent.body };
    case 'remove':
      return { ...message, body: '', files: [], reactions: [], removed: true };
    case 'react': {
      const reactions = withReaction(message.reactions, intent.reaction, userId, intent.on);
      return { ...message, reactions };
    }
    default:
      return intent satisfies never;
  }
}

function withReaction(
  before: MessageView['reactions'],
  reaction: string,
  userId: string,
  on: boolean,
): MessageView['reactions'] {
  const known = before.find((one) => one.reaction === reaction);
  const others = (known?.userIds ?? []).filter((id) => id !== userId);
  const userIds = on ? [...others, userId] : others;
  if (known === undefined) return on ? [...before, { reaction, userIds }] : before;
  return before
    .map((one) => (one === known ? { reaction, userIds } : one))
    .filter((one) => one.userIds.length > 0);
}

function outgoing(
  { commandId, roomId, userId, at, refusal }: OutboxEntry,
  { body, replyToId, files }: Extract<OutboxEntry['intent'], { kind: 'post' }>,
): ShownMessage {
  return {
    id: `new-${commandId}`,
    roomId,
    kind: 'message',
    authorId: userId,
    body,
    replyToId,
    files: [...files],
    reactions: [],
    event: null,
    removed: false,
    at,
    editedAt: null,
    position: '0',
    outgoing: { commandId, ...(refusal !== undefined && { refusal }) },
  };
}
