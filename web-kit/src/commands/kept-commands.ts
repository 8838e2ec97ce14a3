import type { ApiErrorCode } from '../api-error.ts';
import type { OpenTabs } from '../open-tabs.ts';
import { readStored, storedKeys, writeStored } from '../stored-value.ts';
import type { Intent } from './intents.ts';
import type { KeptRequest } from './request.ts';

/** A command that the server has not answered yet, or that it refused after it had waited. */
export type KeptCommand = {
  /** The idempotency key: however often it is sent, it is done once. */
  readonly commandId: string;
  /** Its place among the commands of the device; grows. */
  readonly order: number;
  /** The tab that sends it. */
  readonly tab: string;
  readonly intent: Intent;
  readonly projectId: string | null;
  /** Key of the ticket that it is about, as far as it was known. */
  readonly about: string | null;
  readonly request: KeptRequest;
  /** Why the server did not take it: it is not sent again, and stays until the person has seen it. */
  readonly refusal?: ApiErrorCode;
};

const PREFIX = 'ticketing.commands';

/**
 * The ticket commands of this app that are not answered yet, kept on the device under their person: a reload, a closed tab
 * or an ended session loses none. Each is sent by the tab that it was given in; when that tab is gone, another one takes
 * it over, in the order in which they were given.
 */
export class KeptCommands {
  readonly #tabs: OpenTabs;
  readonly #listeners = new Set<() => void>();
  readonly #awaited = new Set<string>();
  /** What this page has under way itself. */
  readonly #underWay = new Set<string>();
  #last = 0;
  #userId: string | undefined;
  #refused: readonly KeptCommand[] = [];
  #take: (command: KeptCommand) => void = () => undefined;

  constructor(tabs: OpenTabs) {
    this.#tabs = tabs;
  }

  /** Those that were refused after they had waited, oldest first. The same array until something changes. */
  get refused(): readonly KeptCommand[] {
    return this.#refused;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /**
   * Takes over what earlier pages of this person left behind, now and whenever a tab goes.
   * @returns what ends that
   */
  follow(userId: string, take: (command: KeptCommand) => void): () => void {
    this.#userId = userId;
    this.#take = take;
    const stop = this.#tabs.onStored(() => this.#look());
    this.#look();
    return () => {
      stop();
      if (this.#userId === userId) this.#userId = undefined;
    };
  }

  /** Keeps a command until it is dropped. */
  keep(userId: string, command: Omit<KeptCommand, 'order' | 'tab'>): void {
    this.#underWay.add(command.commandId);
    this.#last = Math.max(this.#last + 1, Date.now() * 1_000);
    this.#write(userId, { ...command, order: this.#last, tab: this.#tabs.own });
  }

  /** It was answered, or need not be told any more. */
  drop(userId: string, commandId: string): void {
    this.#underWay.delete(commandId);
    writeStored(keyOf(userId, commandId), null);
    this.#tellRefused();
  }

  refuse(userId: string, commandId: string, refusal: ApiErrorCode): void {
    this.#underWay.delete(commandId);
    const command = read(keyOf(userId, commandId));
    if (command !== undefined) this.#write(userId, { ...command, refusal });
    this.#tellRefused();
  }

  /** Another person is here: what is under way stays on the device for the last one. */
  clear(): void {
    this.#underWay.clear();
    this.#userId = undefined;
    this.#tellRefused();
  }

  #look(): void {
    const userId = this.#userId;
    this.#tellRefused();
    if (userId === undefined) return;
    const waiting = all(userId).filter(
      ({ commandId, refusal }) => refusal === undefined && !this.#underWay.has(commandId),
    );
    for (const tab of new Set(waiting.map((command) => command.tab))) {
      if (tab === this.#tabs.own) this.#takeOver(userId, tab);
      else if (!this.#awaited.has(tab)) {
        this.#awaited.add(tab);
        this.#tabs.whenGone(tab, () => {
          this.#awaited.delete(tab);
          if (this.#userId !== undefined) this.#takeOver(this.#userId, tab);
          // Another tab may have been quicker, and may go as well.
          this.#look();
        });
      }
    }
  }

  #takeOver(userId: string, tab: string): void {
    const left = all(userId).filter(
      (command) =>
        command.tab === tab && command.refusal === undefined && !this.#underWay.has(command.commandId),
    );
    for (const command of left) {
      const mine = { ...command, tab: this.#tabs.own };
      this.#underWay.add(command.commandId);
      this.#write(userId, mine);
      this.#take(mine);
    }
  }

  #write(userId: string, command: KeptCommand): void {
    writeStored(keyOf(userId, command.commandId), JSON.stringify(command));
  }

  #tellRefused(): void {
    const refused =
      this.#userId === undefined ? [] : all(this.#userId).filter(({ refusal }) => refusal !== undefined);
    if (refused.length === 0 && this.#refused.length === 0) return;
    this.#refused = refused;
    for (const listener of [...this.#listeners]) listener();
  }
}

const keyOf = (userId: string, commandId: string): string => `${PREFIX}.${userId}.${commandId}`;

const all = (userId: string): KeptCommand[] =>
  storedKeys(`${PREFIX}.${userId}.`)
    .flatMap((key) => read(key) ?? [])
    .sort((one, other) => one.order - other.order);

function read(key: string): KeptCommand | undefined {
  try {
    const value: unknown = JSON.parse(readStored(key) ?? 'null');
    // Only `#write` writes there, under a key of this app.
    return value === null ? undefined : (value as KeptCommand);
  } catch {
    return undefined;
  }
}
