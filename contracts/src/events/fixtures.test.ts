import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { eventSchemas, parseEvent, schemaVersion } from './event.ts';
import { upcasters } from './upcasters.ts';

/**
 * `contracts/fixtures/` holds one example of every version of every event that was ever written, and this test
 * never shrinks: a fixture is neither changed nor removed, because somewhere a log holds an event like it for
 * ever. When a fixture fails, the schema is what has to give: docs/events.md says how.
 */
const folder = new URL('../../fixtures/', import.meta.url);
const fixtures = readdirSync(folder).map((file) => ({ file, ...readFixture(file) }));

type Fixture = {
  readonly type: string;
  readonly data: unknown;
  readonly metadata: { readonly schema: number };
};

function readFixture(file: string): Fixture {
  // What the files hold is what the tests below are about; nothing else is assumed of it.
  return JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Fixture;
}

describe('an event that was ever written is read for ever', () => {
  test.each(fixtures)('$file', ({ file, type, data, metadata }) => {
    expect(file).toBe(`${type}@${metadata.schema}.json`);
    const parsed = parseEvent(type, data, metadata);
    expect(parsed.metadata).toEqual(metadata);
    // A field that a schema stopped naming would vanish without a word.
    if (metadata.schema === schemaVersion(type)) expect(parsed.event).toEqual({ type, data });
  });

  const versions = Object.keys(eventSchemas).flatMap((type) =>
    Array.from({ length: schemaVersion(type) }, (_, below) => ({ type, version: below + 1 })),
  );

  test.each(versions)('$type version $version has its example', ({ type, version }) => {
    expect(fixtures.map(({ file }) => file)).toContain(`${type}@${version}.json`);
  });

  test('every version below today’s has an upcaster, and there are no others', () => {
    const needed = versions
      .filter(({ type, version }) => version < schemaVersion(type))
      .map(({ type, version }) => `${type}@${version}`);
    expect(Object.keys(upcasters).sort()).toEqual(needed.sort());
  });

  test('no event type of the log is gone from the registry', () => {
    const types = new Set(fixtures.map(({ type }) => type));
    expect(Object.keys(eventSchemas).sort()).toEqual([...types].sort());
  });
});

test('an archived ticket of version 1 has no words, as nobody was asked for any', () => {
  const { type, data, metadata } = readFixture('TicketArchived@1.json');
  expect(parseEvent(type, data, metadata).event).toEqual({
    type: 'TicketArchived',
    data: { reason: 'done', words: '' },
  });
  expect(() => parseEvent(type, null, metadata)).toThrow('no data that could be read as version 1');
});

describe('an event that does not satisfy its schema', () => {
  const metadata = readFixture('TicketRenamed@1.json').metadata;

  test('is refused, and so is one of an unknown type', () => {
    expect(() => parseEvent('TicketRenamed', { title: 7 }, metadata)).toThrow();
    expect(() => parseEvent('TicketRenamed', { title: 'x' }, { ...metadata, at: 'yesterday' })).toThrow();
    expect(() => parseEvent('TicketVanished', {}, metadata)).toThrow('unknown event type TicketVanished');
  });

  test('is refused when a newer version of the software wrote it, whatever it looks like', () => {
    expect(() => parseEvent('TicketRenamed', { title: 'x' }, { ...metadata, schema: 2 })).toThrow(
      'TicketRenamed version 2 is newer than this software, which knows version 1',
    );
  });
});
