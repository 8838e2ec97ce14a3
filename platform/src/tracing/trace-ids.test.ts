import { expect, test } from 'vitest';
import { newId } from '../ids.ts';
import { correlationIdOf, readTraceparent, spanIdOf, traceIdOf, traceparentOf } from './trace-ids.ts';

test('the trace of a UUID has its digits, and stands for the same correlation id again', () => {
  const id = newId();
  expect(traceIdOf(id)).toBe(id.replaceAll('-', ''));
  expect(traceIdOf(id.toUpperCase())).toBe(traceIdOf(id));
  expect(correlationIdOf(traceIdOf(id))).toBe(id);
});

test('any other correlation id has a trace too, always the same one', () => {
  expect(traceIdOf('import:INC:7')).toMatch(/^[0-9a-f]{32}$/);
  expect(traceIdOf('import:INC:7')).toBe(traceIdOf('import:INC:7'));
  expect(traceIdOf('import:INC:7')).not.toBe(traceIdOf('import:INC:8'));
  expect(traceIdOf('00000000-0000-0000-0000-000000000000')).not.toMatch(/^0+$/);
});

test('the id of a span follows from its parts, and where one ends matters', () => {
  expect(spanIdOf('append', 'one', 'ticket-1')).toMatch(/^[0-9a-f]{16}$/);
  expect(spanIdOf('a', 'bc')).not.toBe(spanIdOf('ab', 'c'));
});

test('a traceparent is read and written as W3C has it; what is not one is nothing', () => {
  const place = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
  expect(readTraceparent(traceparentOf(place))).toEqual(place);
  expect(traceparentOf(place)).toBe(`00-${place.traceId}-${place.spanId}-01`);
  // A later version may say more.
  expect(readTraceparent(`01-${place.traceId}-${place.spanId}-01-more`)).toEqual(place);
  for (const nonsense of [
    undefined,
    '',
    'nonsense',
    `ff-${place.traceId}-${place.spanId}-01`,
    `00-${'0'.repeat(32)}-${place.spanId}-01`,
    `00-${place.traceId}-${'0'.repeat(16)}-01`,
    `00-${place.traceId.toUpperCase()}-${place.spanId}-01`,
  ]) {
    expect(readTraceparent(nonsense)).toBeUndefined();
  }
});
