import type { BoardView, CardView, CommentView, TicketView } from '@ticketing/contracts/views.ts';
import type { ChangeFrame } from '../live-channels.ts';

/** Small boards, tickets and frames for the tests of the caches. Ids are words, so that failures can be read. */
export const card = (id: string, over: Partial<CardView> = {}): CardView => ({
  id,
  projectId: 'ops',
  key: `OPS-${id}`,
  number: 1,
  type: 'task',
  title: `Ticket ${id}`,
  priority: 2,
  urgency: 2,
  importance: 2,
  columnId: 'todo',
  rank: 'a0',
  reporterId: 'nino',
  companyId: null,
  assigneeIds: [],
  tagIds: [],
  startDate: null,
  dueDate: null,
  commentCount: 0,
  archived: false,
  parentId: null,
  subtaskCount: 0,
  subtasksDone: 0,
  review: null,
  openedAt: '2026-03-01T10:00:00.000Z',
  changedAt: '2026-03-01T10:00:00.000Z',
  revision: '0',
  ...over,
});

const column = (id: string, rank: string, tickets: CardView[]): BoardView['columns'][number] => ({
  id,
  name: id,
  colour: '#6B6F76',
  category: 'todo',
  rank,
  minimum: null,
  maximum: null,
  leadsTo: null,
  tickets,
});

export const nino = { id: 'nino', username: 'nino', displayName: 'Nino', staff: true, active: true };

/** `todo` holds a, b, c; `doing` holds d. */
export function board(): BoardView {
  return {
    project: {
      id: 'ops',
      key: 'OPS',
      name: 'Operations',
      description: '',
      columns: [],
      tags: [],
      companyIds: [],
      leadId: null,
      dueDateBeforeDone: false,
      limitsEnforced: false,
      archived: false,
      role: 'admin',
      revision: '1',
    },
    columns: [
      column('todo', 'a0', [card('a', { rank: 'a1' }), card('b', { rank: 'a2' }), card('c', { rank: 'a3' })]),
      column('doing', 'a1', [card('d', { columnId: 'doing', rank: 'a1' })]),
    ],
    people: [nino],
    companies: [],
    allowed: [],
  };
}

export const comment = (id: string, over: Partial<CommentView> = {}): CommentView => ({
  id,
  ticketId: 'a',
  authorId: 'nino',
  body: `Comment ${id}`,
  visibility: 'public',
  postedAt: '2026-03-01T10:00:00.000Z',
  editedAt: null,
  ...over,
});

export const ticket = (over: Partial<TicketView> = {}): TicketView => ({
  ...card('a'),
  description: '',
  archiveReason: null,
  reviews: [],
  remoteAssistId: null,
  parent: null,
  children: [],
  links: [],
  subtasks: [],
  followerIds: [],
  comments: [],
  olderComments: null,
  attachments: [],
  people: [nino],
  columns: board().columns.map(({ tickets: _, ...rest }) => rest),
  tags: [],
  companyName: null,
  allowed: [],
  ...over,
});

export const frame = (
  position: string,
  commandId: string,
  change: ChangeFrame['change'],
  channel = 'project:ops',
): ChangeFrame => ({ channel, position, actorId: 'giorgi', commandId, change });

/** `['todo: a b c', 'doing: d']` */
export const shown = (view: BoardView): string[] =>
  view.columns.map((each) => `${each.id}: ${each.tickets.map((ticket) => ticket.id).join(' ')}`.trim());
