import type { ServiceError } from '@grpc/grpc-js';
import { groupError } from '../grpc-errors.ts';
import type { GroupSettings } from './group-settings.ts';
import {
  createGroupTable,
  deleteGroup,
  insertGroup,
  readGroups,
  type StoredGroup,
  updateGroup,
} from './group-table.ts';
import { type GroupDeps, SubscriptionGroup } from './subscription-group.ts';

/** All groups of a node. Changes come one after another, so that a name is never two groups. */
export class SubscriptionGroups {
  readonly #deps: GroupDeps;
  readonly #groups = new Map<string, SubscriptionGroup>();
  /** Told when the group that its consumers are in is no more. */
  readonly #drops = new Map<SubscriptionGroup, Set<() => void>>();
  #changes: Promise<unknown> = Promise.resolve();

  private constructor(deps: GroupDeps) {
    this.#deps = deps;
  }

  static async open(deps: GroupDeps): Promise<SubscriptionGroups> {
    await createGroupTable(deps.database);
    const groups = new SubscriptionGroups(deps);
    for (const stored of await readGroups(deps.database)) groups.#put(stored);
    return groups;
  }

  find(source: string, name: string): SubscriptionGroup | undefined {
    return this.#groups.get(keyOf(source, name));
  }

  /** @param source only those of this stream or of `$all` */
  list(source?: string): SubscriptionGroup[] {
    return [...this.#groups.values()].filter(
      ({ stored }) => source === undefined || stored.source === source,
    );
  }

  create(source: string, name: string, settings: GroupSettings): Promise<ServiceError | undefined> {
    return this.#inTurn(async () => {
      if (this.find(source, name) !== undefined) return exists(source, name);
      // The end is where the source ends now, and not where it will when somebody reads.
      const checkpoint = settings.startFrom === 'end' ? await this.#endOf(source) : undefined;
      const stored = { source, name, settings, checkpoint };
      if (!(await insertGroup(this.#deps.database, stored))) return exists(source, name);
      this.#put(stored);
      return undefined;
    });
  }

  /** Consumers are dropped and come back to the new settings; what is done stays done. */
  update(
    source: string,
    name: string,
    change: (before: GroupSettings) => GroupSettings,
  ): Promise<ServiceError | undefined> {
    return this.#inTurn(async () => {
      const group = this.find(source, name);
      if (group === undefined) return missing(source, name);
      const settings = change(group.stored.settings);
      await updateGroup(this.#deps.database, { source, name, settings });
      await this.#drop(group);
      const checkpoint = group.lastCheckpoint;
      this.#put({ source, name, settings, checkpoint });
      return undefined;
    });
  }

  remove(source: string, name: string): Promise<ServiceError | undefined> {
    return this.#inTurn(async () => {
      const group = this.find(source, name);
      if (group === undefined) return missing(source, name);
      await deleteGroup(this.#deps.database, source, name);
      this.#groups.delete(keyOf(source, name));
      await this.#drop(group);
      return undefined;
    });
  }

  /** @returns how to forget it again */
  whenDropped(group: SubscriptionGroup, callback: () => void): () => void {
    const callbacks = this.#drops.get(group) ?? new Set();
    this.#drops.set(group, callbacks);
    callbacks.add(callback);
    return () => callbacks.delete(callback);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#groups.values()].map((group) => group.stop()));
  }

  #put(stored: StoredGroup): void {
    this.#groups.set(keyOf(stored.source, stored.name), new SubscriptionGroup(stored, this.#deps));
  }

  async #drop(group: SubscriptionGroup): Promise<void> {
    for (const callback of this.#drops.get(group) ?? []) callback();
    this.#drops.delete(group);
    await group.stop();
  }

  async #endOf(source: string): Promise<number | undefined> {
    const { reader } = this.#deps;
    const end = source === '$all' ? reader.log.head : (await reader.head(source)).revision;
    return end < 0 ? undefined : end;
  }

  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const turn = this.#changes.then(change, change);
    this.#changes = turn.catch(() => undefined);
    return turn;
  }
}

const keyOf = (source: string, name: string): string => `${source}\0${name}`;
const exists = (source: string, name: string) => groupError('persistent-subscription-exists', source, name);
const missing = (source: string, name: string) =>
  groupError('persistent-subscription-does-not-exist', source, name);
