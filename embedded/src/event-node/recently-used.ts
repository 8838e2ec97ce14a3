/**
 * A map that keeps at least the `minimum` entries used last and at most twice as many.
 *
 * Two generations: what is used moves into the young one, and when that is full the old one is dropped. An exact
 * least-recently-used order would delete and insert an entry at every use, which rehashes a large map again and again.
 */
export class RecentlyUsed<Value> {
  readonly #minimum: number;
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();

  constructor(minimum: number) {
    this.#minimum = minimum;
  }

  get(key: string): Value | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: Value): void {
    this.#young.set(key, value);
    if (this.#young.size <= this.#minimum) return;
    this.#old = this.#young;
    this.#young = new Map();
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}
