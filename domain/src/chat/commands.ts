import type { ChatEvent } from '@ticketing/contracts/events/event.ts';

export type MessageFile = Extract<ChatEvent, { type: 'MessagePosted' }>['data']['files'][number];

/** What can be asked of a room. */
export type RoomCommand =
  | {
      readonly type: 'OpenRoom';
      readonly kind: 'direct' | 'group';
      /** Of a group. */
      readonly name: string | null;
      /** The company within which they meet; `null` among staff. */
      readonly companyId: string | null;
      /** The opener too. */
      readonly participantIds: readonly string[];
    }
  | { readonly type: 'RenameRoom'; readonly name: string }
  | { readonly type: 'JoinRoom' | 'LeaveRoom'; readonly userId: string; readonly actorId: string }
  /** The saga's: who is something to the ticket takes part, who is nothing any more does not. */
  | {
      readonly type: 'SettleTicketRoom';
      readonly concernedIds: readonly string[];
      /** Who came by themselves and does not see the ticket any more: they go as well. */
      readonly strangerIds?: readonly string[];
    }
  | {
      readonly type: 'PostMessage';
      readonly messageId: string;
      readonly authorId: string;
      readonly body: string;
      readonly replyToId: string | null;
      readonly files: readonly MessageFile[];
    }
  | {
      readonly type: 'EditMessage';
      readonly messageId: string;
      readonly body: string;
      readonly actorId: string;
    }
  | {
      readonly type: 'RemoveMessage';
      readonly messageId: string;
      readonly actorId: string;
      /** The policy lets the actor remove what others wrote. */
      readonly moderates: boolean;
    }
  | {
      readonly type: 'AddReaction' | 'RemoveReaction';
      readonly messageId: string;
      readonly reaction: string;
      readonly actorId: string;
    }
  | { readonly type: 'ReadRoom'; readonly messageId: string; readonly userId: string };
