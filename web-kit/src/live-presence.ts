import type { ClientFrame, ServerFrame, Typing } from '@ticketing/contracts/live.ts';

export type PresentPerson = {
  readonly id: string;
  readonly name: string;
  readonly typing: readonly Typing[];
};

type Channel = {
  /** How many parts of this tab show the channel. */
  shown: number;
  people: readonly PresentPerson[];
  readonly listeners: Set<() => void>;
};

/** What is said again while somebody goes on writing, in milliseconds; at the server it ends after 6 s. */
const TYPING_AGAIN = 3_000;
const NOBODY: readonly PresentPerson[] = [];

/** Where this tab's person is, and who else is there. The channels themselves are subscribed elsewhere. */
export class LivePresence {
  readonly #channels = new Map<string, Channel>();
  readonly #typed = new Map<string, { readonly what: Typing; readonly at: number }>();
  readonly #send: (frame: ClientFrame) => void;

  constructor(send: (frame: ClientFrame) => void) {
    this.#send = send;
  }

  /** Shows the person there until the returned function is called. The listener hears when others come, go or write. */
  show(channel: string, listener: () => void): () => void {
    const state = this.#channels.get(channel) ?? { shown: 0, people: NOBODY, listeners: new Set() };
    this.#channels.set(channel, state);
    state.listeners.add(listener);
    state.shown += 1;
    if (state.shown === 1) this.#send({ type: 'present', channel, here: true });
    return () => {
      state.listeners.delete(listener);
      state.shown -= 1;
      if (state.shown > 0) return;
      this.#channels.delete(channel);
      this.#typed.delete(channel);
      this.#send({ type: 'present', channel, here: false });
    };
  }

  /** Others who are there, by name. The same list for as long as nothing changes. */
  others(channel: string): readonly PresentPerson[] {
    return this.#channels.get(channel)?.people ?? NOBODY;
  }

  /** To be called with every key; tells the server now and then. `null`: sent, or given up. */
  typing(channel: string, what: Typing | null): void {
    const last = this.#typed.get(channel);
    if (what === null) {
      if (last === undefined) return;
      this.#typed.delete(channel);
    } else {
      if (last?.what === what && Date.now() - last.at < TYPING_AGAIN) return;
      this.#typed.set(channel, { what, at: Date.now() });
    }
    this.#send({ type: 'typing', channel, what });
  }

  /** The channel is listened to, for the first time or again: the server does not know of this person there. */
  subscribed(channel: string): void {
    if (this.#channels.has(channel)) this.#send({ type: 'present', channel, here: true });
  }

  told({ channel, all, people, gone }: Extract<ServerFrame, { type: 'presence' }>): void {
    const state = this.#channels.get(channel);
    if (state === undefined) return;
    const others = new Map(all ? [] : state.people.map((person) => [person.id, person]));
    for (const id of gone) others.delete(id);
    for (const person of people) others.set(person.id, person);
    const named = [...others.values()];
    named.sort((one, other) => one.name.localeCompare(other.name) || (one.id < other.id ? -1 : 1));
    this.#tell(state, named);
  }

  /** The connection is gone, and with it what is known of others. */
  pause(): void {
    this.#typed.clear();
    for (const state of this.#channels.values()) if (state.people.length > 0) this.#tell(state, NOBODY);
  }

  #tell(state: Channel, people: readonly PresentPerson[]): void {
    state.people = people;
    for (const listener of [...state.listeners]) listener();
  }
}
