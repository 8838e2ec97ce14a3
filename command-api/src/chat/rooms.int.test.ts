import { chatStream } from '@ticketing/contracts/streams.ts';
import { temporaryApplication } from '@ticketing/embedded/testing/temporary-application.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { createLog } from '@ticketing/platform/log.ts';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommandApi } from '../app.ts';
import { type Person, signedIn } from '../testing/signed-in.ts';

let stores: Awaited<ReturnType<typeof temporaryApplication>>;
let server: FastifyInstance;
let lead: Person;
let agent: Person;
let client: Person;
let colleague: Person;
let rival: Person;
let projectId: string;
let companyId: string;
let rivalCompanyId: string;

beforeAll(async () => {
  stores = await temporaryApplication();
  const log = createLog('test', 'silent');
  server = await buildCommandApi(stores.app, { log, corsOrigins: [], loginPerMinute: 5 });
  lead = await signedIn(stores.app, server, 'lead', { staff: true });
  agent = await signedIn(stores.app, server, 'agent', { staff: true });
  client = await signedIn(stores.app, server, 'client');
  colleague = await signedIn(stores.app, server, 'colleague');
  rival = await signedIn(stores.app, server, 'rival');
  projectId = String((await lead.call('POST', '/projects', { key: 'ops', name: 'Operations' })).body.id);
  companyId = String((await lead.call('POST', '/companies', { name: 'Kolkheti' })).body.id);
  rivalCompanyId = String((await lead.call('POST', '/companies', { name: 'Iberia' })).body.id);
  for (const { id } of [client, colleague]) await lead.call('PUT', `/companies/${companyId}/users/${id}`);
  await lead.call('PUT', `/companies/${rivalCompanyId}/users/${rival.id}`);
  await lead.call('PUT', `/projects/${projectId}/companies/${companyId}`);
});

afterAll(async () => {
  await server?.close();
  await stores?.stop();
});

async function eventsOf(roomId: string) {
  const events = [];
  for await (const event of stores.app.eventStore.readStream(chatStream(roomId))) events.push(event);
  return events;
}
const direct = (by: Person, other: Person, within: string | null) =>
  by.call('POST', '/rooms', { kind: 'direct', participantIds: [other.id], companyId: within });
async function group(by: Person, within: string | null, ...others: readonly Person[]): Promise<string> {
  const participantIds = others.map(({ id }) => id);
  const { status, body } = await by.call('POST', '/rooms', {
    kind: 'group',
    name: 'Gate 3',
    participantIds,
    companyId: within,
  });
  expect({ status, body }).toMatchObject({ status: 201 });
  return String(body.id);
}
async function ticket(): Promise<string> {
  const { status, body } = await client.call('POST', '/tickets', { projectId, title: 'Printer', companyId });
  expect({ status, body }).toMatchObject({ status: 201 });
  return String(body.id);
}
const post = (by: Person, roomId: string, body: string, headers: Record<string, string> = {}) =>
  by.call('POST', `/rooms/${roomId}/messages`, { body }, headers);

describe('a direct room', () => {
  it('is one and the same whichever of the two opens it, also when both do at once', async () => {
    const both = await Promise.all([
      direct(client, colleague, companyId),
      direct(colleague, client, companyId),
      direct(client, colleague, companyId),
    ]);
    expect(both.map(({ status }) => status)).toEqual([201, 201, 201]);
    const [roomId, ...others] = both.map(({ body }) => String(body.id));
    expect(others).toEqual([roomId, roomId]);
    const events = await eventsOf(String(roomId));
    expect(events.map(({ type }) => type)).toEqual([
      'ChatRoomOpened',
      'ParticipantJoined',
      'ParticipantJoined',
    ]);
  });

  it('of staff among themselves is another than theirs within a company', async () => {
    await lead.call('PUT', `/companies/${companyId}/admins/${agent.id}`);
    const [among, within] = [await direct(lead, agent, null), await direct(lead, agent, companyId)];
    expect([among.status, within.status]).toEqual([201, 201]);
    expect(among.body.id).not.toBe(within.body.id);
    await lead.call('DELETE', `/companies/${companyId}/admins/${agent.id}`);
  });

  it('is not had with oneself', async () => {
    expect(await direct(client, client, companyId)).toMatchObject({
      status: 400,
      body: { code: 'validation_failed', errors: [{ path: 'participantIds' }] },
    });
  });
});

describe('who meets whom', () => {
  it('tells a client of a person of another company what it tells of nobody', async () => {
    const refusals = await Promise.all([
      direct(client, rival, companyId),
      direct(client, { ...rival, id: newId() }, companyId),
      // Staff who do not serve the company are not there either.
      direct(client, agent, companyId),
    ]);
    for (const { status, body } of refusals) expect([status, body.code]).toEqual([422, 'unknown_user']);
    expect(await direct(client, rival, rivalCompanyId)).toMatchObject({ status: 404 });
    expect(await direct(client, rival, newId())).toMatchObject({ status: 404 });
    expect(await direct(client, lead, null)).toMatchObject({ body: { code: 'company_required' } });
  });

  it('lets a client and who serves the company meet, and nobody else be brought in', async () => {
    const roomId = await group(client, companyId, lead);
    const bring = (person: Person, by = client) =>
      by.call('PUT', `/rooms/${roomId}/participants/${person.id}`);
    expect(await bring(rival)).toMatchObject({ status: 422, body: { code: 'unknown_user' } });
    // Whoever is not in the room is not told whether there is such a person.
    expect(await bring(colleague, rival)).toMatchObject({ status: 404 });
    expect(await bring(colleague)).toMatchObject({ status: 200 });
  });

  it('shuts the room to who left the company, for the very next message, and opens it again', async () => {
    const roomId = await group(client, companyId, colleague);
    const employed = (method: string) => lead.call(method, `/companies/${companyId}/users/${colleague.id}`);
    expect((await post(colleague, roomId, 'Here')).status).toBe(201);
    await employed('DELETE');
    expect((await post(colleague, roomId, 'Still here?')).status).toBe(404);
    await employed('PUT');
    expect((await post(colleague, roomId, 'Back')).status).toBe(201);
  });

  it('shuts a group to who was removed by its opener', async () => {
    const roomId = await group(client, companyId, colleague);
    const remove = (by: Person, who: Person) => by.call('DELETE', `/rooms/${roomId}/participants/${who.id}`);
    expect((await remove(colleague, client)).status).toBe(403);
    expect((await remove(client, colleague)).status).toBe(200);
    expect((await post(colleague, roomId, 'Hello?')).status).toBe(404);
  });
});

describe('the room of a ticket', () => {
  it('takes words from whoever sees the ticket, before anybody was in it, and from nobody else', async () => {
    const id = await ticket();
    expect((await post(rival, id, 'Let me in')).status).toBe(404);
    expect((await post(agent, id, 'Let me in')).status).toBe(404);
    expect((await post(colleague, id, 'It is ours')).status).toBe(201);
    expect((await eventsOf(id)).map(({ type }) => type)).toEqual([
      'ChatRoomOpened',
      'ParticipantJoined',
      'MessagePosted',
    ]);
  });

  it('is shut with the right to the ticket, for the very next message', async () => {
    const id = await ticket();
    const role = (method: string, body?: object) =>
      lead.call(method, `/projects/${projectId}/roles/${agent.id}`, body);
    await role('PUT', { role: 'admin' });
    expect((await post(agent, id, 'I see it')).status).toBe(201);
    await role('PUT', { role: 'manager' });
    expect((await post(agent, id, 'I only look')).status).toBe(403);
    await role('DELETE');
    expect((await post(agent, id, 'Gone')).status).toBe(404);
  });

  it('takes no words once the ticket is archived', async () => {
    const id = await ticket();
    await lead.call('POST', `/tickets/${id}/archive`);
    expect(await post(client, id, 'Late')).toMatchObject({ status: 409, body: { code: 'already_archived' } });
  });

  it('takes no words while the project is put away', async () => {
    const id = await ticket();
    await lead.call('POST', `/projects/${projectId}/archive`);
    expect(await post(client, id, 'Late')).toMatchObject({ status: 409, body: { code: 'project_archived' } });
    expect((await lead.call('POST', `/projects/${projectId}/restore`)).status).toBe(200);
    expect((await post(client, id, 'In time')).status).toBe(201);
  });

  it('is not another one: an id that is no ticket’s and no room’s is not there', async () => {
    expect((await post(lead, newId(), 'Anybody?')).status).toBe(404);
    expect((await lead.call('POST', '/rooms/nonsense/messages', { body: 'x' })).status).toBe(400);
  });
});

describe('messages', () => {
  it('sent again with their key are posted once and answered the same, however they race', async () => {
    const roomId = await group(client, companyId, colleague);
    const headers = { 'idempotency-key': newId() };
    const answers = await Promise.all([1, 2, 3].map(() => post(client, roomId, 'Once', headers)));
    answers.push(await post(client, roomId, 'Once', headers));
    expect(new Set(answers.map(({ body }) => body.messageId)).size).toBe(1);
    expect(new Set(answers.map(({ body }) => body.revision)).size).toBe(1);
    const posted = (await eventsOf(roomId)).filter(({ type }) => type === 'MessagePosted');
    expect(posted).toHaveLength(1);
    // The same key in another room is another message there.
    const elsewhere = await post(client, await group(client, companyId), 'Twice', headers);
    expect(elsewhere.body.messageId).not.toBe(answers[0]?.body.messageId);
  });

  it('of many people at once are all there', async () => {
    const roomId = await group(client, companyId, colleague, lead);
    const sent = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        post([client, colleague, lead][index % 3] ?? client, roomId, `Words ${index}`),
      ),
    );
    expect(new Set(sent.map(({ status }) => status))).toEqual(new Set([201]));
    expect((await eventsOf(roomId)).filter(({ type }) => type === 'MessagePosted')).toHaveLength(30);
  });

  it('that are nonsense are refused with the field', async () => {
    const roomId = await group(client, companyId);
    expect(await post(client, roomId, 'x'.repeat(10_001))).toMatchObject({
      status: 400,
      body: { code: 'validation_failed', errors: [{ path: 'body' }] },
    });
    expect(await post(client, roomId, ' ')).toMatchObject({ status: 422, body: { code: 'empty_message' } });
    const { body } = await post(client, roomId, 'Words');
    const react = (reaction: string) =>
      client.call(
        'PUT',
        `/rooms/${roomId}/messages/${body.messageId}/reactions/${encodeURIComponent(reaction)}`,
      );
    expect((await react('👍🏽')).status).toBe(200);
    for (const reaction of ['no', '👍👍', '<b>']) expect((await react(reaction)).status).toBe(400);
  });
});
