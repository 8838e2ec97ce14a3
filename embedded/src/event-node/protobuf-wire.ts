/**
 * The part of the protobuf wire format that the event node encodes and decodes by hand.
 *
 * google-protobuf costs more for one event than everything else the node does for it, so the three hot
 * messages (read responses, batch append requests and answers) go through these functions instead.
 * Everything else uses the generated code of the official client.
 */

export const VARINT = 0;
export const LENGTH_DELIMITED = 2;

/** Bytes that `value` (a non-negative safe integer) takes as a varint. */
export function varintSize(value: number): number {
  let size = 1;
  let rest = value;
  while (rest >= 128) {
    rest = Math.floor(rest / 128);
    size += 1;
  }
  return size;
}

/** Writes a non-negative safe integer as a varint and returns the offset behind it. */
export function writeVarint(target: Buffer, offset: number, value: number): number {
  let at = offset;
  let rest = value;
  while (rest >= 0x80000000) {
    target[at++] = (rest % 128) | 128;
    rest = Math.floor(rest / 128);
  }
  while (rest >= 128) {
    target[at++] = (rest & 127) | 128;
    rest >>>= 7;
  }
  target[at++] = rest;
  return at;
}

/** Walks over the fields of one protobuf message. */
export class WireReader {
  readonly bytes: Buffer;
  offset: number;
  readonly end: number;
  /** Number and wire type of the field that `next` stopped at. */
  field = 0;
  wireType = 0;

  constructor(bytes: Buffer, offset = 0, end = bytes.length) {
    this.bytes = bytes;
    this.offset = offset;
    this.end = end;
  }

  /** Moves to the next field; false at the end of the message. */
  next(): boolean {
    if (this.offset >= this.end) return false;
    const tag = this.varint();
    this.field = Math.floor(tag / 8);
    this.wireType = tag & 7;
    return true;
  }

  /** Reads a varint that fits 53 bits (lengths, tags, flags, seconds). */
  varint(): number {
    let result = 0;
    let factor = 1;
    for (let count = 0; count < 10; count++) {
      const byte = this.bytes[this.offset++];
      if (byte === undefined || this.offset > this.end) break;
      result += (byte & 127) * factor;
      if (byte < 128) return result;
      factor *= 128;
    }
    throw new Error('The request is not a well-formed protobuf message: a number runs past its end.');
  }

  /** Reads a 64-bit varint exactly, as an unsigned number. */
  uint64(): bigint {
    let result = 0n;
    let shift = 0n;
    for (let count = 0; count < 10; count++) {
      const byte = this.bytes[this.offset++];
      if (byte === undefined || this.offset > this.end) break;
      result |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asUintN(64, result);
      shift += 7n;
    }
    throw new Error('The request is not a well-formed protobuf message: a number runs past its end.');
  }

  /** The bytes of a length-delimited field, not copied. */
  slice(): Buffer {
    const { start, end } = this.#span();
    return this.bytes.subarray(start, end);
  }

  text(): string {
    const { start, end } = this.#span();
    return this.bytes.toString('utf8', start, end);
  }

  message(): WireReader {
    const { start, end } = this.#span();
    return new WireReader(this.bytes, start, end);
  }

  /** Skips a field that this side does not know. */
  skip(): void {
    switch (this.wireType) {
      case VARINT:
        this.uint64();
        return;
      case LENGTH_DELIMITED:
        this.#span();
        return;
      case 1:
        this.offset += 8;
        return;
      case 5:
        this.offset += 4;
        return;
      default:
        throw new Error(`The request is not a well-formed protobuf message: wire type ${this.wireType}.`);
    }
  }

  #span(): { start: number; end: number } {
    const length = this.varint();
    const start = this.offset;
    const end = start + length;
    if (end > this.end) {
      throw new Error('The request is not a well-formed protobuf message: a field runs past its end.');
    }
    this.offset = end;
    return { start, end };
  }
}
