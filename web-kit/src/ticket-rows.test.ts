import type { CardView } from '@ticketing/contracts/views.ts';
import { expect, test } from 'vitest';
import { card } from './testing/samples.ts';
import { patchRows, type Rows, rowsWithPending } from './ticket-rows.ts';

const row = (id: string, patch: Partial<CardView> = {}): CardView => ({ ...card(id), ...patch });
const rowsOf = (...items: CardView[]): Rows => ({
  pages: [{ items, nextCursor: null, position: '10' }],
  pageParams: [undefined],
});
const frame = (id: string, changed: CardView | null) => ({
  channel: 'project:p',
  position: '12',
  actorId: 'other',
  commandId: 'theirs',
  change: { entity: 'card', id, row: changed } as const,
});

test('a newer row takes the place of the older one, an older one changes nothing, one that is gone leaves', () => {
  const rows = rowsOf(row('a', { revision: '3' }), row('b'));
  const titled = patchRows(rows, frame('a', row('a', { revision: '4', title: 'Newer' })));
  expect(titled.pages[0]?.items[0]?.title).toBe('Newer');
  expect(patchRows(rows, frame('a', row('a', { revision: '2' })))).toBe(rows);
  expect(patchRows(rows, frame('b', null)).pages[0]?.items).toHaveLength(1);
  expect(patchRows(rows, frame('c', row('c')))).toBe(rows);
});

test('what this tab has sent shows until the read has it', () => {
  const rows = rowsOf(row('a', { revision: '3', title: 'Old' }));
  const sent = {
    commandId: 'mine',
    intent: { kind: 'change', ticketId: 'a', patch: { title: 'New' } },
  } as const;
  expect(rowsWithPending(rows.pages, [sent])[0]?.title).toBe('New');
  const answered = { ...sent, answer: { id: 'a', revision: '4', position: '11' } };
  expect(rowsWithPending(rows.pages, [answered])[0]?.title).toBe('New');
  const read = rowsOf(row('a', { revision: '5', title: 'Newest' }));
  expect(rowsWithPending(read.pages, [answered])[0]?.title).toBe('Newest');
});

test('a ticket that stands on two pages is shown once', () => {
  const page = { items: [row('a')], nextCursor: null, position: '1' };
  expect(rowsWithPending([page, page], [])).toHaveLength(1);
});
