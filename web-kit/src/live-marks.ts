/** How long a change by someone else stays marked, in milliseconds: longer than its ring, so that one can see who it was. */
export const MARK_LASTS = 6_000;

/** Which tickets somebody else has just changed, so that their cards can wear a ring that fades. */
export class LiveMarks {
  readonly #listeners = new Set<() => void>();
  readonly #marks = new Map<string, { readonly actorId: string; readonly count: number }>();

  mark(ticketId: string, actorId: string): void {
    const count = (this.#marks.get(ticketId)?.count ?? 0) + 1;
    this.#marks.set(ticketId, { actorId, count });
    this.#tell();
    setTimeout(() => {
      if (this.#marks.get(ticketId)?.count !== count) return;
      this.#marks.delete(ticketId);
      this.#tell();
    }, MARK_LASTS);
  }

  /** Who changed it just now; undefined when nobody did. */
  of(ticketId: string): string | undefined {
    return this.#marks.get(ticketId)?.actorId;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
