import type { EventMetadata } from '@ticketing/contracts/events/metadata.ts';
import { afterEach, expect, test } from 'vitest';
import { newId } from '../ids.ts';
import { eventTraceparent, traceAppend } from './command-spans.ts';
import { recordSpansIn, type Span } from './spans.ts';
import { readTraceparent, traceIdOf } from './trace-ids.ts';

afterEach(() => recordSpansIn(undefined));

const commandId = newId();
const metadata: EventMetadata = {
  $correlationId: commandId,
  $causationId: commandId,
  commandId,
  command: 'OpenTicket',
  actorId: newId(),
  at: '2026-03-01T12:00:00.000Z',
  schema: 1,
};
const event = { stream: 'ticket-1', metadata };

test('an event names the span of its append to whoever reads it elsewhere', () => {
  const spans: Span[] = [];
  recordSpansIn({ sampled: () => true, record: (span) => void spans.push(span) });
  traceAppend(
    {
      ...metadata,
      correlationId: commandId,
      causationId: commandId,
      retryable: false,
    },
    event.stream,
    { began: performance.now(), events: 1, tried: 1, position: 7n },
  );
  expect(spans.map(({ name }) => name)).toEqual(['append ticket']);
  expect(readTraceparent(eventTraceparent(event))).toEqual(spans[0]?.place);
});

test('an event of a trace that is not recorded, or without traces at all, names none', () => {
  expect(eventTraceparent(event)).toBeUndefined();
  recordSpansIn({ sampled: (traceId) => traceId !== traceIdOf(commandId), record: () => undefined });
  expect(eventTraceparent(event)).toBeUndefined();
  const other = { ...metadata, $correlationId: newId() };
  expect(eventTraceparent({ ...event, metadata: other })).toBeDefined();
});
