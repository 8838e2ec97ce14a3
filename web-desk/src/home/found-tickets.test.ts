import type { SearchHitView } from '@ticketing/contracts/finding.ts';
import { describe, expect, it } from 'vitest';
import { foundTickets } from './found-tickets.ts';

const hit = (id: string, ticketId: string | null, over: Partial<SearchHitView> = {}): SearchHitView => ({
  kind: 'comment',
  id,
  ticket: ticketId === null ? null : ticketOf(ticketId),
  roomId: null,
  authorId: 'u',
  internal: false,
  at: '2026-03-01T10:00:00Z',
  snippet: { text: id, marks: [] },
  score: 1,
  ...over,
});

const ticketOf = (id: string): NonNullable<SearchHitView['ticket']> => ({
  id,
  projectId: 'p',
  key: `OPS-${id}`,
  title: { text: id, marks: [] },
  columnId: 'c',
  columnName: 'To Do',
  category: 'todo',
  companyId: null,
  companyName: null,
  archived: false,
});

describe('found tickets', () => {
  it('stand once, in the order of their best hit, with the best excerpts', () => {
    const found = foundTickets([
      hit('a', '1', { kind: 'ticket' }),
      hit('b', '2'),
      hit('c', '1'),
      hit('d', '1'),
    ]);
    expect(found.map(({ ticket }) => ticket.id)).toEqual(['1', '2']);
    expect(found[0]?.excerpts.map(({ id, inMessage }) => [id, inMessage])).toEqual([
      ['a', false],
      ['c', true],
    ]);
  });

  it('leave out what was said elsewhere, and excerpts that say nothing', () => {
    expect(foundTickets([hit('a', null)])).toEqual([]);
    expect(foundTickets([hit('a', '1', { snippet: { text: ' ', marks: [] } })])[0]?.excerpts).toEqual([]);
  });
});
