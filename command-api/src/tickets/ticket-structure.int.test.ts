import { ticketStream } from '@ticketing/contracts/streams.ts';
import { ticketFold } from '@ticketing/domain/ticket/evolve.ts';
import { temporaryApplication } from '@ticketing/embedded/testing/temporary-application.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { createLog } from '@ticketing/platform/log.ts';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildCommandApi } from '../app.ts';
import type { Application } from '../application.ts';
import { type Person, signedIn } from '../testing/signed-in.ts';
import { systemCommand } from '../users/found-superuser.ts';
import { commandUser } from '../users/user-command.ts';

let stores: Awaited<ReturnType<typeof temporaryApplication>>;
let app: Application;
let server: FastifyInstance;
let lead: Person;
let client: Person;
let stranger: Person;
let projectId: string;
let elsewhereId: string;
let companyId: string;

beforeAll(async () => {
  stores = await temporaryApplication();
  app = stores.app;
  const log = createLog('test', 'silent');
  server = await buildCommandApi(app, { log, corsOrigins: [], loginPerMinute: 5 });
  lead = await signedIn(app, server, 'lead', { staff: true });
  client = await signedIn(app, server, 'client');
  stranger = await signedIn(app, server, 'stranger');
  projectId = String((await lead.call('POST', '/projects', { key: 'ops', name: 'Operations' })).body.id);
  elsewhereId = String((await lead.call('POST', '/projects', { key: 'els', name: 'Elsewhere' })).body.id);
  companyId = String((await lead.call('POST', '/companies', { name: 'Kolkheti' })).body.id);
  await lead.call('PUT', `/companies/${companyId}/users/${client.id}`);
  await lead.call('PUT', `/projects/${projectId}/companies/${companyId}`);
});

afterAll(async () => {
  await server?.close();
  await stores?.stop();
});

async function opened(person: Person = lead, more: object = {}): Promise<string> {
  const { status, body } = await person.call('POST', '/tickets', { projectId, title: 'Printer', ...more });
  expect({ status, body }).toMatchObject({ status: 201 });
  return String(body.id);
}

const underParent = (id: string, parentId: string | null, key?: string) =>
  lead.call('PUT', `/tickets/${id}/parent`, { parentId }, key ? { 'idempotency-key': key } : {});

async function ticketAt(id: string) {
  const { state } = await app.aggregates.fresh(ticketStream(id), ticketFold);
  if (!state) throw new Error(`there is no ticket ${id}`);
  return state;
}

async function eventTypes(id: string): Promise<string[]> {
  const types = [];
  for await (const { type } of app.eventStore.readStream(ticketStream(id))) types.push(type);
  return types;
}

test('a client who knows the id of somebody who is gone is not told their name', async () => {
  const gone = await signedIn(app, server, 'somebody-unheard-of');
  const command = { type: 'DeactivateUser', actorId: lead.id } as const;
  await commandUser(app, systemCommand('DeactivateUser'), gone.id, 'user.administer', command);
  const id = await opened(client, { companyId });
  const { status, body } = await client.call('POST', `/tickets/${id}/subtasks`, {
    title: 'Part',
    assigneeId: gone.id,
  });
  expect([status, body.code]).toEqual([409, 'user_deactivated']);
  expect(JSON.stringify(body)).not.toContain('unheard');
});

test('a ticket stands under another one of its project, from its opening or later', async () => {
  const epic = await opened(lead, { type: 'epic' });
  const story = await opened(lead, { parentId: epic });
  expect((await ticketAt(story)).parentId).toBe(epic);
  const task = await opened();
  expect((await underParent(task, story)).status).toBe(200);
  expect((await underParent(task, story)).body.revision).toBe('1');
  expect(await underParent(epic, task)).toMatchObject({ status: 409, body: { code: 'parent_cycle' } });
  expect(await underParent(epic, epic)).toMatchObject({ status: 409, body: { code: 'parent_cycle' } });
  expect((await underParent(task, null)).status).toBe(200);
  expect(await eventTypes(task)).toEqual(['TicketOpened', 'TicketParentChanged', 'TicketParentChanged']);
});

test('a parent of another project, one that is not there and an archived one are refused', async () => {
  const task = await opened();
  const foreign = await opened(lead, { projectId: elsewhereId });
  for (const parentId of [foreign, newId()]) {
    expect(await underParent(task, parentId)).toMatchObject({
      status: 422,
      body: { code: 'unknown_parent' },
    });
    const refused = await lead.call('POST', '/tickets', { projectId, title: 'Printer', parentId });
    expect(refused).toMatchObject({ status: 422, body: { code: 'unknown_parent' } });
  }
  const old = await opened();
  await lead.call('POST', `/tickets/${old}/archive`);
  expect(await underParent(task, old)).toMatchObject({ status: 409, body: { code: 'parent_archived' } });
  expect(await lead.call('PUT', `/tickets/${task}/parent`, { parentId: 'x' })).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'parentId' }] },
  });
});

test('a client may not say what their ticket stands under, also not in opening it', async () => {
  const epic = await opened();
  const refused = await client.call('POST', '/tickets', {
    projectId,
    title: 'Mine',
    companyId,
    parentId: epic,
  });
  expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } });
});

test('tickets that are put under each other at the same moment never end in a circle', async () => {
  let refusals = 0;
  for (let round = 0; round < 12; round++) {
    const trio = await Promise.all([opened(), opened(), opened()]);
    const asked = trio.map((id, index) => [id, trio[(index + 1) % 3] ?? ''] as const);
    const answers = await Promise.all(asked.map(([id, parentId]) => underParent(id, parentId)));
    for (const { status, body } of answers) {
      if (status !== 200) expect(body.code).toBe('parent_cycle');
      if (status !== 200) refusals++;
    }
    const parents = new Map(
      await Promise.all(trio.map(async (id) => [id, (await ticketAt(id)).parentId] as const)),
    );
    const seen = new Set<string>();
    for (let id: string | null | undefined = trio[0]; id; id = parents.get(id)) {
      expect(seen.has(id), 'a circle is left').toBe(false);
      seen.add(id);
    }
    // What was answered as done is done.
    for (const [index, [id, parentId]] of asked.entries()) {
      if (answers[index]?.status === 200) expect(parents.get(id)).toBe(parentId);
    }
  }
  expect(refusals).toBeGreaterThan(0);
});

test('a command that was taken back because of a circle is refused again when it is retried', async () => {
  const rounds = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const [one, two] = await Promise.all([opened(), opened()]);
      const keys = [newId(), newId()] as const;
      const first = await Promise.all([underParent(one, two, keys[0]), underParent(two, one, keys[1])]);
      const again = await Promise.all([underParent(one, two, keys[0]), underParent(two, one, keys[1])]);
      for (const [index, answer] of first.entries()) {
        // Refused before it did anything it may succeed now, where the other one was taken back.
        if (answer.status === 200) expect(again[index]).toEqual(answer);
      }
      const parents = [(await ticketAt(one)).parentId, (await ticketAt(two)).parentId];
      return parents.filter((parent) => parent !== null).length;
    }),
  );
  expect(Math.max(...rounds)).toBeLessThanOrEqual(1);
});

test('a link is stored once, whichever end it is told from', async () => {
  const [one, two] = [await opened(), await opened(lead, { projectId: elsewhereId })];
  const put = (id: string, link: string, otherId: string) =>
    lead.call('PUT', `/tickets/${id}/links/${link}/${otherId}`);
  expect((await put(one, 'blocks', two)).body).toMatchObject({ id: one, revision: '1' });
  expect((await put(two, 'blocked_by', one)).body).toMatchObject({ id: one, revision: '1' });
  expect((await put(one, 'relates_to', two)).status).toBe(200);
  expect((await put(two, 'relates_to', one)).status).toBe(200);
  expect((await put(one, 'caused_by', two)).body).toMatchObject({ id: two });
  expect((await ticketAt(one)).links).toEqual([
    { link: 'blocks', ticketId: two },
    { link: 'relates_to', ticketId: two },
  ]);
  expect((await ticketAt(two)).links).toEqual([{ link: 'causes', ticketId: one }]);
  expect((await lead.call('DELETE', `/tickets/${two}/links/blocked_by/${one}`)).status).toBe(200);
  expect((await ticketAt(one)).links).toEqual([{ link: 'relates_to', ticketId: two }]);
});

test('a link is refused to itself, to what is archived, with a kind that there is not and by an old revision', async () => {
  const [one, two] = [await opened(), await opened()];
  const put = (id: string, link: string, otherId: string, headers = {}) =>
    lead.call('PUT', `/tickets/${id}/links/${link}/${otherId}`, undefined, headers);
  expect(await put(one, 'blocks', one)).toMatchObject({ status: 422, body: { code: 'link_to_itself' } });
  expect(await put(one, 'hugs', two)).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'params.link' }] },
  });
  // The revision is that of the ticket which the request names first, also when the link stands in the other's stream.
  expect(await put(one, 'blocked_by', two, { 'if-match': '7' })).toMatchObject({ status: 409 });
  expect((await put(one, 'blocked_by', two, { 'if-match': '0' })).status).toBe(200);
  await lead.call('POST', `/tickets/${two}/archive`);
  for (const [id, other] of [[one, two] as const, [two, one] as const]) {
    expect(await put(id, 'causes', other)).toMatchObject({ status: 409, body: { code: 'already_archived' } });
  }
});

test('subtasks are added, changed, completed, moved and removed by who may edit the ticket', async () => {
  const id = await opened(client, { companyId });
  const key = newId();
  const add = (title: string, headers = {}) =>
    client.call('POST', `/tickets/${id}/subtasks`, { title }, headers);
  const first = await add('One', { 'idempotency-key': key });
  expect(await add('One', { 'idempotency-key': key })).toEqual(first);
  const [one, two] = [String(first.body.subtaskId), String((await add('Two')).body.subtaskId)];
  const on = (subtaskId: string) => `/tickets/${id}/subtasks/${subtaskId}`;
  await client.call('PATCH', on(one), { title: 'First', assigneeId: client.id });
  await client.call('POST', `${on(one)}/complete`);
  await client.call('POST', `${on(two)}/move`, { before: one });
  expect((await ticketAt(id)).subtasks).toMatchObject([
    { id: two, title: 'Two', assigneeId: null, completed: false },
    { id: one, title: 'First', assigneeId: client.id, completed: true },
  ]);
  await client.call('POST', `${on(one)}/reopen`);
  await client.call('DELETE', on(two));
  expect((await ticketAt(id)).subtasks).toMatchObject([{ id: one, completed: false }]);
  expect(await client.call('POST', `${on(two)}/complete`)).toMatchObject({
    status: 404,
    body: { code: 'unknown_subtask' },
  });
  expect(await client.call('POST', `/tickets/${id}/subtasks`, { title: ' ' })).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'title' }] },
  });
});

test('a subtask and a following are only for people who see the ticket', async () => {
  const id = await opened(client, { companyId });
  const subtask = { title: 'Part', assigneeId: stranger.id };
  expect(await lead.call('POST', `/tickets/${id}/subtasks`, subtask)).toMatchObject({
    status: 422,
    body: { code: 'cannot_see_ticket' },
  });
  expect(await lead.call('PUT', `/tickets/${id}/followers/${stranger.id}`)).toMatchObject({
    status: 422,
    body: { code: 'cannot_see_ticket' },
  });
  expect(await lead.call('PUT', `/tickets/${id}/followers/${newId()}`)).toMatchObject({
    status: 422,
    body: { code: 'unknown_user' },
  });
  // Who may not command the ticket is not told who there is.
  expect(await client.call('PUT', `/tickets/${id}/followers/${newId()}`)).toMatchObject({ status: 403 });
  expect((await lead.call('PUT', `/tickets/${id}/followers/${client.id}`)).status).toBe(200);
  expect((await lead.call('PUT', `/tickets/${id}/followers/me`)).status).toBe(200);
  expect((await ticketAt(id)).followerIds).toEqual([client.id, lead.id]);
  await client.call('DELETE', `/tickets/${id}/followers/me`);
  await lead.call('DELETE', `/tickets/${id}/followers/${lead.id}`);
  expect((await ticketAt(id)).followerIds).toEqual([]);
  expect((await stranger.call('PUT', `/tickets/${id}/followers/me`)).status).toBe(404);
});
