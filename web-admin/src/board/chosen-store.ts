/** The tickets that were chosen to be changed together. Cards ask for their own, so that choosing draws one card again. */
export class ChosenStore {
  readonly #listeners = new Set<() => void>();
  #ids: ReadonlySet<string> = new Set();
  /** From which card a range begins. */
  anchor: string | undefined;

  /** The same set until something changes. */
  get ids(): ReadonlySet<string> {
    return this.#ids;
  }

  toggle(id: string): void {
    const next = new Set(this.#ids);
    if (!next.delete(id)) next.add(id);
    this.anchor = id;
    this.#set(next);
  }

  /** Everything from the anchor to this one, in the order that is shown. */
  extendTo(id: string, order: readonly string[]): void {
    const from = order.indexOf(this.anchor ?? id);
    const to = order.indexOf(id);
    if (from < 0 || to < 0) this.toggle(id);
    else this.#set(new Set([...this.#ids, ...order.slice(Math.min(from, to), Math.max(from, to) + 1)]));
  }

  /** Leaves only those that are still there. */
  keep(there: ReadonlySet<string>): void {
    const next = new Set([...this.#ids].filter((id) => there.has(id)));
    if (next.size !== this.#ids.size) this.#set(next);
  }

  clear(): void {
    this.anchor = undefined;
    if (this.#ids.size > 0) this.#set(new Set());
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #set(ids: ReadonlySet<string>): void {
    this.#ids = ids;
    for (const listener of [...this.#listeners]) listener();
  }
}
