import { describe, expect, test } from 'vitest';
import { derivedId, newId } from './ids.ts';

const V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const V8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('a new id', () => {
  test('is a UUIDv7 that begins with its time', () => {
    const id = newId(Date.parse('2026-03-02T09:00:00.123Z'));
    expect(id).toMatch(V7);
    expect(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(
      Date.parse('2026-03-02T09:00:00.123Z'),
    );
  });

  test('sorts after the ids of earlier milliseconds, as text', () => {
    const ids = Array.from({ length: 200 }, (_, millisecond) => newId(1_772_442_000_000 + millisecond * 7));
    expect(ids.toSorted()).toEqual(ids);
  });

  test('is another one each time, within the same millisecond too', () => {
    expect(new Set(Array.from({ length: 10_000 }, () => newId(1_772_442_000_000))).size).toBe(10_000);
  });
});

describe('a derived id', () => {
  const commandId = newId(1_772_442_000_123);

  test('is the same for the same command and purpose, and another for another', () => {
    expect(derivedId(commandId, 'ticket')).toBe(derivedId(commandId, 'ticket'));
    const others = [
      derivedId(commandId, 'comment'),
      derivedId(newId(), 'ticket'),
      derivedId(`${commandId}t`, 'icket'),
    ];
    expect(others).not.toContain(derivedId(commandId, 'ticket'));
  });

  test('of a UUIDv7 is a UUIDv7 of the same time', () => {
    expect(derivedId(commandId, 'ticket')).toMatch(V7);
    expect(derivedId(commandId, 'ticket').slice(0, 13)).toBe(commandId.slice(0, 13));
  });

  test.each(['my key 1', '', '0b8ab9a4-9c2e-4c8f-8b7e-0d7c5a1e9f10'])(
    'of the key “%s”, which has no time in it, is a UUIDv8',
    (key) => {
      expect(derivedId(key, 'ticket')).toMatch(V8);
    },
  );

  test('never changes: retries of commands in flight and the events in the log rely on it', () => {
    expect(derivedId('019cad8e-b27b-7a10-8f00-0123456789ab', 'ticket')).toBe(
      '019cad8e-b27b-7776-b546-62148ea8807c',
    );
    expect(derivedId('my key', 'ticket')).toBe('2158189e-d2c3-875f-a31d-b79a024e4aff');
  });
});
