import type { DomainEvent, RecordedEvent, TicketEvent } from '@ticketing/contracts/events/event.ts';
import { SYSTEM_ACTOR } from '@ticketing/contracts/events/metadata.ts';
import {
  chatStream,
  companyStream,
  contactStream,
  numbersStream,
  projectKeyStream,
  projectStream,
  rolesStream,
  ticketStream,
  userStream,
} from '@ticketing/contracts/streams.ts';
import { newId } from '@ticketing/platform/ids.ts';
import type { Told } from './scripted-log.ts';
import { tellSmallChat } from './small-chat.ts';

const ids = <const Name extends string>(...names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, newId()])) as Record<Name, string>;

type Opened = Extract<RecordedEvent, { type: 'TicketOpened' }>['data'];

export const longText = 'What the customer told on the telephone, word for word. '.repeat(20);

/**
 * Events that touch every table of every read model: two projects, a company, tickets that were renamed, moved,
 * commented, archived and restored, one of ten years before its project, and a number that nothing followed.
 * @param add into a log in memory or into a real event store
 */
export async function tellSmallInstallation(
  add: (stream: string, event: DomainEvent, told: Told) => unknown,
) {
  const person = ids('ann', 'bob', 'cleo', 'dan');
  const company = ids('acme', 'other');
  const project = ids('inc', 'ops', 'abandoned');
  const column = ids('todo', 'doing', 'done', 'ops', 'gone', 'goneBefore');
  const tag = ids('urgent', 'old', 'team', 'dropped');
  const ticket = ids('printer', 'imported', 'second', 'ops', 'stranded', 'neverOpened');
  const comment = ids('public', 'internal', 'removed');
  const invitation = ids('pending', 'accepted', 'revoked', 'expired');
  const event = ids('movedToDone');
  const { ann } = person;
  const say = (stream: string, what: DomainEvent, at: string, told: Partial<Told> = {}) =>
    add(stream, what, { at: `${at}Z`, by: ann, ...told });

  for (const [name, id] of Object.entries(person)) {
    await say(
      userStream(id),
      {
        type: 'UserRegistered',
        data: { username: name, displayName: `${name} the first`, email: null, staff: name !== 'cleo' },
      },
      '2026-01-01T08:00:00',
    );
  }
  await say(
    userStream(ann),
    { type: 'UserProfileChanged', data: { displayName: 'Ann', email: 'ann@example.com' } },
    '2026-01-01T08:01:00',
  );
  await say(userStream(ann), { type: 'SuperuserGranted', data: {} }, '2026-01-01T08:01:30');
  await say(userStream(person.dan), { type: 'UserDeactivated', data: {} }, '2026-01-01T08:02:00');

  for (const [name, id] of Object.entries(company)) {
    await say(
      companyStream(id),
      { type: 'CompanyRegistered', data: { name, description: '' } },
      '2026-01-01T08:03:00',
    );
  }
  const acme = companyStream(company.acme);
  await say(acme, { type: 'CompanyAdminAssigned', data: { userId: ann } }, '2026-01-01T08:04:00');
  await say(acme, { type: 'CompanyUserAssigned', data: { userId: person.cleo } }, '2026-01-01T08:05:00');
  await say(acme, { type: 'CompanyUserAssigned', data: { userId: person.dan } }, '2026-01-01T08:06:00');
  await say(acme, { type: 'CompanyUserRemoved', data: { userId: person.dan } }, '2026-01-01T08:07:00');
  const logo = { fileId: newId(), contentType: 'image/png', digest: 'cd'.repeat(32) };
  await say(acme, { type: 'CompanyLogoChanged', data: { logo } }, '2026-01-01T08:07:30');
  const mailing = { recipientIds: [person.cleo], language: 'ka', timeZone: 'Asia/Tbilisi' } as const;
  const mailed = { mailing: { ...mailing, recipientIds: [...mailing.recipientIds] } };
  await say(acme, { type: 'CompanyReportMailingChanged', data: mailed }, '2026-01-01T08:07:40');

  const colour = '#123456';
  const createProject = async (id: string, key: string) => {
    await say(
      projectKeyStream(key),
      { type: 'ProjectKeyReserved', data: { projectId: id } },
      '2026-01-02T08:00:00',
    );
    await say(
      rolesStream(id),
      { type: 'RoleGranted', data: { userId: ann, role: 'superadmin' } },
      '2026-01-02T08:00:00',
    );
    await say(
      projectStream(id),
      { type: 'ProjectCreated', data: { key, name: `Project ${key}`, description: 'All of it' } },
      '2026-01-02T08:00:00',
    );
  };
  const addColumn = (projectId: string, columnId: string, name: string, rank: string) =>
    say(
      projectStream(projectId),
      { type: 'BoardColumnAdded', data: { columnId, name, colour, category: 'todo', rank } },
      '2026-01-02T08:00:00',
    );
  await createProject(project.inc, 'INC');
  // Not in board order: the order of the board is the order of the ranks.
  await addColumn(project.inc, column.done, 'Done', 'a2');
  await addColumn(project.inc, column.todo, 'To Do', 'a0');
  await addColumn(project.inc, column.doing, 'Doing', 'a1');
  await createProject(project.ops, 'OPS');
  await addColumn(project.ops, column.ops, 'Everything', 'a0');
  const inc = projectStream(project.inc);
  await say(
    inc,
    { type: 'TagAdded', data: { tagId: tag.urgent, name: 'urgent', colour } },
    '2026-01-02T09:00:00',
  );
  await say(inc, { type: 'TagAdded', data: { tagId: tag.old, name: 'old', colour } }, '2026-01-02T09:01:00');
  await say(inc, { type: 'TagRemoved', data: { tagId: tag.old } }, '2026-01-02T09:02:00');
  await say(inc, { type: 'CompanyAttached', data: { companyId: company.acme } }, '2026-01-02T09:03:00');
  await say(inc, { type: 'CompanyAttached', data: { companyId: company.other } }, '2026-01-02T09:04:00');
  await say(inc, { type: 'CompanyDetached', data: { companyId: company.other } }, '2026-01-02T09:05:00');
  await say(inc, { type: 'ArchivingPolicyChanged', data: { archiveAfterHours: 48 } }, '2026-01-02T09:06:00');
  const roles = rolesStream(project.inc);
  await say(
    roles,
    { type: 'RoleGranted', data: { userId: person.bob, role: 'user' } },
    '2026-01-02T09:07:00',
  );
  await say(
    roles,
    { type: 'RoleChanged', data: { userId: person.bob, role: 'admin' } },
    '2026-01-02T09:08:00',
  );
  await say(
    roles,
    { type: 'RoleGranted', data: { userId: person.dan, role: 'user' } },
    '2026-01-02T09:09:00',
  );
  await say(roles, { type: 'RoleRevoked', data: { userId: person.dan } }, '2026-01-02T09:10:00');

  for (const [what, became] of [
    ['pending', undefined],
    [
      'accepted',
      { type: 'InvitationAccepted', data: { invitationId: invitation.accepted, userId: person.dan } },
    ],
    ['revoked', { type: 'InvitationRevoked', data: { invitationId: invitation.revoked } }],
    ['expired', { type: 'InvitationExpired', data: { invitationId: invitation.expired } }],
  ] as const) {
    const sent = {
      invitationId: invitation[what],
      role: 'manager',
      expiresAt: '2126-01-09T09:10:00Z',
    } as const;
    await say(roles, { type: 'InvitationSent', data: sent }, '2026-01-02T09:10:10');
    if (became) await say(roles, became, '2026-01-02T09:10:20');
  }

  // A project whose creation stopped half-way, so that another one took its key.
  await say(
    projectStream(project.abandoned),
    { type: 'ProjectAbandoned', data: { takenOverBy: project.ops } },
    '2026-01-02T09:11:00',
  );

  const takeNumber = (projectId: string, ticketId: string, at: string) =>
    say(numbersStream(projectId), { type: 'TicketNumberTaken', data: { ticketId } }, at);
  const open = async (id: string, key: string, title: string, at: string, more: Partial<Opened> = {}) => {
    const data: Opened = {
      projectId: project.inc,
      number: Number(key.split('-')[1]),
      key,
      type: 'bug',
      title,
      description: '',
      priority: 2,
      urgency: 2,
      importance: 2,
      reporterId: person.cleo,
      companyId: null,
      columnId: column.todo,
      rank: 'a5',
      startDate: null,
      dueDate: null,
      ...more,
    };
    await takeNumber(data.projectId, id, at);
    await say(ticketStream(id), { type: 'TicketOpened', data }, at, { command: 'OpenTicket' });
  };

  await open(ticket.printer, 'INC-1', 'The printer burns', '2026-01-10T08:00:00', {
    companyId: company.acme,
    description: longText,
    dueDate: '2026-02-01',
  });
  const printer = ticketStream(ticket.printer);
  await say(printer, { type: 'TicketAssigned', data: { userId: person.bob } }, '2026-01-10T09:00:00');
  await say(printer, { type: 'TicketTagged', data: { tagId: tag.urgent } }, '2026-01-10T10:00:00');
  await say(
    printer,
    { type: 'CommentPosted', data: { commentId: comment.public, body: longText, visibility: 'public' } },
    '2026-01-11T08:00:00',
    { by: person.cleo },
  );
  await say(
    printer,
    { type: 'CommentPosted', data: { commentId: comment.removed, body: 'Oops', visibility: 'public' } },
    '2026-01-11T09:00:00',
    { by: person.bob },
  );
  await say(printer, { type: 'CommentRemoved', data: { commentId: comment.removed } }, '2026-01-11T09:01:00');
  await say(
    printer,
    { type: 'TicketMoved', data: { columnId: column.doing, rank: 'a5', fromColumnId: column.todo } },
    '2026-01-20T08:00:00',
    { by: person.bob, command: 'MoveTicket' },
  );
  await say(
    inc,
    { type: 'TagChanged', data: { tagId: tag.urgent, name: 'now', colour } },
    '2026-01-31T00:00:00',
  );
  await say(
    inc,
    {
      type: 'BoardColumnChanged',
      data: { columnId: column.doing, name: 'In Progress', colour, category: 'in_progress' },
    },
    '2026-02-01T00:00:00',
  );
  await say(
    inc,
    {
      type: 'BoardColumnChanged',
      data: { columnId: column.done, name: 'Done', colour, category: 'done' },
    },
    '2026-02-01T00:00:01',
  );
  await say(printer, { type: 'TicketRenamed', data: { title: 'The printer burned' } }, '2026-02-02T00:00:00');
  await say(
    printer,
    { type: 'TicketMoved', data: { columnId: column.done, rank: 'a5', fromColumnId: column.doing } },
    '2026-02-10T08:00:00',
    { by: person.bob, id: event.movedToDone, command: 'MoveTicket' },
  );
  await say(printer, { type: 'TicketArchived', data: { reason: 'done', words: '' } }, '2026-02-12T08:00:00', {
    by: SYSTEM_ACTOR,
    causedBy: event.movedToDone,
    command: 'ArchiveWhenStillDone',
  });
  await say(
    printer,
    { type: 'TicketRestored', data: { columnId: column.doing, rank: 'a9' } },
    '2026-02-15T08:00:00',
  );
  await say(
    printer,
    {
      type: 'CommentPosted',
      data: { commentId: comment.internal, body: 'They smoke there', visibility: 'internal' },
    },
    '2026-02-16T08:00:00',
    { by: person.bob },
  );
  await say(
    printer,
    { type: 'CommentEdited', data: { commentId: comment.public, body: 'It burns!' } },
    '2026-02-16T09:00:00',
    { by: person.cleo },
  );

  await open(ticket.imported, 'INC-2', 'Ten years old', '2016-03-01T08:00:00', { columnId: column.doing });
  await say(
    ticketStream(ticket.imported),
    { type: 'TicketMoved', data: { columnId: column.done, rank: 'a1', fromColumnId: column.doing } },
    '2016-03-02T08:00:00',
  );
  await open(ticket.second, 'INC-3', 'The lamp too', '2026-01-12T08:00:00', { rank: 'a4' });
  const file = {
    fileId: '0197a1c2-7b3e-7c41-9a52-6f0d3c1b2af1',
    name: 'lamp.jpg',
    contentType: 'image/jpeg',
    size: 482_113,
    digest: 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c',
  };
  const lamp = ticketStream(ticket.second);
  const attached = { ...file, commentId: null, visibility: 'public' } as const;
  await say(lamp, { type: 'AttachmentAdded', data: attached }, '2026-01-12T09:00:00', { by: person.cleo });
  await say(
    lamp,
    { type: 'AttachmentRemoved', data: { fileId: file.fileId, name: file.name, visibility: 'public' } },
    '2026-01-12T10:00:00',
    { by: person.cleo },
  );
  // Attached once more, to where clients do not look.
  await say(
    lamp,
    { type: 'AttachmentAdded', data: { ...attached, visibility: 'internal' } },
    '2026-01-12T11:00:00',
    { by: person.bob },
  );
  await open(ticket.ops, 'OPS-1', 'Of another project', '2026-01-10T08:00:00', {
    projectId: project.ops,
    columnId: column.ops,
  });
  await say(
    ticketStream(ticket.ops),
    { type: 'TicketArchived', data: { reason: 'manual', words: '' } },
    '2026-02-20T08:00:00',
  );
  const [first, last] = [newId(), newId()];
  const second = ticketStream(ticket.second);
  const structure: readonly TicketEvent[] = [
    { type: 'TicketParentChanged', data: { parentId: ticket.ops } },
    { type: 'TicketParentChanged', data: { parentId: ticket.printer } },
    { type: 'TicketLinked', data: { link: 'blocks', ticketId: ticket.ops } },
    { type: 'TicketLinked', data: { link: 'causes', ticketId: ticket.printer } },
    { type: 'TicketUnlinked', data: { link: 'blocks', ticketId: ticket.ops } },
    { type: 'SubtaskAdded', data: { subtaskId: last, title: 'Oil', assigneeId: person.bob, rank: 'a2' } },
    { type: 'SubtaskAdded', data: { subtaskId: first, title: 'Wick', assigneeId: null, rank: 'a1' } },
    { type: 'SubtaskCompleted', data: { subtaskId: last } },
    { type: 'SubtaskCompleted', data: { subtaskId: first } },
    { type: 'SubtaskReopened', data: { subtaskId: first } },
    { type: 'SubtaskChanged', data: { subtaskId: first, title: 'New wick', assigneeId: person.cleo } },
    { type: 'SubtaskMoved', data: { subtaskId: last, rank: 'a0' } },
    { type: 'TicketFollowed', data: { userId: person.cleo } },
    { type: 'TicketFollowed', data: { userId: person.bob } },
    { type: 'TicketUnfollowed', data: { userId: person.cleo } },
  ];
  for (const [minute, told] of structure.entries()) {
    await say(second, told, `2026-02-20T09:${String(minute).padStart(2, '0')}:00`);
  }
  await takeNumber(project.inc, ticket.neverOpened, '2026-02-21T08:00:00');
  // The column carries the ticket in it into what is done.
  await say(
    inc,
    { type: 'BoardColumnChanged', data: { columnId: column.todo, name: 'To Do', colour, category: 'done' } },
    '2026-02-22T08:00:00',
  );
  await tellReports();
  await talkAbout(ticket.printer, person, say);

  // People outside, one of whom is removed, and how a company is reached.
  const contact = ids('nino', 'gone');
  const card = { name: 'Nino', email: 'nino@example.com', phone: null, title: '', department: '', notes: '' };
  for (const [name, id] of Object.entries(contact)) {
    const about: readonly DomainEvent[] = [
      { type: 'ContactAdded', data: { projectId: project.inc, ...card } },
      { type: 'ContactChanged', data: { ...card, phone: '+995 32', title: 'Owner' } },
      { type: 'ContactLinkedToTag', data: { tagId: tag.urgent, role: 'installer' } },
      { type: 'ContactLinkedToTag', data: { tagId: tag.old, role: '' } },
      { type: 'ContactUnlinkedFromTag', data: { tagId: tag.old } },
      ...(name === 'gone' ? [{ type: 'ContactRemoved', data: {} } as const] : []),
    ];
    for (const one of about) await say(contactStream(id), one, '2026-02-22T09:00:00');
  }
  await say(
    contactStream(company.acme),
    { type: 'CompanyContactChanged', data: { email: 'acme@example.com', phone: null } },
    '2026-02-22T09:01:00',
  );

  // Columns and tags that are gone, and a ticket whose own events still name them.
  const ops = projectStream(project.ops);
  await addColumn(project.ops, column.gone, 'Gone', 'a1');
  await addColumn(project.ops, column.goneBefore, 'Gone before', 'a2');
  const rules: readonly DomainEvent[] = [
    { type: 'BoardColumnLimited', data: { columnId: column.ops, minimum: 1, maximum: 9 } },
    {
      type: 'BoardColumnTransitionsChanged',
      data: { columnId: column.ops, leadsTo: [column.gone, column.goneBefore] },
    },
    { type: 'TagAdded', data: { tagId: tag.team, name: 'team', colour } },
    { type: 'TagAdded', data: { tagId: tag.dropped, name: 'dropped', colour } },
    { type: 'TagMemberAdded', data: { tagId: tag.team, userId: person.bob } },
    { type: 'TagMemberAdded', data: { tagId: tag.team, userId: person.dan } },
    { type: 'TagMemberRemoved', data: { tagId: tag.team, userId: person.dan } },
    { type: 'ProjectLeadChanged', data: { userId: ann } },
    { type: 'ProjectRulesChanged', data: { dueDateBeforeDone: true, limitsEnforced: true } },
  ];
  for (const rule of rules) await say(ops, rule, '2026-02-23T08:00:00');
  await open(ticket.stranded, 'OPS-2', 'In a column that is gone', '2026-02-23T09:00:00', {
    projectId: project.ops,
    columnId: column.goneBefore,
  });
  const stranded = ticketStream(ticket.stranded);
  for (const tagId of [tag.team, tag.dropped]) {
    await say(stranded, { type: 'TicketTagged', data: { tagId } }, '2026-02-23T09:01:00');
  }
  const removals: readonly DomainEvent[] = [
    { type: 'TagRemoved', data: { tagId: tag.dropped } },
    {
      type: 'BoardColumnRemoved',
      data: { columnId: column.goneBefore, ticketsToColumnId: column.gone },
    },
    { type: 'BoardColumnRemoved', data: { columnId: column.gone, ticketsToColumnId: column.ops } },
    { type: 'ProjectArchived', data: {} },
  ];
  for (const removal of removals) await say(ops, removal, '2026-02-24T08:00:00');
  await tellSmallChat(add, { ann, bob: person.bob, cleo: person.cleo, ticketId: ticket.second });
  return { person, company, project, column, tag, ticket, comment, event };

  /** By what work is measured, and what came of it: answers, resolutions, a rating, a review, a dashboard. */
  async function tellReports(): Promise<void> {
    const hours = { 1: null, 2: 24, 3: 8, 4: 0.5 };
    const targets = { firstResponseHours: hours, resolutionHours: { ...hours, 1: 72 } };
    await say(inc, { type: 'ServiceTargetsChanged', data: targets }, '2026-02-22T08:00:00');
    const metrics = [{ metric: 'average_rating' as const, weight: 30, poor: 2, good: 4.8 }];
    await say(inc, { type: 'ScoringChanged', data: { metrics } }, '2026-02-22T08:00:00');
    const review = { reviewId: newId(), userId: person.bob, from: '2026-01-01', to: '2026-02-28' };
    await say(
      inc,
      { type: 'StaffReviewed', data: { ...review, stars: 4, words: longText } },
      '2026-02-22T08:00:00',
    );
    const widgets = [{ widget: 'pipeline', shown: false }];
    await say(userStream(ann), { type: 'DashboardArranged', data: { widgets } }, '2026-02-22T08:00:00');
    const imported = ticketStream(ticket.imported);
    await say(imported, { type: 'ResolutionProposed', data: { round: 1 } }, '2026-02-22T08:00:00');
    await say(
      imported,
      { type: 'ResolutionAccepted', data: { round: 1, stars: 5, words: longText } },
      '2026-02-22T08:00:00',
      { by: person.cleo },
    );
  }
}

/** The ticket's room: a message that was changed, one that was removed, and somebody who left. */
async function talkAbout(
  ticketId: string,
  { ann, bob, cleo }: Readonly<Record<'ann' | 'bob' | 'cleo', string>>,
  say: (stream: string, event: DomainEvent, at: string, told?: Partial<Told>) => unknown,
): Promise<void> {
  const room = chatStream(ticketId);
  const message = ids('changed', 'removed');
  await say(
    room,
    { type: 'ChatRoomOpened', data: { kind: 'ticket', name: null, ticketId, companyId: null } },
    '2026-02-23T08:00:00',
  );
  for (const userId of [ann, bob, cleo]) {
    await say(room, { type: 'ParticipantJoined', data: { userId } }, '2026-02-23T08:00:01');
  }
  for (const messageId of Object.values(message)) {
    const data = { messageId, body: 'Does it still burn?', replyToId: null, files: [] };
    await say(room, { type: 'MessagePosted', data }, '2026-02-23T08:01:00', { by: bob });
  }
  const edited = { messageId: message.changed, body: 'Does it burn again?' };
  await say(room, { type: 'MessageEdited', data: edited }, '2026-02-23T08:02:00', { by: bob });
  const removed = { messageId: message.removed };
  await say(room, { type: 'MessageRemoved', data: removed }, '2026-02-23T08:03:00', { by: bob });
  await say(room, { type: 'ParticipantLeft', data: { userId: cleo } }, '2026-02-23T08:04:00', { by: cleo });
}

export type SmallInstallation = Awaited<ReturnType<typeof tellSmallInstallation>>;
