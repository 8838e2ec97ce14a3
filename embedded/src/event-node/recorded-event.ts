/**
 * An event as the log holds it.
 *
 * Positions and revisions are plain numbers inside the node: the node counts events itself, one by one, so they
 * stay far below 2^53. On the wire and in PostgreSQL they are 64-bit integers.
 */
export type RecordedEvent = {
  /** Place in the log: 1 for the first event, then one more for each. */
  readonly position: number;
  readonly stream: string;
  /** Place in the stream, from 0; `TOMBSTONE_REVISION` for the event that closes a stream. */
  readonly revision: number;
  /** UUID, lower case. */
  readonly id: string;
  readonly type: string;
  readonly isJson: boolean;
  /** When the node recorded it: 100-ns ticks since the Unix epoch, decimal (it does not fit 53 bits). */
  readonly created: string;
  readonly data: Buffer;
  readonly metadata: Buffer;
  /** The encoded read response, kept for events that several readers are about to want. */
  encoded?: Buffer;
};

export const NO_STREAM = -1;

/** Stands for the revision 2^63-1, which a tombstone has on the wire and in the table. */
export const TOMBSTONE_REVISION = Number.MAX_SAFE_INTEGER;
export const TOMBSTONE_REVISION_ON_THE_WIRE = 9223372036854775807n;

export const METADATA_EVENT_TYPE = '$metadata';
export const TOMBSTONE_EVENT_TYPE = '$streamDeleted';
export const LINK_EVENT_TYPE = '$>';

export function revisionOnTheWire(revision: number): bigint {
  return revision === TOMBSTONE_REVISION ? TOMBSTONE_REVISION_ON_THE_WIRE : BigInt(revision);
}

/** 100-ns ticks of whole `milliseconds` since the epoch. */
export function ticksOf(milliseconds: number): string {
  return `${milliseconds}0000`;
}

export function millisecondsOf(ticks: string): number {
  return Number(ticks.slice(0, -4));
}

/** What an event costs while it is held in memory together with its encoded form, roughly, in bytes. */
export function sizeInMemory(event: RecordedEvent): number {
  return 400 + 2 * (event.data.length + event.metadata.length + event.stream.length + event.type.length);
}
