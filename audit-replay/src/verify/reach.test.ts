import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { partitionOf } from '@ticketing/platform/kafka-partition.ts';
import { createScriptedLog } from '@ticketing/projectors/testing/scripted-log.ts';
import { ticketMoved, ticketOpened } from '@ticketing/projectors/testing/ticket-events.ts';
import { describe, expect, it } from 'vitest';
import { createReaching, furthest, reachOf } from './reach.ts';

const idIn = (partition: number): string => {
  for (;;) {
    const id = newId();
    if (partitionOf(id, 2) === partition) return id;
  }
};

describe('how far a read model is', () => {
  it('is one position, or one for each partition by which Kafka feeds it', () => {
    const checkpoints = new Map([
      ['board', 7n],
      ['access', 5n],
      ['board/0', 20n],
      ['board/1', 30n],
    ]);
    expect(reachOf(checkpoints, 'access')).toBe(5n);
    expect(reachOf(checkpoints, 'board')).toEqual([20n, 30n]);
    expect(furthest(reachOf(checkpoints, 'board'))).toBe(30n);
    expect(reachOf(checkpoints, 'chat')).toBe(-1n);
  });

  it('is asked for the partition of the project that a ticket belongs to', () => {
    const { append } = createScriptedLog();
    const reaching = createReaching();
    const told = [0, 1].flatMap((partition): RecordedEvent[] => {
      const ticket = `ticket-${newId()}`;
      const projectId = idIn(partition);
      return [
        ...append(ticket, ticketOpened({ projectId, columnId: newId() })),
        ...append(ticket, ticketMoved(newId(), newId())),
      ];
    });
    for (const event of told) reaching.hear(event);
    // Positions 10 and 20 are in partition 0, 30 and 40 in partition 1.
    expect(told.map((event) => reaching.has([10n, 40n], event))).toEqual([true, false, true, true]);
    expect(told.map((event) => reaching.has([20n, 30n], event))).toEqual([true, true, true, false]);
    expect(told.map((event) => reaching.has(20n, event))).toEqual([true, true, false, false]);
  });
});
