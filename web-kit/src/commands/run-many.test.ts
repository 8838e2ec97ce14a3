import { expect, test } from 'vitest';
import type { ManyIntent } from './intents.ts';
import { partsOf } from './many-tickets.ts';
import { refusedParts } from './run-many.ts';

const place = { columnId: 'todo', after: 'x', before: null };
const back: ManyIntent = {
  kind: 'many',
  change: { type: 'moveBack', commandId: 'one' },
  tickets: [
    { id: 'a', key: 'OPS-1', place },
    { id: 'b', key: 'OPS-2' },
    { id: 'c', key: 'OPS-3', place },
  ],
};

test('each ticket of a change shows its own part, but for one that goes back to where nobody knows', () => {
  expect(partsOf('two', back)).toEqual([
    { commandId: 'two/a', intent: { kind: 'move', ticketId: 'a', ...place } },
    { commandId: 'two/c', intent: { kind: 'move', ticketId: 'c', ...place } },
  ]);
});

test('what was refused is told reason by reason, without the tickets of which it is known', () => {
  const refused = [
    { id: 'a', code: 'not_found' },
    { id: 'b', code: 'no_such_code' },
    { id: 'c', code: 'not_found' },
  ];
  expect(
    refusedParts(back, refused, new Set(['c'])).map(({ refusal, intent }) => [
      refusal,
      intent.tickets.map(({ key }) => key),
    ]),
  ).toEqual([
    ['not_found', ['OPS-1']],
    ['internal', ['OPS-2']],
  ]);
  expect(refusedParts(back, [], new Set())).toEqual([]);
});
