/**
 * PostgreSQL arrays in their binary form, for `unnest`.
 *
 * The pg driver would write a list of buffers as one text literal of hexadecimal digits: twice the bytes, and an
 * escape for every one. A Buffer parameter is sent as it is, in binary, so the arrays are built here.
 */

const OID = { boolean: 16, bigint: 20, text: 25, bytea: 17, uuid: 2950 } as const;
const HEADER_SIZE = 20;

export function bigintArray(values: readonly (number | bigint)[]): Buffer {
  const array = fixedWidthArray(OID.bigint, values.length, 8);
  let at = HEADER_SIZE;
  for (const value of values) {
    at = array.writeInt32BE(8, at);
    at = array.writeBigInt64BE(BigInt(value), at);
  }
  return array;
}

export function booleanArray(values: readonly boolean[]): Buffer {
  const array = fixedWidthArray(OID.boolean, values.length, 1);
  let at = HEADER_SIZE;
  for (const value of values) {
    at = array.writeInt32BE(1, at);
    at = array.writeUInt8(value ? 1 : 0, at);
  }
  return array;
}

/** `values` are UUIDs in their usual text form. */
export function uuidArray(values: readonly string[]): Buffer {
  const array = fixedWidthArray(OID.uuid, values.length, 16);
  let at = HEADER_SIZE;
  for (const value of values) {
    at = array.writeInt32BE(16, at);
    at += array.write(value.replaceAll('-', ''), at, 16, 'hex');
  }
  return array;
}

export function textArray(values: readonly string[]): Buffer {
  let size = HEADER_SIZE;
  for (const value of values) size += 4 + Buffer.byteLength(value);
  const array = header(OID.text, values.length, size);
  let at = HEADER_SIZE;
  for (const value of values) {
    const length = array.write(value, at + 4, 'utf8');
    array.writeInt32BE(length, at);
    at += 4 + length;
  }
  return array;
}

export function byteaArray(values: readonly Buffer[]): Buffer {
  let size = HEADER_SIZE;
  for (const value of values) size += 4 + value.length;
  const array = header(OID.bytea, values.length, size);
  let at = HEADER_SIZE;
  for (const value of values) {
    at = array.writeInt32BE(value.length, at);
    at += value.copy(array, at);
  }
  return array;
}

function fixedWidthArray(oid: number, count: number, width: number): Buffer {
  return header(oid, count, HEADER_SIZE + count * (4 + width));
}

/** One dimension, no nulls, subscripts from 1. An empty list is never sent: the callers have rows or no query. */
function header(oid: number, count: number, size: number): Buffer {
  const array = Buffer.allocUnsafe(size);
  array.writeInt32BE(1, 0);
  array.writeInt32BE(0, 4);
  array.writeInt32BE(oid, 8);
  array.writeInt32BE(count, 12);
  array.writeInt32BE(1, 16);
  return array;
}
