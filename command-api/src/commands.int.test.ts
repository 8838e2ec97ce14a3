import { ticketStream } from '@ticketing/contracts/streams.ts';
import { ticketFold } from '@ticketing/domain/ticket/evolve.ts';
import { temporaryApplication } from '@ticketing/embedded/testing/temporary-application.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { createLog } from '@ticketing/platform/log.ts';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommandApi } from './app.ts';
import type { Application } from './application.ts';
import { caller, type Person, signedIn } from './testing/signed-in.ts';
import { commandTicket } from './tickets/ticket-command.ts';
import { systemCommand } from './users/found-superuser.ts';
import { registerUser } from './users/register-user.ts';

let stores: Awaited<ReturnType<typeof temporaryApplication>>;
let app: Application;
let server: FastifyInstance;
let root: Person;
let lead: Person;
let agent: Person;
let client: Person;
let stranger: Person;
let projectId: string;
let companyId: string;

beforeAll(async () => {
  stores = await temporaryApplication();
  app = stores.app;
  server = await buildCommandApi(app, {
    log: createLog('test', 'silent'),
    corsOrigins: [],
    loginPerMinute: 5,
  });
  root = await signedIn(app, server, 'root', { staff: true, superuser: true });
  lead = await signedIn(app, server, 'lead', { staff: true });
  agent = await signedIn(app, server, 'agent', { staff: true });
  client = await signedIn(app, server, 'client');
  stranger = await signedIn(app, server, 'stranger');
  projectId = String((await lead.call('POST', '/projects', { key: 'ops', name: 'Operations' })).body.id);
  companyId = String((await lead.call('POST', '/companies', { name: 'Kolkheti' })).body.id);
  await lead.call('PUT', `/companies/${companyId}/users/${client.id}`);
  await lead.call('PUT', `/projects/${projectId}/companies/${companyId}`);
  await lead.call('PUT', `/projects/${projectId}/roles/${agent.id}`, { role: 'admin' });
});

afterAll(async () => {
  await server?.close();
  await stores?.stop();
});

const open = async (person: Person, more: object = {}) => {
  const { status, body } = await person.call('POST', '/tickets', { projectId, title: 'Printer', ...more });
  expect({ status, body }).toMatchObject({ status: 201 });
  return body as { id: string; key: string; revision: string; position: string };
};

async function eventsOf(stream: string) {
  const events = [];
  for await (const event of app.eventStore.readStream(stream)) events.push(event);
  return events;
}

const ticketAt = async (id: string) => (await app.aggregates.fresh(ticketStream(id), ticketFold)).state;

async function columns() {
  const events = await eventsOf(`project-${projectId}`);
  return events.flatMap((event) => (event.type === 'BoardColumnAdded' ? [event.data] : []));
}

describe('opening tickets', () => {
  it('numbers tickets one by one without gaps, however many are opened at once', async () => {
    const before = await open(agent);
    const first = Number(before.key.split('-')[1]);
    const opened = await Promise.all(Array.from({ length: 40 }, () => open(agent)));
    const numbers = opened.map(({ key }) => Number(key.split('-')[1])).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 40 }, (_, index) => first + 1 + index));
  });

  it('takes no number for a ticket that is refused', async () => {
    const before = await open(agent);
    const refused = await agent.call('POST', '/tickets', { projectId, title: 'x', tagIds: [newId()] });
    expect(refused).toMatchObject({ status: 422, body: { code: 'unknown_tag' } });
    const seen = await agent.call('POST', '/tickets', { projectId, title: 'x' }, { 'if-match': '3' });
    expect(seen).toMatchObject({ status: 409, body: { code: 'revision_conflict' } });
    const after = await open(agent);
    expect(Number(after.key.split('-')[1])).toBe(Number(before.key.split('-')[1]) + 1);
  });

  it('opens a client’s ticket for their company and assigns it to the company’s admins', async () => {
    const { id } = await open(client, { companyId });
    const events = await eventsOf(`ticket-${id}`);
    expect(events.map(({ type }) => type)).toEqual(['TicketOpened', 'TicketAssigned']);
    expect(events[0]?.data).toMatchObject({ companyId, reporterId: client.id });
    expect(events[1]?.data).toEqual({ userId: lead.id });
  });

  it('assigns a client’s ticket to the company’s active admins alone, also when the client has a role in the project', async () => {
    const left = await signedIn(app, server, 'departed', { staff: true });
    await lead.call('PUT', `/companies/${companyId}/admins/${left.id}`);
    await lead.call('PUT', `/projects/${projectId}/roles/${client.id}`, { role: 'user' });
    const assignees = async () => (await ticketAt((await open(client, { companyId })).id))?.assigneeIds;
    expect(await assignees()).toEqual([lead.id, left.id]);
    await root.call('POST', `/users/${left.id}/deactivate`);
    expect(await assignees()).toEqual([lead.id]);
    await lead.call('DELETE', `/companies/${companyId}/admins/${left.id}`);
    await lead.call('DELETE', `/projects/${projectId}/roles/${client.id}`);
  });

  it('tells a client who names no company that one is needed, and a stranger that there is no such project', async () => {
    const nothing = await client.call('POST', '/tickets', { projectId, title: 'x', companyId: newId() });
    expect(nothing.status).toBe(404);
    expect((await stranger.call('POST', '/tickets', { projectId, title: 'x', companyId })).status).toBe(404);
    expect((await stranger.call('POST', '/tickets', { projectId, title: 'x' })).status).toBe(404);
    expect((await client.call('POST', '/tickets', { projectId, title: 'x' })).body.code).toBe(
      'company_required',
    );
  });

  it('does the same command once and answers it the same, also when it is sent twice at once', async () => {
    const key = newId();
    const send = () =>
      agent.call('POST', '/tickets', { projectId, title: 'Once' }, { 'idempotency-key': key });
    const [first, second] = await Promise.all([send(), send()]);
    const third = await send();
    expect(first.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect(third.body).toEqual(first.body);
    expect(await eventsOf(`ticket-${first.body.id}`)).toHaveLength(1);
  });

  it('refuses an idempotency key that belongs to another command', async () => {
    const key = newId();
    const { id } = await open(agent);
    const headers = { 'idempotency-key': key };
    expect((await agent.call('POST', `/tickets/${id}/comments`, { body: 'Hello' }, headers)).status).toBe(
      201,
    );
    const reused = await agent.call('POST', `/tickets/${id}/archive`, undefined, headers);
    expect(reused).toMatchObject({ status: 409, body: { code: 'idempotency_key_reused' } });
  });

  it('names a comment by its ticket too: a key seen on another ticket does not take that one’s comment over', async () => {
    const headers = { 'idempotency-key': newId() };
    const [one, other] = [await open(agent), await open(client, { companyId })];
    const first = await agent.call('POST', `/tickets/${one.id}/comments`, { body: 'First' }, headers);
    const second = await client.call('POST', `/tickets/${other.id}/comments`, { body: 'Second' }, headers);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.commentId).not.toBe(first.body.commentId);
  });

  it('lets nobody do in opening a ticket what they may not do to it afterwards', async () => {
    const done = (await columns()).find(({ category }) => category === 'done')?.columnId;
    for (const more of [
      { assigneeIds: [agent.id] },
      { priority: 4 },
      { columnId: done },
      { tagIds: [newId()] },
    ]) {
      const body = { projectId, title: 'x', companyId, ...more };
      expect(await client.call('POST', '/tickets', body)).toMatchObject({ status: 403 });
    }
    await open(agent, { assigneeIds: [client.id], priority: 4, columnId: done });
  });
});

describe('changing tickets', () => {
  it('tells whoever may not see a ticket the same with if-match as without', async () => {
    const { id } = await open(agent);
    for (const headers of [{}, { 'if-match': '999' }, { 'if-match': '0' }]) {
      expect(await client.call('PATCH', `/tickets/${id}`, { title: 'Mine' }, headers)).toMatchObject({
        status: 404,
      });
    }
    expect(
      await agent.call('PATCH', `/tickets/${id}`, { title: 'New' }, { 'if-match': '999' }),
    ).toMatchObject({
      status: 409,
      body: { code: 'revision_conflict' },
    });
  });

  it('tells nobody who may not choose people who there is', async () => {
    const { id } = await open(client, { companyId });
    for (const userId of [newId(), lead.id]) {
      const replies = await Promise.all([
        client.call('PUT', `/tickets/${id}/assignees/${userId}`),
        client.call('PUT', `/projects/${projectId}/roles/${userId}`, { role: 'user' }),
        client.call('PUT', `/companies/${companyId}/users/${userId}`),
        client.call('PUT', `/companies/${companyId}/admins/${userId}`),
        client.call('POST', '/tickets', { projectId, companyId, title: 'x', assigneeIds: [userId] }),
      ]);
      expect(replies.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    }
    expect(await agent.call('PUT', `/tickets/${id}/assignees/${newId()}`)).toMatchObject({ status: 422 });
  });

  it('changes all that a request names in one append, and nothing twice', async () => {
    const { id } = await open(agent);
    const change = { title: 'Printer on fire', description: 'Smoke', priority: 4, dueDate: '2026-12-01' };
    const first = await agent.call('PATCH', `/tickets/${id}`, change);
    expect(first).toMatchObject({ status: 200, body: { revision: '4' } });
    const again = await agent.call('PATCH', `/tickets/${id}`, change);
    expect(again).toMatchObject({ status: 200, body: { revision: '4' } });
    expect((await eventsOf(`ticket-${id}`)).map(({ type }) => type)).toEqual([
      'TicketOpened',
      'TicketRenamed',
      'TicketDescribed',
      'TicketPrioritised',
      'TicketScheduled',
    ]);
  });

  it('fails with if-match when the ticket moved on, and changes nothing', async () => {
    const { id, revision } = await open(agent);
    await agent.call('PATCH', `/tickets/${id}`, { title: 'Second' });
    const stale = await agent.call('PATCH', `/tickets/${id}`, { title: 'Third' }, { 'if-match': revision });
    expect(stale).toMatchObject({ status: 409, body: { code: 'revision_conflict' } });
    const current = await agent.call('PATCH', `/tickets/${id}`, { title: 'Third' }, { 'if-match': '"1"' });
    expect(current).toMatchObject({ status: 200, body: { revision: '2' } });
  });

  it('decides concurrent commands one after another, and loses none', async () => {
    const { id } = await open(agent);
    const posted = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        agent.call('POST', `/tickets/${id}/comments`, { body: `Comment ${n}` }),
      ),
    );
    expect(posted.map(({ status }) => status)).toEqual(Array(20).fill(201));
    expect(new Set(posted.map(({ body }) => body.revision)).size).toBe(20);
  });

  it('decides again on fresh state when another process wrote first', async () => {
    const { id } = await open(agent);
    const outside = systemCommand('RenameElsewhere');
    const { $correlationId, $causationId, ...metadata } = {
      $correlationId: outside.correlationId,
      $causationId: outside.causationId,
      commandId: outside.commandId,
      command: outside.command,
      actorId: outside.actorId,
      at: outside.at,
      schema: 1,
    };
    const event = { type: 'TicketRenamed' as const, data: { title: 'From elsewhere' } };
    const all = { $correlationId, $causationId, ...metadata };
    await app.eventStore.append(`ticket-${id}`, [{ id: newId(), event, metadata: all }], 0n);
    const moved = await agent.call('PATCH', `/tickets/${id}`, { priority: 4 });
    expect(moved).toMatchObject({ status: 200, body: { revision: '2' } });
  });

  it('moves a ticket between the neighbours that were named', async () => {
    const done = (await columns()).at(-1)?.columnId;
    const [a, b, c] = [await open(agent), await open(agent), await open(agent)];
    for (const { id } of [a, b]) await agent.call('POST', `/tickets/${id}/move`, { columnId: done });
    await agent.call('POST', `/tickets/${c.id}/move`, { columnId: done, after: a.id, before: b.id });
    const rankOf = async (id: string) => {
      const moved = (await eventsOf(`ticket-${id}`)).findLast(({ type }) => type === 'TicketMoved');
      return moved?.type === 'TicketMoved' ? moved.data.rank : '';
    };
    const [ra, rb, rc] = [await rankOf(a.id), await rankOf(b.id), await rankOf(c.id)];
    expect(ra < rc && rc < rb).toBe(true);
  });

  it('makes no room between equal neighbours for a move that is refused', async () => {
    const [column] = await columns();
    const [one, other, moved] = [await open(agent), await open(agent), await open(agent)];
    const upper = one.id < other.id ? one : other;
    const lower = upper === one ? other : one;
    const rank = (await ticketAt(upper.id))?.rank ?? '';
    // Equal ranks come from another system, as an import brings them.
    const equal = { type: 'MakeRoom', columnId: column?.columnId ?? '', rank } as const;
    await commandTicket(app, systemCommand('MakeRoom'), lower.id, [], equal);
    await agent.call('POST', `/tickets/${moved.id}/archive`);

    const between = { columnId: column?.columnId, after: upper.id, before: lower.id };
    const before = await app.eventStore.head();
    const refused = await agent.call('POST', `/tickets/${moved.id}/move`, between);
    expect(refused.body.code).toBe('already_archived');
    expect(await app.eventStore.head()).toBe(before);

    await agent.call('POST', `/tickets/${moved.id}/restore`);
    expect((await agent.call('POST', `/tickets/${moved.id}/move`, between)).status).toBe(200);
    const ranks = await Promise.all(
      [upper, moved, lower].map(async ({ id }) => (await ticketAt(id))?.rank ?? ''),
    );
    expect(ranks).toEqual([...new Set(ranks)].sort());
  });

  it('refuses what is not allowed and hides what may not be seen', async () => {
    const theirs = await open(client, { companyId });
    const internal = await open(agent);
    expect((await client.call('POST', `/tickets/${theirs.id}/archive`)).status).toBe(403);
    expect((await client.call('POST', `/tickets/${internal.id}/archive`)).status).toBe(404);
    expect((await client.call('POST', `/tickets/${internal.id}/comments`, { body: 'Hi' })).status).toBe(404);
    expect((await stranger.call('PATCH', `/tickets/${theirs.id}`, { title: 'x' })).status).toBe(404);
    expect((await client.call('PATCH', `/tickets/${theirs.id}`, { title: 'My printer' })).status).toBe(200);
    expect((await client.call('PATCH', `/tickets/${theirs.id}`, { priority: 4 })).status).toBe(403);
    expect(
      (await client.call('POST', `/tickets/${theirs.id}/comments`, { body: 'x', visibility: 'internal' }))
        .status,
    ).toBe(403);
  });

  it('archives once, refuses changes while archived, and restores', async () => {
    const { id } = await open(agent);
    expect((await agent.call('POST', `/tickets/${id}/archive`)).status).toBe(200);
    expect((await agent.call('POST', `/tickets/${id}/archive`)).body.code).toBe('already_archived');
    expect((await agent.call('PATCH', `/tickets/${id}`, { title: 'x' })).body.code).toBe('already_archived');
    expect((await agent.call('POST', `/tickets/${id}/restore`)).status).toBe(200);
    expect((await agent.call('POST', `/tickets/${id}/restore`)).body.code).toBe('not_archived');
  });

  it('keeps what is said of why a ticket is archived, and takes no more than 500 letters of it', async () => {
    const { id } = await open(agent);
    const archive = (words: string) => agent.call('POST', `/tickets/${id}/archive`, { words });
    expect((await archive('x'.repeat(501))).body.code).toBe('validation_failed');
    expect((await archive('Opened twice')).status).toBe(200);
    const last = (await eventsOf(`ticket-${id}`)).at(-1);
    expect(last).toMatchObject({
      type: 'TicketArchived',
      data: { reason: 'manual', words: 'Opened twice' },
      metadata: { schema: 2 },
    });
  });
});

describe('projects and roles', () => {
  it('takes no second key along when a command is sent again with another key', async () => {
    const headers = { 'idempotency-key': newId() };
    const first = await lead.call('POST', '/projects', { key: 'one', name: 'One' }, headers);
    expect(await lead.call('POST', '/projects', { key: 'two', name: 'Two' }, headers)).toEqual(first);
    expect(await agent.call('POST', '/projects', { key: 'two', name: 'Two' }, headers)).toMatchObject({
      status: 409,
      body: { code: 'idempotency_key_reused' },
    });
    expect((await lead.call('POST', '/projects', { key: 'two', name: 'Two' })).status).toBe(201);
  });

  it('gives a key to one project only', async () => {
    const created = await Promise.all(
      Array.from({ length: 6 }, () => lead.call('POST', '/projects', { key: 'RACE', name: 'Race' })),
    );
    expect(created.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
  });

  it('frees a key whose project never came to be, and then that project can never come to be', async () => {
    const half = newId();
    await app.aggregates.append(
      'projectkey-HALF',
      systemCommand('CreateProject'),
      { type: 'ProjectKeyReserved', data: { projectId: half } },
      'no_stream',
    );
    expect((await lead.call('POST', '/projects', { key: 'HALF', name: 'Second' })).status).toBe(201);
    expect((await eventsOf(`project-${half}`)).map(({ type }) => type)).toEqual(['ProjectAbandoned']);
    expect((await lead.call('POST', '/projects', { key: 'HALF', name: 'Third' })).body.code).toBe(
      'project_key_taken',
    );
  });

  it('keeps one superadmin and takes a revoked right away for the very next command', async () => {
    const helper = await signedIn(app, server, 'helper', { staff: true });
    await lead.call('PUT', `/projects/${projectId}/roles/${helper.id}`, { role: 'admin' });
    const { id } = await open(helper);
    await lead.call('DELETE', `/projects/${projectId}/roles/${helper.id}`);
    // What they reported stays theirs to see, and nothing more (decision 0009).
    expect((await helper.call('POST', `/tickets/${id}/archive`)).status).toBe(403);
    const other = await open(lead);
    expect((await helper.call('POST', `/tickets/${other.id}/archive`)).status).toBe(404);
    expect((await lead.call('DELETE', `/projects/${projectId}/roles/${lead.id}`)).body.code).toBe(
      'last_superadmin',
    );
  });

  it('lets clients found neither projects nor companies', async () => {
    expect((await client.call('POST', '/projects', { key: 'MINE', name: 'Mine' })).status).toBe(403);
    expect((await client.call('POST', '/companies', { name: 'Mine' })).status).toBe(403);
  });
});

describe('people and sessions', () => {
  it('registers a name once, whatever its case', async () => {
    const person = (username: string) => ({ username, displayName: 'X', password: 'secret', staff: true });
    expect((await root.call('POST', '/users', person('Tamar'))).status).toBe(201);
    expect((await root.call('POST', '/users', person('tAMAR'))).body.code).toBe('username_taken');
  });

  it('signs in, rotates refresh tokens, and ends the family of a token that was used twice', async () => {
    await root.call('POST', '/users', { username: 'nino', displayName: 'Nino', password: 'secret' });
    const call = caller(server);
    const login = await call('POST', '/auth/login/', { username: 'NINO', password: 'secret' });
    expect(login).toMatchObject({ status: 200, body: { user: { username: 'nino', superuser: false } } });
    const second = await call('POST', '/auth/refresh', { refresh: login.body.refresh });
    expect(second.status).toBe(200);
    const reused = await call('POST', '/auth/refresh', { refresh: login.body.refresh });
    expect(reused).toMatchObject({ status: 401, body: { code: 'refresh_token_reused' } });
    expect((await call('POST', '/auth/refresh', { refresh: second.body.refresh })).status).toBe(401);
  });

  it('does not reveal whether a name exists, and limits attempts', async () => {
    await root.call('POST', '/users', { username: 'keti', displayName: 'Keti', password: 'secret' });
    const call = caller(server);
    const wrong = await call('POST', '/auth/login', { username: 'keti', password: 'wrong' });
    const nobody = await call('POST', '/auth/login', { username: 'nobody', password: 'wrong' });
    expect(wrong.status).toBe(401);
    expect(nobody.body).toEqual(wrong.body);
    for (let n = 0; n < 4; n++) await call('POST', '/auth/login', { username: 'keti', password: 'wrong' });
    // The other name of the same door does not count anew.
    for (const path of ['/auth/login', '/tickets/auth/login/']) {
      const limited = await call('POST', path, { username: 'keti', password: 'secret' });
      expect(limited).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    }
  });

  it('ends a deactivated person’s sessions and rights at once', async () => {
    const leaver = await signedIn(app, server, 'leaver', { staff: true });
    await root.call('POST', `/users/${leaver.id}/deactivate`);
    expect((await leaver.call('POST', '/projects', { key: 'LATE', name: 'Late' })).status).toBe(401);
    expect((await root.call('POST', `/users/${root.id}/deactivate`)).body.code).toBe('last_superuser');
  });

  it('keeps passwords, addresses and names out of every stream but the person’s own', async () => {
    const { id } = await registerUser(app, systemCommand('RegisterUser'), {
      username: 'private-person',
      displayName: 'Private Person',
      email: 'private@example.org',
      password: 'very secret',
      staff: false,
    });
    for await (const event of app.eventStore.readAll()) {
      const text = JSON.stringify(event.data);
      expect(text).not.toContain('very secret');
      if (event.stream !== `user-${id}`) expect(text).not.toMatch(/private.person|private@/i);
    }
  });
});

describe('bad input', () => {
  it('names the field, and changes nothing', async () => {
    const bad = await agent.call('POST', '/tickets', { projectId, title: '', priority: 9 });
    expect(bad).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    const paths = (bad.body.errors as { path: string }[]).map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['title', 'priority']));
  });

  it('asks who is calling before it says anything about the request', async () => {
    const answer = await caller(server)('POST', '/tickets', { nonsense: true });
    expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect((await caller(server, { authorization: 'Bearer nonsense' })('POST', '/tickets', {})).status).toBe(
      401,
    );
  });

  it('answers what is not JSON, and paths that do not exist, as problems', async () => {
    const broken = await server.inject({
      method: 'POST',
      url: '/api/auth/login',
      headers: { 'content-type': 'application/json' },
      payload: '{"username": ',
    });
    expect(broken.statusCode).toBe(400);
    expect(broken.headers['content-type']).toContain('application/problem+json');
    expect(broken.json()).toMatchObject({ code: 'malformed_body' });
    const nothing = await server.inject({
      method: 'POST',
      url: '/api/auth/login',
      headers: { 'content-type': 'application/json' },
      payload: 'null',
    });
    expect(nothing.statusCode).toBe(400);
    expect(nothing.json()).toMatchObject({ code: 'validation_failed', errors: [{ path: '' }] });
    expect(
      (await server.inject({ method: 'POST', url: `/api/tickets/${'9'.repeat(300)}/archive` })).json(),
    ).toMatchObject({
      code: 'unauthenticated',
    });
    expect((await agent.call('POST', '/nowhere')).body.code).toBe('not_found');
    const noPath = await server.inject({ method: 'POST', url: '/api/tickets/%ZZ/archive' });
    expect(noPath.statusCode).toBe(400);
    expect(noPath.headers['content-type']).toContain('application/problem+json');
    expect(noPath.json()).toMatchObject({ status: 400, code: 'malformed_body' });
  });
});
