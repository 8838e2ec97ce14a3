/**
 * What one fact of a stream was at any instant, when the fact is folded from the events up to that instant in
 * stream order. A later event of the stream beats an earlier one wherever both count, so an event makes every
 * earlier one whose time is not before its own unreachable: those are dropped, and times rise strictly.
 */
export class Timeline<Value> {
  readonly #times: number[] = [];
  readonly #values: Value[] = [];

  /** Called in stream order. @param time milliseconds */
  append(time: number, value: Value): void {
    while (this.#times.length > 0 && (this.#times.at(-1) ?? time) >= time) {
      this.#times.pop();
      this.#values.pop();
    }
    // Saying again what holds already changes no answer.
    if (this.#values.length > 0 && this.#values.at(-1) === value) return;
    this.#times.push(time);
    this.#values.push(value);
  }

  /** `undefined` before the first event that set it. */
  at(time: number): Value | undefined {
    let low = 0;
    let high = this.#times.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#times[middle] ?? Number.POSITIVE_INFINITY) <= time) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? undefined : this.#values[low - 1];
  }
}
