import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { EventMetadata } from '@ticketing/contracts/events/metadata.ts';

/** One step of the log as every worker of a subscription gets it. */
export type LogStep = {
  readonly position: bigint;
  /** False while the subscription catches up. */
  readonly live: boolean;
  readonly event?: RecordedEvent;
  readonly unreadable?: {
    readonly stream: string;
    readonly reason: string;
    /** Of an event that can be read and not applied. */
    readonly metadata?: EventMetadata;
  };
};
