/**
 * Tells the loops of a call that it is over. An AbortSignal would do the same, but every abort makes an error with
 * a stack trace and an event, which for short reads cost more than reading.
 */
export class CallEnd {
  #hasEnded = false;
  readonly #listeners = new Set<() => void>();

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }

  /** Calls `listener` once when the call ends; not at all when it has ended before. */
  listen(listener: () => void): void {
    this.#listeners.add(listener);
  }

  forget(listener: () => void): void {
    this.#listeners.delete(listener);
  }
}
