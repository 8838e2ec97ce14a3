import type { TicketFacts, Typing } from '@ticketing/contracts/live.ts';
import { mayOnTicket, type Viewer } from '@ticketing/domain/policy/policy.ts';
import type { Member, PresenceHub } from './presence-hub.ts';

/** Channels on which one socket may be present. */
export const PRESENT_CHANNELS_PER_SOCKET = 20;
/** Frames about typing that are taken a second in the long run, and at once. What is more is left out. */
const TYPING_PER_SECOND = 2;
const TYPING_AT_ONCE = 10;

/** What the socket may do on a channel that it listens to. */
export type Standing = { readonly viewer: Viewer; readonly ticket: TicketFacts | undefined };

/** Where one signed-in socket is present. */
export type SocketPresence = {
  /** @returns why not, if it may not */
  present(channel: string, here: boolean): string | undefined;
  typing(channel: string, what: Typing | null): string | undefined;
  left(channel: string): void;
  /** The channel was looked up anew. */
  began(channel: string): void;
  end(): void;
};

export function createSocketPresence(options: {
  readonly userId: string;
  readonly hub: PresenceHub;
  /** `undefined`: the socket does not listen to the channel, or its rights there are being looked up. */
  readonly standing: (channel: string) => Standing | undefined;
  readonly send: (frame: string) => void;
  readonly now?: () => number;
}): SocketPresence {
  const { userId, hub, standing, now = () => performance.now() } = options;
  const members = new Map<string, Member>();
  let typingLeft = TYPING_AT_ONCE;
  let typedAt = now();

  function mayType(): boolean {
    const at = now();
    typingLeft = Math.min(TYPING_AT_ONCE, typingLeft + ((at - typedAt) / 1_000) * TYPING_PER_SECOND);
    typedAt = at;
    if (typingLeft < 1) return false;
    typingLeft -= 1;
    return true;
  }

  function left(channel: string): void {
    const member = members.get(channel);
    if (!member) return;
    members.delete(channel);
    hub.leave(channel, member);
  }

  function enter(channel: string): string | undefined {
    if (members.has(channel)) return undefined;
    const here = standing(channel);
    if (!here || channel.startsWith('me:')) return 'not_subscribed';
    if (members.size >= PRESENT_CHANNELS_PER_SOCKET) return 'too_many_channels';
    const member: Member = {
      userId,
      viewer: () => standing(channel)?.viewer,
      tell: options.send,
    };
    members.set(channel, member);
    hub.enter(channel, member, here.ticket);
    return undefined;
  }

  return {
    present(channel, here) {
      if (here) return enter(channel);
      left(channel);
      return undefined;
    },
    typing(channel, what) {
      const here = standing(channel);
      if (!here) return 'not_subscribed';
      if (what !== null && !mayWrite(channel, what, here)) return 'forbidden';
      const refusal = what === null ? undefined : enter(channel);
      if (refusal !== undefined) return refusal;
      const member = members.get(channel);
      if (member && mayType()) hub.typing(channel, member, what ?? undefined);
      return undefined;
    },
    left,
    began(channel) {
      const member = members.get(channel);
      if (member) hub.tellAnew(channel, member);
    },
    end() {
      for (const channel of [...members.keys()]) left(channel);
    },
  };
}

/** Whether they could say there what they say that they are writing. */
function mayWrite(channel: string, what: Typing, { viewer, ticket }: Standing): boolean {
  const onTicket = channel.startsWith('ticket:') && ticket !== undefined;
  switch (what) {
    case 'comment':
      return onTicket && mayOnTicket(viewer, 'comment.public', ticket);
    case 'note':
      return onTicket && mayOnTicket(viewer, 'comment.internal', ticket);
    case 'message':
      return channel.startsWith('room:') && (!ticket || mayOnTicket(viewer, 'chat.ticket', ticket));
    default:
      return what satisfies never;
  }
}
