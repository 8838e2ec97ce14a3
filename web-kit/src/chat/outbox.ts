import type { MessageFileView } from '@ticketing/contracts/room-views.ts';
import type { ApiErrorCode } from '../api-error.ts';
import type { OpenTabs } from '../open-tabs.ts';
import { readStored, storedKeys, writeStored } from '../stored-value.ts';

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

/** As it is kept on the device. */
type Kept = OutboxEntry & {
  /** The tab that sends it. */
  readonly tab: string;
  /** Its place among the entries of the device; grows. */
  readonly order: number;
};

const PREFIX = 'ticketing.outbox';

/**
 * What this tab does in rooms and is not yet seen in every read. What the server has not answered is kept on the
 * device, under its command's id: a reload, a closed tab or an ended session loses nothing and sends nothing twice. Each
 * is sent by the tab in which it was done; when that tab is gone, another one takes it over.
 */
export class Outbox {
  readonly #tabs: OpenTabs;
  readonly #listeners = new Set<() => void>();
  readonly #own = new Map<string, number>();
  readonly #awaited = new Set<string>();
  #last = 0;
  #list: readonly OutboxEntry[] = [];
  #follower: { readonly userId: string; readonly take: (entry: OutboxEntry) => void } | undefined;

  constructor(tabs: OpenTabs) {
    this.#tabs = tabs;
  }

  /** The same array until something changes. Oldest first. */
  get list(): readonly OutboxEntry[] {
    return this.#list;
  }

  add(entry: OutboxEntry): void {
    this.#last = Math.max(this.#last + 1, Date.now() * 1_000);
    this.#own.set(entry.commandId, this.#last);
    this.#set([...this.#list, entry]);
  }

  /**
   * Takes over what earlier pages of this person left unsent, now and whenever a tab goes.
   * @param take is given what is to be sent, oldest first; what was refused only stands in the list
   * @returns what ends that
   */
  follow(userId: string, take: (entry: OutboxEntry) => void): () => void {
    const follower = { userId, take };
    this.#follower = follower;
    const stop = this.#tabs.onStored(() => this.#look());
    this.#look();
    return () => {
      stop();
      if (this.#follower === follower) this.#follower = undefined;
    };
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
    this.#follower = undefined;
    this.#tell();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #look(): void {
    if (this.#follower === undefined) return;
    const left = kept(this.#follower.userId).filter(({ commandId }) => !this.#own.has(commandId));
    for (const tab of new Set(left.map((entry) => entry.tab))) {
      if (tab === this.#tabs.own) this.#takeOver(tab);
      else if (!this.#awaited.has(tab)) {
        this.#awaited.add(tab);
        this.#tabs.whenGone(tab, () => {
          this.#awaited.delete(tab);
          this.#takeOver(tab);
          // Another tab may have been quicker, and may go as well.
          this.#look();
        });
      }
    }
  }

  #takeOver(tab: string): void {
    const follower = this.#follower;
    if (follower === undefined) return;
    const left = kept(follower.userId).filter(
      (entry) => entry.tab === tab && !this.#own.has(entry.commandId),
    );
    if (left.length === 0) return;
    const taken = left.map(({ tab: _, order, ...entry }): OutboxEntry => {
      this.#own.set(entry.commandId, order);
      return entry;
    });
    this.#set([...taken, ...this.#list]);
    for (const entry of taken) if (entry.refusal === undefined) follower.take(entry);
  }

  /** Writes what has changed; what other tabs keep is under keys of its own. */
  #set(list: readonly OutboxEntry[]): void {
    const before = new Set(this.#list);
    const now = new Set(list.map(({ commandId }) => commandId));
    for (const entry of this.#list) if (!now.has(entry.commandId)) writeStored(keyOf(entry), null);
    this.#list = list;
    for (const entry of list) if (!before.has(entry)) this.#store(entry);
    this.#tell();
  }

  #store(entry: OutboxEntry): void {
    const order = this.#own.get(entry.commandId) ?? 0;
    const text = JSON.stringify({ ...entry, tab: this.#tabs.own, order } satisfies Kept);
    writeStored(keyOf(entry), entry.answer === undefined ? text : null);
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

const keyOf = ({ userId, commandId }: OutboxEntry): string => `${PREFIX}.${userId}.${commandId}`;

const kept = (userId: string): Kept[] =>
  storedKeys(`${PREFIX}.${userId}.`)
    .flatMap((key) => read(key) ?? [])
    .sort((one, other) => one.order - other.order);

function read(key: string): Kept | undefined {
  try {
    const value: unknown = JSON.parse(readStored(key) ?? 'null');
    // Only `#store` writes there, under a key of this app.
    return value === null ? undefined : (value as Kept);
  } catch {
    return undefined;
  }
}
