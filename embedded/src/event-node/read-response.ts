import { varintSize, writeVarint } from './protobuf-wire.ts';
import type { RecordedEvent } from './recorded-event.ts';
import { TOMBSTONE_REVISION } from './recorded-event.ts';

/**
 * Read responses, encoded by hand (message `event_store.client.streams.ReadResp`). Field numbers are those of
 * streams.proto; the contract suite reads every one of them back through the official client.
 */

const TYPE_KEY = entryKey('type');
const CONTENT_TYPE_JSON = mapEntry('content-type', 'application/json');
const CONTENT_TYPE_BINARY = mapEntry('content-type', 'application/octet-stream');
const CREATED_KEY = entryKey('created');
const TOMBSTONE_VARINT = Buffer.from('ffffffffffffffff7f', 'hex');

/** An event that is read, or the target of a link together with that link. */
export function encodeEvent(event: RecordedEvent): Buffer {
  event.encoded ??= encodeReadEvent(event, undefined);
  return event.encoded;
}

/** Encodes without keeping the bytes: for events that come from the table and are read once. */
export function encodeEventOnce(event: RecordedEvent): Buffer {
  return event.encoded ?? encodeReadEvent(event, undefined);
}

/** A link; `target` is undefined when what it points to does not exist (any more). */
export function encodeLink(link: RecordedEvent, target: RecordedEvent | undefined): Buffer {
  return encodeReadEvent(target, link);
}

/** The same for a consumer of a persistent subscription (`persistent_subscriptions.ReadResp`), with its retries so far. */
export function encodeDelivery(
  event: RecordedEvent | undefined,
  link: RecordedEvent | undefined,
  retries: number,
): Buffer {
  return encodeReadEvent(event, link, retries);
}

export function encodeConfirmation(subscriptionId: string): Buffer {
  return nested(2, nested(1, Buffer.from(subscriptionId)));
}

export function encodeCheckpoint(position: number): Buffer {
  const body = Buffer.allocUnsafe(2 + 2 * varintSize(position));
  let at = body.writeUInt8(0x08, 0);
  at = writeVarint(body, at, position);
  at = body.writeUInt8(0x10, at);
  writeVarint(body, at, position);
  return nested(3, body);
}

export function encodeStreamNotFound(stream: string): Buffer {
  return nested(4, nested(1, nested(3, Buffer.from(stream))));
}

export const CAUGHT_UP = nested(8, Buffer.alloc(0));
export const FELL_BEHIND = nested(9, Buffer.alloc(0));

function encodeReadEvent(
  event: RecordedEvent | undefined,
  link: RecordedEvent | undefined,
  retries?: number,
): Buffer {
  const eventSize = event === undefined ? 0 : recordedSize(event);
  const linkSize = link === undefined ? 0 : recordedSize(link);
  const position = (link ?? event)?.position ?? 0;
  const size =
    (event === undefined ? 0 : 1 + varintSize(eventSize) + eventSize) +
    (link === undefined ? 0 : 1 + varintSize(linkSize) + linkSize) +
    1 +
    varintSize(position) +
    (retries === undefined ? 0 : 1 + varintSize(retries));
  const target = Buffer.allocUnsafe(1 + varintSize(size) + size);
  let at = 0;
  target[at++] = 0x0a;
  at = writeVarint(target, at, size);
  if (event !== undefined) {
    target[at++] = 0x0a;
    at = writeVarint(target, at, eventSize);
    at = writeRecorded(target, at, event);
  }
  if (link !== undefined) {
    target[at++] = 0x12;
    at = writeVarint(target, at, linkSize);
    at = writeRecorded(target, at, link);
  }
  target[at++] = 0x18;
  at = writeVarint(target, at, position);
  if (retries !== undefined) {
    target[at++] = 0x28;
    writeVarint(target, at, retries);
  }
  return target;
}

const UUID_FIELD_SIZE = 40;

function recordedSize(event: RecordedEvent): number {
  const stream = Buffer.byteLength(event.stream);
  const streamMessage = 1 + varintSize(stream) + stream;
  const type = Buffer.byteLength(event.type);
  const typeEntry = TYPE_KEY.length + 1 + varintSize(type) + type;
  const createdEntry = CREATED_KEY.length + 2 + event.created.length;
  return (
    UUID_FIELD_SIZE +
    1 +
    varintSize(streamMessage) +
    streamMessage +
    1 +
    revisionSize(event.revision) +
    2 +
    2 * varintSize(event.position) +
    1 +
    varintSize(typeEntry) +
    typeEntry +
    (event.isJson ? CONTENT_TYPE_JSON : CONTENT_TYPE_BINARY).length +
    2 +
    createdEntry +
    bytesFieldSize(event.metadata) +
    bytesFieldSize(event.data)
  );
}

function writeRecorded(target: Buffer, offset: number, event: RecordedEvent): number {
  let at = offset;
  // id: UUID { string = 2 }
  target[at++] = 0x0a;
  target[at++] = 38;
  target[at++] = 0x12;
  target[at++] = 36;
  at += target.write(event.id, at, 36, 'latin1');
  // stream_identifier: StreamIdentifier { stream_name = 3 }
  const stream = Buffer.byteLength(event.stream);
  target[at++] = 0x12;
  at = writeVarint(target, at, 1 + varintSize(stream) + stream);
  target[at++] = 0x1a;
  at = writeVarint(target, at, stream);
  at += target.write(event.stream, at, 'utf8');
  target[at++] = 0x18;
  at = writeRevision(target, at, event.revision);
  target[at++] = 0x20;
  at = writeVarint(target, at, event.position);
  target[at++] = 0x28;
  at = writeVarint(target, at, event.position);
  // metadata: map<string, string>
  const type = Buffer.byteLength(event.type);
  target[at++] = 0x32;
  at = writeVarint(target, at, TYPE_KEY.length + 1 + varintSize(type) + type);
  at += TYPE_KEY.copy(target, at);
  target[at++] = 0x12;
  at = writeVarint(target, at, type);
  at += target.write(event.type, at, 'utf8');
  at += (event.isJson ? CONTENT_TYPE_JSON : CONTENT_TYPE_BINARY).copy(target, at);
  target[at++] = 0x32;
  target[at++] = CREATED_KEY.length + 2 + event.created.length;
  at += CREATED_KEY.copy(target, at);
  target[at++] = 0x12;
  target[at++] = event.created.length;
  at += target.write(event.created, at, 'latin1');
  at = writeBytesField(target, at, 0x3a, event.metadata);
  return writeBytesField(target, at, 0x42, event.data);
}

function revisionSize(revision: number): number {
  return revision === TOMBSTONE_REVISION ? TOMBSTONE_VARINT.length : varintSize(revision);
}

function writeRevision(target: Buffer, offset: number, revision: number): number {
  if (revision === TOMBSTONE_REVISION) return offset + TOMBSTONE_VARINT.copy(target, offset);
  return writeVarint(target, offset, revision);
}

function bytesFieldSize(bytes: Buffer): number {
  return bytes.length === 0 ? 0 : 1 + varintSize(bytes.length) + bytes.length;
}

function writeBytesField(target: Buffer, offset: number, tag: number, bytes: Buffer): number {
  if (bytes.length === 0) return offset;
  target[offset] = tag;
  const at = writeVarint(target, offset + 1, bytes.length);
  return at + bytes.copy(target, at);
}

/** One length-delimited field with a one-byte tag. */
export function nested(field: number, body: Buffer): Buffer {
  const target = Buffer.allocUnsafe(1 + varintSize(body.length) + body.length);
  target[0] = field * 8 + 2;
  const at = writeVarint(target, 1, body.length);
  body.copy(target, at);
  return target;
}

function entryKey(key: string): Buffer {
  return nested(1, Buffer.from(key));
}

function mapEntry(key: string, value: string): Buffer {
  return nested(6, Buffer.concat([entryKey(key), nested(2, Buffer.from(value))]));
}
