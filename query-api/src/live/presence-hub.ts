import type { ServerFrame, TicketFacts, Typing } from '@ticketing/contracts/live.ts';
import { mayOnTicket, mayTakePart, type RoomFacts, type Viewer } from '@ticketing/domain/policy/policy.ts';
import { PRESENCE_LASTS_MS, type PresenceStore, type Present } from '@ticketing/platform/presence.ts';
import type { KnownPeople } from './known-people.ts';
import type { ChangeMessage } from './telling.ts';

/** Changes on a channel within so many milliseconds are told together. */
const TOGETHER_MS = 150;
/** Typing ends after so many milliseconds unless it is said again. */
const TYPING_LASTS_MS = 6_000;
/** People that anybody is told of on one channel. */
const MOST_TOLD = 100;

/** One socket on one channel. */
export type Member = {
  readonly userId: string;
  /** As the policy sees them now; undefined while their rights are being looked up. */
  viewer(): Viewer | undefined;
  tell(frame: string): void;
};

/** Who is on the channels of this node's sockets, told to those who may know of them. */
export type PresenceHub = {
  /** @param ticket facts of a ticket's channel, or of its room's */
  enter(channel: string, member: Member, ticket: TicketFacts | undefined): void;
  leave(channel: string, member: Member): void;
  typing(channel: string, member: Member, what: Typing | undefined): void;
  /** The member's rights are others now, or are known again: they are told everything anew. */
  tellAnew(channel: string, member: Member): void;
  /** Who may see a channel's thing can change with every change of it. */
  heard(message: ChangeMessage): void;
  end(): Promise<void>;
};

type State = {
  /** What the member is writing until when, and what they were told of whom. */
  readonly members: Map<Member, { typing: Map<Typing, number>; told: Map<string, string> | undefined }>;
  /** Of a ticket's channel, or its room's. */
  ticket: TicketFacts | undefined;
  /** Of a room of people, once something was heard of it. */
  room: RoomFacts | undefined;
  busy: boolean;
};

export async function createPresenceHub(
  store: PresenceStore,
  known: KnownPeople,
  onError: (error: unknown) => void,
): Promise<PresenceHub> {
  const channels = new Map<string, State>();
  const dirty = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let ended = false;

  function changed(channel: string): void {
    if (ended || !channels.has(channel)) return;
    dirty.add(channel);
    timer ??= setTimeout(tellChanged, TOGETHER_MS).unref();
  }

  function tellChanged(): void {
    timer = undefined;
    const due = [...dirty];
    dirty.clear();
    for (const channel of due) {
      const state = channels.get(channel);
      if (!state) continue;
      if (state.busy) changed(channel);
      else void tellChannel(channel, state);
    }
  }

  async function tellChannel(channel: string, state: State): Promise<void> {
    state.busy = true;
    try {
      // Without the others' word this node's people are told at least.
      const people = await store.say(channel, peopleOf(state)).catch((error: unknown) => {
        onError(error);
        return peopleOf(state);
      });
      for (const member of [...state.members.keys()]) await tellMember(channel, state, member, people);
    } catch (error) {
      onError(error);
    } finally {
      state.busy = false;
    }
  }

  async function tellMember(
    channel: string,
    state: State,
    member: Member,
    people: readonly Present[],
  ): Promise<void> {
    const viewer = member.viewer();
    if (!viewer) return;
    const seen = sees(state, viewer) ? people.filter(({ userId }) => userId !== member.userId) : [];
    const names = await known.among(
      viewer,
      channel,
      seen.map(({ userId }) => userId),
    );
    const own = state.members.get(member);
    // Their rights may have changed meanwhile; then they are told anew.
    if (!own || member.viewer() !== viewer) return;
    const before = own.told;
    const now = new Map<string, string>();
    const told: { id: string; name: string; typing: Typing[] }[] = [];
    const readsNotes = state.ticket !== undefined && mayOnTicket(viewer, 'internal-notes.read', state.ticket);
    for (const { userId, typing } of seen) {
      const name = names.get(userId);
      if (name === undefined || now.size >= MOST_TOLD) continue;
      const shown = typing.filter((what) => what !== 'note' || readsNotes);
      const text = `${name} ${shown.join()}`;
      now.set(userId, text);
      if (before?.get(userId) !== text) told.push({ id: userId, name, typing: shown });
    }
    const gone = [...(before?.keys() ?? [])].filter((id) => !now.has(id));
    own.told = now;
    if (before && told.length === 0 && gone.length === 0) return;
    const frame = { type: 'presence', channel, all: before === undefined, people: told, gone } as const;
    member.tell(JSON.stringify(frame satisfies ServerFrame));
  }

  /** Says again what lasts, and ends what does not. */
  const renewal = setInterval(() => {
    for (const channel of channels.keys()) changed(channel);
  }, PRESENCE_LASTS_MS / 3).unref();
  const listening = await store.onChange(changed);

  return {
    enter(channel, member, ticket) {
      const state = channels.get(channel) ?? {
        members: new Map(),
        ticket,
        room: undefined,
        busy: false,
      };
      channels.set(channel, state);
      if (!state.members.has(member)) state.members.set(member, { typing: new Map(), told: undefined });
      changed(channel);
    },
    leave(channel, member) {
      const state = channels.get(channel);
      if (!state?.members.delete(member)) return;
      if (state.members.size > 0) {
        changed(channel);
        return;
      }
      channels.delete(channel);
      store.say(channel, []).catch(onError);
    },
    typing(channel, member, what) {
      const typing = channels.get(channel)?.members.get(member)?.typing;
      if (!typing) return;
      typing.clear();
      if (what) typing.set(what, performance.now() + TYPING_LASTS_MS);
      changed(channel);
    },
    tellAnew(channel, member) {
      const own = channels.get(channel)?.members.get(member);
      if (!own) return;
      own.told = undefined;
      changed(channel);
    },
    heard({ channel, audience, change }) {
      const state = channels.get(channel);
      // What tells of a comment or a note says nothing of who sees the ticket itself.
      if (!state || (change.entity !== 'ticket' && change.entity !== 'message' && change.entity !== 'room'))
        return;
      if (audience.kind === 'ticket' && audience.after) state.ticket = audience.after;
      if (audience.kind === 'room') {
        state.room = { companyId: audience.companyId, participantIds: audience.after };
      }
      changed(channel);
    },
    async end() {
      ended = true;
      clearInterval(renewal);
      clearTimeout(timer);
      channels.clear();
      await listening.stop();
    },
  };
}

/** This node's people on the channel who still see it, each with what they are writing now. */
function peopleOf(state: State): Present[] {
  const now = performance.now();
  return [...state.members].flatMap(([{ userId, viewer }, { typing }]) => {
    const seenBy = viewer();
    if (seenBy && !sees(state, seenBy)) return [];
    for (const [what, until] of typing) if (until <= now) typing.delete(what);
    return [{ userId, typing: [...typing.keys()] }];
  });
}

/** Whether the viewer sees what the channel is of, after the last change of it. */
const sees = ({ ticket, room }: State, viewer: Viewer): boolean =>
  (!ticket || mayOnTicket(viewer, 'ticket.see', ticket)) && (!room || mayTakePart(viewer, room));
