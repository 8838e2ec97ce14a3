import type { BusMessage } from '@ticketing/contracts/live.ts';
import { publishSpan } from './projection-spans.ts';
import { newSpanId, record, recordedTrace } from './spans.ts';

/**
 * One span for a change, however many sockets it went to; none when nobody listened.
 * @param sockets that listen to the channel, each of which got the frame that its person may see
 */
export function traceFrames(message: BusMessage, began: number, sockets: number): void {
  if (message.kind !== 'change' || sockets === 0 || message.correlationId === undefined) return;
  const traceId = recordedTrace(message.correlationId);
  if (traceId === undefined) return;
  record({
    name: `socket ${message.change.entity}`,
    kind: 'consumer',
    place: { traceId, spanId: newSpanId() },
    parent: publishSpan(message, traceId),
    began,
    ended: performance.now(),
    attributes: {
      'ticketing.channel': message.channel,
      'ticketing.position': message.position,
      'ticketing.command_id': message.commandId,
      'ticketing.sockets': sockets,
    },
  });
}
