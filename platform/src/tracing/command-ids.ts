import type { EventMetadata } from '@ticketing/contracts/events/metadata.ts';
import { traceIdOf } from './trace-ids.ts';

/** The ids by which logs, traces and events of one command are found. */
export type CommandIds = Record<'commandId' | 'correlationId' | 'traceId', string>;

export const idsOf = ({
  commandId,
  correlationId,
}: {
  readonly commandId: string;
  readonly correlationId: string;
}): CommandIds => ({ correlationId, commandId, traceId: traceIdOf(correlationId) });

export const idsOfEvent = ({ commandId, $correlationId }: EventMetadata): CommandIds =>
  idsOf({ commandId, correlationId: $correlationId });
