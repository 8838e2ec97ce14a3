import { projectStream, ticketStream } from '@ticketing/contracts/streams.ts';
import { projectFold } from '@ticketing/domain/project/state.ts';
import { ticketFold } from '@ticketing/domain/ticket/evolve.ts';
import { inOrder } from '@ticketing/domain/ticket/rank.ts';
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
let projectId: string;
let elsewhereId: string;
let companyId: string;
let columns: readonly string[];

beforeAll(async () => {
  stores = await temporaryApplication();
  app = stores.app;
  const log = createLog('test', 'silent');
  server = await buildCommandApi(app, { log, corsOrigins: [], loginPerMinute: 5 });
  lead = await signedIn(app, server, 'lead', { staff: true });
  client = await signedIn(app, server, 'client');
  projectId = String((await lead.call('POST', '/projects', { key: 'ops', name: 'Operations' })).body.id);
  elsewhereId = String((await lead.call('POST', '/projects', { key: 'els', name: 'Elsewhere' })).body.id);
  companyId = String((await lead.call('POST', '/companies', { name: 'Kolkheti' })).body.id);
  await lead.call('PUT', `/companies/${companyId}/users/${client.id}`);
  await lead.call('PUT', `/projects/${projectId}/companies/${companyId}`);
  const project = await app.aggregates.fresh(projectStream(projectId), projectFold);
  columns = project.state?.columns.map(({ id }) => id) ?? [];
  expect(columns).toHaveLength(4);
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

const several = (count: number) => Promise.all(Array.from({ length: count }, () => opened()));

const bulk = (person: Person, ticketIds: readonly string[], change: object, key?: string) =>
  person.call('POST', '/tickets/bulk', { ticketIds, change }, key ? { 'idempotency-key': key } : {});

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

test('many tickets that move to a column stand at its end in the order of the request', async () => {
  const column = columns[1];
  const there = await opened(lead, { columnId: column });
  const ids = await several(60);
  // Neither the order of opening nor that of the ids.
  const given = [
    ...ids.filter((_, index) => index % 2),
    ...ids.filter((_, index) => index % 2 === 0).reverse(),
  ];
  const { status, body } = await bulk(lead, given, { type: 'move', columnId: column });
  expect(status).toBe(200);
  const results = body.results as { id: string; ok: boolean; position: string }[];
  expect(results.map(({ id, ok }) => [id, ok])).toEqual(given.map((id) => [id, true]));
  const furthest = results.map(({ position }) => BigInt(position)).reduce((a, b) => (a > b ? a : b));
  expect(body.position).toBe(String(furthest));
  const states = await Promise.all([...given, there].map(ticketAt));
  expect(states.every(({ columnId }) => columnId === column)).toBe(true);
  expect(states.sort(inOrder).map(({ id }) => id)).toEqual([there, ...given]);
});

test('each ticket succeeds or fails by itself, with the code that it would have alone', async () => {
  const [one, archived, other] = await several(3);
  const foreign = await opened(lead, { projectId: elsewhereId });
  if (!one || !archived || !other) throw new Error('three tickets were opened');
  await lead.call('POST', `/tickets/${archived}/archive`);
  const nowhere = newId();
  const { status, body } = await bulk(lead, [one, nowhere, archived, foreign, other], {
    type: 'move',
    columnId: columns[2],
  });
  expect(status).toBe(200);
  expect(body.results).toEqual([
    { id: one, ok: true, revision: '1', position: expect.stringMatching(/^\d+$/) },
    { id: nowhere, ok: false, code: 'not_found', detail: expect.any(String) },
    { id: archived, ok: false, code: 'already_archived', detail: expect.any(String) },
    { id: foreign, ok: false, code: 'unknown_column', detail: expect.any(String) },
    { id: other, ok: true, revision: '1', position: expect.stringMatching(/^\d+$/) },
  ]);
  expect((await ticketAt(foreign)).columnId).not.toBe(columns[2]);
});

test('rights are asked of every ticket: what may not be seen is not found, what may only be seen is forbidden', async () => {
  const theirs = await opened(client, { companyId });
  const [hidden] = await several(1);
  if (!hidden) throw new Error('one ticket was opened');
  const before = await Promise.all([eventTypes(theirs), eventTypes(hidden)]);
  const { body } = await bulk(client, [theirs, hidden], { type: 'assign', userId: client.id });
  expect(body.results).toMatchObject([
    { id: theirs, ok: false, code: 'forbidden' },
    { id: hidden, ok: false, code: 'not_found' },
  ]);
  expect(body.position).toBeNull();
  expect(await Promise.all([eventTypes(theirs), eventTypes(hidden)])).toEqual(before);
});

test('the same key again does nothing twice and is answered the same, and finishes what had failed', async () => {
  const [first, second, late] = await several(3);
  if (!first || !second || !late) throw new Error('three tickets were opened');
  await lead.call('POST', `/tickets/${late}/archive`);
  const key = newId();
  const change = { type: 'prioritise', priority: 4, importance: 3 };
  const answered = await bulk(lead, [first, second, late], change, key);
  expect(answered.body.results).toMatchObject([
    { ok: true },
    { ok: true },
    { ok: false, code: 'already_archived' },
  ]);
  expect(await bulk(lead, [first, second, late], change, key)).toEqual(answered);
  expect(await eventTypes(first)).toEqual(['TicketOpened', 'TicketPrioritised']);

  await lead.call('POST', `/tickets/${late}/restore`);
  const finished = await bulk(lead, [first, second, late], change, key);
  expect((finished.body.results as object[]).slice(0, 2)).toEqual(
    (answered.body.results as object[]).slice(0, 2),
  );
  expect(await eventTypes(first)).toEqual(['TicketOpened', 'TicketPrioritised']);
  expect(await ticketAt(late)).toMatchObject({ priority: 4, importance: 3 });
});

test('a key that was used for another change is refused on every ticket', async () => {
  const [id] = await several(1);
  if (!id) throw new Error('one ticket was opened');
  const key = newId();
  await bulk(lead, [id], { type: 'assign', userId: lead.id }, key);
  const { body } = await bulk(lead, [id], { type: 'archive' }, key);
  expect(body.results).toMatchObject([{ ok: false, code: 'idempotency_key_reused' }]);
  expect((await ticketAt(id)).archived).toBe(false);
});

test('a ticket that is named twice is changed once and answered in both places', async () => {
  const [one, two] = await several(2);
  if (!one || !two) throw new Error('two tickets were opened');
  const { body } = await bulk(lead, [one, two, one], { type: 'archive' });
  const results = body.results as { id: string; ok: boolean }[];
  expect(results.map(({ id, ok }) => [id, ok])).toEqual([one, two, one].map((id) => [id, true]));
  expect(results[2]).toEqual(results[0]);
  expect(await eventTypes(one)).toEqual(['TicketOpened', 'TicketArchived']);
});

test('every kind of change can be made and taken back', async () => {
  await lead.call('POST', `/projects/${projectId}/tags`, { name: 'Urgent' });
  const project = await app.aggregates.fresh(projectStream(projectId), projectFold);
  const tagId = project.state?.tags[0]?.id;
  expect(tagId).toBeDefined();
  const ids = await several(2);
  for (const change of [
    { type: 'assign', userId: client.id },
    { type: 'tag', tagId },
    { type: 'unassign', userId: client.id },
    { type: 'untag', tagId },
    { type: 'archive' },
    { type: 'restore' },
  ]) {
    const { body } = await bulk(lead, ids, change);
    expect(body.results).toMatchObject(ids.map((id) => ({ id, ok: true })));
  }
  expect(await Promise.all(ids.map(eventTypes))).toEqual(
    ids.map(() => [
      'TicketOpened',
      'TicketAssigned',
      'TicketTagged',
      'TicketUnassigned',
      'TicketUntagged',
      'TicketArchived',
      'TicketRestored',
    ]),
  );
  const unknown = await bulk(lead, ids, { type: 'assign', userId: newId() });
  expect(unknown.body.results).toMatchObject(ids.map(() => ({ ok: false, code: 'unknown_user' })));
});

test('dates and types are set together, and each ticket that cannot have them says so by itself', async () => {
  const [plain, started] = [await opened(), await opened(lead, { startDate: '2026-05-10' })];
  const { body } = await bulk(lead, [plain, started], { type: 'schedule', dueDate: '2026-05-01' });
  expect(body.results).toMatchObject([
    { id: plain, ok: true },
    { id: started, ok: false, code: 'schedule_inverted' },
  ]);
  await bulk(lead, [plain, started], { type: 'schedule', startDate: null });
  await bulk(lead, [plain, started], { type: 'retype', ticketType: 'bug' });
  expect(await ticketAt(plain)).toMatchObject({ dueDate: '2026-05-01', startDate: null, type: 'bug' });
  expect(await ticketAt(started)).toMatchObject({ dueDate: null, startDate: null, type: 'bug' });
  const none = await bulk(client, [plain], { type: 'retype', ticketType: 'task' });
  expect(none.body.results).toMatchObject([{ ok: false, code: 'not_found' }]);
});

test('a move is taken back to the very places, but for what was moved again since', async () => {
  const ids = await several(3);
  const before = await Promise.all(ids.map(ticketAt));
  const [, doing = '', review = ''] = columns;
  const key = newId();
  await bulk(lead, ids, { type: 'move', columnId: doing }, key);
  await lead.call('POST', `/tickets/${ids[1]}/move`, { columnId: review });
  const back = await bulk(lead, ids, { type: 'moveBack', commandId: key });
  expect(back.body.results).toMatchObject([
    { ok: true },
    { ok: false, code: 'revision_conflict' },
    { ok: true },
  ]);
  const after = await Promise.all(ids.map(ticketAt));
  const place = (ticket: (typeof before)[number]) => [ticket?.columnId, ticket?.rank];
  expect([after[0], after[2]].map((each) => each && place(each))).toEqual(
    [before[0], before[2]].map((each) => each && place(each)),
  );
  expect(after[1]?.columnId).toBe(review);
});

test('tickets are given to a company, and back with everybody who left them by that', async () => {
  const [one, two] = [await opened(lead, { companyId, remoteAssistId: '123 456 789' }), await opened()];
  await lead.call('PUT', `/tickets/${one}/assignees/${client.id}`);
  await lead.call('PUT', `/tickets/${one}/followers/${client.id}`);
  const { subtaskId } = (await lead.call('POST', `/tickets/${one}/subtasks`, { title: 'Look' })).body;
  await lead.call('PATCH', `/tickets/${one}/subtasks/${subtaskId}`, { assigneeId: client.id });
  const before = await ticketAt(one);
  expect(before).toMatchObject({ subtasks: [{ assigneeId: client.id }] });

  const key = newId();
  const refused = await bulk(client, [one], { type: 'company', companyId: null });
  expect(refused.body.results).toMatchObject([{ ok: false, code: 'forbidden' }]);
  await bulk(lead, [one, two], { type: 'company', companyId: null }, key);
  const people = { assigneeIds: [], followerIds: [], subtasks: [{ assigneeId: null }] };
  expect(await ticketAt(one)).toMatchObject({ companyId: null, ...people });

  const back = { type: 'companyBack', commandId: key };
  expect((await bulk(client, [one], back)).body.results).toMatchObject([{ ok: false, code: 'not_found' }]);
  // The other one was nobody's already, so that nothing was done to it.
  expect((await bulk(lead, [one, two], back)).body.results).toMatchObject([
    { ok: true },
    { ok: false, code: 'revision_conflict' },
  ]);
  const { companyBefore: _, ...after } = await ticketAt(one);
  const { companyBefore: __, ...was } = before;
  expect(after).toEqual(was);
  expect((await bulk(lead, [one], back)).body.results).toMatchObject([
    { ok: false, code: 'revision_conflict' },
  ]);
});

test('who no longer works for the company does not come back with a ticket', async () => {
  const gone = await signedIn(app, server, 'gone');
  await lead.call('PUT', `/companies/${companyId}/users/${gone.id}`);
  const id = await opened(gone, { companyId, remoteAssistId: '123 456 789' });
  await lead.call('PUT', `/tickets/${id}/assignees/${gone.id}`);
  const key = newId();
  await bulk(lead, [id], { type: 'company', companyId: null }, key);
  await lead.call('DELETE', `/companies/${companyId}/users/${gone.id}`);
  expect((await bulk(lead, [id], { type: 'companyBack', commandId: key })).body.results).toMatchObject([
    { ok: true },
  ]);
  const after = await ticketAt(id);
  expect(after).toMatchObject({ companyId, reporterId: lead.id, remoteAssistId: null });
  expect(after.assigneeIds).not.toContain(gone.id);
  expect((await gone.call('POST', `/tickets/${id}/comments`, { body: 'Words' })).status).toBe(404);
});

test('a move of one ticket is taken back by what it was commanded by, and only once', async () => {
  const [id = ''] = await several(1);
  const before = await ticketAt(id);
  const key = newId();
  const headers = { 'idempotency-key': key };
  expect((await lead.call('POST', `/tickets/${id}/move`, { columnId: columns[1] }, headers)).status).toBe(
    200,
  );
  const back = (who: Person) => who.call('POST', `/tickets/${id}/move-back`, { commandId: key });
  expect(await back(client)).toMatchObject({ status: 404 });
  expect(await back(lead)).toMatchObject({ status: 200 });
  expect(await ticketAt(id)).toMatchObject({ columnId: before?.columnId, rank: before?.rank });
  expect(await back(lead)).toMatchObject({ status: 409, body: { code: 'revision_conflict' } });
});

test('more than 200 tickets, none at all and a change that there is not are refused with the field', async () => {
  const refusal = async (ticketIds: readonly string[], change: object) => {
    const { status, body } = await bulk(lead, ticketIds, change);
    return [status, (body.errors as { path: string }[])[0]?.path];
  };
  const many = Array.from({ length: 201 }, () => newId());
  expect(await refusal(many, { type: 'archive' })).toEqual([400, 'ticketIds']);
  expect(await refusal([], { type: 'archive' })).toEqual([400, 'ticketIds']);
  expect(await refusal([newId()], { type: 'explode' })).toEqual([400, 'change.type']);
  expect((await bulk(lead, many.slice(1), { type: 'archive' })).status).toBe(200);
});

test('somebody who was deactivated is told to sign in, not how every ticket fared', async () => {
  const [id] = await several(1);
  if (!id) throw new Error('one ticket was opened');
  const former = await signedIn(app, server, 'former', { staff: true });
  await commandUser(app, systemCommand('DeactivateUser'), former.id, 'user.administer', {
    type: 'DeactivateUser',
    actorId: lead.id,
  });
  expect(await bulk(former, [id], { type: 'archive' })).toMatchObject({
    status: 401,
    body: { code: 'unauthenticated' },
  });
});
