/**
 * Rooms whose end this tab's person has before them right now. What comes there is read at once, so that nothing need
 * count it as unread for the moment until the server has said so.
 */
export class RoomsInSight {
  readonly #listeners = new Set<() => void>();
  #ids: ReadonlySet<string> = new Set();

  /** The same set until something changes. */
  get ids(): ReadonlySet<string> {
    return this.#ids;
  }

  /** @returns what takes the room away again */
  show(roomId: string): () => void {
    this.#set(new Set([...this.#ids, roomId]));
    return () => this.#set(new Set([...this.#ids].filter((id) => id !== roomId)));
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #set(ids: ReadonlySet<string>): void {
    this.#ids = ids;
    for (const listener of [...this.#listeners]) listener();
  }
}
