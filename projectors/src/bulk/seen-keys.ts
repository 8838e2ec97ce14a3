/** Bits for each key, and how many of them it sets: one key in about a thousand is taken for seen that was not. */
const BITS_PER_KEY = 16;
const PROBES = 6;
const FIRST_CAPACITY = 8_192;

type Layer = { readonly bits: Uint32Array; readonly mask: number; readonly capacity: number; count: number };

/**
 * Remembers which keys were there, in two bytes each (a Bloom filter that grows): of a key it says that it certainly was
 * not there, or that it may have been.
 */
export function createSeenKeys() {
  const layers: Layer[] = [newLayer(FIRST_CAPACITY)];

  return {
    /** Remembers a key. @returns true when it certainly was not there before */
    addIfNew(key: string): boolean {
      const [one, other] = hashesOf(key);
      for (const layer of layers) if (holds(layer, one, other)) return false;
      let last = layers.at(-1);
      if (!last || last.count >= last.capacity) {
        last = newLayer((last?.capacity ?? FIRST_CAPACITY) * 2);
        layers.push(last);
      }
      last.count++;
      for (let probe = 0; probe < PROBES; probe++) {
        const bit = (one + Math.imul(probe, other)) & last.mask;
        last.bits[bit >>> 5] = (last.bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
      }
      return true;
    },
  };
}

export type SeenKeys = ReturnType<typeof createSeenKeys>;

/** @param capacity a power of two */
function newLayer(capacity: number): Layer {
  const size = capacity * BITS_PER_KEY;
  return { bits: new Uint32Array(size >>> 5), mask: size - 1, capacity, count: 0 };
}

function holds({ bits, mask }: Layer, one: number, other: number): boolean {
  for (let probe = 0; probe < PROBES; probe++) {
    const bit = (one + Math.imul(probe, other)) & mask;
    if (((bits[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
  }
  return true;
}

/** Two FNV-1a hashes, stirred so that keys which differ at their end alone differ in all bits. */
function hashesOf(key: string): [number, number] {
  let one = 0x811c9dc5;
  let other = 0x9747b28c;
  for (let index = 0; index < key.length; index++) {
    const code = key.charCodeAt(index);
    one = Math.imul(one ^ code, 0x01000193);
    other = Math.imul(other ^ code, 0x85ebca6b);
    other ^= other >>> 15;
  }
  one ^= one >>> 16;
  one = Math.imul(one, 0xc2b2ae35);
  return [(one ^ (one >>> 13)) >>> 0, (other | 1) >>> 0];
}
