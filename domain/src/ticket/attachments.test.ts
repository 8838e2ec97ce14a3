import type { TicketEvent } from '@ticketing/contracts/events/event.ts';
import { describe, expect, it } from 'vitest';
import { ids, specification } from '../testing/given.ts';
import {
  type AttachmentCommand,
  attachedOnOpening,
  decideAttachments,
  removedWithComment,
} from './attachments.ts';
import { evolveTicket } from './evolve.ts';
import type { TicketState } from './state.ts';

const { given } = specification<TicketState | undefined, AttachmentCommand, TicketEvent>({
  stream: `ticket-${ids.ticket}`,
  initial: undefined,
  evolve: evolveTicket,
  decide: (command, ticket) => {
    if (!ticket) throw new Error('the ticket is not open');
    return decideAttachments(command, ticket);
  },
});

const opened: TicketEvent = {
  type: 'TicketOpened',
  data: {
    projectId: ids.project,
    number: 1,
    key: 'OPS-1',
    type: 'task',
    title: 'Gate 3',
    description: '',
    priority: 2,
    urgency: 2,
    importance: 2,
    reporterId: ids.client,
    companyId: null,
    columnId: ids.todo,
    rank: 'a',
    startDate: null,
    dueDate: null,
  },
};
const file = {
  fileId: '01900000-0000-7000-8000-0000000000f1',
  name: 'gate.jpg',
  contentType: 'image/jpeg',
  size: 10,
  digest: 'a'.repeat(64),
};
/** Events of a specification are the agent's. */
const added = (more: object = {}): TicketEvent => ({
  type: 'AttachmentAdded',
  data: { ...file, commentId: null, visibility: 'public', ...more },
});
const removed = (visibility: 'public' | 'internal' = 'public'): TicketEvent => ({
  type: 'AttachmentRemoved',
  data: { fileId: file.fileId, name: file.name, visibility },
});
const commented = (visibility: 'public' | 'internal'): TicketEvent => ({
  type: 'CommentPosted',
  data: { commentId: ids.comment, body: 'Words', visibility },
});
const attach = (more: Partial<Extract<AttachmentCommand, { type: 'AttachFile' }>> = {}) =>
  ({ type: 'AttachFile', file, commentId: null, visibility: 'public', actorId: ids.agent, ...more }) as const;
const remove = (actorId: string, rights: { edits?: boolean; moderates?: boolean } = {}) =>
  ({
    type: 'RemoveAttachment',
    fileId: file.fileId,
    actorId,
    edits: false,
    moderates: false,
    ...rights,
  }) as const;

describe('attaching a file', () => {
  it('adds it once, with the facts of its content', () => {
    given(opened).when(attach()).thenHappens(added());
    given(opened, added()).when(attach()).thenHappens();
  });
  it('is as visible as the comment that it belongs to', () =>
    given(opened, commented('internal'))
      .when(attach({ commentId: ids.comment, visibility: 'public' }))
      .thenHappens(added({ commentId: ids.comment, visibility: 'internal' })));
  it('is for the comment’s author alone', () =>
    given(opened, commented('public'))
      .when(attach({ commentId: ids.comment, actorId: ids.client }))
      .thenRefused('forbidden'));
  it('needs a comment that is there', () =>
    given(opened)
      .when(attach({ commentId: ids.comment }))
      .thenRefused('unknown_comment'));
  it('ends at a hundred', () => {
    const hundred = Array.from({ length: 100 }, (_, index) =>
      added({ fileId: `01900000-0000-7000-8000-0000000001${String(index).padStart(2, '0')}` }),
    );
    given(opened, ...hundred)
      .when(attach())
      .thenRefused('too_many_attachments');
    given(opened, ...hundred.slice(1))
      .when(attach())
      .thenHappens(added());
    expect(attachedOnOpening([file])).toEqual([added()]);
    expect(() => attachedOnOpening(Array.from({ length: 101 }, () => file))).toThrow();
  });
});

describe('removing an attachment', () => {
  it('is for whoever added it, and whoever may edit the files of the ticket', () => {
    given(opened, added()).when(remove(ids.agent)).thenHappens(removed());
    given(opened, added())
      .when(remove(ids.client, { edits: true }))
      .thenHappens(removed());
    given(opened, added()).when(remove(ids.client)).thenRefused('forbidden');
  });
  it('of somebody’s comment is for its author and moderators, not for who may edit the ticket', () => {
    const files = given(
      opened,
      commented('internal'),
      added({ commentId: ids.comment, visibility: 'internal' }),
    );
    files.when(remove(ids.client, { edits: true })).thenRefused('forbidden');
    files.when(remove(ids.client, { moderates: true })).thenHappens(removed('internal'));
    files.when(remove(ids.agent)).thenHappens(removed('internal'));
  });
  it('of what is not there is refused', () =>
    given(opened, added(), removed())
      .when(remove(ids.agent, { edits: true }))
      .thenRefused('unknown_attachment'));
  it('happens when the comment goes that it belongs to, and to no other file', () => {
    const { state } = given(opened, commented('public'), added({ commentId: ids.comment }));
    expect(state && removedWithComment(state, ids.comment)).toEqual([removed()]);
    const { state: other } = given(opened, commented('public'), added());
    expect(other && removedWithComment(other, ids.comment)).toEqual([]);
  });
});
