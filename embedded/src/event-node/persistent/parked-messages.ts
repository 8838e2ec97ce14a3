import { randomUUID } from 'node:crypto';
import type { WriteOutcome, WriteRequest } from '../append-request.ts';
import type { LogReader } from '../log-reader.ts';
import type { LogWriter } from '../log-writer.ts';
import { LINK_EVENT_TYPE, METADATA_EVENT_TYPE } from '../recorded-event.ts';
import { firstReadable, metadataStreamOf, withTruncateBefore } from '../stream-metadata.ts';
import type { Message } from './group-delivery.ts';

/** Where a server keeps what a group could not process: links in a stream of its own, which anybody with a right reads. */
export const parkedStreamOf = (source: string, group: string): string =>
  `$persistentsubscription-${source}::${group}-parked`;

const WRITE_TIMEOUT = 30_000;

/** @returns whether it is kept; when it is not known, it is not */
export async function park(
  writer: LogWriter,
  stream: string,
  message: Message,
  reason: string,
): Promise<boolean> {
  const original = message.isReplayed ? message.event : (message.link ?? message.event);
  if (original === undefined) return true;
  const outcome = await written(writer, {
    kind: 'append',
    stream,
    expected: { kind: 'any' },
    events: [
      {
        id: randomUUID(),
        type: LINK_EVENT_TYPE,
        isJson: false,
        data: Buffer.from(`${original.revision}@${original.stream}`),
        metadata: Buffer.from(JSON.stringify({ added: new Date().toISOString(), reason })),
      },
    ],
  });
  return outcome.kind === 'written';
}

/** Forgets the parked messages below `before`, by the stream's metadata. */
export async function forgetParked(
  reader: LogReader,
  writer: LogWriter,
  stream: string,
  before: number,
): Promise<void> {
  const { metadataEvent } = await reader.head(stream);
  await written(writer, {
    kind: 'append',
    stream: metadataStreamOf(stream),
    expected: { kind: 'any' },
    events: [
      {
        id: randomUUID(),
        type: METADATA_EVENT_TYPE,
        isJson: true,
        data: withTruncateBefore(metadataEvent, before),
        metadata: Buffer.alloc(0),
      },
    ],
  });
}

/** The numbers of the parked messages that there are: from the first up to, but not with, the second. */
export async function parkedRange(reader: LogReader, stream: string): Promise<[number, number]> {
  const head = await reader.head(stream);
  const end = head.revision + 1;
  return [Math.min(end, firstReadable(head.metadata, head.revision)), end];
}

function written(writer: LogWriter, request: WriteRequest): Promise<WriteOutcome> {
  return new Promise((answer) => writer.submit({ request, deadline: Date.now() + WRITE_TIMEOUT, answer }));
}
