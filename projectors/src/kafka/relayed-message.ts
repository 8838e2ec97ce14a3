import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { type CloudEvent, eventTypeOf } from '@ticketing/contracts/kafka.ts';
import type { ReceivedMessage } from '@ticketing/platform/kafka-consumer.ts';
import { recordedEventOf } from '@ticketing/platform/recorded-event.ts';
import { z } from 'zod';

/** A message of the topic with its place. Its event is read when somebody needs it. */
export type RelayedMessage = {
  readonly position: bigint;
  /** Of the event that was relayed before it; -1 for none. */
  readonly previous: bigint;
  /** The same within its partition. */
  readonly partitionPrevious: bigint;
  readonly value: Buffer;
};

export type ReadMessage =
  | { readonly position: bigint; readonly event: RecordedEvent }
  | {
      readonly position: bigint;
      readonly unreadable: { readonly stream: string; readonly reason: string };
    };

/** @throws Error for what no relay of ours has sent */
export function relayedMessage({ offset, header, value }: ReceivedMessage): RelayedMessage {
  const place = (name: string): bigint => {
    const text = header(name);
    if (text === undefined || !/^(-1|\d+)$/.test(text)) {
      throw new Error(
        `the message at offset ${offset} has no header "${name}": the topic carries something else than the relay sent`,
      );
    }
    return BigInt(text);
  };
  return {
    position: place('position'),
    previous: place('previous'),
    partitionPrevious: place('partition-previous'),
    value,
  };
}

const Subject = z.object({ subject: z.string() });

/** What cannot be read is told with its stream, which is then parked as if it came from the log. */
export function readMessage({ position, value }: RelayedMessage): ReadMessage {
  let parsed: unknown;
  try {
    parsed = JSON.parse(value.toString('utf8'));
    // The relay wrote it; `recordedEventOf` looks at what matters.
    const event = parsed as CloudEvent;
    const recorded = recordedEventOf({
      id: event.id,
      streamId: event.subject,
      revision: BigInt(event.revision),
      type: eventTypeOf(event.type),
      created: new Date(event.recordedtime),
      data: event.data,
      metadata: {
        $correlationId: event.correlationid,
        $causationId: event.causationid,
        commandId: event.commandid,
        command: event.command,
        actorId: event.actorid,
        at: event.time,
        schema: event.schemaversion,
      },
      position: { commit: position },
    });
    return { position, event: recorded };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const subject = Subject.safeParse(parsed);
    return { position, unreadable: { stream: subject.success ? subject.data.subject : 'unknown', reason } };
  }
}
