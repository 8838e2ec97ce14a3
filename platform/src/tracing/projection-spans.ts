import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { BusMessage } from '@ticketing/contracts/live.ts';
import { record, recordedTrace } from './spans.ts';
import { appendSpan, type SpanPlace, spanIdOf } from './trace-ids.ts';

/** A batch tells at most so many commands of itself: of more, nobody would look at each. */
const COMMANDS_OF_A_BATCH = 64;

type Told = Extract<BusMessage, { kind: 'change' }>;

/** The span of a change on its way to the bus, which whoever hears of the change can name too. */
export const publishSpan = ({ channel, position, change }: Told, traceId: string): SpanPlace => ({
  traceId,
  spanId: spanIdOf('publish', channel, position, change.entity, change.id),
});

/** Messages that were committed and are not published yet. */
const committed = new WeakMap<BusMessage, { readonly parent: SpanPlace; readonly since: number }>();

/**
 * A batch serves many commands, so the trace of each gets a span of its own for it: whoever opens one trace sees its
 * whole way. Called when a live batch is committed.
 */
export function traceBatch(
  projection: string,
  events: readonly RecordedEvent[],
  messages: readonly BusMessage[],
  began: number,
): void {
  const ended = performance.now();
  const commands = new Map<string, { traceId: string; first: RecordedEvent; events: number }>();
  for (const event of events) {
    const key = `${event.metadata.commandId} ${event.stream}`;
    const known = commands.get(key);
    if (known) known.events++;
    if (known || commands.size >= COMMANDS_OF_A_BATCH) continue;
    const traceId = recordedTrace(event.metadata.$correlationId);
    if (traceId !== undefined) commands.set(key, { traceId, first: event, events: 1 });
  }
  const places = new Map<string, SpanPlace>();
  for (const { traceId, first, events: count } of commands.values()) {
    const { commandId, $correlationId } = first.metadata;
    const parent = appendSpan($correlationId, commandId, first.stream);
    const place = { traceId, spanId: spanIdOf('project', projection, parent.spanId) };
    places.set(commandId, place);
    record({
      name: `project ${projection}`,
      kind: 'consumer',
      place,
      parent,
      began,
      ended,
      attributes: {
        'ticketing.projection': projection,
        'ticketing.command_id': commandId,
        'ticketing.stream': first.stream,
        'ticketing.events': count,
        'ticketing.batch_events': events.length,
        'ticketing.position': String(first.position),
      },
    });
  }
  for (const message of messages) {
    if (message.kind !== 'change') continue;
    const parent = places.get(message.commandId);
    if (parent) committed.set(message, { parent, since: ended });
  }
}

/** Called when the bus has taken the messages. */
export function tracePublished(messages: readonly BusMessage[]): void {
  const ended = performance.now();
  for (const message of messages) {
    const known = committed.get(message);
    if (!known || message.kind !== 'change') continue;
    committed.delete(message);
    record({
      name: `publish ${message.change.entity}`,
      kind: 'producer',
      place: publishSpan(message, known.parent.traceId),
      parent: known.parent,
      began: known.since,
      ended,
      attributes: {
        'ticketing.channel': message.channel,
        'ticketing.position': message.position,
        'ticketing.messages': messages.length,
      },
    });
  }
}
