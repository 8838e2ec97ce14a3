import type { MessageFileView } from '@ticketing/contracts/room-views.ts';
import type { ApiErrorCode } from '../api-error.ts';
import { readStored, writeStored } from '../stored-value.ts';

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

const KEY = 'ticketing.outbox';
const storageKey = (userId: string): string => `${KEY}.${userId}`;

/**
 * What this tab does in rooms and is not yet seen in every read. What the server has not answered is kept on the
 * device, under its command's id: a reload, a closed tab or an ended session loses nothing and sends nothing twice.
 */
export class Outbox {
  readonly #listeners = new Set<() => void>();
  readonly #own = new Set<string>();
  #list: readonly OutboxEntry[] = [];

  /** The same array until something changes. Oldest first. */
  get list(): readonly OutboxEntry[] {
    return this.#list;
  }

  add(entry: OutboxEntry): void {
    this.#own.add(entry.commandId);
    this.#set([...this.#list, entry]);
  }

  /** Takes up what an earlier page of this person left unsent. @returns what is to be sent, oldest first */
  takeUp(userId: string): readonly OutboxEntry[] {
    const left = stored(userId).filter(({ commandId }) => !this.#own.has(commandId));
    for (const { commandId } of left) this.#own.add(commandId);
    if (left.length > 0) this.#set([...left, ...this.#list]);
    return left.filter(({ refusal }) => refusal === undefined);
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
    this.#tell();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #set(list: readonly OutboxEntry[]): void {
    const people = new Set([...this.#list, ...list].map(({ userId }) => userId));
    this.#list = list;
    for (const userId of people) this.#store(userId);
    this.#tell();
  }

  /** Another tab's unsent messages stay as they are. */
  #store(userId: string): void {
    const unsent = this.#list.filter((entry) => entry.userId === userId && entry.answer === undefined);
    const others = stored(userId).filter(({ commandId }) => !this.#own.has(commandId));
    const all = [...others, ...unsent];
    writeStored(storageKey(userId), all.length === 0 ? null : JSON.stringify(all));
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

function stored(userId: string): readonly OutboxEntry[] {
  try {
    const value: unknown = JSON.parse(readStored(storageKey(userId)) ?? '[]');
    // Only `#store` writes there, under a key of this app.
    return Array.isArray(value) ? (value as OutboxEntry[]) : [];
  } catch {
    return [];
  }
}
