/**
 * The partition of a key, as Kafka's own clients choose it (murmur2), so that whoever produces or looks up by the
 * same key anywhere comes to the same partition. kafkajs has the same in 64-bit numbers, at many times the cost.
 */
export function partitionOf(key: string, partitions: number): number {
  return (murmur2(Buffer.from(key)) & 0x7fffffff) % partitions;
}

const MIX = 0x5bd1e995;

function murmur2(bytes: Buffer): number {
  const whole = bytes.length & ~3;
  let hash = 0x9747b28c ^ bytes.length;
  for (let at = 0; at < whole; at += 4) {
    let word = Math.imul(bytes.readInt32LE(at), MIX);
    word = Math.imul(word ^ (word >>> 24), MIX);
    hash = Math.imul(hash, MIX) ^ word;
  }
  const rest = bytes.length - whole;
  if (rest > 0) {
    hash ^= bytes.readUIntLE(whole, rest);
    hash = Math.imul(hash, MIX);
  }
  hash = Math.imul(hash ^ (hash >>> 13), MIX);
  return hash ^ (hash >>> 15);
}
