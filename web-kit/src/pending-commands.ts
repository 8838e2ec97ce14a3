import type { CommandAnswer } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { Intent } from './commands/intents.ts';

export type { Intent, TicketPatch } from './commands/intents.ts';

/** `commentId` is in the answer to a posted comment, `subtaskId` in that to an added subtask. */
export type Answer = CommandAnswer & { readonly commentId?: string; readonly subtaskId?: string };

export type PendingCommand = {
  readonly commandId: string;
  readonly intent: Intent;
  /** Set when the server has answered: what a read model must have reached for the command to be in it. */
  readonly answer?: Answer;
};

/**
 * The commands of this tab that are not yet seen in every read. A screen shows what the server said last with these
 * laid over it, so nothing flickers back: neither while a command is under way nor when an older answer comes in late.
 */
export class PendingCommands {
  readonly #listeners = new Set<() => void>();
  readonly #own = new Set<string>();
  #list: readonly PendingCommand[] = [];

  /** The same array until something changes. Oldest first. */
  get list(): readonly PendingCommand[] {
    return this.#list;
  }

  add(commandId: string, intent: Intent): void {
    this.#own.add(commandId);
    this.#set([...this.#list, { commandId, intent }]);
  }

  acknowledge(commandId: string, answer: Answer): void {
    this.#set(this.#list.map((entry) => (entry.commandId === commandId ? { ...entry, answer } : entry)));
  }

  /** It was refused, or every screen has it. */
  remove(commandId: string): void {
    if (this.#list.some((entry) => entry.commandId === commandId)) {
      this.#set(this.#list.filter((entry) => entry.commandId !== commandId));
    }
  }

  /** Several at once. @param own the commands whose frames tell of them */
  addMany(entries: readonly PendingCommand[], own: readonly string[]): void {
    for (const commandId of own) this.#own.add(commandId);
    this.#set([...this.#list, ...entries]);
  }

  /** What came of several: the answer, or null for what is to be taken back or forgotten. */
  settleMany(answers: ReadonlyMap<string, Answer | null>): void {
    if (!this.#list.some((entry) => answers.has(entry.commandId))) return;
    this.#set(
      this.#list.flatMap((entry) => {
        const answer = answers.get(entry.commandId);
        if (answer === null) return [];
        return answer === undefined ? entry : { ...entry, answer };
      }),
    );
  }

  /** Another person is here. */
  clear(): void {
    this.#own.clear();
    this.#set([]);
  }

  /** Whether this tab sent the command. */
  isOwn(commandId: string): boolean {
    return this.#own.has(commandId);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #set(list: readonly PendingCommand[]): void {
    this.#list = list;
    for (const listener of [...this.#listeners]) listener();
  }
}

/** What the server said last, as far as it matters for telling whether a command is in it. */
export type Known = {
  /** Log position up to which the read is complete. */
  readonly position: string;
  /** Commands whose effect came as a frame. */
  readonly commands: ReadonlySet<string>;
};
