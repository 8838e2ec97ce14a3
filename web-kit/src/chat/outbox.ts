import type { MessageFileView } from '@ticketing/contracts/room-views.ts';
import type { ApiErrorCode } from '../api-error.ts';
import type { OpenTabs } from '../open-tabs.ts';
import { TabStore } from '../tab-store.ts';

/** What a person does in a room, so that it shows before the server has answered. */
export type RoomIntent =
  | {
      readonly kind: 'post';
      readonly body: string;
      readonly replyToId: string | null;
      readonly files: readonly MessageFileView[];
    }
  | { readonly kind: 'edit'; readonly messageId: string; readonly body: string }
  | { readonly kind: 'remove'; readonly messageId: string }
  | { readonly kind: 'react'; readonly messageId: string; readonly reaction: string; readonly on: boolean };

export type OutboxEntry = {
  readonly commandId: string;
  readonly roomId: string;
  /** Who does it. */
  readonly userId: string;
  /** When, by this device's clock; ISO 8601. */
  readonly at: string;
  readonly intent: RoomIntent;
  /** Set when the server has answered: what the timeline must have reached for it to be in there. */
  readonly answer?: { readonly position: string; readonly messageId?: string };
  /** Set when the server refused it: a message stays, to be sent again or given up. */
  readonly refusal?: ApiErrorCode;
};

/**
 * What this tab does in rooms and is not yet seen in every read. What the server has not answered is kept on the
 * device: a reload, a closed tab or an ended session loses nothing and sends nothing twice. Each is sent by the tab in which
 * it was done, or by who takes over from it.
 */
export class Outbox {
  readonly #store: TabStore<OutboxEntry>;
  readonly #listeners = new Set<() => void>();
  readonly #own = new Map<string, number>();
  #list: readonly OutboxEntry[] = [];

  constructor(tabs: OpenTabs) {
    this.#store = new TabStore(tabs, 'ticketing.outbox');
  }

  /** The same array until something changes. Oldest first. */
  get list(): readonly OutboxEntry[] {
    return this.#list;
  }

  add(entry: OutboxEntry): void {
    this.#own.set(entry.commandId, this.#store.nextOrder());
    this.#set([...this.#list, entry]);
  }

  /**
   * Takes over what earlier pages of this person left unsent, now and whenever a tab goes.
   * @param take is given what is to be sent, oldest first; what was refused only stands in the list
   * @returns what ends that
   */
  follow(userId: string, take: (entry: OutboxEntry) => void): () => void {
    return this.#store.follow(userId, {
      wants: ({ commandId }) => !this.#own.has(commandId),
      take: (left) => {
        const taken = left.map(({ tab: _, order, ...entry }): OutboxEntry => {
          this.#own.set(entry.commandId, order);
          return entry;
        });
        this.#set([...taken, ...this.#list]);
        for (const entry of taken) if (entry.refusal === undefined) take(entry);
      },
    });
  }

  change(commandId: string, patch: Pick<OutboxEntry, 'answer'> | { readonly refusal: ApiErrorCode }): void {
    this.#set(this.#list.map((entry) => (entry.commandId === commandId ? { ...entry, ...patch } : entry)));
  }

  /** A refused message is to be sent again. */
  retry(commandId: string): OutboxEntry | undefined {
    const found = this.#list.find((entry) => entry.commandId === commandId);
    if (found?.refusal === undefined) return undefined;
    const { refusal: _, ...entry } = found;
    this.#set(this.#list.map((each) => (each === found ? entry : each)));
    return entry;
  }

  remove(commandId: string): void {
    if (!this.#list.some((entry) => entry.commandId === commandId)) return;
    this.#set(this.#list.filter((entry) => entry.commandId !== commandId));
  }

  /** Whether this tab sent the command. */
  isOwn = (commandId: string): boolean => this.#own.has(commandId);

  /** Another person is here: the last one's messages leave the page and stay on the device. */
  clear(): void {
    this.#list = [];
    this.#own.clear();
    this.#store.unfollow();
    this.#tell();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Writes what has changed; what other tabs keep is under keys of its own. */
  #set(list: readonly OutboxEntry[]): void {
    const before = new Set(this.#list);
    const now = new Set(list.map(({ commandId }) => commandId));
    for (const entry of this.#list) if (!now.has(entry.commandId)) this.#drop(entry);
    this.#list = list;
    for (const entry of list) if (!before.has(entry)) this.#keep(entry);
    this.#tell();
  }

  #keep(entry: OutboxEntry): void {
    if (entry.answer !== undefined) this.#drop(entry);
    else this.#store.keep(entry.userId, entry, this.#own.get(entry.commandId) ?? 0);
  }

  #drop({ userId, commandId }: OutboxEntry): void {
    this.#store.drop(userId, commandId);
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
