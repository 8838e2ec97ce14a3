import { createHash, randomBytes } from 'node:crypto';

/** UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then random bits. */
export function newId(now: number = Date.now()): string {
  return v7(now, randomBytes(10));
}

function v7(milliseconds: number, tail: Buffer): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(milliseconds, 0, 6);
  tail.copy(bytes, 6, 0, 10);
  return stamp(bytes, 7);
}

function stamp(bytes: Buffer, version: 7 | 8): string {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | (version << 4), 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/**
 * An id that the same command always derives again, so that a retried command names the same thing.
 * A UUIDv7 command id lends its timestamp, so the result is a UUIDv7 too; any other key gives a UUIDv8.
 */
export function derivedId(commandId: string, purpose: string): string {
  const hash = createHash('sha256').update(commandId).update('\0').update(purpose).digest();
  if (UUID_V7.test(commandId)) {
    return v7(Number.parseInt(commandId.slice(0, 8) + commandId.slice(9, 13), 16), hash.subarray(0, 10));
  }
  return stamp(Buffer.from(hash.subarray(0, 16)), 8);
}
