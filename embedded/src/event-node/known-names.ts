import { setTimeout as delay } from 'node:timers/promises';
import type { Queryable } from './event-table.ts';
import { readNames } from './event-table.ts';
import type { RecordedEvent } from './recorded-event.ts';

/**
 * Remembers which stream names and event ids the log holds, in about two bytes each, so that the writer need not ask
 * PostgreSQL about what is new, which is nearly always the case.
 *
 * A Bloom filter: "no" is certain, "yes" is checked in the table (one in some thousands is wrong). It is filled from
 * the table in the background after the start; until then the answer is always "perhaps".
 */
export class KnownNames {
  #filters: Filter[] = [new Filter(FIRST_CAPACITY)];
  #complete = false;
  #generation = 0;

  mayHaveStream(stream: string): boolean {
    return !this.#complete || this.#mayHave(stream);
  }

  mayHaveEvent(id: string): boolean {
    return !this.#complete || this.#mayHave(id);
  }

  /** Call it for every committed event, from the moment on from which `fill` reads. */
  add(event: RecordedEvent): void {
    this.#add(event.id);
    // The first event of a stream says its name; others would only fill the filter.
    if (event.revision === 0 || event.revision > LARGEST_ORDINARY_REVISION) this.#add(event.stream);
  }

  /** Reads all names up to position `head`. Ends early when `restart` is called or the table cannot be read. */
  async fill(client: Queryable, head: number): Promise<void> {
    const generation = this.#generation;
    for (let position = 0; position < head; ) {
      const rows = await readNames(client, position, PAGE);
      if (generation !== this.#generation) return;
      for (const { stream, id } of rows) {
        this.#add(id);
        if (stream !== undefined) this.#add(stream);
      }
      const last = rows.at(-1)?.position;
      if (last === undefined) break;
      position = last;
      // Requests come first.
      await delay(2);
    }
    if (generation === this.#generation) this.#complete = true;
  }

  /** Forgets everything, after the table changed behind the node's back. */
  restart(): void {
    this.#generation += 1;
    this.#complete = false;
    this.#filters = [new Filter(FIRST_CAPACITY)];
  }

  get isComplete(): boolean {
    return this.#complete;
  }

  #mayHave(name: string): boolean {
    const [first, second] = hashes(name);
    return this.#filters.some((filter) => filter.has(first, second));
  }

  #add(name: string): void {
    let filter = this.#filters.at(-1);
    if (filter === undefined || filter.isFull) {
      filter = new Filter(filter === undefined ? FIRST_CAPACITY : filter.capacity * 2);
      this.#filters.push(filter);
    }
    const [first, second] = hashes(name);
    filter.add(first, second);
  }
}

const FIRST_CAPACITY = 1 << 16;
const BITS_PER_NAME = 16;
const PROBES = 6;
const PAGE = 2_000;
/** A tombstone's revision is above it; a stream may consist of nothing else. */
const LARGEST_ORDINARY_REVISION = Number.MAX_SAFE_INTEGER - 1;

class Filter {
  readonly capacity: number;
  readonly #bits: Uint32Array;
  readonly #mask: number;
  #count = 0;

  /** `capacity` is a power of two, so that the number of bits is one. */
  constructor(capacity: number) {
    this.capacity = capacity;
    const bits = capacity * BITS_PER_NAME;
    this.#bits = new Uint32Array(bits / 32);
    this.#mask = bits - 1;
  }

  get isFull(): boolean {
    return this.#count >= this.capacity;
  }

  has(first: number, second: number): boolean {
    for (let probe = 0, at = first; probe < PROBES; probe++, at = (at + second) >>> 0) {
      const bit = at & this.#mask;
      if (((this.#bits[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  }

  add(first: number, second: number): void {
    for (let probe = 0, at = first; probe < PROBES; probe++, at = (at + second) >>> 0) {
      const bit = at & this.#mask;
      this.#bits[bit >>> 5] = (this.#bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
    }
    this.#count += 1;
  }
}

/** Two independent 32-bit hashes of a string (FNV-1a and a multiplicative one, both finished by murmur's mixer). */
function hashes(name: string): [number, number] {
  let first = 0x811c9dc5;
  let second = 0x9747b28c;
  for (let at = 0; at < name.length; at++) {
    const code = name.charCodeAt(at);
    first = Math.imul(first ^ code, 0x01000193);
    second = Math.imul(second + code, 0x5bd1e995) ^ (second >>> 15);
  }
  // Odd, so that the probes of one name never fall on one bit.
  return [mix(first), mix(second) | 1];
}

function mix(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
