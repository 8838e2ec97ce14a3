import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { KnownNames } from './known-names.ts';
import type { RecordedEvent } from './recorded-event.ts';

const nothing = { query: () => Promise.reject(new Error('The log is empty: nothing should be read.')) };

function event(stream: string, revision: number, id: string): RecordedEvent {
  const empty = Buffer.alloc(0);
  return {
    position: 1,
    stream,
    revision,
    id,
    type: 'T',
    isJson: true,
    created: '0',
    data: empty,
    metadata: empty,
  };
}

it('says perhaps to everything until it has read the log', () => {
  const names = new KnownNames();
  expect(names.mayHaveStream('any')).toBe(true);
  expect(names.mayHaveEvent(randomUUID())).toBe(true);
});

it('never denies a stream or an event that is there, and rarely affirms one that is not', async () => {
  const names = new KnownNames();
  // The filter asks nothing of an empty table.
  await names.fill(nothing as never, 0);
  const ids = Array.from({ length: 150_000 }, () => randomUUID());
  for (const id of ids) names.add(event(`ticket-${id}`, 0, id));
  for (const id of ids) {
    expect(names.mayHaveEvent(id) && names.mayHaveStream(`ticket-${id}`)).toBe(true);
  }
  let wrong = 0;
  for (let n = 0; n < 20_000; n++) if (names.mayHaveEvent(randomUUID())) wrong += 1;
  expect(wrong).toBeLessThan(100);
});
