import { randomUUID } from 'node:crypto';
import { type DomainEvent, type RecordedEvent, schemaVersion } from '@ticketing/contracts/events/event.ts';
import type { EventMetadata } from '@ticketing/contracts/events/metadata.ts';
import type { EventLog } from '../event-log.ts';

/** Who wrote an event, when and why; what is left out is the actor's own command, now. */
export type Told = {
  readonly id?: string;
  /** Business time, ISO 8601. */
  readonly at: string;
  readonly by: string;
  readonly command?: string;
  readonly commandId?: string;
  readonly causedBy?: string;
  /** Only a log in memory can say when it recorded an event. */
  readonly recordedAt?: string;
};

export function metadataOf(event: DomainEvent, told: Told): EventMetadata {
  const commandId = told.commandId ?? randomUUID();
  return {
    $correlationId: commandId,
    $causationId: told.causedBy ?? commandId,
    commandId,
    command: told.command ?? `Do${event.type}`,
    actorId: told.by,
    at: told.at,
    schema: schemaVersion(event.type),
  };
}

export type ScriptedLog = EventLog & {
  add(stream: string, event: DomainEvent, told: Told): RecordedEvent;
  readonly events: readonly RecordedEvent[];
};

/** A log in memory. Positions grow in steps of ten: whoever takes one for a count is found out. */
export function createScriptedLog(): ScriptedLog {
  const events: RecordedEvent[] = [];
  const streams = new Map<string, RecordedEvent[]>();
  return {
    events,
    add(stream, event, told) {
      const before = streams.get(stream) ?? [];
      streams.set(stream, before);
      const recorded: RecordedEvent = {
        ...event,
        id: told.id ?? randomUUID(),
        stream,
        revision: BigInt(before.length),
        position: BigInt(events.length + 1) * 10n,
        recordedAt: new Date(told.recordedAt ?? told.at),
        metadata: metadataOf(event, told),
      };
      before.push(recorded);
      events.push(recorded);
      return recorded;
    },
    async *readStream(stream, from = 0n) {
      for (const event of streams.get(stream) ?? []) if (event.revision >= from) yield event;
    },
    async *readAll(after = -1n) {
      for (const event of events) if (event.position > after) yield event;
    },
    head: async () => events.at(-1)?.position ?? -1n,
  };
}
