import type { ChatEvent, RecordedEvent, TicketEvent } from '@ticketing/contracts/events/event.ts';
import { SYSTEM_ACTOR } from '@ticketing/contracts/events/metadata.ts';
import type { BusMessage } from '@ticketing/contracts/live.ts';
import { mentionOf } from '@ticketing/contracts/mentions.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { type EngineHarness, engineHarness } from '../testing/engine-harness.ts';
import type { ScriptedEventOptions } from '../testing/scripted-log.ts';
import {
  columnAdded,
  projectCreated,
  roleGranted,
  ticketMoved,
  ticketOpened,
  userRegistered,
} from '../testing/ticket-events.ts';
import { inbox } from './inbox.ts';

const project = newId();
const company = newId();
const [todo, done] = [newId(), newId()];
/** `agent`, `other` and `boss` work in the project; `client` and `colleague` are employees of the company. */
const people = {
  agent: newId(),
  other: newId(),
  manager: newId(),
  client: newId(),
  colleague: newId(),
  stranger: newId(),
};

type Row = { user_id: string; kind: string; details: Record<string, unknown>; read_at: Date | null };

describe('the inbox', () => {
  let harness: EngineHarness;
  let engine: Engine;
  let told: BusMessage[];

  const append = (stream: string, events: Parameters<EngineHarness['scripted']['append']>[1], options = {}) =>
    harness.scripted.append(stream, events, options);

  beforeEach(async () => {
    harness = await engineHarness();
    told = [];
    await harness.bus.subscribe({ onMessage: (message) => told.push(message), onLost: () => undefined });
    const actorId = newId();
    for (const [name, id] of Object.entries(people)) {
      const staff = !['client', 'colleague', 'stranger'].includes(name);
      append(`user-${id}`, userRegistered(name, name, staff), { actorId });
    }
    append(
      `company-${company}`,
      [
        { type: 'CompanyRegistered', data: { name: 'Alpha', description: '' } },
        { type: 'CompanyAdminAssigned', data: { userId: people.other } },
        { type: 'CompanyUserAssigned', data: { userId: people.client } },
        { type: 'CompanyUserAssigned', data: { userId: people.colleague } },
      ],
      { actorId },
    );
    append(`project-${project}`, [
      projectCreated(),
      columnAdded(todo, 'To Do'),
      columnAdded(done, 'Done', 'done'),
    ]);
    for (const [who, role] of [
      ['agent', 'admin'],
      ['other', 'admin'],
      ['manager', 'manager'],
    ] as const) {
      append(`roles-${project}`, roleGranted(people[who], role), { actorId: people[who] });
    }
    engine = await harness.start([inbox]);
    await harness.settled(engine, 'inbox');
    told.length = 0;
  });
  afterEach(() => harness.stop());

  /** A ticket of the client, whom nobody is told of. */
  function open(given: Partial<Extract<TicketEvent, { type: 'TicketOpened' }>['data']> = {}): string {
    const id = newId();
    append(
      `ticket-${id}`,
      ticketOpened({
        projectId: project,
        columnId: todo,
        companyId: company,
        reporterId: people.client,
        ...given,
      }),
      { actorId: people.client },
    );
    return id;
  }

  const happens = (id: string, events: TicketEvent | readonly TicketEvent[], options: ScriptedEventOptions) =>
    append(`ticket-${id}`, events, options);

  async function rows(): Promise<Row[]> {
    await harness.settled(engine, 'inbox');
    const { rows: stored } = await harness.pool.query<Row>(
      'select user_id, kind, details, read_at from read_model.notifications order by position, user_id',
    );
    return stored;
  }

  /** Who was told what, by name. */
  async function tellings(): Promise<string[]> {
    const nameOf = new Map(Object.entries(people).map(([name, id]) => [id, name]));
    return (await rows()).map(({ user_id, kind }) => `${nameOf.get(user_id)}: ${kind}`).sort();
  }

  const assigned = (userId: string): TicketEvent => ({ type: 'TicketAssigned', data: { userId } });
  const commented = (body: string, visibility: 'public' | 'internal' = 'public'): TicketEvent => ({
    type: 'CommentPosted',
    data: { commentId: newId(), body, visibility },
  });

  it('tells an assignee, and nobody of what they did themself', async () => {
    const id = open();
    happens(id, assigned(people.agent), { actorId: people.other });
    happens(id, assigned(people.other), { actorId: people.other });
    expect(await tellings()).toEqual(['agent: assigned']);
  });

  it('tells of a public comment whoever reported, works on or follows the ticket, and once who is mentioned as well', async () => {
    const id = open();
    happens(id, [assigned(people.agent), { type: 'TicketFollowed', data: { userId: people.manager } }], {
      actorId: people.agent,
    });
    happens(id, commented(`Look, ${mentionOf(people.manager)} and ${mentionOf(people.colleague)}`), {
      actorId: people.agent,
    });
    expect(await tellings()).toEqual(['client: commented', 'colleague: mentioned', 'manager: mentioned']);
  });

  it('tells of an internal note only who may read it, whoever is mentioned in it or follows', async () => {
    const id = open();
    happens(
      id,
      [
        assigned(people.agent),
        ...[people.manager, people.colleague].map(
          (userId): TicketEvent => ({ type: 'TicketFollowed', data: { userId } }),
        ),
      ],
      { actorId: people.agent },
    );
    happens(id, commented(`Not for ${mentionOf(people.client)}`, 'internal'), { actorId: people.other });
    expect(await tellings()).toEqual(['agent: commented', 'manager: commented']);
  });

  it('tells nobody who may not see the ticket, though they are named', async () => {
    const id = open();
    happens(id, commented(`${mentionOf(people.stranger)} ${mentionOf(newId())}`), { actorId: people.client });
    expect(await tellings()).toEqual([]);
  });

  it('tells of an edited text only who was not mentioned in it before', async () => {
    const id = open();
    const commentId = newId();
    happens(
      id,
      {
        type: 'CommentPosted',
        data: { commentId, body: `Hello ${mentionOf(people.agent)}`, visibility: 'public' },
      },
      { actorId: people.client },
    );
    happens(
      id,
      {
        type: 'CommentEdited',
        data: { commentId, body: `Hello ${mentionOf(people.agent)}, ${mentionOf(people.manager)}` },
      },
      { actorId: people.client },
    );
    expect(await tellings()).toEqual(['agent: mentioned', 'manager: mentioned']);
  });

  it('tells once what one command does, by what weighs most: the reporter is asked for a review, and not told of the move as well', async () => {
    const id = open();
    happens(id, [assigned(people.agent), assigned(people.other)], { actorId: people.agent });
    happens(id, [ticketMoved(done, todo), { type: 'ResolutionProposed', data: { round: 1 } }], {
      actorId: people.agent,
    });
    expect(await tellings()).toEqual(['client: review_asked', 'other: assigned', 'other: status_changed']);
  });

  it('tells the same when the command’s events come in two batches', async () => {
    const id = open();
    const commandId = newId();
    const move = { actorId: people.agent, commandId };
    happens(id, ticketMoved(done, todo), move);
    expect(await tellings()).toEqual(['client: status_changed']);
    happens(id, { type: 'ResolutionProposed', data: { round: 1 } }, move);
    expect(await tellings()).toEqual(['client: review_asked']);
    // What weighs less does not take its place.
    happens(id, ticketMoved(todo, done), move);
    expect(await tellings()).toEqual(['client: review_asked']);
  });

  it('asks the company’s employees to review what staff reported for it, and reminds them again', async () => {
    const id = open({ reporterId: people.agent });
    happens(id, { type: 'ResolutionProposed', data: { round: 1 } }, { actorId: people.agent });
    happens(id, { type: 'ReviewReminded', data: { round: 1 } }, { actorId: SYSTEM_ACTOR });
    expect(await tellings()).toEqual([
      'client: review_asked',
      'client: review_asked',
      'colleague: review_asked',
      'colleague: review_asked',
    ]);
    expect((await rows()).at(-1)?.details).toEqual({ round: 1, reminder: true });
  });

  it('tells a review to who works on the ticket and who serves the company', async () => {
    const id = open();
    happens(id, assigned(people.agent), { actorId: people.agent });
    happens(
      id,
      { type: 'ResolutionAccepted', data: { round: 1, stars: 5, words: 'Secret thanks' } },
      { actorId: people.client },
    );
    expect(await tellings()).toEqual(['agent: review_given', 'other: review_given']);
    expect(JSON.stringify(await rows())).not.toContain('Secret');
  });

  it('tells nobody of a move within a column, nor of what was imported long after it happened', async () => {
    const id = open();
    happens(id, ticketMoved(todo, todo), { actorId: people.agent });
    happens(id, ticketMoved(done, todo), { actorId: people.agent, at: '2020-01-01T00:00:00.000Z' });
    expect(await tellings()).toEqual([]);
  });

  it('tells whoever is given a role by somebody else', async () => {
    append(`roles-${project}`, roleGranted(people.stranger, 'user'), { actorId: people.agent });
    expect(await tellings()).toEqual(['stranger: invited']);
  });

  it('tells as people wish: not what they want neither in the app nor by e-mail', async () => {
    append(`user-${people.client}`, {
      type: 'NotificationPreferencesChanged',
      data: { preferences: [{ kind: 'commented', inApp: false, byEmail: false }] },
    });
    const id = open();
    happens(id, commented('Hello'), { actorId: people.agent });
    happens(id, ticketMoved(done, todo), { actorId: people.agent });
    expect(await tellings()).toEqual(['client: status_changed']);
  });

  describe('of a room', () => {
    const room = newId();
    const posted = (body = 'Hello', messageId = newId()): ChatEvent => ({
      type: 'MessagePosted',
      data: { messageId, body, replyToId: null, files: [] },
    });
    const says = (who: keyof typeof people, event: ChatEvent) =>
      append(`chat-${room}`, event, { actorId: people[who] });
    const opened = (
      kind: 'direct' | 'ticket',
      ticketId: string | null,
      ...present: (keyof typeof people)[]
    ) =>
      append(`chat-${room}`, [
        { type: 'ChatRoomOpened', data: { kind, name: null, ticketId, companyId: null } },
        ...present.map((who): ChatEvent => ({ type: 'ParticipantJoined', data: { userId: people[who] } })),
      ]);

    it('gathers what is unread in one notification, which a read room ends', async () => {
      opened('direct', null, 'agent', 'other');
      const last = newId();
      says('agent', posted());
      says('agent', posted('Again', last));
      expect(await tellings()).toEqual(['other: chat']);
      expect((await rows())[0]?.details).toEqual({ messageId: last, count: 2, mentioned: false });
      says('other', { type: 'RoomRead', data: { messageId: last } });
      expect((await rows())[0]?.read_at).not.toBeNull();
      says('agent', posted(mentionOf(people.other)));
      const [, next] = await rows();
      expect(next).toMatchObject({ read_at: null, details: { count: 1, mentioned: true } });
    });

    it('leaves unread what was said after the message that was read', async () => {
      opened('direct', null, 'agent', 'other');
      const first = newId();
      says('agent', posted('One', first));
      await harness.settled(engine, 'inbox');
      says('agent', posted('Two'));
      says('other', { type: 'RoomRead', data: { messageId: first } });
      expect((await rows())[0]?.read_at).toBeNull();
    });

    it('of a company tells nobody who left the company, though they never left the room', async () => {
      append(`chat-${room}`, [
        { type: 'ChatRoomOpened', data: { kind: 'group', name: 'Us', ticketId: null, companyId: company } },
        ...(['client', 'colleague', 'other'] as const).map(
          (who): ChatEvent => ({ type: 'ParticipantJoined', data: { userId: people[who] } }),
        ),
      ]);
      says('client', posted());
      expect(await tellings()).toEqual(['colleague: chat', 'other: chat']);
      const leave = { type: 'CompanyUserRemoved', data: { userId: people.colleague } } as const;
      append(`company-${company}`, leave, { actorId: people.other });
      await harness.settled(engine, 'inbox');
      told.length = 0;
      says('client', posted(mentionOf(people.colleague)));
      const counts = (await rows()).map(({ user_id, details }) => [user_id, details.count]);
      expect(Object.fromEntries(counts)).toEqual({ [people.colleague]: 1, [people.other]: 2 });
      const heard = told.map((message) => (message.kind === 'change' ? message.channel : ''));
      expect(heard).not.toContain(`me:${people.colleague}`);
      expect(heard).toContain(`me:${people.other}`);
    });

    it('of a ticket tells only whom a message names and who may see the ticket', async () => {
      const id = open();
      opened('ticket', id, 'agent', 'client', 'other');
      says('agent', posted(`${mentionOf(people.client)} ${mentionOf(people.stranger)}`));
      expect(await tellings()).toEqual(['client: chat']);
    });
  });

  describe('what was read', () => {
    async function twoComments(): Promise<readonly [RecordedEvent | undefined, string[]]> {
      const id = open();
      const [first] = happens(id, commented('One'), { actorId: people.agent });
      happens(id, commented('Two'), { actorId: people.agent });
      await harness.settled(engine, 'inbox');
      const { rows: stored } = await harness.pool.query<{ id: string }>(
        'select id from read_model.notifications order by position',
      );
      return [first, stored.map((row) => row.id)];
    }
    const unread = async () => (await rows()).map(({ read_at }) => read_at === null);

    it('is marked one by one, by the person alone', async () => {
      const [, ids] = await twoComments();
      const notificationId = ids[0] ?? '';
      append(`inbox-${people.agent}`, { type: 'NotificationRead', data: { notificationId } });
      expect(await unread()).toEqual([true, true]);
      append(`inbox-${people.client}`, { type: 'NotificationRead', data: { notificationId } });
      expect(await unread()).toEqual([false, true]);
    });

    it('is marked up to a position, and not beyond', async () => {
      const [first] = await twoComments();
      append(`inbox-${people.client}`, {
        type: 'AllNotificationsRead',
        data: { upTo: String(first?.position) },
      });
      expect(await unread()).toEqual([false, true]);
    });

    it('is told on the person’s own channel with what is left', async () => {
      const [, ids] = await twoComments();
      const notificationId = ids[0] ?? '';
      const own = () =>
        told.flatMap((message) => (message.kind === 'change' ? [[message.channel, message.change]] : []));
      expect(own()).toContainEqual([
        `me:${people.client}`,
        expect.objectContaining({
          entity: 'notification',
          row: expect.objectContaining({ actorName: 'agent', ticketKey: 'WEB-1', readAt: null }),
        }),
      ]);
      expect(own().at(-1)?.[1]).toMatchObject({ entity: 'inbox', row: { unread: 2 } });
      append(`inbox-${people.client}`, { type: 'NotificationRead', data: { notificationId } });
      await harness.settled(engine, 'inbox');
      await expect.poll(() => own().at(-1)?.[1]).toMatchObject({ entity: 'inbox', row: { unread: 1 } });
      expect(told.every((one) => one.kind === 'change' && one.channel === `me:${people.client}`)).toBe(true);
    });
  });

  it('is the same when it is built anew in one go as it was event by event', async () => {
    const id = open();
    happens(id, [assigned(people.agent), assigned(people.other)], { actorId: people.agent });
    await harness.settled(engine, 'inbox');
    happens(id, commented(`Now ${mentionOf(people.colleague)}`), { actorId: people.other });
    await harness.settled(engine, 'inbox');
    append(`inbox-${people.client}`, { type: 'AllNotificationsRead', data: { upTo: '100000' } });
    happens(id, [ticketMoved(done, todo), { type: 'ResolutionProposed', data: { round: 1 } }], {
      actorId: people.agent,
    });
    await harness.settled(engine, 'inbox');
    const every = async () =>
      (await harness.pool.query('select * from read_model.notifications order by id')).rows;
    const before = await every();
    expect(before.length).toBeGreaterThan(4);
    await engine.stop();
    engine = await harness.start([{ ...inbox, version: 2 }]);
    await harness.settled(engine, 'inbox');
    expect(await every()).toEqual(before);
  });
});
