import { projectChannel, ticketChannel } from '@ticketing/contracts/live.ts';
import {
  companyStream,
  projectStream,
  rolesStream,
  ticketStream,
  userStream,
} from '@ticketing/contracts/streams.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { createTokens } from '@ticketing/platform/tokens.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { QueryApiDeps } from '../app.ts';
import { type LiveClient, liveClient } from '../testing/live-client.ts';
import { type RunningQueryApi, runningQueryApi, testSecret } from '../testing/running-query-api.ts';
import { twoCompanies, type World } from '../testing/two-companies.ts';

let world: World;
let api: RunningQueryApi;
let url: string;
const clients: LiveClient[] = [];
const others: RunningQueryApi[] = [];

async function listening(
  options: Partial<QueryApiDeps> = {},
): Promise<{ api: RunningQueryApi; url: string }> {
  const running = await runningQueryApi(world.models, options);
  const address = await running.app.listen({ host: '127.0.0.1', port: 0 });
  return { api: running, url: `${address.replace('http', 'ws')}/ws` };
}

beforeAll(async () => {
  world = await twoCompanies();
  ({ api, url } = await listening());
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.socket.terminate();
  for (const other of others.splice(0)) await other.app.close();
});

afterAll(async () => {
  await api?.app.close();
  await world?.models.stop();
});

async function connected(at = url, options = {}): Promise<LiveClient> {
  const client = await liveClient(at, options);
  clients.push(client);
  return client;
}

async function signedIn(userId: string, at = url): Promise<LiveClient> {
  const client = await connected(at);
  await client.authenticate(await api.tokens.issueAccess(userId));
  return client;
}

/** Signed in and listening to the channels, all of which must be allowed. */
async function listeningTo(userId: string, ...channels: string[]): Promise<LiveClient> {
  const client = await signedIn(userId);
  for (const channel of channels) {
    expect(await client.subscribe(channel)).toMatchObject({ type: 'subscribed' });
  }
  return client;
}

const told = (client: LiveClient): string[] =>
  client.changes().map(({ change }) => `${change.entity} ${change.id}${change.row === null ? ' gone' : ''}`);

describe('who may listen', () => {
  test('the first frame signs in; before it nothing else is answered', async () => {
    const client = await connected();
    client.send({ type: 'subscribe', channel: projectChannel(world.ids.ops) });
    expect(await client.next('error')).toMatchObject({ code: 'unauthenticated' });
    await client.authenticate(await api.tokens.issueAccess(world.ids.anna));
    expect(client.frames.at(-1)).toEqual({ type: 'authenticated', userId: world.ids.anna });
  });

  test('a false token closes the socket with 4401', async () => {
    const client = await connected();
    client.send({ type: 'authenticate', access: 'nonsense' });
    expect((await client.closed).code).toBe(4401);
    expect(client.frames).toEqual([]);
  });

  test('somebody whom the read models do not know yet hears nothing until they do', async () => {
    const early = newId();
    const client = await signedIn(early);
    const channel = projectChannel(world.ids.ops);
    client.send({ type: 'subscribe', channel });
    expect(await client.next('refused')).toMatchObject({ channel, code: 'read_model_behind' });
    await world.register(early, 'early', true);
    await world.grant(world.ids.ops, early, 'user');
    expect(await client.subscribe(channel)).toMatchObject({ type: 'subscribed' });
  });

  test('a deactivated person cannot sign in to the socket, and one who is signed in is put out', async () => {
    const { happen, register } = world;
    const leaver = newId();
    await register(leaver, 'leaver', true);
    const client = await signedIn(leaver);
    await happen(userStream(leaver), { type: 'UserDeactivated', data: {} });
    expect((await client.closed).code).toBe(4401);
    const again = await connected();
    again.send({ type: 'authenticate', access: await api.tokens.issueAccess(leaver) });
    expect((await again.closed).code).toBe(4401);
  });

  test('a channel that the person may not see is refused like one of a thing that is not there', async () => {
    const { ids, open } = world;
    const ofBeta = await open({ reporterId: ids.ben, companyId: ids.beta });
    const anna = await signedIn(ids.anna);
    for (const channel of [
      projectChannel(ids.lab),
      ticketChannel(ofBeta),
      ticketChannel(newId()),
      projectChannel(newId()),
    ]) {
      expect(await anna.subscribe(channel)).toEqual({ type: 'refused', channel, code: 'not_found' });
    }
    expect(await anna.subscribe(projectChannel(ids.ops))).toMatchObject({ type: 'subscribed' });
    const outsider = await signedIn(ids.outsider);
    expect(await outsider.subscribe(projectChannel(ids.ops))).toMatchObject({ code: 'not_found' });
  });
});

test('of everything that happens to two companies’ tickets, each client hears of its own company’s alone, frame by frame', async () => {
  const { ids, open, happen, comment } = world;
  const ops = projectChannel(ids.ops);
  const ofAlpha = await open({ reporterId: ids.anna, companyId: ids.alpha, title: 'alpha words' });
  const ofBeta = await open({ reporterId: ids.ben, companyId: ids.beta, title: 'beta words' });
  const anna = await listeningTo(ids.anna, ops, ticketChannel(ofAlpha));
  const ben = await listeningTo(ids.ben, ops, ticketChannel(ofBeta));
  const agent = await listeningTo(ids.agent, ops, ticketChannel(ofAlpha), ticketChannel(ofBeta));
  const manager = await listeningTo(ids.manager, ops);
  const helper = await listeningTo(ids.helper, ops);

  const expected = new Map([
    [anna, [] as string[]],
    [ben, [] as string[]],
  ]);
  for (const [ticketId, words, client, reporter] of [
    [ofAlpha, 'alpha words', anna, ids.anna],
    [ofBeta, 'beta words', ben, ids.ben],
  ] as const) {
    const stream = ticketStream(ticketId);
    await happen(stream, {
      type: 'TicketMoved',
      data: { columnId: ids.doing, fromColumnId: ids.todo, rank: 'b' },
    });
    await happen(stream, { type: 'TicketRenamed', data: { title: `${words} renamed` } });
    const note = await comment(ticketId, ids.agent, `${words} internal note`, 'internal');
    const reply = await comment(ticketId, reporter, `${words} public reply`);
    await happen(stream, {
      type: 'CommentEdited',
      data: { commentId: note, body: `${words} internal edit` },
    });
    await happen(stream, { type: 'CommentRemoved', data: { commentId: note } });
    await happen(stream, { type: 'TicketArchived', data: { reason: 'manual', words: '' } });
    const card = `card ${ticketId}`;
    const ticket = `ticket ${ticketId}`;
    // Moved, renamed, replied, archived; each on the board, in the ticket, and in its history.
    expected.set(client, [card, card, card, card, ticket, ticket, ticket, ticket, `comment ${reply}`]);
  }
  for (const client of [anna, ben, agent, manager, helper]) await client.everythingArrived();

  for (const [client, things] of expected) {
    const heard = told(client);
    expect(heard.filter((thing) => !thing.startsWith('activity')).sort()).toEqual(things.sort());
    expect(heard.filter((thing) => thing.startsWith('activity'))).toHaveLength(4);
  }
  const foreign = new Map([
    [anna, [ofBeta, ids.beta, ids.ben, 'beta words', 'internal']],
    [ben, [ofAlpha, ids.alpha, ids.anna, 'alpha words', 'internal']],
  ]);
  for (const [client, words] of foreign) {
    for (const word of words) expect(client.raw.join('\n')).not.toContain(word);
  }
  // Who sees all hears all: so what the others did not hear was there to be heard.
  for (const word of [ofAlpha, ofBeta, 'alpha words internal note', 'beta words internal edit']) {
    expect(agent.raw.join('\n')).toContain(word);
  }
  expect(new Set(manager.changes().map(({ change }) => change.id))).toEqual(new Set([ofAlpha, ofBeta]));
  expect(told(helper)).toEqual([]);
});

test('changes come in the order of the log on each channel, with the row that a read answers', async () => {
  const { ids, open, happen } = world;
  const ticketId = await open({ companyId: ids.alpha });
  const boss = await listeningTo(ids.boss, projectChannel(ids.ops));
  for (const rank of ['b1', 'b2', 'b3']) {
    const data = { columnId: ids.doing, fromColumnId: ids.doing, rank };
    await happen(ticketStream(ticketId), { type: 'TicketMoved', data });
  }
  await boss.everythingArrived();
  const cards = boss.changes().filter(({ change }) => change.entity === 'card');
  expect(
    cards.map(({ change }) => (change.row && 'rank' in change.row ? change.row.rank : undefined)),
  ).toEqual(['b1', 'b2', 'b3']);
  const positions = cards.map(({ position }) => Number(position));
  expect(positions).toEqual(positions.toSorted((one, other) => one - other));
  const { body } = await api.get(ids.boss, `/api/tickets?projectId=${ids.ops}&limit=1`);
  expect(cards.at(-1)?.change.row).toEqual((body as { items: unknown[] }).items[0]);
});

describe('what goes out of sight', () => {
  test('a user who is taken off a ticket is told that it is gone, by its id alone', async () => {
    const { ids, open, happen } = world;
    const ticketId = await open({ title: 'private words' });
    await happen(ticketStream(ticketId), { type: 'TicketAssigned', data: { userId: ids.helper } });
    const helper = await listeningTo(ids.helper, projectChannel(ids.ops), ticketChannel(ticketId));
    await happen(ticketStream(ticketId), { type: 'TicketUnassigned', data: { userId: ids.helper } });
    await happen(ticketStream(ticketId), { type: 'TicketRenamed', data: { title: 'later words' } });
    await helper.everythingArrived();
    expect(told(helper).sort()).toEqual([`card ${ticketId} gone`, `ticket ${ticketId} gone`]);
    expect(helper.raw.join()).not.toContain('words');
  });

  test('a user who is put on a ticket gets its row', async () => {
    const { ids, open, happen } = world;
    const ticketId = await open({ title: 'Come and see' });
    const helper = await listeningTo(ids.helper, projectChannel(ids.ops));
    await happen(ticketStream(ticketId), { type: 'TicketAssigned', data: { userId: ids.helper } });
    await helper.everythingArrived();
    expect(helper.changes().map(({ change }) => change)).toEqual([
      expect.objectContaining({
        entity: 'card',
        id: ticketId,
        row: expect.objectContaining({ title: 'Come and see' }),
      }),
    ]);
  });

  test('a comment that was removed is gone for all who saw it', async () => {
    const { ids, open, happen, comment } = world;
    const ticketId = await open({ reporterId: ids.anna, companyId: ids.alpha });
    const commentId = await comment(ticketId, ids.agent, 'Wrong ticket');
    const anna = await listeningTo(ids.anna, ticketChannel(ticketId));
    await happen(ticketStream(ticketId), { type: 'CommentRemoved', data: { commentId } });
    await anna.everythingArrived();
    expect(told(anna)).toContain(`comment ${commentId} gone`);
  });
});

describe('when access changes under a live socket', () => {
  test('a role that is taken away ends the subscriptions, and nothing comes after', async () => {
    const { ids, grant, happen, open, register } = world;
    const temp = newId();
    await register(temp, 'temp', true);
    await grant(ids.ops, temp, 'admin');
    const ticketId = await open();
    const client = await listeningTo(temp, projectChannel(ids.ops), ticketChannel(ticketId));
    await happen(rolesStream(ids.ops), { type: 'RoleRevoked', data: { userId: temp } });
    await happen(ticketStream(ticketId), { type: 'TicketRenamed', data: { title: 'after the end' } });
    await client.everythingArrived();
    expect(client.frames.filter(({ type }) => type === 'refused')).toEqual([
      { type: 'refused', channel: projectChannel(ids.ops), code: 'not_found' },
      { type: 'refused', channel: ticketChannel(ticketId), code: 'not_found' },
    ]);
    await happen(ticketStream(ticketId), { type: 'TicketRenamed', data: { title: 'long after the end' } });
    await client.everythingArrived();
    expect(client.raw.join()).not.toContain('after the end');
  });

  test('a greater role tells a new position to fetch from, and then everything', async () => {
    const { ids, grant, happen, open, register } = world;
    const rising = newId();
    await register(rising, 'rising', true);
    await grant(ids.ops, rising, 'user');
    const ticketId = await open();
    const client = await listeningTo(rising, projectChannel(ids.ops));
    await happen(ticketStream(ticketId), { type: 'TicketRenamed', data: { title: 'not for users' } });
    const at = await happen(rolesStream(ids.ops), {
      type: 'RoleChanged',
      data: { userId: rising, role: 'manager' },
    });
    await client.next('subscribed');
    expect(await client.next('subscribed')).toMatchObject({ position: String(at) });
    await happen(ticketStream(ticketId), { type: 'TicketRenamed', data: { title: 'for managers' } });
    await client.everythingArrived();
    expect(client.raw.join()).not.toContain('not for users');
    expect(told(client)).toEqual([`card ${ticketId}`]);
  });

  test('a client who leaves the company hears no more of it', async () => {
    const { ids, happen, open, register } = world;
    const leaver = newId();
    await register(leaver, 'former', false);
    await happen(companyStream(ids.alpha), { type: 'CompanyUserAssigned', data: { userId: leaver } });
    const ticketId = await open({ reporterId: ids.anna, companyId: ids.alpha });
    const client = await listeningTo(leaver, projectChannel(ids.ops), ticketChannel(ticketId));
    await happen(companyStream(ids.alpha), { type: 'CompanyUserRemoved', data: { userId: leaver } });
    await happen(ticketStream(ticketId), { type: 'TicketRenamed', data: { title: 'after they left' } });
    await client.everythingArrived();
    expect(client.frames.filter(({ type }) => type === 'refused')).toHaveLength(2);
    expect(client.raw.join()).not.toContain('after they left');
  });

  test('a company that is detached loses the project’s channel and keeps its tickets’', async () => {
    const { ids, happen, open, register } = world;
    const [gamma, gus] = [newId(), newId()];
    await register(gus, 'gus', false);
    await happen(companyStream(gamma), {
      type: 'CompanyRegistered',
      data: { name: 'Gamma', description: '' },
    });
    await happen(companyStream(gamma), { type: 'CompanyUserAssigned', data: { userId: gus } });
    await happen(projectStream(ids.ops), { type: 'CompanyAttached', data: { companyId: gamma } });
    const ticketId = await open({ reporterId: gus, companyId: gamma });
    const client = await listeningTo(gus, projectChannel(ids.ops), ticketChannel(ticketId));
    const boss = await listeningTo(ids.boss, projectChannel(ids.ops));
    await happen(projectStream(ids.ops), { type: 'CompanyDetached', data: { companyId: gamma } });
    await happen(ticketStream(ticketId), { type: 'TicketRenamed', data: { title: 'Still ours' } });
    await client.everythingArrived();
    await boss.everythingArrived();
    expect(client.frames.filter(({ type }) => type === 'refused')).toEqual([
      { type: 'refused', channel: projectChannel(ids.ops), code: 'not_found' },
    ]);
    expect(told(client).filter((thing) => !thing.startsWith('activity'))).toEqual([`ticket ${ticketId}`]);
    expect(told(boss)).toContain(`card ${ticketId}`);
  });

  test('a project’s own changes tell a client of no other company', async () => {
    const { ids, happen } = world;
    const anna = await listeningTo(ids.anna, projectChannel(ids.ops));
    await happen(projectStream(ids.ops), {
      type: 'ProjectDetailsChanged',
      data: { name: 'Renamed', description: '' },
    });
    await anna.everythingArrived();
    expect(anna.changes().map(({ change }) => change)).toEqual([
      expect.objectContaining({
        entity: 'project',
        row: expect.objectContaining({ name: 'Renamed', companyIds: [ids.alpha] }),
      }),
    ]);
  });
});

describe('rows and rights of one time', () => {
  test('whoever lost a role hears nothing of what happened after that, even when rows are projected before rights', async () => {
    const { ids, grant, log, models, open, register } = world;
    const temp = newId();
    await register(temp, 'quickly', true);
    await grant(ids.ops, temp, 'admin');
    const ticketId = await open();
    const client = await listeningTo(temp, projectChannel(ids.ops));
    const boss = await listeningTo(ids.boss, projectChannel(ids.ops));
    const events = [
      log.append(rolesStream(ids.ops), { type: 'RoleRevoked', data: { userId: temp } }, { by: ids.boss }),
      log.append(
        ticketStream(ticketId),
        { type: 'TicketRenamed', data: { title: 'not theirs any more' } },
        { by: ids.boss },
      ),
    ];
    const rows = ['board', 'tickets', 'activity', 'files', 'inbox', 'chat'];
    await models.project(events, rows);
    await boss.everythingArrived();
    expect(told(boss)).toEqual([]);
    await models.project(events, ['access']);
    await boss.everythingArrived();
    expect(told(boss)).toEqual([`card ${ticketId}`]);
    await client.everythingArrived();
    expect(client.frames.at(-2)).toMatchObject({ type: 'refused', code: 'not_found' });
    expect(client.raw.join()).not.toContain('not theirs');
  });

  test('a change whose rights do not come is not told; who listens is looked up again, or refused until they come', async () => {
    const { ids, log, models, open } = world;
    const other = await listening({ holdChangesAtMostMs: 30 });
    others.push(other.api);
    const ticketId = await open();
    const boss = await signedIn(ids.boss, other.url);
    const { cursor } = subscribed(await boss.subscribe(projectChannel(ids.ops)));
    const event = log.append(
      ticketStream(ticketId),
      { type: 'TicketRenamed', data: { title: 'waits for its rights' } },
      { by: ids.boss },
    );
    await models.project([event], ['board', 'tickets', 'activity', 'files', 'inbox', 'chat']);
    expect(await boss.next('refused')).toMatchObject({ code: 'read_model_behind' });
    expect(told(boss)).toEqual([]);
    await models.project([event], ['access']);
    // It was never told, so nobody goes on from before it as if it had been.
    expect(await boss.subscribe(projectChannel(ids.ops), cursor)).toMatchObject({ resumed: false });
  });
});

const subscribed = (answer: Awaited<ReturnType<LiveClient['subscribe']>>) => {
  if (answer.type !== 'subscribed') throw new Error(`refused: ${answer.code}`);
  return answer;
};

describe('the told position', () => {
  test('is one that every read model has come to, so that a read answers all of it', async () => {
    const { ids, log, models } = world;
    const ticketId = await world.open();
    const event = log.append(
      ticketStream(ticketId),
      { type: 'TicketRenamed', data: { title: 'Board first' } },
      { by: ids.boss },
    );
    await models.project([event], ['board']);
    const boss = await signedIn(ids.boss);
    const answer = boss.subscribe(ticketChannel(ticketId));
    // Somebody else's whole way in, begun later: an answer that does not wait would be there by then.
    const later = await signedIn(ids.boss);
    await later.everythingArrived();
    expect(boss.frames.some(({ type }) => type === 'subscribed')).toBe(false);
    await models.project([event], ['access', 'tickets', 'activity', 'files']);
    expect(await answer).toMatchObject({ type: 'subscribed', position: String(event.position) });
    const { body, headers } = await api.get(ids.boss, `/api/tickets/${ticketId}`);
    expect(body).toMatchObject({ title: 'Board first' });
    expect(headers['x-position']).toBe(String(event.position));
    // The ticket's change stands at the told position: the read has it, and the socket does not say it again.
    await boss.everythingArrived();
    expect(told(boss)).toEqual([]);
  });

  test('is not waited for longer than two seconds', async () => {
    const { ids, log, models } = world;
    const ticketId = await world.open();
    const event = log.append(
      ticketStream(ticketId),
      { type: 'TicketRenamed', data: { title: 'Stuck' } },
      { by: ids.boss },
    );
    await models.project([event], ['board']);
    const boss = await signedIn(ids.boss);
    expect(await boss.subscribe(ticketChannel(ticketId))).toMatchObject({
      type: 'refused',
      code: 'read_model_behind',
    });
    await models.project([event], ['access', 'tickets', 'activity']);
  });
});

describe('limits', () => {
  test('a socket that does not sign in in time is closed with 4401', async () => {
    const other = await listening({ authenticateWithinMs: 30 });
    others.push(other.api);
    const client = await connected(other.url);
    expect((await client.closed).code).toBe(4401);
  });

  test('a token’s end closes the socket with 4401, unless a newer one was sent', async () => {
    const { ids } = world;
    const lifetime = 15 * 60 * 1000;
    const nearlyExpired = () =>
      createTokens(testSecret, () => Date.now() - lifetime + 4_000).issueAccess(ids.anna);
    const [left, renewed] = [await connected(), await connected()];
    await left.authenticate(await nearlyExpired());
    await renewed.authenticate(await nearlyExpired());
    await renewed.authenticate(await api.tokens.issueAccess(ids.anna));
    expect((await left.closed).code).toBe(4401);
    await renewed.everythingArrived();
  });

  test('a session that is ended closes its sockets with 4401, and no others', async () => {
    const { ids } = world;
    const [ended, stays] = [await connected(), await connected()];
    await ended.authenticate(await api.tokens.issueAccess(ids.anna, 'a session'));
    await stays.authenticate(await api.tokens.issueAccess(ids.anna, 'another session'));
    api.ended.add('a session');
    expect((await ended.closed).code).toBe(4401);
    await stays.everythingArrived();
  });

  test('a token of another person does not take over a socket', async () => {
    const client = await signedIn(world.ids.anna);
    client.send({ type: 'authenticate', access: await api.tokens.issueAccess(world.ids.root) });
    expect((await client.closed).code).toBe(4401);
  });

  test('frames that cannot be read are answered with an error, and a handful of them closes the socket', async () => {
    const client = await signedIn(world.ids.anna);
    client.socket.send('{');
    expect(await client.next('error')).toMatchObject({ code: 'malformed_body' });
    // Of the length of an id, but none: it must not reach the database.
    client.socket.send(JSON.stringify({ type: 'subscribe', channel: `ticket:${'a'.repeat(36)}` }));
    client.socket.send(JSON.stringify({ type: 'shout' }));
    client.socket.send(Buffer.from([1, 2, 3]));
    client.socket.send('[]');
    expect((await client.closed).code).toBe(4400);
    expect(client.frames.filter(({ type }) => type === 'error')).toHaveLength(5);
  });

  test('a frame over 16 KiB closes the socket', async () => {
    const client = await connected();
    client.socket.send(JSON.stringify({ type: 'authenticate', access: 'x'.repeat(16 * 1024) }));
    expect((await client.closed).code).toBe(1009);
  });

  test('more frames than a socket may send close it with 4429', async () => {
    const client = await signedIn(world.ids.anna);
    for (let count = 0; count < 200; count++) client.send({ type: 'ping' });
    expect((await client.closed).code).toBe(4429);
  });

  test('a socket that takes nothing is closed with 4408 instead of buffered for ever', async () => {
    const { ids, models } = world;
    const client = await listeningTo(ids.boss, projectChannel(ids.ops));
    const served = [...api.app.websocketServer.clients].at(-1);
    client.socket.pause();
    const position = String(world.log.position() + 1n);
    const id = newId();
    const facts = { projectId: ids.ops, reporterId: ids.boss, companyId: null, assigneeIds: [] };
    const closing = () => served?.readyState !== client.socket.OPEN;
    for (let count = 0; count < 5_000 && !closing(); count++) {
      await models.bus.publish([
        { kind: 'reached', position },
        {
          kind: 'change',
          channel: projectChannel(ids.ops),
          position,
          actorId: ids.boss,
          commandId: 'x'.repeat(20_000),
          audience: { kind: 'ticket', before: facts, after: facts, internal: false },
          change: { entity: 'card', id, row: null },
        },
      ]);
    }
    expect(closing()).toBe(true);
    expect(served?.bufferedAmount).toBeLessThan(2 * 1024 * 1024);
    client.socket.resume();
    expect((await client.closed).code).toBe(4408);
  });

  test('one person has a limited number of sockets at a node; closing one makes room, and others have their own', async () => {
    const { ids } = world;
    const other = await listening({ socketsPerPerson: 2 });
    others.push(other.api);
    const first = await signedIn(ids.anna, other.url);
    await signedIn(ids.anna, other.url);
    const third = await connected(other.url);
    third.send({ type: 'authenticate', access: await api.tokens.issueAccess(ids.anna) });
    expect((await third.closed).code).toBe(4429);
    await signedIn(ids.ben, other.url);
    first.socket.close();
    await first.closed;
    await expect
      .poll(() =>
        signedIn(ids.anna, other.url).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
  });

  test('an address has a limited number of sockets that have not signed in; who signs in makes room', async () => {
    const { ids } = world;
    const other = await listening({ strangersPerAddress: 2 });
    others.push(other.api);
    const first = await connected(other.url);
    await connected(other.url);
    expect((await (await connected(other.url)).closed).code).toBe(4429);
    await first.authenticate(await api.tokens.issueAccess(ids.anna));
    await signedIn(ids.ben, other.url);
  });

  test('a socket that does not answer pings is cut off; one that does stays', async () => {
    const other = await listening({ pingEveryMs: 1_000 });
    others.push(other.api);
    const silent = await connected(other.url, { autoPong: false });
    const lively = await signedIn(world.ids.anna, other.url);
    expect((await silent.closed).code).toBe(1006);
    await lively.everythingArrived();
  });
});

test('when the bus lost messages, every signed-in socket is told to fetch again with 4409', async () => {
  const anna = await listeningTo(world.ids.anna, projectChannel(world.ids.ops));
  const idle = await signedIn(world.ids.ben);
  await world.models.bus.announceLoss();
  expect((await anna.closed).code).toBe(4409);
  expect((await idle.closed).code).toBe(4409);
});

test('a server that stops says so with 1001 and leaves no socket', async () => {
  const other = await listening();
  const client = await signedIn(world.ids.anna, other.url);
  await other.api.app.close();
  expect((await client.closed).code).toBe(1001);
});
