import type { ApiErrorCode } from '../api-error.ts';
import type { OpenTabs } from '../open-tabs.ts';
import { type Kept, TabStore } from '../tab-store.ts';
import type { Intent, ManyIntent } from './intents.ts';
import type { KeptRequest } from './request.ts';

/** A command that the server has not answered yet, or that it refused after it had waited. */
export type KeptCommand = {
  /** The idempotency key: however often it is sent, it is done once. */
  readonly commandId: string;
  readonly intent: Intent | ManyIntent;
  readonly projectId: string | null;
  /** Key of the ticket that it is about, as far as it was known. */
  readonly about: string | null;
  readonly request: KeptRequest;
  /** Why the server did not take it: it is not sent again, and stays until the person has seen it. */
  readonly refusal?: ApiErrorCode;
};

/**
 * The ticket commands of this app that are not answered yet, kept on the device under their person: a reload, a closed tab
 * or an ended session loses none. Each is sent by the tab that it was given in, or by who takes over from it, in the order in
 * which they were given.
 */
export class KeptCommands {
  readonly #store: TabStore<KeptCommand>;
  readonly #listeners = new Set<() => void>();
  /** What this page has under way itself. */
  readonly #underWay = new Set<string>();
  #userId: string | undefined;
  #refused: readonly KeptCommand[] = [];

  constructor(tabs: OpenTabs) {
    this.#store = new TabStore(tabs, 'ticketing.commands');
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
    const stop = this.#store.follow(userId, {
      wants: ({ commandId, refusal }) => refusal === undefined && !this.#underWay.has(commandId),
      take: (left) => {
        for (const command of left) {
          this.#underWay.add(command.commandId);
          this.#write(userId, command);
          take(command);
        }
      },
      looks: () => this.#tellRefused(),
    });
    return () => {
      stop();
      if (this.#userId === userId) this.#userId = undefined;
    };
  }

  /** Keeps a command until it is dropped. */
  keep(userId: string, command: KeptCommand): void {
    this.#underWay.add(command.commandId);
    this.#store.keep(userId, command, this.#store.nextOrder());
  }

  /** It was answered, or need not be told any more. */
  drop(userId: string, commandId: string): void {
    this.#underWay.delete(commandId);
    this.#store.drop(userId, commandId);
    this.#tellRefused();
  }

  refuse(userId: string, commandId: string, refusal: ApiErrorCode): void {
    this.#underWay.delete(commandId);
    const command = this.#store.find(userId, commandId);
    if (command !== undefined) this.#write(userId, { ...command, refusal });
    this.#tellRefused();
  }

  /** Some of what a command of many tickets wanted was refused: that stays to be told, each reason by itself. */
  refuseParts(
    userId: string,
    commandId: string,
    parts: readonly { readonly intent: ManyIntent; readonly refusal: ApiErrorCode }[],
  ): void {
    const command = this.#store.find(userId, commandId);
    if (command !== undefined) {
      for (const { intent, refusal } of parts)
        this.#write(userId, { ...command, commandId: `${commandId}/${refusal}`, intent, refusal });
    }
    this.drop(userId, commandId);
  }

  /** Another person is here: what is under way stays on the device for the last one. */
  clear(): void {
    this.#underWay.clear();
    this.#userId = undefined;
    this.#store.unfollow();
    this.#tellRefused();
  }

  #write(userId: string, command: Kept<KeptCommand>): void {
    this.#store.keep(userId, command, command.order);
  }

  #tellRefused(): void {
    const refused =
      this.#userId === undefined
        ? []
        : this.#store.all(this.#userId).filter(({ refusal }) => refusal !== undefined);
    if (refused.length === 0 && this.#refused.length === 0) return;
    this.#refused = refused;
    for (const listener of [...this.#listeners]) listener();
  }
}
