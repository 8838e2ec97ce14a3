import { projectChannel, roomChannel, type ServerFrame, ticketChannel } from '@ticketing/contracts/live.ts';
import { chatStream, companyStream, rolesStream, ticketStream } from '@ticketing/contracts/streams.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { createInMemoryPresence } from '@ticketing/platform/in-memory-presence.ts';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type LiveClient, liveClient } from '../testing/live-client.ts';
import { type RunningQueryApi, runningQueryApi } from '../testing/running-query-api.ts';
import { twoCompanies, type World } from '../testing/two-companies.ts';
import { PRESENT_CHANNELS_PER_SOCKET } from './socket-presence.ts';

let world: World;
const nodes: { api: RunningQueryApi; url: string }[] = [];
const clients: LiveClient[] = [];

beforeAll(async () => {
  world = await twoCompanies();
  const presence = createInMemoryPresence();
  for (let count = 0; count < 2; count++) {
    const api = await runningQueryApi(world.models, { presence: presence.node() });
    const address = await api.app.listen({ host: '127.0.0.1', port: 0 });
    nodes.push({ api, url: `${address.replace('http', 'ws')}/ws` });
  }
});
afterEach(async () => {
  for (const client of clients.splice(0)) {
    client.socket.close();
    await client.closed;
  }
});
afterAll(async () => {
  for (const { api } of nodes) await api.app.close();
  await world?.models.stop();
});

/** Signed in, listening to the channels and present on them. @param at which node */
async function presentOn(userId: string, channels: readonly string[], at = 0): Promise<LiveClient> {
  const node = nodes[at];
  if (!node) throw new Error('there is no such node');
  const client = await liveClient(node.url);
  clients.push(client);
  await client.authenticate(await node.api.tokens.issueAccess(userId));
  for (const channel of channels) {
    expect(await client.subscribe(channel)).toMatchObject({ type: 'subscribed' });
    client.send({ type: 'present', channel, here: true });
  }
  return client;
}

/** Whom the client sees on the channel by all that it was told: each with what they are writing. */
function others(client: LiveClient, channel: string): Record<string, string> {
  const people = new Map<string, string>();
  for (const frame of client.frames) {
    if (frame.type !== 'presence' || frame.channel !== channel) continue;
    if (frame.all) people.clear();
    for (const id of frame.gone) people.delete(id);
    for (const { id, typing } of frame.people) people.set(id, typing.join());
  }
  return Object.fromEntries(people);
}
const untilSees = (client: LiveClient, channel: string, expected: Record<string, string>) =>
  expect.poll(() => others(client, channel)).toEqual(expected);
const isPresence = (frame: ServerFrame) => frame.type === 'presence';

test('who comes is told who is there, the others are told of them, and of their going', async () => {
  const { ids, open } = world;
  const channel = ticketChannel(await open());
  const boss = await presentOn(ids.boss, [channel]);
  await untilSees(boss, channel, {});
  await expect.poll(() => boss.frames.filter(isPresence).length).toBe(1);
  const agent = await presentOn(ids.agent, [channel], 1);
  await untilSees(agent, channel, { [ids.boss]: '' });
  await untilSees(boss, channel, { [ids.agent]: '' });
  expect(boss.raw.join()).toContain('agent doe');
  agent.send({ type: 'present', channel, here: false });
  await untilSees(boss, channel, {});
  agent.send({ type: 'present', channel, here: true });
  await untilSees(boss, channel, { [ids.agent]: '' });
  agent.socket.terminate();
  await untilSees(boss, channel, {});
});

test('who only listens is neither shown nor told', async () => {
  const { ids, open } = world;
  const channel = ticketChannel(await open());
  const boss = await presentOn(ids.boss, [channel]);
  const listener = await presentOn(ids.agent, []);
  await listener.subscribe(channel);
  const shown = await presentOn(ids.manager, [channel]);
  await untilSees(boss, channel, { [ids.manager]: '' });
  await untilSees(shown, channel, { [ids.boss]: '' });
  await listener.everythingArrived();
  expect(listener.frames.some(isPresence)).toBe(false);
});

test('two tabs of one person, at two nodes, are one person, who is there until both are gone', async () => {
  const { ids, open } = world;
  const channel = ticketChannel(await open());
  const boss = await presentOn(ids.boss, [channel]);
  const first = await presentOn(ids.agent, [channel], 0);
  await untilSees(boss, channel, { [ids.agent]: '' });
  const second = await presentOn(ids.agent, [channel], 1);
  await untilSees(second, channel, { [ids.boss]: '' });
  await untilSees(first, channel, { [ids.boss]: '' });
  first.socket.terminate();
  second.send({ type: 'typing', channel, what: 'comment' });
  await untilSees(boss, channel, { [ids.agent]: 'comment' });
  expect(boss.raw.filter((text) => text.includes('"gone":["'))).toEqual([]);
  second.socket.terminate();
  await untilSees(boss, channel, {});
});

test('a client of a project is told of the people of their company and of staff whom they know, and of nobody of another', async () => {
  const { ids, open, comment } = world;
  const channel = projectChannel(ids.ops);
  const ours = await open({ reporterId: ids.anna, companyId: ids.alpha });
  await comment(ours, ids.manager, 'Known by what they said');
  const anna = await presentOn(ids.anna, [channel]);
  const ben = await presentOn(ids.ben, [channel], 1);
  const alex = await presentOn(ids.alex, [channel]);
  const boss = await presentOn(ids.boss, [channel]);
  await presentOn(ids.agent, [channel], 1);
  await presentOn(ids.manager, [channel]);
  await presentOn(ids.helper, [channel]);
  const { alex: a, agent, manager, anna: an, ben: b, helper } = ids;
  await untilSees(boss, channel, { [an]: '', [b]: '', [a]: '', [agent]: '', [manager]: '', [helper]: '' });
  await untilSees(anna, channel, { [a]: '', [agent]: '', [manager]: '' });
  await untilSees(alex, channel, { [an]: '', [agent]: '', [manager]: '' });
  await untilSees(ben, channel, { [agent]: '' });
  for (const foreign of [ids.anna, ids.alex, 'anna doe', 'alex doe']) {
    expect(ben.raw.filter((text) => text.includes(foreign))).toEqual([]);
  }
  for (const foreign of [ids.ben, 'ben doe', ids.helper]) {
    expect([...anna.raw, ...alex.raw].filter((text) => text.includes(foreign))).toEqual([]);
  }
});

test('that somebody writes an internal note is told to those alone who may read it', async () => {
  const { ids, open } = world;
  const channel = ticketChannel(await open({ reporterId: ids.anna, companyId: ids.alpha }));
  const [anna, manager, agent] = [
    await presentOn(ids.anna, [channel]),
    await presentOn(ids.manager, [channel], 1),
    await presentOn(ids.agent, [channel]),
  ];
  agent.send({ type: 'typing', channel, what: 'note' });
  await untilSees(manager, channel, { [ids.agent]: 'note', [ids.anna]: '' });
  agent.send({ type: 'typing', channel, what: 'comment' });
  await expect.poll(() => others(anna, channel)[ids.agent]).toBe('comment');
  agent.send({ type: 'typing', channel, what: null });
  await expect.poll(() => others(anna, channel)[ids.agent]).toBe('');
  expect(anna.raw.join()).not.toContain('note');
});

test('nobody is shown writing what they may not write', async () => {
  const { ids, open } = world;
  const ticketId = await open({ reporterId: ids.anna, companyId: ids.alpha });
  const channel = ticketChannel(ticketId);
  const anna = await presentOn(ids.anna, [channel]);
  const manager = await presentOn(ids.manager, [channel]);
  for (const [client, what, on] of [
    [anna, 'note', channel],
    [anna, 'message', channel],
    [manager, 'comment', channel],
    [manager, 'note', channel],
  ] as const) {
    client.send({ type: 'typing', channel: on, what });
    expect(await client.next('error')).toMatchObject({ code: 'forbidden' });
  }
  anna.send({ type: 'typing', channel: projectChannel(ids.ops), what: 'comment' });
  expect(await anna.next('error')).toMatchObject({ code: 'not_subscribed' });
  anna.send({ type: 'present', channel: ticketChannel(newId()), here: true });
  expect(await anna.next('error')).toMatchObject({ code: 'not_subscribed' });
});

test('in a ticket’s room people see each other write', async () => {
  const { ids, open, happen } = world;
  const ticketId = await open({ reporterId: ids.anna, companyId: ids.alpha });
  await happen(chatStream(ticketId), {
    type: 'ChatRoomOpened',
    data: { kind: 'ticket', name: null, companyId: null, ticketId },
  });
  const channel = roomChannel(ticketId);
  const anna = await presentOn(ids.anna, [channel]);
  const agent = await presentOn(ids.agent, [channel], 1);
  agent.send({ type: 'typing', channel, what: 'message' });
  await untilSees(anna, channel, { [ids.agent]: 'message' });
});

test('who loses the right to see is told of nobody any more, and nobody of them', async () => {
  const { ids, open, happen, grant, register } = world;
  const temp = newId();
  await register(temp, 'temporary', true);
  await grant(ids.ops, temp, 'admin');
  const channel = ticketChannel(await open());
  const boss = await presentOn(ids.boss, [channel]);
  const client = await presentOn(temp, [channel], 1);
  await untilSees(boss, channel, { [temp]: '' });
  await untilSees(client, channel, { [ids.boss]: '' });
  await happen(rolesStream(ids.ops), { type: 'RoleRevoked', data: { userId: temp } });
  await untilSees(boss, channel, {});
  await client.next('refused');
  const before = client.frames.length;
  await presentOn(ids.agent, [channel]);
  await untilSees(boss, channel, { [ids.agent]: '' });
  await client.everythingArrived();
  expect(client.frames.slice(before).some(isPresence)).toBe(false);
});

test('a ticket that goes out of sight takes its presence with it, without a change of rights', async () => {
  const { ids, open, happen } = world;
  const ticketId = await open();
  await happen(ticketStream(ticketId), { type: 'TicketAssigned', data: { userId: ids.helper } });
  const channel = ticketChannel(ticketId);
  const boss = await presentOn(ids.boss, [channel]);
  const helper = await presentOn(ids.helper, [channel], 1);
  await untilSees(helper, channel, { [ids.boss]: '' });
  await untilSees(boss, channel, { [ids.helper]: '' });
  await happen(ticketStream(ticketId), { type: 'TicketUnassigned', data: { userId: ids.helper } });
  await untilSees(helper, channel, {});
  await untilSees(boss, channel, {});
});

test('who leaves the company is no longer shown to it', async () => {
  const { ids, happen, register } = world;
  const leaver = newId();
  await register(leaver, 'leaving', false);
  await happen(companyStream(ids.alpha), { type: 'CompanyUserAssigned', data: { userId: leaver } });
  const channel = projectChannel(ids.ops);
  const anna = await presentOn(ids.anna, [channel]);
  await presentOn(leaver, [channel], 1);
  await untilSees(anna, channel, { [leaver]: '' });
  await happen(companyStream(ids.alpha), { type: 'CompanyUserRemoved', data: { userId: leaver } });
  await untilSees(anna, channel, {});
});

test('typing ends by itself', async () => {
  const { ids, open } = world;
  const channel = ticketChannel(await open());
  const boss = await presentOn(ids.boss, [channel]);
  const agent = await presentOn(ids.agent, [channel], 1);
  agent.send({ type: 'typing', channel, what: 'note' });
  await untilSees(boss, channel, { [ids.agent]: 'note' });
  await expect.poll(() => others(boss, channel)).toEqual({ [ids.agent]: '' });
});

test('a socket is present on a limited number of channels', async () => {
  const { ids, open } = world;
  const channels: string[] = [];
  for (let count = 0; count <= PRESENT_CHANNELS_PER_SOCKET; count++)
    channels.push(ticketChannel(await open()));
  const boss = await presentOn(ids.boss, channels);
  expect(await boss.next('error')).toMatchObject({ code: 'too_many_channels' });
  const [first = '', last = ''] = [channels[0], channels.at(-1)];
  boss.send({ type: 'present', channel: first, here: false });
  boss.send({ type: 'present', channel: last, here: true });
  await expect
    .poll(() => boss.raw.some((text) => text.includes('presence') && text.includes(last)))
    .toBe(true);
});
