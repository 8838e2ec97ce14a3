import { describe, expect, test } from 'vitest';
import { newId } from './ids.ts';
import { recordedEventOf, type StoredEvent } from './recorded-event.ts';

const metadata = {
  $correlationId: 'c',
  $causationId: 'c',
  commandId: 'c',
  command: 'RenameTicket',
  actorId: newId(),
  at: '2026-03-01T09:00:00.000Z',
  schema: 1,
};
const created = new Date('2026-03-02T09:00:00.000Z');
const stored = (more: Partial<StoredEvent> = {}): StoredEvent => ({
  id: newId(),
  streamId: 'ticket-1',
  revision: 4n,
  type: 'TicketRenamed',
  created,
  data: { title: 'Printer' },
  metadata,
  position: { commit: 77n },
  ...more,
});

describe('a stored event', () => {
  test('keeps its envelope: business time in the metadata, recorded time beside it', () => {
    const event = stored();
    expect(recordedEventOf(event)).toEqual({
      id: event.id,
      type: 'TicketRenamed',
      data: { title: 'Printer' },
      stream: 'ticket-1',
      revision: 4n,
      position: 77n,
      recordedAt: created,
      metadata,
    });
  });

  test('of an older version is read as today’s', () => {
    const archived = { type: 'TicketArchived', data: { reason: 'done' }, metadata };
    expect(recordedEventOf(stored(archived)).data).toEqual({ reason: 'done', words: '' });
    const today = {
      ...archived,
      data: { reason: 'manual', words: 'twice' },
      metadata: { ...metadata, schema: 2 },
    };
    expect(recordedEventOf(stored(today)).data).toEqual({ reason: 'manual', words: 'twice' });
  });

  test('of an unknown type is not read', () => {
    expect(() => recordedEventOf(stored({ type: 'TicketVanished' }))).toThrow(
      'unknown event type TicketVanished',
    );
  });

  test.each([
    ['no metadata', null],
    ['the metadata of somebody else', { $correlationId: 'c' }],
    ['metadata that is text', 'metadata'],
    ['no version', { ...metadata, schema: undefined }],
  ])('with %s is not read', (_, other) => {
    expect(() => recordedEventOf(stored({ metadata: other }))).toThrow();
  });

  test('whose data is no JSON object is not read', () => {
    expect(() => recordedEventOf(stored({ data: 'title' }))).toThrow();
    expect(() => recordedEventOf(stored({ data: undefined }))).toThrow();
    expect(() => recordedEventOf(stored({ data: null }))).toThrow();
  });

  test('of a version that this software does not know is not read', () => {
    expect(() => recordedEventOf(stored({ metadata: { ...metadata, schema: 2 } }))).toThrow(
      'newer than this software',
    );
  });
});
