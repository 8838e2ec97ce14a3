import type { ChatEvent } from '@ticketing/contracts/events/event.ts';
import type { MessageView, ReadRoomView } from '@ticketing/contracts/room-views.ts';
import { chatStream, companyStream, ticketStream } from '@ticketing/contracts/streams.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LiveClient, liveClient } from '../testing/live-client.ts';
import { type RunningQueryApi, runningQueryApi } from '../testing/running-query-api.ts';
import { twoCompanies, type World } from '../testing/two-companies.ts';

let world: World;
let api: RunningQueryApi;
let url: string;
let ids: World['ids'];
const clients: LiveClient[] = [];

beforeAll(async () => {
  world = await twoCompanies();
  ids = world.ids;
  api = await runningQueryApi(world.models);
  url = `${(await api.app.listen({ host: '127.0.0.1', port: 0 })).replace('http', 'ws')}/ws`;
});
afterAll(async () => {
  for (const { socket } of clients) socket.terminate();
  await api?.app.close();
  await world?.models.stop();
});

const happen = (roomId: string, by: string, event: ChatEvent) =>
  world.happen(chatStream(roomId), event, { by });

async function group(companyId: string | null, ...people: readonly string[]): Promise<string> {
  const roomId = newId();
  const [opener = ids.agent] = people;
  const data = { kind: 'group', name: 'Gate 3', ticketId: null, companyId } as const;
  await happen(roomId, opener, { type: 'ChatRoomOpened', data });
  for (const userId of people) await happen(roomId, opener, { type: 'ParticipantJoined', data: { userId } });
  return roomId;
}

async function post(roomId: string, by: string, body: string): Promise<string> {
  const messageId = newId();
  await happen(roomId, by, { type: 'MessagePosted', data: { messageId, body, replyToId: null, files: [] } });
  return messageId;
}

const joined = (roomId: string, userId: string) =>
  happen(roomId, userId, { type: 'ParticipantJoined', data: { userId } });

type Timeline = {
  items: MessageView[];
  olderCursor: string | null;
  newerCursor: string | null;
  people: { id: string }[];
};
async function timeline(userId: string, roomId: string, query = ''): Promise<Timeline> {
  const { status, body } = await api.get(userId, `/api/rooms/${roomId}/messages${query}`);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body as Timeline;
}
async function room(userId: string, roomId: string): Promise<ReadRoomView> {
  const { status, body } = await api.get(userId, `/api/rooms/${roomId}`);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body as ReadRoomView;
}
const unread = async (userId: string) => (await api.get(userId, '/api/rooms/unread')).body;
const roomIds = async (userId: string): Promise<string[]> => {
  const { body } = await api.get(userId, '/api/rooms');
  return (body as { items: ReadRoomView[] }).items.map(({ id }) => id);
};

describe('the timeline of a room', () => {
  test('is read in parts both ways and around a message, and nothing is missed or told twice', async () => {
    const roomId = await group(null, ids.agent, ids.boss);
    const posted: string[] = [];
    for (let index = 0; index < 11; index++) posted.push(await post(roomId, ids.agent, `Words ${index}`));
    const idsOf = ({ items }: Timeline) => items.map(({ id }) => id);

    const newest = await timeline(ids.boss, roomId, '?limit=4');
    expect(idsOf(newest)).toEqual(posted.slice(7));
    expect(newest.newerCursor).toBeNull();
    const older = await timeline(ids.boss, roomId, `?limit=4&before=${newest.olderCursor}`);
    expect(idsOf(older)).toEqual(posted.slice(3, 7));
    const oldest = await timeline(ids.boss, roomId, `?limit=4&before=${older.olderCursor}`);
    expect(idsOf(oldest)).toEqual(posted.slice(0, 3));
    expect(oldest.olderCursor).toBeNull();
    const again = await timeline(ids.boss, roomId, `?limit=4&after=${oldest.newerCursor}`);
    expect(idsOf(again)).toEqual(posted.slice(3, 7));

    const around = await timeline(ids.boss, roomId, `?limit=5&around=${posted[5]}`);
    expect(idsOf(around)).toEqual(posted.slice(3, 8));
    const back = await timeline(ids.boss, roomId, `?limit=200&before=${around.olderCursor}`);
    const forth = await timeline(ids.boss, roomId, `?limit=200&after=${around.newerCursor}`);
    expect([...idsOf(back), ...idsOf(around), ...idsOf(forth)]).toEqual(posted);
    const first = await timeline(ids.boss, roomId, `?limit=5&around=${posted[0]}`);
    expect(first.olderCursor).toBeNull();
    expect(idsOf(first)[0]).toBe(posted[0]);
  });

  test('refuses nonsense with the field, and a message of another room as unknown', async () => {
    const roomId = await group(null, ids.agent);
    const elsewhere = await post(await group(null, ids.agent), ids.agent, 'Elsewhere');
    const ask = (query: string) => api.get(ids.agent, `/api/rooms/${roomId}/messages?${query}`);
    expect(await ask(`around=${elsewhere}`)).toMatchObject({
      status: 404,
      body: { code: 'unknown_message' },
    });
    expect(await ask('before=nonsense')).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    expect(await ask(`around=${elsewhere}&before=x`)).toMatchObject({ status: 400 });
    expect(await ask('limit=0')).toMatchObject({ status: 400 });
  });

  test('keeps the place of a removed message without a word of it, and adds reactions up', async () => {
    const roomId = await group(null, ids.agent, ids.boss);
    const secret = await post(roomId, ids.agent, 'a secret that slipped');
    const kept = await post(roomId, ids.agent, 'kept');
    for (const by of [ids.boss, ids.agent]) {
      await happen(roomId, by, { type: 'ReactionAdded', data: { messageId: kept, reaction: '👍' } });
    }
    await happen(roomId, ids.boss, { type: 'ReactionAdded', data: { messageId: kept, reaction: '🔥' } });
    await happen(roomId, ids.boss, { type: 'ReactionRemoved', data: { messageId: kept, reaction: '👍' } });
    await happen(roomId, ids.agent, {
      type: 'MessageEdited',
      data: { messageId: kept, body: 'kept, edited' },
    });
    await happen(roomId, ids.agent, { type: 'MessageRemoved', data: { messageId: secret } });
    const answer = await api.get(ids.boss, `/api/rooms/${roomId}/messages`);
    expect(JSON.stringify(answer.body)).not.toContain('slipped');
    const { items } = answer.body as Timeline;
    expect(items.map(({ id, removed }) => [id, removed])).toEqual([
      [secret, true],
      [kept, false],
    ]);
    expect(items[1]).toMatchObject({
      body: 'kept, edited',
      editedAt: expect.any(String),
      reactions: [
        { reaction: '👍', userIds: [ids.agent] },
        { reaction: '🔥', userIds: [ids.boss] },
      ],
    });
  });

  test('of a ticket has what happened to the ticket between the messages, which nobody has to read', async () => {
    const ticketId = await world.open({ companyId: ids.alpha });
    await happen(ticketId, ids.agent, {
      type: 'ChatRoomOpened',
      data: { kind: 'ticket', name: null, ticketId, companyId: null },
    });
    await joined(ticketId, ids.anna);
    await post(ticketId, ids.agent, 'We begin');
    const stream = ticketStream(ticketId);
    const at = async (event: Parameters<World['happen']>[1]) =>
      world.happen(stream, event, { by: ids.agent });
    await at({ type: 'TicketMoved', data: { columnId: ids.doing, fromColumnId: ids.todo, rank: 'a1' } });
    await at({ type: 'TicketMoved', data: { columnId: ids.doing, fromColumnId: ids.doing, rank: 'a2' } });
    await at({ type: 'TicketAssigned', data: { userId: ids.helper } });
    await at({ type: 'TicketScheduled', data: { startDate: null, dueDate: '2026-04-01' } });
    await at({
      type: 'CommentPosted',
      data: { commentId: newId(), body: 'internal', visibility: 'internal' },
    });
    await post(ticketId, ids.agent, 'Done soon');
    const { items } = await timeline(ids.anna, ticketId);
    expect(items.map(({ body, event }) => event?.type ?? body)).toEqual([
      'We begin',
      'TicketMoved',
      'TicketAssigned',
      'TicketScheduled',
      'Done soon',
    ]);
    expect(items[1]?.event?.details).toMatchObject({ columnName: 'Column 1', fromColumnName: 'Column 0' });
    expect(await room(ids.anna, ticketId)).toMatchObject({ unread: 2, ticket: { archived: false } });
  });

  test('names who wrote, and of those who are only mentioned no one of another company', async () => {
    const roomId = await group(ids.alpha, ids.anna, ids.agent);
    await post(roomId, ids.anna, `Ask @[${ids.ben}] or @[${ids.alex}]`);
    const { people } = await timeline(ids.anna, roomId);
    expect(people.map(({ id }) => id).toSorted()).toEqual([ids.anna, ids.alex].toSorted());
  });
});

describe('who sees a room', () => {
  test('its participants and nobody else, a superuser neither', async () => {
    const roomId = await group(ids.alpha, ids.anna, ids.agent);
    for (const person of [ids.anna, ids.agent]) {
      expect((await api.get(person, `/api/rooms/${roomId}`)).status).toBe(200);
    }
    for (const person of [ids.alex, ids.ben, ids.root, ids.boss, ids.outsider]) {
      for (const path of ['', '/messages']) {
        expect((await api.get(person, `/api/rooms/${roomId}${path}`)).status).toBe(404);
      }
      expect(await roomIds(person)).not.toContain(roomId);
    }
  });

  test('a participant of another company does not, however they came to be one', async () => {
    const roomId = await group(ids.alpha, ids.anna, ids.ben);
    await post(roomId, ids.anna, 'Among us');
    expect((await api.get(ids.ben, `/api/rooms/${roomId}`)).status).toBe(404);
    expect(await roomIds(ids.ben)).not.toContain(roomId);
    expect(await unread(ids.ben)).toEqual({ messages: 0, rooms: 0 });
  });

  test('whoever sees a ticket sees its room before anybody wrote, and a manager may not write', async () => {
    const ticketId = await world.open({ companyId: ids.alpha });
    expect(await room(ids.anna, ticketId)).toMatchObject({
      kind: 'ticket',
      openerId: null,
      participants: [],
      unread: 0,
      lastMessage: null,
      revision: '-1',
      allowed: ['chat.write'],
    });
    expect((await timeline(ids.anna, ticketId)).items).toEqual([]);
    expect((await room(ids.manager, ticketId)).allowed).toEqual([]);
    expect((await room(ids.agent, ticketId)).allowed).toEqual(['chat.write', 'chat.moderate']);
    expect((await api.get(ids.ben, `/api/rooms/${ticketId}`)).status).toBe(404);
  });
});

describe('what is unread', () => {
  test('is what others wrote after one’s mark, without removed messages, and never before one came', async () => {
    const roomId = await group(ids.beta, ids.agent, ids.ben);
    const before = (await unread(ids.ben)) as { messages: number };
    const count = async () => (await room(ids.ben, roomId)).unread;
    const posted: string[] = [];
    for (let index = 0; index < 5; index++) posted.push(await post(roomId, ids.agent, `Words ${index}`));
    expect(await count()).toBe(5);
    expect(await room(ids.agent, roomId)).toMatchObject({ unread: 0 });
    await happen(roomId, ids.agent, { type: 'MessageRemoved', data: { messageId: posted[3] ?? '' } });
    expect(await count()).toBe(4);
    await happen(roomId, ids.ben, { type: 'RoomRead', data: { messageId: posted[1] ?? '' } });
    expect(await count()).toBe(2);
    expect(await unread(ids.ben)).toEqual({ messages: before.messages + 2, rooms: expect.any(Number) });
    await post(roomId, ids.ben, 'Answer');
    expect(await count()).toBe(0);
    await happen(roomId, ids.agent, { type: 'ParticipantJoined', data: { userId: ids.root } });
    expect((await room(ids.root, roomId)).unread).toBe(0);
    await happen(roomId, ids.root, { type: 'RoomRead', data: { messageId: posted[0] ?? '' } });
    expect((await room(ids.root, roomId)).unread).toBe(0);
  });

  test('stands in the list, the room last written in first, and pages without gap', async () => {
    const person = newId();
    await world.register(person, 'lister', true);
    const made: string[] = [];
    for (let index = 0; index < 5; index++) made.push(await group(null, ids.boss, person));
    await post(made[1] ?? '', ids.boss, 'Newest');
    const expected = [made[1], made[4], made[3], made[2], made[0]];
    expect(await roomIds(person)).toEqual(expected);
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await api.get(person, `/api/rooms?limit=2${cursor ? `&cursor=${cursor}` : ''}`);
      const page = body as { items: ReadRoomView[]; nextCursor: string | null };
      paged.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(expected);
  });
});

describe('live', () => {
  async function listening(userId: string, ...channels: string[]): Promise<LiveClient> {
    const client = await liveClient(url);
    clients.push(client);
    await client.authenticate(await api.tokens.issueAccess(userId));
    for (const channel of channels)
      expect(await client.subscribe(channel)).toMatchObject({ type: 'subscribed' });
    return client;
  }
  const told = async (client: LiveClient) => {
    await client.everythingArrived();
    // What a person is notified of comes on their own channel as well, and is the inbox's.
    return client
      .changes()
      .map(({ change }) => change)
      .filter(({ entity }) => entity !== 'notification' && entity !== 'inbox');
  };

  test('a room tells its participants of messages, changes and read marks, and counts on their own channel', async () => {
    const roomId = await group(ids.alpha, ids.agent, ids.anna);
    const anna = await listening(ids.anna, `room:${roomId}`, `me:${ids.anna}`);
    const messageId = await post(roomId, ids.agent, 'Hello');
    await happen(roomId, ids.agent, { type: 'ReactionAdded', data: { messageId, reaction: '👍' } });
    await happen(roomId, ids.anna, { type: 'RoomRead', data: { messageId } });
    await happen(roomId, ids.agent, { type: 'MessageRemoved', data: { messageId } });
    const message = { entity: 'message', id: messageId, roomId };
    expect(await told(anna)).toMatchObject([
      { ...message, row: { body: 'Hello' } },
      { entity: 'roomUnread', id: roomId, row: { unread: 1, message: { body: 'Hello' } } },
      { ...message, row: { reactions: [{ reaction: '👍', userIds: [ids.agent] }] } },
      { entity: 'readMark', id: ids.anna, roomId, row: { readTo: messageId } },
      { entity: 'roomUnread', id: roomId, row: { unread: 0, message: null } },
      { ...message, row: { body: '', removed: true } },
      { entity: 'roomUnread', id: roomId, row: { unread: 0, message: { removed: true } } },
    ]);
  });

  test('is refused to whoever may not read the room', async () => {
    const roomId = await group(ids.alpha, ids.agent, ids.anna);
    const ticketId = await world.open({ companyId: ids.alpha });
    const ben = await listening(ids.ben);
    for (const id of [roomId, ticketId, newId()]) {
      expect(await ben.subscribe(`room:${id}`)).toMatchObject({ type: 'refused', code: 'not_found' });
    }
    expect(await ben.subscribe(`me:${ids.anna}`)).toMatchObject({ type: 'refused' });
  });

  test('who is removed is told that the room is gone and hears no word more', async () => {
    const roomId = await group(ids.alpha, ids.agent, ids.anna, ids.alex);
    const anna = await listening(ids.anna, `room:${roomId}`, `me:${ids.anna}`);
    await happen(roomId, ids.agent, { type: 'ParticipantLeft', data: { userId: ids.anna } });
    await post(roomId, ids.agent, 'Now that she is gone');
    expect(await told(anna)).toEqual([
      { entity: 'room', id: roomId, row: null },
      { entity: 'room', id: roomId, row: null },
    ]);
  });

  test('who leaves the company is cut off from its rooms at once', async () => {
    const roomId = await group(ids.alpha, ids.agent, ids.alex);
    const alex = await listening(ids.alex, `room:${roomId}`, `me:${ids.alex}`);
    await world.happen(companyStream(ids.alpha), { type: 'CompanyUserRemoved', data: { userId: ids.alex } });
    expect(await alex.next('refused')).toMatchObject({ channel: `room:${roomId}` });
    await post(roomId, ids.agent, 'Among us');
    expect(await told(alex)).toEqual([]);
    expect((await api.get(ids.alex, `/api/rooms/${roomId}`)).status).toBe(404);
    await world.happen(companyStream(ids.alpha), { type: 'CompanyUserAssigned', data: { userId: ids.alex } });
    expect((await api.get(ids.alex, `/api/rooms/${roomId}`)).status).toBe(200);
  });

  test('who is taken off a ticket hears nothing more of its room, though they took part', async () => {
    const ticketId = await world.open();
    const assign = (type: 'TicketAssigned' | 'TicketUnassigned') =>
      world.happen(ticketStream(ticketId), { type, data: { userId: ids.helper } });
    await assign('TicketAssigned');
    await happen(ticketId, ids.agent, {
      type: 'ChatRoomOpened',
      data: { kind: 'ticket', name: null, ticketId, companyId: null },
    });
    await joined(ticketId, ids.helper);
    const helper = await listening(ids.helper, `room:${ticketId}`, `me:${ids.helper}`);
    await assign('TicketUnassigned');
    await post(ticketId, ids.agent, 'Without you');
    const changes = await told(helper);
    expect(changes).toEqual([
      { entity: 'room', id: ticketId, row: null },
      { entity: 'room', id: ticketId, row: null },
    ]);
    expect((await api.get(ids.helper, `/api/rooms/${ticketId}`)).status).toBe(404);
    expect(await roomIds(ids.helper)).not.toContain(ticketId);
  });
});
