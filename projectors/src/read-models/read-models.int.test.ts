import type { BusMessage } from '@ticketing/contracts/live.ts';
import { BusMessage as BusMessageSchema } from '@ticketing/contracts/live.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { type EngineHarness, engineHarness } from '../testing/engine-harness.ts';
import {
  columnAdded,
  projectCreated,
  roleGranted,
  ticketMoved,
  ticketOpened,
  userRegistered,
} from '../testing/ticket-events.ts';
import { until } from '../testing/until.ts';
import { readModels } from './all.ts';

describe('the read models', () => {
  let harness: EngineHarness;
  let engine: Engine;
  let heard: BusMessage[];
  const [project, todo, done, tag] = [newId(), newId(), newId(), newId()];
  const [ann, bob, company] = [newId(), newId(), newId()];

  beforeEach(async () => {
    harness = await engineHarness();
    heard = [];
    await harness.bus.subscribe({
      onMessage(message) {
        if (message.kind !== 'reached') heard.push(message);
      },
      onLost: () => undefined,
    });
    engine = await harness.start(readModels);
    await until(() => engine.health().ready);
  });
  afterEach(() => harness.stop());

  async function settled(): Promise<void> {
    for (const { name } of readModels) await harness.settled(engine, name);
  }

  async function rows(query: string, values: unknown[] = []) {
    const found = await harness.pool.query(query, values);
    return found.rows;
  }

  /** Every table of the read models as text, to compare one projection of the log with another. */
  async function everything(): Promise<Record<string, string[]>> {
    const tables: Record<string, string[]> = {};
    for (const table of readModels.flatMap(({ tableNames }) => tableNames)) {
      const found = await rows(`select row_to_json(t)::text as row from read_model.${table} as t order by 1`);
      tables[table] = found.map(({ row }) => row);
    }
    return tables;
  }

  const append = (...given: Parameters<typeof harness.scripted.append>) => harness.scripted.append(...given);

  function openProject(): void {
    append(`user-${ann}`, userRegistered('ann', 'Ann Example'));
    append(`user-${bob}`, userRegistered('bob', 'Bob Example', false));
    append(`company-${company}`, {
      type: 'CompanyRegistered',
      data: { name: 'Acme', description: 'Anvils' },
    });
    append(`project-${project}`, [
      projectCreated('WEB'),
      columnAdded(todo, 'To Do', 'todo', 'a0'),
      columnAdded(done, 'Done', 'done', 'a1'),
      { type: 'TagAdded', data: { tagId: tag, name: 'urgent', colour: '#ff0000' } },
      { type: 'CompanyAttached', data: { companyId: company } },
    ]);
  }

  const openTicket = (ticket: string, at = '2026-01-10T08:00:00.000Z') =>
    append(
      `ticket-${ticket}`,
      ticketOpened({ projectId: project, columnId: todo, reporterId: bob, companyId: company }),
      { at, actorId: bob },
    );

  it('keep people, companies and roles', async () => {
    openProject();
    append(`user-${ann}`, [
      { type: 'UserProfileChanged', data: { displayName: 'Ann Other', email: null } },
      { type: 'SuperuserGranted', data: {} },
    ]);
    append(`user-${bob}`, { type: 'UserDeactivated', data: {} });
    append(`company-${company}`, [
      { type: 'CompanyDetailsChanged', data: { name: 'Acme Ltd', description: '' } },
      { type: 'CompanyAdminAssigned', data: { userId: ann } },
      { type: 'CompanyUserAssigned', data: { userId: bob } },
      { type: 'CompanyUserAssigned', data: { userId: ann } },
      { type: 'CompanyUserRemoved', data: { userId: ann } },
    ]);
    append(`roles-${project}`, [roleGranted(ann, 'superadmin'), roleGranted(bob, 'user')]);
    await settled();
    append(`roles-${project}`, { type: 'RoleChanged', data: { userId: ann, role: 'admin' } });
    append(`roles-${project}`, { type: 'RoleRevoked', data: { userId: bob } });
    await settled();
    expect(await rows('select * from read_model.users order by username')).toEqual([
      {
        id: ann,
        username: 'ann',
        display_name: 'Ann Other',
        email: null,
        staff: true,
        active: true,
        superuser: true,
        language: null,
        revision: 2n,
      },
      {
        id: bob,
        username: 'bob',
        display_name: 'Bob Example',
        email: 'bob@example.com',
        staff: false,
        active: false,
        superuser: false,
        language: null,
        revision: 1n,
      },
    ]);
    expect(await rows('select * from read_model.companies')).toEqual([
      {
        id: company,
        name: 'Acme Ltd',
        description: '',
        logo_file_id: null,
        logo_content_type: null,
        logo_digest: null,
        report_mailing: null,
        revision: 5n,
      },
    ]);
    expect(await rows('select * from read_model.company_admins')).toEqual([
      { company_id: company, user_id: ann },
    ]);
    expect(await rows('select * from read_model.company_users')).toEqual([
      { company_id: company, user_id: bob },
    ]);
    expect(await rows('select * from read_model.roles')).toEqual([
      { project_id: project, user_id: ann, role: 'admin' },
    ]);
    const lastAccess = heard.filter((message) => message.kind === 'access').at(-1);
    expect(lastAccess).toMatchObject({ userIds: expect.arrayContaining([bob]) });
  });

  it('forget a registration that was given up', async () => {
    append(`user-${ann}`, userRegistered('ann', 'Ann'));
    await settled();
    append(`user-${ann}`, { type: 'UserRegistrationAbandoned', data: { takenOverBy: bob } });
    append(`user-${newId()}`, { type: 'UserRegistrationAbandoned', data: { takenOverBy: bob } });
    await settled();
    expect(await rows('select * from read_model.users')).toEqual([]);
    expect(await rows('select * from read_model.parked_streams')).toEqual([]);
  });

  it('keep a project with its columns, tags, companies and policy', async () => {
    openProject();
    await settled();
    const other = newId();
    append(`project-${project}`, [
      { type: 'ProjectDetailsChanged', data: { name: 'The web', description: 'All of it' } },
      { type: 'BoardColumnMoved', data: { columnId: done, rank: 'Zz' } },
      {
        type: 'BoardColumnChanged',
        data: { columnId: todo, name: 'Next', colour: '#00ff00', category: 'in_progress' },
      },
      { type: 'TagAdded', data: { tagId: other, name: 'later', colour: '#0000ff' } },
      { type: 'TagChanged', data: { tagId: other, name: 'much later', colour: '#0000ff' } },
      { type: 'TagRemoved', data: { tagId: tag } },
      { type: 'CompanyDetached', data: { companyId: company } },
      { type: 'ArchivingPolicyChanged', data: { archiveAfterHours: null } },
      { type: 'ProjectLeadChanged', data: { userId: ann } },
      { type: 'ProjectRulesChanged', data: { dueDateBeforeDone: true, limitsEnforced: false } },
      { type: 'ProjectArchived', data: {} },
    ]);
    await settled();
    expect(await rows('select * from read_model.projects')).toEqual([
      {
        id: project,
        key: 'WEB',
        name: 'The web',
        description: 'All of it',
        has_archiving_policy: true,
        archive_after_hours: null,
        lead_id: ann,
        due_date_before_done: true,
        limits_enforced: false,
        archived: true,
        revision: 15n,
      },
    ]);
    expect(await rows('select id, name, category, rank from read_model.board_columns order by rank')).toEqual(
      [
        { id: done, name: 'Done', category: 'done', rank: 'Zz' },
        { id: todo, name: 'Next', category: 'in_progress', rank: 'a0' },
      ],
    );
    expect(await rows('select id, name from read_model.tags')).toEqual([{ id: other, name: 'much later' }]);
    expect(await rows('select * from read_model.project_companies')).toEqual([]);
    const last = heard.filter((message) => message.kind === 'change').at(-1);
    expect(last).toMatchObject({
      channel: `project:${project}`,
      audience: { kind: 'project', projectId: project },
      change: {
        entity: 'project',
        row: {
          name: 'The web',
          columns: [{ id: done }, { id: todo, name: 'Next' }],
          companyIds: [],
          archiveAfterHours: null,
          leadId: ann,
          archived: true,
          revision: '15',
        },
      },
    });
  });

  it("keep everything of a ticket's card and page, whatever happens to it", async () => {
    openProject();
    const ticket = newId();
    openTicket(ticket);
    const [comment, removed, epic, one, two] = [newId(), newId(), newId(), newId(), newId()];
    append(
      `ticket-${ticket}`,
      [
        { type: 'TicketRenamed', data: { title: 'The printer smokes' } },
        { type: 'TicketDescribed', data: { description: 'Less fire now.' } },
        { type: 'TicketTypeChanged', data: { type: 'bug' } },
        { type: 'TicketPrioritised', data: { priority: 4, urgency: 3, importance: 1 } },
        { type: 'TicketScheduled', data: { startDate: '2026-03-28', dueDate: '2026-03-29' } },
        ticketMoved(done, todo, 'b5'),
        { type: 'TicketAssigned', data: { userId: ann } },
        { type: 'TicketAssigned', data: { userId: bob } },
        { type: 'TicketUnassigned', data: { userId: bob } },
        { type: 'TicketTagged', data: { tagId: tag } },
        { type: 'CommentPosted', data: { commentId: comment, body: 'On my way', visibility: 'public' } },
        { type: 'CommentPosted', data: { commentId: removed, body: 'Never mind', visibility: 'public' } },
        { type: 'CommentEdited', data: { commentId: comment, body: 'I am there' } },
        { type: 'CommentRemoved', data: { commentId: removed } },
        { type: 'ResolutionProposed', data: { round: 1 } },
        { type: 'ResolutionAccepted', data: { round: 1, stars: 4, words: 'Well done' } },
        { type: 'RemoteAssistOffered', data: { remoteAssistId: '482 113 907' } },
        { type: 'TicketParentChanged', data: { parentId: epic } },
        { type: 'TicketLinked', data: { link: 'blocks', ticketId: epic } },
        { type: 'TicketLinked', data: { link: 'causes', ticketId: epic } },
        { type: 'SubtaskAdded', data: { subtaskId: one, title: 'Paper', assigneeId: null, rank: 'a1' } },
        { type: 'SubtaskAdded', data: { subtaskId: two, title: 'Toner', assigneeId: ann, rank: 'a0' } },
        { type: 'SubtaskCompleted', data: { subtaskId: two } },
        { type: 'TicketFollowed', data: { userId: bob } },
        { type: 'TicketArchived', data: { reason: 'manual', words: '' } },
      ],
      { at: '2026-01-11T09:30:00.000+02:00', actorId: ann },
    );
    await settled();
    const card = {
      id: ticket,
      project_id: project,
      key: 'WEB-1',
      number: 1,
      type: 'bug',
      title: 'The printer smokes',
      priority: 4,
      urgency: 3,
      importance: 1,
      column_id: done,
      rank: 'b5',
      reporter_id: bob,
      company_id: company,
      assignee_ids: [ann],
      tag_ids: [tag],
      start_date: '2026-03-28',
      due_date: '2026-03-29',
      comment_count: 1,
      archived: true,
      parent_id: epic,
      subtask_ids: [one, two].sort(),
      completed_subtask_ids: [two],
      review: 'accepted',
      opened_at: new Date('2026-01-10T08:00:00.000Z'),
      changed_at: new Date('2026-01-11T07:30:00.000Z'),
      revision: 25n,
    };
    expect(await rows('select * from read_model.cards')).toEqual([card]);
    expect(await rows('select * from read_model.tickets')).toEqual([
      {
        ...card,
        description: 'Less fire now.',
        archive_reason: 'manual',
        reviews: [
          {
            round: 1,
            state: 'accepted',
            proposedAt: '2026-01-11T09:30:00.000+02:00',
            answeredAt: '2026-01-11T09:30:00.000+02:00',
            answeredById: ann,
            stars: 4,
            words: 'Well done',
          },
        ],
        remote_assist_id: '482 113 907',
        subtasks: [
          { id: two, title: 'Toner', assigneeId: ann, completed: true, rank: 'a0' },
          { id: one, title: 'Paper', assigneeId: null, completed: false, rank: 'a1' },
        ],
        links: [
          { link: 'blocks', ticketId: epic },
          { link: 'causes', ticketId: epic },
        ],
        linked_ids: [epic],
        follower_ids: [bob],
      },
    ]);
    expect(await rows('select * from read_model.comments')).toEqual([
      {
        id: comment,
        ticket_id: ticket,
        author_id: ann,
        body: 'I am there',
        visibility: 'public',
        posted_at: new Date('2026-01-11T07:30:00.000Z'),
        edited_at: new Date('2026-01-11T07:30:00.000Z'),
      },
    ]);
    append(`ticket-${ticket}`, { type: 'TicketRestored', data: { columnId: todo, rank: 'c' } });
    append(`ticket-${ticket}`, { type: 'TicketUntagged', data: { tagId: tag } });
    await settled();
    expect(
      await rows('select archived, archive_reason, column_id, rank, tag_ids from read_model.tickets'),
    ).toEqual([{ archived: false, archive_reason: null, column_id: todo, rank: 'c', tag_ids: [] }]);
  });

  it('tell of internal notes only to those who may read them, and show no trace of them to others', async () => {
    openProject();
    const ticket = newId();
    openTicket(ticket, '2026-01-10T08:00:00.000Z');
    await settled();
    heard.length = 0;
    const note = newId();
    append(`ticket-${ticket}`, {
      type: 'CommentPosted',
      data: { commentId: note, body: 'psst', visibility: 'internal' },
    });
    await settled();
    append(`ticket-${ticket}`, { type: 'CommentEdited', data: { commentId: note, body: 'psst!' } });
    await settled();
    append(`ticket-${ticket}`, { type: 'CommentRemoved', data: { commentId: note } });
    await settled();
    expect(heard.length).toBeGreaterThanOrEqual(12);
    for (const message of heard)
      expect(message).toMatchObject({ audience: { kind: 'ticket', internal: true } });
    expect(await rows('select comment_count, changed_at, revision from read_model.cards')).toEqual([
      { comment_count: 0, changed_at: new Date('2026-01-10T08:00:00.000Z'), revision: 3n },
    ]);
    expect(await rows('select internal from read_model.activity order by revision')).toEqual([
      { internal: false },
      { internal: true },
      { internal: true },
      { internal: true },
    ]);
    expect(await rows('select * from read_model.card_internal_notes')).toEqual([]);
  });

  it('tell of each command once, with who saw the ticket before it and who sees it after', async () => {
    openProject();
    await settled();
    heard.length = 0;
    const ticket = newId();
    const commandId = newId();
    const opened = append(
      `ticket-${ticket}`,
      [
        ticketOpened({ projectId: project, columnId: todo, reporterId: bob, companyId: company }),
        { type: 'TicketAssigned', data: { userId: ann } },
      ],
      { commandId, actorId: bob },
    );
    await settled();
    append(`ticket-${ticket}`, { type: 'TicketUnassigned', data: { userId: ann } }, { actorId: ann });
    await settled();
    const facts = { projectId: project, reporterId: bob, companyId: company };
    const cards = heard.filter((message) => message.kind === 'change' && message.change.entity === 'card');
    expect(cards).toMatchObject([
      {
        channel: `project:${project}`,
        position: String(opened[1]?.position),
        actorId: bob,
        commandId,
        audience: { kind: 'ticket', before: null, after: { ...facts, assigneeIds: [ann] }, internal: false },
        change: {
          entity: 'card',
          id: ticket,
          row: { assigneeIds: [ann], revision: '1', title: 'The printer is on fire' },
        },
      },
      {
        actorId: ann,
        audience: { before: { ...facts, assigneeIds: [ann] }, after: { ...facts, assigneeIds: [] } },
        change: { row: { assigneeIds: [], revision: '2' } },
      },
    ]);
    const ofTicket = heard.filter(
      (message) => message.kind === 'change' && message.channel === `ticket:${ticket}`,
    );
    expect(ofTicket.map((message) => message.kind === 'change' && message.change.entity).sort()).toEqual([
      'activity',
      'activity',
      'activity',
      'ticket',
      'ticket',
    ]);
    for (const message of heard) expect(BusMessageSchema.parse(message)).toEqual(message);
  });

  it('write down what happened with the names of the time', async () => {
    openProject();
    const ticket = newId();
    openTicket(ticket);
    append(`ticket-${ticket}`, ticketMoved(done, todo), { actorId: ann, at: '2026-01-11T08:00:00.000Z' });
    append(`user-${bob}`, { type: 'UserProfileChanged', data: { displayName: 'Robert', email: null } });
    append(`ticket-${ticket}`, { type: 'TicketAssigned', data: { userId: bob } }, { actorId: ann });
    append(`ticket-${ticket}`, { type: 'TicketTagged', data: { tagId: tag } }, { actorId: bob });
    const commentId = newId();
    append(`ticket-${ticket}`, {
      type: 'CommentPosted',
      data: { commentId, body: 'secret', visibility: 'public' },
    });
    await settled();
    const history = await rows(
      'select type, details, actor_name, at from read_model.activity where ticket_id = $1 order by revision',
      [ticket],
    );
    expect(history).toMatchObject([
      {
        type: 'TicketOpened',
        actor_name: 'Bob Example',
        details: {
          columnName: 'To Do',
          reporterName: 'Bob Example',
          companyName: 'Acme',
          title: 'The printer is on fire',
        },
      },
      {
        type: 'TicketMoved',
        actor_name: 'Ann Example',
        at: new Date('2026-01-11T08:00:00.000Z'),
        details: { columnId: done, columnName: 'Done', fromColumnId: todo, fromColumnName: 'To Do' },
      },
      { type: 'TicketAssigned', details: { userId: bob, userName: 'Robert' } },
      { type: 'TicketTagged', actor_name: 'Robert', details: { tagName: 'urgent' } },
      { type: 'CommentPosted', actor_name: '' },
    ]);
    expect(history.at(-1)?.details).toEqual({ commentId, visibility: 'public' });
  });

  it('are the same when the log is projected again from the start, in one batch or one event at a time', async () => {
    openProject();
    append(`roles-${project}`, roleGranted(ann, 'admin'));
    const tickets = Array.from({ length: 20 }, () => newId());
    for (const ticket of tickets) openTicket(ticket);
    for (let turn = 0; turn < 10; turn++) {
      for (const ticket of tickets) {
        const commentId = newId();
        append(`ticket-${ticket}`, ticketMoved(turn % 2 ? todo : done, turn % 2 ? done : todo, `r${turn}`));
        append(`ticket-${ticket}`, {
          type: 'CommentPosted',
          data: { commentId, body: `turn ${turn}`, visibility: turn % 3 ? 'public' : 'internal' },
        });
        if (turn % 4 === 0) append(`ticket-${ticket}`, { type: 'CommentRemoved', data: { commentId } });
      }
    }
    await settled();
    const live = await everything();
    for (const batchSize of [1, 5_000]) {
      await engine.stop();
      await harness.pool.query('update read_model.projection_checkpoints set version = 0');
      engine = await harness.start(readModels, { batchSize, catchUpBatchSize: batchSize });
      await settled();
      expect(await everything()).toEqual(live);
    }
    expect(live.cards).toHaveLength(20);
  });

  it('do not change when events that they have seen come again', async () => {
    openProject();
    append(`roles-${project}`, [roleGranted(ann, 'admin'), roleGranted(bob, 'user')]);
    append(`roles-${project}`, { type: 'RoleRevoked', data: { userId: bob } });
    append(`company-${company}`, { type: 'CompanyUserAssigned', data: { userId: bob } });
    append(`company-${company}`, { type: 'CompanyUserRemoved', data: { userId: bob } });
    const ticket = newId();
    openTicket(ticket);
    const commentId = newId();
    append(`ticket-${ticket}`, {
      type: 'CommentPosted',
      data: { commentId, body: 'one', visibility: 'public' },
    });
    append(`ticket-${ticket}`, { type: 'CommentRemoved', data: { commentId } });
    append(`project-${project}`, { type: 'TagRemoved', data: { tagId: tag } });
    await settled();
    const before = await everything();
    await engine.stop();
    // As if a checkpoint had been lost while the rows were kept.
    await harness.pool.query('update read_model.projection_checkpoints set position = -1');
    engine = await harness.start(readModels, { batchSize: 3, catchUpBatchSize: 3 });
    await settled();
    expect(await everything()).toEqual(before);
    expect(await rows('select * from read_model.parked_streams')).toEqual([]);
  });

  it('park a ticket whose stream does not begin with its opening, and keep the rest', async () => {
    openProject();
    const [broken, whole] = [newId(), newId()];
    append(`ticket-${broken}`, { type: 'TicketRenamed', data: { title: 'No beginning' } });
    openTicket(whole);
    await settled();
    expect(await rows('select id from read_model.cards')).toEqual([{ id: whole }]);
    expect(await rows('select projection, stream from read_model.parked_streams order by 1')).toEqual(
      ['activity', 'board', 'chat', 'inbox', 'past', 'reports', 'search', 'tickets'].map((projection) => ({
        projection,
        stream: `ticket-${broken}`,
      })),
    );
  });
});
