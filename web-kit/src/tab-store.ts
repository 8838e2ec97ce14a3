import type { OpenTabs } from './open-tabs.ts';
import { readStored, storedKeys, writeStored } from './stored-value.ts';

/** As a command is kept on the device. */
export type Kept<Command> = Command & {
  /** The tab that sends it. */
  readonly tab: string;
  /** Its place among the commands of the device; grows. */
  readonly order: number;
};

export type Follower<Command> = {
  /** False for what this page has already, and for what is not to be sent. */
  readonly wants: (command: Kept<Command>) => boolean;
  /** Is given what a tab left behind that is gone, oldest first. */
  readonly take: (left: readonly Kept<Command>[]) => void;
  /** Called before each look, as another tab may have changed what is stored. */
  readonly looks?: () => void;
};

/**
 * Commands that are kept on the device under their person, each under a key of its own by its idempotency key. Each is of the
 * tab in which it was given; when that tab is gone, another one takes over what it left.
 */
export class TabStore<Command extends { readonly commandId: string }> {
  readonly #tabs: OpenTabs;
  readonly #prefix: string;
  readonly #awaited = new Set<string>();
  #last = 0;
  #following: (Follower<Command> & { readonly userId: string }) | undefined;

  constructor(tabs: OpenTabs, prefix: string) {
    this.#tabs = tabs;
    this.#prefix = prefix;
  }

  /** A place after all that were given. */
  nextOrder(): number {
    this.#last = Math.max(this.#last + 1, Date.now() * 1_000);
    return this.#last;
  }

  /** All of a person, of every tab, oldest first. */
  all(userId: string): readonly Kept<Command>[] {
    return storedKeys(`${this.#prefix}.${userId}.`)
      .flatMap((key) => this.#read(key) ?? [])
      .sort((one, other) => one.order - other.order);
  }

  find(userId: string, commandId: string): Kept<Command> | undefined {
    return this.#read(this.#keyOf(userId, commandId));
  }

  /** Keeps it as one of this tab. */
  keep(userId: string, command: Command, order: number): void {
    const kept: Kept<Command> = { ...command, tab: this.#tabs.own, order };
    writeStored(this.#keyOf(userId, command.commandId), JSON.stringify(kept));
  }

  drop(userId: string, commandId: string): void {
    writeStored(this.#keyOf(userId, commandId), null);
  }

  /**
   * Takes over what earlier pages of this person left behind, now and whenever a tab goes.
   * @returns what ends that
   */
  follow(userId: string, follower: Follower<Command>): () => void {
    const following = { ...follower, userId };
    this.#following = following;
    const stop = this.#tabs.onStored(() => this.#look());
    this.#look();
    return () => {
      stop();
      if (this.#following === following) this.#following = undefined;
    };
  }

  /** Another person is here: what is kept stays for the last one. */
  unfollow(): void {
    this.#following = undefined;
  }

  #look(): void {
    this.#following?.looks?.();
    for (const tab of new Set(this.#wanted().map((command) => command.tab))) {
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
    const left = this.#wanted().filter((command) => command.tab === tab);
    if (left.length > 0) this.#following?.take(left);
  }

  #wanted(): readonly Kept<Command>[] {
    const following = this.#following;
    return following === undefined ? [] : this.all(following.userId).filter(following.wants);
  }

  #keyOf(userId: string, commandId: string): string {
    return `${this.#prefix}.${userId}.${commandId}`;
  }

  #read(key: string): Kept<Command> | undefined {
    try {
      const value: unknown = JSON.parse(readStored(key) ?? 'null');
      // Only `keep` writes there, under a key of this app.
      return value === null ? undefined : (value as Kept<Command>);
    } catch {
      return undefined;
    }
  }
}
