import { belongingIn, keyOf } from '@ticketing/contracts/event-key.ts';
import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { partitionOf } from '@ticketing/platform/kafka-partition.ts';

/** How far a read model is: up to one position, or, while Kafka feeds it by partition, up to one in each. */
export type Reach = bigint | readonly bigint[];

/** From checkpoints by name, `board` or `board/3`. */
export function reachOf(checkpoints: ReadonlyMap<string, bigint>, name: string): Reach {
  const partitions: bigint[] = [];
  for (let at = 0; ; at++) {
    const position = checkpoints.get(`${name}/${at}`);
    if (position === undefined) break;
    partitions.push(position);
  }
  return partitions.length > 0 ? partitions : (checkpoints.get(name) ?? -1n);
}

export const furthest = (reach: Reach): bigint =>
  typeof reach === 'bigint' ? reach : reach.reduce((most, one) => (one > most ? one : most), -1n);

/**
 * Asks of each event, in log order, whether a read model that is so far has it. Each partition is as far by itself, and
 * the key of an event decides which it is in.
 */
export function createReaching() {
  const projects = new Map<string, string>();
  return {
    /** Must hear of every event, before it is asked about it. */
    hear(event: RecordedEvent): void {
      const belonging = belongingIn(event);
      if (belonging) projects.set(belonging.id, belonging.projectId);
    },
    has(reach: Reach, event: RecordedEvent): boolean {
      if (typeof reach === 'bigint') return event.position <= reach;
      const partition = partitionOf(
        keyOf(event, (id) => projects.get(id)),
        reach.length,
      );
      return event.position <= (reach[partition] ?? -1n);
    },
  };
}
