import { aclOf, type StreamAcl } from './access/stream-acl.ts';
import type { RecordedEvent } from './recorded-event.ts';
import { millisecondsOf, TOMBSTONE_REVISION } from './recorded-event.ts';

/** What `$$stream` says about which events of a stream may still be read. Malformed values count as absent. */
export type StreamMetadata = {
  readonly maxCount?: number;
  readonly maxAgeSeconds?: number;
  /** First revision that may be read; `TOMBSTONE_REVISION` means soft-deleted. */
  readonly truncateBefore?: number;
  readonly acl?: StreamAcl;
};

export const NO_METADATA: StreamMetadata = {};
/** Metadata streams keep one event. */
const METADATA_OF_METADATA_STREAMS: StreamMetadata = { maxCount: 1 };

/** The `$tb` of a soft-deleted stream is 2^63-1, which JSON.parse rounds to this. */
const SOFT_DELETED = 2 ** 63;

export function isMetadataStream(stream: string): boolean {
  return stream.startsWith('$$');
}

export function metadataStreamOf(stream: string): string {
  return `$$${stream}`;
}

export function streamDescribedBy(metadataStream: string): string {
  return metadataStream.slice(2);
}

/** Reads the metadata of `stream` out of the last event of its metadata stream. */
export function metadataOf(
  stream: string,
  last: { isJson: boolean; data: Buffer } | undefined,
): StreamMetadata {
  if (isMetadataStream(stream)) return METADATA_OF_METADATA_STREAMS;
  if (last === undefined || !last.isJson) return NO_METADATA;
  const values = parseObject(last.data);
  const maxCount = positiveInteger(values.$maxCount);
  const maxAgeSeconds = positiveInteger(values.$maxAge);
  const truncateBefore = revision(values.$tb);
  const acl = aclOf(values.$acl);
  return {
    ...(maxCount === undefined ? {} : { maxCount }),
    ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds }),
    ...(truncateBefore === undefined ? {} : { truncateBefore }),
    ...(acl === undefined ? {} : { acl }),
  };
}

export function isSoftDeleted(metadata: StreamMetadata): boolean {
  return metadata.truncateBefore === TOMBSTONE_REVISION;
}

/** The first revision of a stream with the given last revision that its metadata leaves readable. */
export function firstReadable(metadata: StreamMetadata, lastRevision: number): number {
  const byCount = metadata.maxCount === undefined ? 0 : lastRevision - metadata.maxCount + 1;
  return Math.max(0, byCount, metadata.truncateBefore ?? 0);
}

export function isTooOld(event: RecordedEvent, metadata: StreamMetadata, now: number): boolean {
  if (metadata.maxAgeSeconds === undefined) return false;
  return millisecondsOf(event.created) < now - metadata.maxAgeSeconds * 1000;
}

/** The metadata JSON with `$tb` set and everything else left as it was. */
export function withTruncateBefore(
  current: { isJson: boolean; data: Buffer } | undefined,
  before: number,
): Buffer {
  const values = current?.isJson ? parseObject(current.data) : {};
  delete values.$tb;
  const rest = JSON.stringify(values).slice(1, -1);
  // 2^63-1 is not a JavaScript number, so the digits are put into the text.
  const digits = before === TOMBSTONE_REVISION ? '9223372036854775807' : String(before);
  return Buffer.from(`{${rest}${rest === '' ? '' : ','}"$tb":${digits}}`);
}

function parseObject(data: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(data.toString('utf8'));
    // An object that JSON.parse made has string keys and unknown values, which is all that is said here.
    return typeof value === 'object' && value !== null ? { ...(value as Record<string, unknown>) } : {};
  } catch {
    return {};
  }
}

function positiveInteger(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined;
}

function revision(value: unknown): number | undefined {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) return undefined;
  return value >= SOFT_DELETED ? TOMBSTONE_REVISION : Math.min(value, TOMBSTONE_REVISION - 1);
}
