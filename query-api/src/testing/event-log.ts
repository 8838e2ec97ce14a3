import { type DomainEvent, type RecordedEvent, schemaVersion } from '@ticketing/contracts/events/event.ts';
import { newId } from '@ticketing/platform/ids.ts';

/** Who did it, and when by business time (`2026-03-01T00:00:00Z` plus a minute for each event unless told). */
export type Told = { readonly by?: string; readonly at?: string; readonly commandId?: string };

/** A log in memory that gives events their revisions and positions as the event store would. */
export function createEventLog() {
  const revisions = new Map<string, bigint>();
  let position = 0n;
  const start = Date.parse('2026-03-01T00:00:00Z');

  return {
    position: () => position,
    append(stream: string, event: DomainEvent, told: Told = {}): RecordedEvent {
      const revision = (revisions.get(stream) ?? -1n) + 1n;
      revisions.set(stream, revision);
      // Positions of a real log have gaps.
      position += 10n;
      const at = told.at ?? new Date(start + Number(position) * 6_000).toISOString();
      const commandId = told.commandId ?? newId();
      return {
        ...event,
        id: newId(),
        stream,
        revision,
        position,
        recordedAt: new Date(at),
        metadata: {
          $correlationId: commandId,
          $causationId: commandId,
          commandId,
          command: 'Test',
          actorId: told.by ?? newId(),
          at,
          schema: schemaVersion(event.type),
        },
      };
    },
  };
}
