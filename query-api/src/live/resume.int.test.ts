import { projectChannel, ticketChannel } from '@ticketing/contracts/live.ts';
import { companyStream, projectStream, rolesStream, ticketStream } from '@ticketing/contracts/streams.ts';
import { BoardView, type CardView } from '@ticketing/contracts/views.ts';
import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import { temporaryRedis } from '@ticketing/embedded/testing/temporary-redis.ts';
import type { Bus } from '@ticketing/platform/bus.ts';
import { createInMemoryBus } from '@ticketing/platform/in-memory-bus.ts';
import { createRedisBus } from '@ticketing/platform/redis-bus.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type LiveClient, liveClient } from '../testing/live-client.ts';
import { type ResumingClient, resumingClient } from '../testing/resuming-client.ts';
import { type RunningQueryApi, runningQueryApi } from '../testing/running-query-api.ts';
import { twoCompanies, type World } from '../testing/two-companies.ts';

type Node = { readonly api: RunningQueryApi; readonly url: string };

/** @param openBus a bus for each process that the suite plays */
function clientsResume(openBus: () => Promise<Bus>): void {
  let world: World;
  const nodes: Node[] = [];
  const clients: { close(): void }[] = [];

  async function startNode(): Promise<Node> {
    const api = await runningQueryApi({ pool: world.models.pool, bus: await openBus() });
    const address = await api.app.listen({ host: '127.0.0.1', port: 0 });
    const node = { api, url: `${address.replace('http', 'ws')}/ws` };
    nodes.push(node);
    return node;
  }
  const firstNode = (): Node => {
    const [node] = nodes;
    if (!node) throw new Error('no node runs');
    return node;
  };

  beforeAll(async () => {
    world = await twoCompanies(await openBus());
    await startNode();
    await startNode();
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    for (const { api } of nodes.splice(2)) await api.app.close();
  });
  afterAll(async () => {
    for (const { api } of nodes) await api.app.close();
    await world?.models.stop();
  });

  async function signedIn(userId: string, { api, url } = firstNode()): Promise<LiveClient> {
    const client = await liveClient(url);
    clients.push({ close: () => client.socket.terminate() });
    await client.authenticate(await api.tokens.issueAccess(userId));
    return client;
  }

  /** Signed in, listening, and with the cursor that came with the answer. */
  async function listeningTo(userId: string, channel: string, node = firstNode()) {
    const client = await signedIn(userId, node);
    const answer = await client.subscribe(channel);
    if (answer.type !== 'subscribed') throw new Error(`refused: ${answer.code}`);
    return { client, cursor: answer.cursor };
  }

  /** Comes back with a cursor. */
  async function backAt(userId: string, channel: string, after: string, node = firstNode()) {
    const client = await signedIn(userId, node);
    const answer = await client.subscribe(channel, after);
    return { client, answer };
  }

  const rename = (ticketId: string, title: string) =>
    world.happen(ticketStream(ticketId), { type: 'TicketRenamed', data: { title } });
  const titles = (client: LiveClient) =>
    client
      .changes()
      .flatMap(({ change }) => (change.entity === 'card' && change.row ? [change.row.title] : []));

  test('who comes back hears in order what came meanwhile, and then what comes', async () => {
    const { ids, open } = world;
    const ops = projectChannel(ids.ops);
    const ticketId = await open();
    const before = await listeningTo(ids.boss, ops);
    await rename(ticketId, 'heard');
    const { cursor } = await before.client.next('change');
    before.client.socket.terminate();
    await rename(ticketId, 'missed first');
    await rename(ticketId, 'missed second');
    const { client, answer } = await backAt(ids.boss, ops, cursor);
    expect(answer).toMatchObject({ type: 'subscribed', resumed: true });
    await rename(ticketId, 'heard again');
    await expect.poll(() => titles(client)).toEqual(['missed first', 'missed second', 'heard again']);
  });

  test('a node that has just started tells what came before it was there', async () => {
    const { ids, open } = world;
    const ops = projectChannel(ids.ops);
    const ticketId = await open();
    const { cursor } = await listeningTo(ids.boss, ops);
    await rename(ticketId, 'before its start');
    const { client, answer } = await backAt(ids.boss, ops, cursor, await startNode());
    expect(answer).toMatchObject({ resumed: true });
    await expect.poll(() => titles(client)).toEqual(['before its start']);
  });

  test('the cursors of a heartbeat go on from there', async () => {
    const { ids, open } = world;
    const ops = projectChannel(ids.ops);
    const ticketId = await open();
    const { client: first } = await listeningTo(ids.boss, ops);
    await rename(ticketId, 'heard already');
    await first.next('change');
    first.send({ type: 'ping' });
    const { cursors } = await first.next('pong');
    await rename(ticketId, 'missed');
    const { client, answer } = await backAt(ids.boss, ops, cursors[ops] ?? '');
    expect(answer).toMatchObject({ resumed: true });
    await expect.poll(() => titles(client)).toEqual(['missed']);
  });

  test('of what came meanwhile each hears what they may see, as if they had been there', async () => {
    const { ids, open, comment } = world;
    const ofAlpha = await open({ reporterId: ids.anna, companyId: ids.alpha });
    const ofBeta = await open({ reporterId: ids.ben, companyId: ids.beta });
    const ops = projectChannel(ids.ops);
    const board = await listeningTo(ids.anna, ops);
    const ticket = await listeningTo(ids.anna, ticketChannel(ofAlpha));
    await rename(ofBeta, 'theirs');
    await rename(ofAlpha, 'ours');
    await comment(ofAlpha, ids.agent, 'internal words', 'internal');
    await comment(ofAlpha, ids.agent, 'public words');
    const onBoard = await backAt(ids.anna, ops, board.cursor);
    const onTicket = await backAt(ids.anna, ticketChannel(ofAlpha), ticket.cursor);
    await expect.poll(() => onTicket.client.raw.join()).toContain('public words');
    // The second time for the comment, whose count is on the card.
    await expect.poll(() => titles(onBoard.client)).toEqual(['ours', 'ours']);
    const heard = [...onBoard.client.raw, ...onTicket.client.raw].join();
    for (const foreign of ['theirs', ofBeta, 'internal words']) expect(heard).not.toContain(foreign);
  });

  test('who cannot go on is told to fetch: without a cursor, with one that is none, or another channel’s', async () => {
    const { ids, open } = world;
    const ops = projectChannel(ids.ops);
    const { cursor } = await listeningTo(ids.boss, ops);
    const ticketId = await open();
    const forged = cursor.replace(/^\d+\.\d+/, (places) => `${places.split('.')[0]}.1`);
    for (const after of ['', 'nonsense', forged, `${cursor}x`, cursor.slice(0, -1)]) {
      const { answer, client } = await backAt(ids.boss, ops, after);
      expect(answer, after).toMatchObject({ type: 'subscribed', resumed: false });
      await client.everythingArrived();
      expect(client.changes(), after).toEqual([]);
    }
    expect((await backAt(ids.boss, ops, cursor)).answer).toMatchObject({ resumed: true });
    expect((await backAt(ids.boss, ticketChannel(ticketId), 'x'.repeat(200))).answer).toMatchObject({
      resumed: false,
    });
  });

  test('after a loss nobody goes on from before it, and from after it everybody does', async () => {
    const { ids, open } = world;
    const ops = projectChannel(ids.ops);
    const ticketId = await open();
    const { client, cursor } = await listeningTo(ids.boss, ops);
    await world.models.bus.announceLoss();
    expect((await client.closed).code).toBe(4409);
    for (const node of [firstNode(), await startNode()]) {
      await expect
        .poll(async () => (await backAt(ids.boss, ops, cursor, node)).answer)
        .toMatchObject({ resumed: false });
    }
    const later = await listeningTo(ids.boss, ops);
    await rename(ticketId, 'after the loss');
    const back = await backAt(ids.boss, ops, later.cursor);
    expect(back.answer).toMatchObject({ resumed: true });
    await expect.poll(() => titles(back.client)).toEqual(['after the loss']);
  });

  test('who gained or lost a right meanwhile has to fetch, on either node, and nobody else has', async () => {
    const { ids, grant, happen, open } = world;
    const ops = projectChannel(ids.ops);
    const outsider = ids.outsider;
    await grant(ids.ops, outsider, 'manager');
    const [theirs, others] = [await listeningTo(outsider, ops), await listeningTo(ids.boss, ops)];
    await happen(rolesStream(ids.ops), { type: 'RoleChanged', data: { userId: outsider, role: 'user' } });
    await open({ title: 'not for users' });
    for (const node of [...nodes, await startNode()]) {
      await expect
        .poll(async () => (await backAt(outsider, ops, theirs.cursor, node)).answer)
        .toMatchObject({ type: 'subscribed', resumed: false });
      expect((await backAt(ids.boss, ops, others.cursor, node)).answer).toMatchObject({ resumed: true });
    }
    await happen(rolesStream(ids.ops), { type: 'RoleRevoked', data: { userId: outsider } });
    await expect
      .poll(async () => (await backAt(outsider, ops, theirs.cursor)).answer)
      .toMatchObject({ type: 'refused', code: 'not_found' });
  });

  test('who left the company meanwhile gets nothing more of it by their old cursor', async () => {
    const { ids, happen, open } = world;
    const ticketId = await open({ reporterId: ids.anna, companyId: ids.alpha });
    const { cursor } = await listeningTo(ids.alex, ticketChannel(ticketId));
    await happen(companyStream(ids.alpha), { type: 'CompanyUserRemoved', data: { userId: ids.alex } });
    await rename(ticketId, 'after they left');
    const { answer, client } = await backAt(ids.alex, ticketChannel(ticketId), cursor);
    expect(answer).toMatchObject({ type: 'refused', code: 'not_found' });
    await client.everythingArrived();
    expect(client.raw.join()).not.toContain('after they left');
    await happen(companyStream(ids.alpha), { type: 'CompanyUserAssigned', data: { userId: ids.alex } });
  });

  test('a project that lost or gained a company meanwhile has to be fetched', async () => {
    const { ids, happen } = world;
    const ops = projectChannel(ids.ops);
    const { cursor } = await listeningTo(ids.anna, ops);
    await happen(projectStream(ids.ops), { type: 'CompanyDetached', data: { companyId: ids.beta } });
    await expect
      .poll(async () => (await backAt(ids.anna, ops, cursor)).answer)
      .toMatchObject({ type: 'subscribed', resumed: false });
    await happen(projectStream(ids.ops), { type: 'CompanyAttached', data: { companyId: ids.beta } });
  });

  test('however often a client breaks off, on two nodes in turn: nothing is missed, nothing comes twice, in one order', async () => {
    const seed = Number(process.env.RESUME_SEED ?? Math.floor(Math.random() * 1_000_000));
    const context = `RESUME_SEED=${seed} repeats this`;
    const chance = randomNumbers(seed);
    const { ids } = world;
    const { tokens, get } = { tokens: firstNode().api.tokens, get: firstNode().api.get };
    const ticketIds = [
      await world.open({ reporterId: ids.anna, companyId: ids.alpha }),
      await world.open({ reporterId: ids.ben, companyId: ids.beta }),
      await world.open(),
    ] as const;
    const people = [
      { userId: ids.boss, channels: [projectChannel(ids.ops), ...ticketIds.map(ticketChannel)] },
      { userId: ids.anna, channels: [projectChannel(ids.ops), ticketChannel(ticketIds[0])] },
      { userId: ids.helper, channels: [projectChannel(ids.ops)] },
    ];
    const urls = nodes.map(({ url }) => url);
    const pairs: { readonly calm: ResumingClient; readonly restless: ResumingClient; channels: string[] }[] =
      [];
    for (const { userId, channels } of people) {
      const access = await tokens.issueAccess(userId);
      const calm = resumingClient({
        urls,
        access,
        channels,
        framesUntilBreak: () => Number.POSITIVE_INFINITY,
      });
      const restless = resumingClient({
        urls,
        access,
        channels,
        // Sometimes before it has its answers, sometimes between them and what follows.
        framesUntilBreak: () => 1 + Math.floor(chance() * 14),
      });
      clients.push(calm, restless);
      pairs.push({ calm, restless, channels });
    }
    const hasAnswers = ({ answers }: ResumingClient, channels: readonly string[]) =>
      channels.every((channel) => answers.some((answer) => answer.channel === channel));
    await expect
      .poll(() =>
        pairs.every(
          ({ calm, restless, channels }) => hasAnswers(calm, channels) && hasAnswers(restless, channels),
        ),
      )
      .toBe(true);

    for (let count = 0; count < 60; count++) await somethingHappens(world, ticketIds, chance, count);
    for (const { restless } of pairs) restless.calmDown();

    for (const { calm, restless, channels } of pairs) {
      for (const channel of channels) {
        await expect
          .poll(() => restless.changesOn(channel), { message: `${channel}; ${context}` })
          .toEqual(calm.changesOn(channel));
      }
      const first = new Map<string, boolean>();
      for (const answer of restless.answers) {
        if (answer.type === 'refused') throw new Error(`refused: ${answer.code}; ${context}`);
        if (first.has(answer.channel)) expect(answer.resumed, context).toBe(true);
        first.set(answer.channel, true);
      }
      // Who follows a single channel may hear too little to break off so often.
      if (channels.length > 1) expect(restless.connections(), context).toBeGreaterThan(2);
      expect(calm.connections(), context).toBe(1);
    }

    // What the frames told, and nothing else, is what the read model says once the last of them has come. An internal note
    // moves the ticket's revision, and who may not read it is told of neither.
    const expectAsRead = async (userId: string, restless: ResumingClient | undefined) => {
      const comparable = (card: CardView) => (userId === ids.boss ? card : { ...card, revision: null });
      const { body } = await get(userId, `/api/projects/${ids.ops}/board`);
      const cards = BoardView.parse(body).columns.flatMap(({ tickets }) => tickets);
      const heard = restless?.changesOn(projectChannel(ids.ops)) ?? [];
      for (const id of ticketIds) {
        const told = heard.findLast(({ change }) => change.entity === 'card' && change.id === id);
        if (told?.change.entity === 'card' && told.change.row) {
          const read = cards.find((card) => card.id === id);
          expect(comparable(told.change.row), context).toEqual(read && comparable(read));
        } else expect(cards.some((card) => card.id === id) && told !== undefined, context).toBe(false);
      }
    };
    for (const [at, { userId }] of people.entries()) {
      await vi.waitFor(() => expectAsRead(userId, pairs[at]?.restless), { timeout: 30_000 });
    }
  });
}

/** Changes what these tickets show, to whom, and where. */
async function somethingHappens(
  { ids, happen, comment }: World,
  ticketIds: readonly string[],
  chance: () => number,
  count: number,
): Promise<void> {
  const ticketId = ticketIds[Math.floor(chance() * ticketIds.length)] ?? '';
  const stream = ticketStream(ticketId);
  switch (Math.floor(chance() * 6)) {
    case 0:
      await comment(ticketId, ids.boss, `Words ${count}`, chance() < 0.5 ? 'internal' : 'public');
      return;
    case 1:
      await happen(stream, { type: 'TicketAssigned', data: { userId: ids.helper } });
      return;
    case 2:
      await happen(stream, { type: 'TicketUnassigned', data: { userId: ids.helper } });
      return;
    case 3:
      await happen(stream, {
        type: 'TicketMoved',
        data: { columnId: ids.doing, fromColumnId: ids.todo, rank: `b${count}` },
      });
      return;
    default:
      await happen(stream, { type: 'TicketRenamed', data: { title: `Title ${count}` } });
  }
}

/** A small generator that repeats itself for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('coming back after a break, in one process', () => {
  const bus = createInMemoryBus((error) => {
    throw error;
  });
  clientsResume(async () => bus);
});

describeWithService('redis', 'coming back after a break, over Redis', () => {
  const buses: Bus[] = [];
  let redis: Awaited<ReturnType<typeof temporaryRedis>>;
  afterAll(async () => {
    for (const bus of buses) await bus.close();
    await redis?.stop();
  });
  clientsResume(async () => {
    redis ??= await temporaryRedis();
    if (!redis) throw new Error('this suite runs only where Redis is');
    const bus = await createRedisBus({ url: redis.url });
    buses.push(bus);
    return bus;
  });
});
