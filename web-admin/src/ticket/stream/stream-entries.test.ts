import type { ActivityView } from '@ticketing/contracts/views.ts';
import { comment } from '@ticketing/web-kit/testing/samples.ts';
import { expect, test } from 'vitest';
import { streamOf } from './stream-entries.ts';

const at = (minute: number) => `2026-03-01T10:0${minute}:00.000Z`;
const activity = (id: string, type: string, minute: number): ActivityView => ({
  id,
  ticketId: 'a',
  projectId: 'ops',
  type,
  details: {},
  actorId: 'nino',
  actorName: 'Nino',
  at: at(minute),
  recordedAt: at(minute),
  revision: '1',
});
const comments = [
  comment('said', { postedAt: at(2) }),
  comment('noted', { postedAt: at(4), visibility: 'internal' }),
];
// Newest first, as the history answers.
const activities = [
  activity('moved', 'TicketMoved', 3),
  activity('posted', 'CommentPosted', 2),
  activity('opened', 'TicketOpened', 1),
];
const ids = (tab: Parameters<typeof streamOf>[0]) =>
  streamOf(tab, comments, activities).map((entry) =>
    entry.kind === 'comment' ? entry.comment.id : entry.activity.id,
  );

test('everything stands in the order in which it happened, a comment once', () => {
  expect(ids('all')).toEqual(['opened', 'said', 'moved', 'noted']);
});

test('tabs keep comments and notes apart', () => {
  expect(ids('comments')).toEqual(['said']);
  expect(ids('notes')).toEqual(['noted']);
  expect(ids('history')).toEqual(['opened', 'posted', 'moved']);
});
