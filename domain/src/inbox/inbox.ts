import type { InboxEvent, RecordedEvent } from '@ticketing/contracts/events/event.ts';

/** What a person has marked as read. What they were told is in no stream: it follows from what happened. */
export type InboxState = {
  /** All that was caused up to this log position. */
  readonly readUpTo: bigint;
  /** Marked one by one, the latest last. */
  readonly readIds: readonly string[];
};

/** So many ids are remembered. Whoever marks an older one once more gets an event that changes nothing. */
const REMEMBERED = 500;

/** Folds one event into an inbox. Never throws. */
export function evolveInbox(state: InboxState, event: RecordedEvent): InboxState {
  switch (event.type) {
    case 'NotificationRead':
      return { ...state, readIds: [...state.readIds, event.data.notificationId].slice(-REMEMBERED) };
    case 'AllNotificationsRead': {
      const upTo = BigInt(event.data.upTo);
      return upTo > state.readUpTo ? { ...state, readUpTo: upTo } : state;
    }
    default:
      return state;
  }
}

/** How `inbox-{userId}` is folded. */
export const inboxFold = { initial: { readUpTo: -1n, readIds: [] } as InboxState, evolve: evolveInbox };

export type InboxCommand =
  | { readonly type: 'ReadNotification'; readonly notificationId: string }
  | { readonly type: 'ReadAllNotifications'; readonly upTo: bigint };

export function decideInbox(command: InboxCommand, inbox: InboxState): readonly InboxEvent[] {
  switch (command.type) {
    case 'ReadNotification': {
      const { notificationId } = command;
      return inbox.readIds.includes(notificationId)
        ? []
        : [{ type: 'NotificationRead', data: { notificationId } }];
    }
    case 'ReadAllNotifications':
      return command.upTo > inbox.readUpTo
        ? [{ type: 'AllNotificationsRead', data: { upTo: String(command.upTo) } }]
        : [];
    default:
      return command satisfies never;
  }
}
