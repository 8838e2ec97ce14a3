import type { SubtaskView, TicketWithColumn } from '@ticketing/contracts/views.ts';
import { expect, test } from 'vitest';
import type { Intent, PendingCommand } from './pending-commands.ts';
import { card, frame, ticket } from './testing/samples.ts';
import { patchTicket, ticketCache, ticketWithPending } from './ticket-cache.ts';

const channel = 'ticket:a';
const subtask = (id: string, over: Partial<SubtaskView> = {}): SubtaskView => ({
  id,
  title: id,
  assigneeId: null,
  completed: false,
  rank: id,
  ...over,
});
const other: TicketWithColumn = {
  id: 'b',
  projectId: 'ops',
  key: 'OPS-b',
  type: 'task',
  title: 'Ticket b',
  columnId: 'todo',
  archived: false,
  column: null,
};
const withSubtasks = () => ticket({ subtasks: ['s1', 's2', 's3'].map((id) => subtask(id)), subtaskCount: 3 });
const pending = (intent: Intent, answer?: PendingCommand['answer']): PendingCommand => ({
  commandId: 'mine',
  intent,
  ...(answer === undefined ? {} : { answer }),
});
const shown = (view: ReturnType<typeof ticket>, intent: Intent) =>
  ticketWithPending(ticketCache(view, '100', []), [pending(intent)]);
const ids = (view: { subtasks: readonly SubtaskView[] }) => view.subtasks.map(({ id }) => id).join(' ');
const ticketFrame = (position: string, subtasks: SubtaskView[]) =>
  frame(
    position,
    'mine',
    {
      entity: 'ticket',
      id: 'a',
      row: {
        ...card('a', { revision: '1' }),
        ...{ description: '', reviews: [], remoteAssistId: null, subtasks, followerIds: [] },
      },
    },
    channel,
  );

test('subtasks are added, ticked off, moved and removed at once, and counted', () => {
  const of = { ticketId: 'a', subtaskId: 's2' };
  const ticked = shown(withSubtasks(), { kind: 'change-subtask', ...of, patch: { completed: true } });
  expect([ticked.subtasksDone, ticked.subtaskCount]).toEqual([1, 3]);
  expect(ids(shown(withSubtasks(), { kind: 'move-subtask', ...of, after: 's3', before: null }))).toBe(
    's1 s3 s2',
  );
  expect(ids(shown(withSubtasks(), { kind: 'move-subtask', ...of, after: null, before: 's1' }))).toBe(
    's2 s1 s3',
  );
  const removed = shown(withSubtasks(), { kind: 'remove-subtask', ...of });
  expect(ids(removed)).toBe('s1 s3');
  expect(removed.subtaskCount).toBe(2);
});

test('an added subtask shows exactly once, and by its own id as soon as that is known', () => {
  const intent: Intent = { kind: 'add-subtask', ticketId: 'a', subtask: subtask('new-1') };
  const answered = pending(intent, { id: 'a', revision: '1', position: '110', subtaskId: 's4' });
  const fresh = ticketCache(withSubtasks(), '100', []);
  expect(ids(ticketWithPending(fresh, [pending(intent)]))).toBe('s1 s2 s3 new-1');
  expect(ids(ticketWithPending(fresh, [answered]))).toBe('s1 s2 s3 s4');
  const told = patchTicket(fresh, ticketFrame('110', [...withSubtasks().subtasks, subtask('s4')]));
  for (const entry of [pending(intent), answered]) {
    expect(ids(ticketWithPending(told, [entry]))).toBe('s1 s2 s3 s4');
  }
});

test('a link stays until a read knows of it, since the ticket’s own frame tells nothing of other tickets', () => {
  const intent: Intent = { kind: 'link', ticketId: 'a', link: 'blocks', other };
  const linked = pending(intent, { id: 'b', revision: '9', position: '110' });
  const links = (view: ReturnType<typeof ticket>) => view.links.map((each) => each.ticket.key);
  const told = patchTicket(ticketCache(ticket(), '100', []), ticketFrame('110', []));
  expect(links(ticketWithPending(told, [linked]))).toEqual(['OPS-b']);
  const read = ticketCache(ticket({ links: [{ link: 'blocks', ticket: other }] }), '110', []);
  expect(links(ticketWithPending(read, [linked]))).toEqual(['OPS-b']);
});

test('a link that was taken away does not come back before the next read', () => {
  const view = ticket({ links: [{ link: 'blocks', ticket: other }] });
  const unlinked = pending(
    { kind: 'unlink', ticketId: 'a', link: 'blocks', other },
    { id: 'a', revision: '1', position: '110' },
  );
  const told = patchTicket(ticketCache(view, '100', []), ticketFrame('110', []));
  expect(ticketWithPending(told, [unlinked]).links).toEqual([]);
});

test('the ticket above is shown at once, and the card knows of it', () => {
  const under = shown(ticket(), { kind: 'parent', ticketId: 'a', parent: other });
  expect([under.parent?.key, under.parentId]).toEqual(['OPS-b', 'b']);
  expect(shown(under, { kind: 'parent', ticketId: 'a', parent: null }).parent).toBeNull();
});

test('a file shows from its command until its own frame, and never twice', () => {
  const attachment = {
    id: 'f1',
    ticketId: 'a',
    name: 'gate.png',
    contentType: 'image/png',
    size: 10,
    hasThumbnail: true,
    commentId: null,
    visibility: 'public' as const,
    addedById: 'nino',
    addedAt: '2026-03-01T10:00:00.000Z',
  };
  const entry = pending(
    { kind: 'attach', ticketId: 'a', attachment },
    { id: 'a', revision: '1', position: '110' },
  );
  const names = (view: ReturnType<typeof ticket>) => view.attachments.map(({ name }) => name);
  const ticketFirst = patchTicket(ticketCache(ticket(), '100', []), ticketFrame('110', []));
  expect(names(ticketWithPending(ticketFirst, [entry]))).toEqual(['gate.png']);
  const change = { entity: 'attachment', id: 'f1', ticketId: 'a', row: attachment } as const;
  const both = patchTicket(ticketFirst, frame('110', 'mine', change, channel));
  expect(names(ticketWithPending(both, [entry]))).toEqual(['gate.png']);
  const removed = patchTicket(both, frame('120', 'theirs', { ...change, row: null }, channel));
  expect(names(ticketWithPending(removed, [entry]))).toEqual([]);
});

test('whoever follows is named once, and an answered review says what was said', () => {
  const follow: Intent = { kind: 'follow', ticketId: 'a', userId: 'nino' };
  const following = shown(ticket(), follow);
  expect(following.followerIds).toEqual(['nino']);
  expect(shown(following, follow).followerIds).toEqual(['nino']);
  const round = {
    round: 1,
    state: 'awaiting' as const,
    proposedAt: '2026-03-01T10:00:00.000Z',
    answeredAt: null,
    answeredById: null,
    stars: null,
    words: null,
  };
  const accepted = shown(ticket({ reviews: [round], review: 'awaiting' }), {
    kind: 'accept',
    ticketId: 'a',
    stars: 5,
    words: 'Thank you',
    answeredById: 'nino',
  });
  expect([accepted.review, accepted.reviews[0]?.stars, accepted.reviews[0]?.words]).toEqual([
    'accepted',
    5,
    'Thank you',
  ]);
});

test('a child leaves its parent at once, and comes back at once', () => {
  const parent = ticket({ children: [other] });
  const children = (...intents: Intent[]) =>
    ticketWithPending(
      ticketCache(parent, '100', []),
      intents.map((intent) => pending(intent)),
    ).children.map(({ id }) => id);
  const out: Intent = { kind: 'parent', ticketId: 'b', parent: null };
  const back: Intent = { kind: 'parent', ticketId: 'b', parent: { ...other, id: 'a' }, child: other };
  expect(children(out)).toEqual([]);
  expect(children(out, back)).toEqual(['b']);
  expect(children(back)).toEqual(['b']);
  // What is not known to be its child is none of its business.
  expect(children({ ...out, ticketId: 'c' })).toEqual(['b']);
});

test('a child that somebody else put back is not taken away by an old command', () => {
  const taken = pending(
    { kind: 'parent', ticketId: 'b', parent: null },
    {
      id: 'b',
      revision: '2',
      position: '90',
    },
  );
  const read = ticketCache(ticket({ children: [other] }), '100', []);
  expect(ticketWithPending(read, [taken]).children).toHaveLength(1);
});
