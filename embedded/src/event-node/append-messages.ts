import type { ExpectedRevision, ProposedEvent } from './append-request.ts';
import { WireReader } from './protobuf-wire.ts';

/**
 * The requests of Append and BatchAppend, decoded by hand. Both carry the same options and proposed messages
 * (streams.proto), so both are read here.
 */

export type AppendOptions = {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  /** Milliseconds since the epoch, where the client gave a deadline. */
  readonly deadline: number | undefined;
};

/** One message of a BatchAppend call: an append, or a chunk of one. */
export type BatchChunk = {
  /** The encoded UUID of the append, sent back as it came. */
  readonly correlationId: Buffer;
  readonly options: AppendOptions | undefined;
  readonly events: readonly ReceivedEvent[];
  readonly isFinal: boolean;
};

/** One message of an Append call. */
export type AppendMessage = {
  readonly options: AppendOptions | undefined;
  readonly event: ReceivedEvent | undefined;
};

/** A proposed event, or what is missing from it. */
export type ReceivedEvent = ProposedEvent & { readonly missing: readonly string[] };

export function decodeBatchChunk(bytes: Buffer): BatchChunk {
  const reader = new WireReader(bytes);
  let correlationId: Buffer = EMPTY;
  let options: AppendOptions | undefined;
  let isFinal = false;
  const events: ReceivedEvent[] = [];
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        correlationId = reader.slice();
        break;
      case 2:
        options = readOptions(reader.message());
        break;
      case 3:
        events.push(readProposedEvent(reader.message()));
        break;
      case 4:
        isFinal = reader.varint() !== 0;
        break;
      default:
        reader.skip();
    }
  }
  return { correlationId, options, events, isFinal };
}

export function decodeAppendMessage(bytes: Buffer): AppendMessage {
  const reader = new WireReader(bytes);
  let options: AppendOptions | undefined;
  let event: ReceivedEvent | undefined;
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        options = readOptions(reader.message());
        break;
      case 2:
        event = readProposedEvent(reader.message());
        break;
      default:
        reader.skip();
    }
  }
  return { options, event };
}

const EMPTY = Buffer.alloc(0);

function readOptions(reader: WireReader): AppendOptions {
  let stream = '';
  let expected: ExpectedRevision = { kind: 'any' };
  let deadline: number | undefined;
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        stream = readStreamName(reader.message());
        break;
      case 2:
        expected = { kind: 'revision', revision: reader.uint64() };
        break;
      case 3:
        reader.skip();
        expected = { kind: 'noStream' };
        break;
      case 4:
        reader.skip();
        expected = { kind: 'any' };
        break;
      case 5:
        reader.skip();
        expected = { kind: 'streamExists' };
        break;
      case 6:
        deadline = readSeconds(reader.message());
        break;
      case 7:
        // Later clients send a duration in place of a point in time.
        deadline = Date.now() + readSeconds(reader.message());
        break;
      default:
        reader.skip();
    }
  }
  return { stream, expected, deadline };
}

function readStreamName(reader: WireReader): string {
  let name = '';
  while (reader.next()) {
    if (reader.field === 3) name = reader.text();
    else reader.skip();
  }
  return name;
}

/** A Timestamp or a Duration, in milliseconds. */
function readSeconds(reader: WireReader): number {
  let seconds = 0;
  let nanos = 0;
  while (reader.next()) {
    if (reader.field === 1) seconds = Number(BigInt.asIntN(64, reader.uint64()));
    else if (reader.field === 2) nanos = Number(BigInt.asIntN(64, reader.uint64()));
    else reader.skip();
  }
  return seconds * 1000 + nanos / 1e6;
}

function readProposedEvent(reader: WireReader): ReceivedEvent {
  let id = '';
  let type: string | undefined;
  let contentType: string | undefined;
  let data: Buffer = EMPTY;
  let metadata: Buffer = EMPTY;
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        id = readUuid(reader.message());
        break;
      case 2: {
        const entry = readEntry(reader.message());
        if (entry.key === 'type') type = entry.value;
        else if (entry.key === 'content-type') contentType = entry.value;
        break;
      }
      case 3:
        metadata = reader.slice();
        break;
      case 4:
        data = reader.slice();
        break;
      default:
        reader.skip();
    }
  }
  const missing: string[] = [];
  if (type === undefined) missing.push('type');
  if (contentType === undefined) missing.push('content-type');
  return { id, type: type ?? '', isJson: contentType === 'application/json', data, metadata, missing };
}

function readEntry(reader: WireReader): { key: string; value: string } {
  let key = '';
  let value = '';
  while (reader.next()) {
    if (reader.field === 1) key = reader.text();
    else if (reader.field === 2) value = reader.text();
    else reader.skip();
  }
  return { key, value };
}

/** UUIDs come as strings, or as the two halves of a 128-bit number. */
function readUuid(reader: WireReader): string {
  let uuid = '';
  while (reader.next()) {
    if (reader.field === 2) {
      uuid = reader.text().toLowerCase();
    } else if (reader.field === 1) {
      const halves = reader.message();
      let high = 0n;
      let low = 0n;
      while (halves.next()) {
        if (halves.field === 1) high = halves.uint64();
        else if (halves.field === 2) low = halves.uint64();
        else halves.skip();
      }
      const digits = ((high << 64n) | low).toString(16).padStart(32, '0');
      uuid = digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    } else {
      reader.skip();
    }
  }
  return uuid;
}
