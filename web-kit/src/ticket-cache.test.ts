import { expect, test } from 'vitest';
import type { PendingCommand } from './pending-commands.ts';
import { card, comment, frame, ticket } from './testing/samples.ts';
import { patchTicket, ticketCache, ticketWithPending } from './ticket-cache.ts';

const channel = 'ticket:a';
const fresh = (over = {}) => ticketCache(ticket(over), '100', []);
const ticketFrame = (position: string, commandId: string, over: Partial<ReturnType<typeof card>>) =>
  frame(
    position,
    commandId,
    {
      entity: 'ticket',
      id: 'a',
      row: {
        ...card('a', over),
        ...{ description: 'Text', reviews: [], remoteAssistId: null, subtasks: [], followerIds: [] },
      },
    },
    channel,
  );
const commentFrame = (position: string, commandId: string, row: ReturnType<typeof comment>) =>
  frame(position, commandId, { entity: 'comment', id: row.id, ticketId: 'a', row }, channel);
const bodies = (view: { comments: readonly { body: string }[] }) => view.comments.map((each) => each.body);

const renaming: PendingCommand = {
  commandId: 'mine',
  intent: { kind: 'change', ticketId: 'a', patch: { title: 'Mine' } },
};
const commenting: PendingCommand = {
  commandId: 'mine',
  intent: { kind: 'comment', ticketId: 'a', comment: comment('new-1', { body: 'Hello' }) },
};

test('an older row never overwrites a newer one', () => {
  const newer = patchTicket(fresh(), ticketFrame('120', 'x', { revision: '2', title: 'Second' }));
  const late = patchTicket(newer, ticketFrame('110', 'y', { revision: '1', title: 'First' }));
  expect(late.ticket.title).toBe('Second');
});

test('frames of other tickets are none of its business', () => {
  const cache = fresh();
  const other = frame('110', 'x', { entity: 'ticket', id: 'b', row: null }, channel);
  expect(patchTicket(cache, other)).toBe(cache);
});

test('a row that is gone says so', () => {
  expect(
    patchTicket(fresh(), frame('110', 'x', { entity: 'ticket', id: 'a', row: null }, channel)).gone,
  ).toBe(true);
});

test('a new title shows at once and does not come twice or go back', () => {
  expect(ticketWithPending(fresh(), [renaming]).title).toBe('Mine');
  const acked = { ...renaming, answer: { id: 'a', revision: '1', position: '110' } };
  expect(ticketWithPending(fresh(), [acked]).title).toBe('Mine');
  const later = patchTicket(fresh(), ticketFrame('120', 'other', { revision: '2', title: 'Theirs' }));
  expect(ticketWithPending(later, [acked]).title).toBe('Theirs');
});

test('a posted comment shows exactly once: while it is sent, when it is answered, and when its frames come', () => {
  const acked = { ...commenting, answer: { id: 'a', revision: '1', position: '110', commentId: 'c1' } };
  const row = comment('c1', { body: 'Hello' });
  const ticketFirst = patchTicket(fresh(), ticketFrame('110', 'mine', { revision: '1', commentCount: 1 }));
  const both = patchTicket(ticketFirst, commentFrame('110', 'mine', row));
  for (const pending of [commenting, acked]) {
    expect(bodies(ticketWithPending(fresh(), [pending]))).toEqual(['Hello']);
    expect(bodies(ticketWithPending(ticketFirst, [pending]))).toEqual(['Hello']);
    expect(bodies(ticketWithPending(both, [pending]))).toEqual(['Hello']);
  }
  expect(bodies(ticketWithPending(ticketCache(ticket({ comments: [row] }), '110', []), [acked]))).toEqual([
    'Hello',
  ]);
});

test('comments stand in the order of their times, an edited one in its old place', () => {
  const first = comment('1', { postedAt: '2026-03-01T10:00:00.000Z', body: 'One' });
  const second = comment('2', { postedAt: '2026-03-01T10:01:00.000Z', body: 'Two' });
  const cache = [commentFrame('110', 'x', second), commentFrame('111', 'y', first)].reduce(
    patchTicket,
    fresh(),
  );
  expect(bodies(cache.ticket)).toEqual(['One', 'Two']);
  const edited = patchTicket(cache, commentFrame('112', 'z', { ...first, body: 'One, better' }));
  expect(bodies(edited.ticket)).toEqual(['One, better', 'Two']);
});

test('archiving asks for a new read, as what is allowed changes with it', () => {
  const next = patchTicket(fresh(), ticketFrame('110', 'x', { revision: '1', archived: true }));
  expect(next.incomplete).toBe(true);
});

test('a relation that came or went is read again, since a frame tells less of the other ticket than a read', () => {
  const relation = (ticketId: string) =>
    frame('120', 'theirs', { entity: 'relation', id: 'b', ticketId, relation: 'child', row: null }, channel);
  expect(patchTicket(fresh(), relation('a')).incomplete).toBe(true);
  expect(patchTicket(fresh(), relation('c')).incomplete).toBe(false);
});

test('a file shows when it is attached and goes when it is removed, and no late frame brings it back', () => {
  const row = {
    id: 'f1',
    ticketId: 'a',
    name: 'gate.png',
    contentType: 'image/png',
    size: 10,
    hasThumbnail: true,
    commentId: null,
    visibility: 'public' as const,
    addedById: 'nobody-known',
    addedAt: '2026-03-01T10:00:00.000Z',
  };
  const attachment = (position: string, shown: typeof row | null) =>
    frame(position, 'x', { entity: 'attachment', id: 'f1', ticketId: 'a', row: shown }, channel);
  const attached = patchTicket(fresh(), attachment('110', row));
  expect(attached.ticket.attachments).toEqual([row]);
  // Who added it is not among the people of the ticket yet.
  expect(attached.incomplete).toBe(true);
  expect(patchTicket(attached, attachment('110', row)).ticket.attachments).toEqual([row]);
  const removed = patchTicket(attached, attachment('120', null));
  expect(removed.ticket.attachments).toEqual([]);
  expect(patchTicket(removed, attachment('110', row)).ticket.attachments).toEqual([]);
});

test('who is mentioned or given something is asked for when nobody knows them yet', () => {
  const stranger = '0197a1c2-7b3e-7c41-9a52-6f0d3c1b2a10';
  const mentioning = commentFrame('110', 'x', comment('c1', { body: `Ask @[${stranger}]` }));
  expect(patchTicket(fresh(), mentioning).incomplete).toBe(true);
  expect(patchTicket(fresh(), commentFrame('110', 'x', comment('c1'))).incomplete).toBe(false);
  const assigned = ticketFrame('110', 'x', { revision: '1', assigneeIds: [stranger] });
  expect(patchTicket(fresh(), assigned).incomplete).toBe(true);
});
