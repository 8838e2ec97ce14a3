import type { ActivityView, AttachmentView, CommentView } from '@ticketing/contracts/views.ts';
import { describe, expect, it } from 'vitest';
import { eventWords, firstFiles, timeline } from './timeline.ts';

const ticketId = '0197a1c2-7b3e-7c41-9a52-000000000001';

const happened = (
  type: string,
  details: Record<string, unknown> = {},
  over: Partial<ActivityView> = {},
): ActivityView => ({
  id: `${type}-${over.revision ?? '0'}`,
  ticketId,
  projectId: '0197a1c2-7b3e-7c41-9a52-000000000002',
  type,
  details,
  actorId: '0197a1c2-7b3e-7c41-9a52-000000000003',
  actorName: 'Giorgi',
  at: '2026-03-01T12:00:00.000Z',
  recordedAt: '2026-03-01T12:00:00.000Z',
  revision: '0',
  ...over,
});

const said = (id: string, postedAt: string): CommentView => ({
  id,
  ticketId,
  authorId: '0197a1c2-7b3e-7c41-9a52-000000000003',
  body: id,
  visibility: 'public',
  postedAt,
  editedAt: null,
});

describe('what a client is told of an event', () => {
  it('is the column that the ticket went to', () => {
    expect(
      eventWords(happened('TicketMoved', { columnId: 'b', fromColumnId: 'a', columnName: 'Review' })),
    ).toEqual({
      key: 'desk.ticket.event.moved',
      gaps: { actor: 'Giorgi', column: 'Review' },
    });
  });

  it('is nothing when the ticket only changed its place inside a column', () => {
    expect(
      eventWords(happened('TicketMoved', { columnId: 'a', fromColumnId: 'a', columnName: 'To Do' })),
    ).toBeNull();
  });

  it('tells a ticket that closed by itself from one that a person closed', () => {
    expect(eventWords(happened('TicketArchived', { reason: 'done' }))?.key).toBe(
      'desk.ticket.event.archivedWhenDone',
    );
    expect(eventWords(happened('TicketArchived', { reason: 'manual', words: '' }))?.key).toBe(
      'desk.ticket.event.archived',
    );
    expect(eventWords(happened('TicketArchived', { reason: 'manual', words: 'Opened twice' }))).toMatchObject(
      {
        key: 'desk.ticket.event.archivedBecause',
        gaps: { words: 'Opened twice' },
      },
    );
  });

  it('tells a due date from its removal', () => {
    expect(eventWords(happened('TicketScheduled', { dueDate: '2026-03-09' }))?.gaps.date).toBe('2026-03-09');
    expect(eventWords(happened('TicketScheduled', { dueDate: null }))?.key).toBe(
      'desk.ticket.event.unscheduled',
    );
  });

  it('is nothing for comments, which are shown themselves, and for events that it does not know', () => {
    expect(eventWords(happened('CommentPosted', { body: 'hello' }))).toBeNull();
    expect(eventWords(happened('SomethingNew'))).toBeNull();
  });
});

const bare = { description: '', comments: [], attachments: [], openedAt: '2026-03-01T12:00:00.000Z' };

describe('the conversation', () => {
  it('runs from the oldest to the newest, whatever order the history came in', () => {
    const entries = timeline({ ...bare, comments: [said('hello', '2026-03-01T12:05:00.000Z')] }, [
      happened('TicketArchived', { reason: 'done' }, { revision: '2', at: '2026-03-01T12:10:00.000Z' }),
      happened('TicketOpened', {}, { revision: '0' }),
    ]);
    expect(entries.map((entry) => entry.id)).toEqual(['TicketOpened-0', 'hello', 'TicketArchived-2']);
  });

  it('compares instants, not their text', () => {
    const entries = timeline(
      {
        ...bare,
        comments: [
          said('second', '2026-03-01T14:30:00.000+04:00'),
          said('first', '2026-03-01T10:00:00.000Z'),
        ],
      },
      [],
    );
    expect(entries.map((entry) => entry.id)).toEqual(['first', 'second']);
  });

  it('keeps the order of the log for events of one instant, and puts words after deeds', () => {
    const entries = timeline({ ...bare, comments: [said('about it', '2026-03-01T12:00:00.000Z')] }, [
      happened('TicketMoved', { columnId: 'b', fromColumnId: 'a', columnName: 'B' }, { revision: '10' }),
      happened('TicketAssigned', { userName: 'Ana' }, { revision: '9' }),
    ]);
    expect(entries.map((entry) => entry.id)).toEqual(['TicketAssigned-9', 'TicketMoved-10', 'about it']);
  });

  it('shows files of the ticket itself where they came, those of one moment together', () => {
    const file = (id: string, addedAt: string, commentId: string | null = null): AttachmentView => ({
      id,
      ticketId,
      name: id,
      contentType: 'image/png',
      size: 1,
      hasThumbnail: true,
      commentId,
      visibility: 'public',
      addedById: 'u',
      addedAt,
    });
    const ticket = {
      ...bare,
      attachments: [
        file('at first', bare.openedAt),
        file('later', '2026-03-01T12:10:00.000Z'),
        file('with it', '2026-03-01T12:10:00.000Z'),
        file('in a message', '2026-03-01T12:10:00.000Z', 'c'),
      ],
    };
    expect(firstFiles(ticket).map(({ name }) => name)).toEqual(['at first']);
    const entries = timeline(ticket, []);
    expect(entries.map((entry) => entry.kind === 'files' && entry.files.map(({ name }) => name))).toEqual([
      ['later', 'with it'],
    ]);
  });

  it('says a move and the question that comes with it once', () => {
    const entries = timeline(bare, [
      happened('TicketMoved', { columnId: 'b', fromColumnId: 'a', columnName: 'Done' }, { revision: '1' }),
      happened('ResolutionProposed', { round: 1 }, { revision: '2' }),
    ]);
    expect(entries.map(({ id }) => id)).toEqual(['ResolutionProposed-2']);
  });

  it('leaves it to the description to tell that the ticket was opened', () => {
    expect(timeline({ ...bare, description: 'It beeps.' }, [happened('TicketOpened')])).toEqual([]);
  });
});
