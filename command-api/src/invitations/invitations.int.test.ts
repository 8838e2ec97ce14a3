import { rolesStream, userStream } from '@ticketing/contracts/streams.ts';
import { rolesFold } from '@ticketing/domain/roles/roles.ts';
import { userFold } from '@ticketing/domain/user/user.ts';
import { temporaryApplication } from '@ticketing/embedded/testing/temporary-application.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { createLog } from '@ticketing/platform/log.ts';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommandApi } from '../app.ts';
import type { Application } from '../application.ts';
import { removeOldInvitations } from '../sessions/clean-refresh-tokens.ts';
import { caller, type Person, signedIn } from '../testing/signed-in.ts';
import { systemCommand } from '../users/found-superuser.ts';
import { commandUser } from '../users/user-command.ts';
import { acceptInvitation } from './accept-invitation.ts';
import { invitePerson } from './invite-person.ts';

const DAY = 86_400_000;
let stores: Awaited<ReturnType<typeof temporaryApplication>>;
let app: Application;
let server: FastifyInstance;
let lead: Person;
let agent: Person;
let projectId: string;

beforeAll(async () => {
  stores = await temporaryApplication();
  app = stores.app;
  server = await buildCommandApi(app, {
    log: createLog('test', 'silent'),
    corsOrigins: [],
    loginPerMinute: 100,
  });
  lead = await signedIn(app, server, 'lead', { staff: true });
  agent = await signedIn(app, server, 'agent', { staff: true });
  projectId = String((await lead.call('POST', '/projects', { key: 'ops', name: 'Operations' })).body.id);
});
afterAll(async () => {
  await server?.close();
  await stores?.stop();
});

const address = () => `guest-${newId()}@example.com`;

async function invite(email = address(), role = 'admin', headers: Record<string, string> = {}) {
  const reply = await lead.call('POST', `/projects/${projectId}/invitations`, { email, role }, headers);
  return { ...reply, id: String(reply.body.id), email };
}

async function mailOf(invitationId: string) {
  const { rows } = await app.pool.query<{ body: string; held: boolean; address: string; subject: string }>(
    'select body, held, address, subject from mail.outbox where cause_id = $1',
    [invitationId],
  );
  return rows;
}
const tokenOf = async (invitationId: string) =>
  /#token=([\w-]{43})/.exec((await mailOf(invitationId))[0]?.body ?? '')?.[1] ?? '';

const roles = async () => (await app.aggregates.fresh(rolesStream(projectId), rolesFold)).state;
const accept = (token: string, body?: object, call = caller(server)) =>
  call('POST', `/invitations/${token}/accept`, body);
const guest = () => ({ username: `g${newId().slice(-12)}`, displayName: 'Guest', password: 'a password' });

describe('inviting', () => {
  it('keeps the address and holds the mail until the log says so, and tells the log neither address nor link', async () => {
    const { status, id, email } = await invite();
    expect(status).toBe(201);
    const [mail, ...more] = await mailOf(id);
    expect(mail).toMatchObject({ held: true, address: email, subject: 'Invitation to Operations' });
    expect(mail?.body).toMatch(
      /^Hello,\n\nlead invites you to the project Operations \(OPS\) as its administrator\..*\{\{admin-app\}\}\/accept-invitation#token=/s,
    );
    expect(more).toEqual([]);
    const token = await tokenOf(id);
    const { rows } = await app.pool.query('select * from auth.invitations where id = $1', [id]);
    expect(rows).toMatchObject([{ address: email, project_id: projectId }]);
    expect(JSON.stringify(rows)).not.toContain(token);
    const events = [];
    for await (const event of app.eventStore.readStream(rolesStream(projectId))) events.push(event);
    const sent = events.find(({ data }) => 'invitationId' in data && data.invitationId === id);
    expect(sent).toMatchObject({ type: 'InvitationSent', data: { role: 'admin' } });
    const text = JSON.stringify(events.map(({ data, metadata }) => [data, metadata]));
    expect(text).not.toContain(email);
    expect(text).not.toContain(token);
  });

  it('speaks the language of who has the address, or else of who invites', async () => {
    const choose = (person: Person, language: string) => person.call('PUT', '/me/language', { language });
    expect(await choose(lead, 'ka')).toMatchObject({ status: 200 });
    const [toStranger] = await mailOf((await invite()).id);
    expect(toStranger?.subject).toBe('მოწვევა პროექტში „Operations“');
    expect(toStranger?.body).toMatch(/^გამარჯობა,\n\nlead გიწვევთ.*თქვენი როლი: ადმინი\..*#token=/s);
    const email = address();
    await agent.call('PATCH', `/users/${agent.id}`, { email });
    await choose(agent, 'en');
    const [toAgent] = await mailOf((await invite(email)).id);
    expect(toAgent?.subject).toBe('Invitation to Operations');
    await choose(lead, 'en');
  });

  it('says names on one line each, so that nobody writes paragraphs of their own into the mail', async () => {
    const name = 'Ops\n\nYour password is over: https://evil.example\u2028now';
    const project = await lead.call('POST', '/projects', { key: 'evil', name });
    const path = `/projects/${project.body.id}/invitations`;
    const { body } = await lead.call('POST', path, { email: address(), role: 'user' });
    const [mail] = await mailOf(String(body.id));
    expect(mail?.subject).not.toMatch(/[\n\u2028]/);
    expect(mail?.body).toContain(
      'to the project Ops Your password is over: https://evil.example now (EVIL) as',
    );
  });

  it('is done once when it is sent again, also after a crash between the mail and the log', async () => {
    const [email, key] = [address(), newId()];
    const [first, second] = await Promise.all([
      invite(email, 'user', { 'idempotency-key': key }),
      invite(email, 'user', { 'idempotency-key': key }),
    ]);
    expect(second.body).toEqual(first.body);
    expect(await mailOf(first.id)).toHaveLength(1);

    // As far as a process came that was killed before the append: the store refuses to take it.
    const context = { ...systemCommand('InvitePerson'), actorId: lead.id, retryable: true };
    const stopped: Application = {
      ...app,
      aggregates: { ...app.aggregates, execute: () => Promise.reject(new Error('killed')) },
    };
    const input = { email: address(), role: 'user', goodForDays: 7 } as const;
    await expect(invitePerson(stopped, context, projectId, input)).rejects.toThrow('killed');
    const { id } = await invitePerson(app, context, projectId, input);
    expect(await mailOf(id)).toHaveLength(1);
    expect((await accept(await tokenOf(id), guest())).status).toBe(200);
  });

  it('is over when whoever sent it is no superadmin any more: nobody keeps a way back in', async () => {
    const other = await signedIn(app, server, 'partner', { staff: true });
    const role = (given: string) =>
      lead.call('PUT', `/projects/${projectId}/roles/${other.id}`, { role: given });
    await role('superadmin');
    const body = { email: address(), role: 'superadmin' };
    const { body: sent } = await other.call('POST', `/projects/${projectId}/invitations`, body);
    const [theirs, ours] = [await tokenOf(String(sent.id)), await tokenOf((await invite()).id)];
    await role('admin');
    expect((await accept(theirs, undefined, other.call)).body.code).toBe('link_not_valid');
    expect((await accept(theirs, guest())).body.code).toBe('link_not_valid');
    expect((await accept(ours, guest())).status).toBe(200);
  });

  it('is no way in while whoever sent it is deactivated', async () => {
    const other = await signedIn(app, server, 'leaver', { staff: true });
    await lead.call('PUT', `/projects/${projectId}/roles/${other.id}`, { role: 'superadmin' });
    const body = { email: address(), role: 'superadmin' };
    const { body: sent } = await other.call('POST', `/projects/${projectId}/invitations`, body);
    const token = await tokenOf(String(sent.id));
    const user = (command: { type: 'DeactivateUser'; actorId: string } | { type: 'ReactivateUser' }) =>
      commandUser(app, systemCommand(command.type), other.id, 'user.administer', command);
    await user({ type: 'DeactivateUser', actorId: lead.id });
    expect((await accept(token, guest())).body.code).toBe('link_not_valid');
    await user({ type: 'ReactivateUser' });
    expect((await accept(token, guest())).status).toBe(200);
  });

  it('gives an address one link at a time: another one when the first is revoked or over', async () => {
    const first = await invite();
    expect((await invite(first.email.toUpperCase())).body.code).toBe('invitation_pending');
    expect((await lead.call('DELETE', `/projects/${projectId}/invitations/${first.id}`)).status).toBe(200);
    expect((await lead.call('DELETE', `/projects/${projectId}/invitations/${first.id}`)).status).toBe(200);
    expect((await invite(first.email)).status).toBe(201);
    const input = { email: address(), role: 'user', goodForDays: 7 } as const;
    const longAgo = new Date(Date.now() - 8 * DAY).toISOString();
    await invitePerson(app, { ...systemCommand('InvitePerson'), at: longAgo }, projectId, input);
    expect((await invite(input.email)).status).toBe(201);
  });

  it('is for those who configure the project, and refuses nonsense', async () => {
    const other = await signedIn(app, server, 'other', { staff: true });
    await lead.call('PUT', `/projects/${projectId}/roles/${other.id}`, { role: 'admin' });
    const body = { email: address(), role: 'superadmin' };
    const path = `/projects/${projectId}/invitations`;
    expect((await other.call('POST', path, body)).status).toBe(403);
    expect((await agent.call('POST', path, body)).status).toBe(404);
    const { id } = await invite();
    expect((await other.call('DELETE', `${path}/${id}`)).status).toBe(403);
    expect((await agent.call('DELETE', `${path}/${id}`)).status).toBe(404);
    expect((await lead.call('DELETE', `${path}/${newId()}`)).status).toBe(404);
    const project = String((await agent.call('POST', '/projects', { key: 'lab', name: 'Lab' })).body.id);
    expect((await agent.call('DELETE', `/projects/${project}/invitations/${id}`)).status).toBe(404);
    for (const wrong of [{}, { email: 'no address', role: 'user' }, { email: 'a@b.example', role: 'king' }]) {
      expect((await lead.call('POST', path, wrong)).status).toBe(400);
    }
  });

  it('forgets addresses a month after the invitation is over', async () => {
    const { id } = await invite();
    const kept = async () =>
      (await app.pool.query('select 1 from auth.invitations where id = $1', [id])).rowCount;
    await removeOldInvitations(app.pool, new Date(Date.now() + 36 * DAY));
    expect(await kept()).toBe(1);
    await removeOldInvitations(app.pool, new Date(Date.now() + 38 * DAY));
    expect(await kept()).toBe(0);
  });
});

describe('accepting an invitation', () => {
  it('gives who is signed in the role, once, and keeps a higher one', async () => {
    const token = await tokenOf((await invite(address(), 'manager')).id);
    const done = await accept(token, undefined, agent.call);
    expect(done).toMatchObject({ status: 200, body: { id: projectId, userId: agent.id } });
    expect((await roles()).held.get(agent.id)).toBe('manager');
    expect((await accept(token, undefined, agent.call)).body).toMatchObject({ userId: agent.id });
    expect((await accept(token, undefined, lead.call)).body.code).toBe('link_not_valid');
    const lower = await tokenOf((await invite(address(), 'user')).id);
    expect((await accept(lower, undefined, lead.call)).status).toBe(200);
    expect((await roles()).held.get(lead.id)).toBe('superadmin');
  });

  it('registers somebody new as staff, with the address that the link went to', async () => {
    const { id, email } = await invite();
    const token = await tokenOf(id);
    const registration = guest();
    const { status, body } = await accept(token, registration);
    expect(status).toBe(200);
    const userId = String(body.userId);
    const { state } = await app.aggregates.fresh(userStream(userId), userFold);
    expect(state).toMatchObject({ username: registration.username, email, staff: true, superuser: false });
    expect((await roles()).held.get(userId)).toBe('admin');
    const { username, password } = registration;
    expect((await caller(server)('POST', '/auth/login', { username, password })).status).toBe(200);
    // Sent again because the answer got lost, it answers as before; with another name it registers nobody.
    expect((await accept(token, registration)).body).toMatchObject({ userId });
    expect((await accept(token, guest())).body.code).toBe('link_not_valid');
  });

  it('completes a registration that stopped half-way', async () => {
    const { id } = await invite();
    const [token, registration] = [await tokenOf(id), guest()];
    const context = { ...systemCommand('AcceptInvitation'), actorId: '' };
    const stopped: Application = {
      ...app,
      aggregates: {
        ...app.aggregates,
        execute: (stream, ...rest) =>
          stream === rolesStream(projectId)
            ? Promise.reject(new Error('killed'))
            : app.aggregates.execute(stream, ...rest),
      },
    };
    await expect(acceptInvitation(stopped, context, token, registration)).rejects.toThrow('killed');
    const { status, body } = await accept(token, registration);
    expect(status).toBe(200);
    expect((await roles()).held.get(String(body.userId))).toBe('admin');
  });

  it('lets another name be tried when a registration stopped before it was one, and never completes that one', async () => {
    const { id } = await invite();
    const [token, first, second] = [await tokenOf(id), guest(), guest()];
    const context = { ...systemCommand('AcceptInvitation'), actorId: '' };
    const stopped: Application = {
      ...app,
      aggregates: { ...app.aggregates, append: () => Promise.reject(new Error('killed')) },
    };
    await expect(acceptInvitation(stopped, context, token, first)).rejects.toThrow('killed');
    // It may still be under way.
    expect((await accept(token, second)).body.code).toBe('link_not_valid');
    await app.pool.query(
      "update auth.invitations set claimed_at = claimed_at - interval '2 minutes' where id = $1",
      [id],
    );
    const { status, body } = await accept(token, second);
    expect(status).toBe(200);
    expect((await roles()).held.get(String(body.userId))).toBe('admin');
    expect((await accept(token, first)).body.code).toBe('link_not_valid');
  });

  it('leaves the link to who was registered by it, although they have not got the role yet', async () => {
    const { id } = await invite();
    const [token, first] = [await tokenOf(id), guest()];
    const context = { ...systemCommand('AcceptInvitation'), actorId: '' };
    const stopped: Application = {
      ...app,
      aggregates: {
        ...app.aggregates,
        execute: (stream, ...rest) =>
          stream === rolesStream(projectId)
            ? Promise.reject(new Error('killed'))
            : app.aggregates.execute(stream, ...rest),
      },
    };
    await expect(acceptInvitation(stopped, context, token, first)).rejects.toThrow('killed');
    await app.pool.query(
      "update auth.invitations set claimed_at = claimed_at - interval '2 minutes' where id = $1",
      [id],
    );
    expect((await accept(token, guest())).body.code).toBe('link_not_valid');
    expect((await accept(token, first)).status).toBe(200);
  });

  it('registers nobody when the name is taken or the link is not good, and asks who is signed in otherwise', async () => {
    const { id } = await invite();
    const token = await tokenOf(id);
    expect((await accept(token, { ...guest(), username: 'lead' })).body.code).toBe('username_taken');
    expect((await accept(token, { ...guest(), username: 'agent' })).body.code).toBe('username_taken');
    expect((await accept(token)).status).toBe(401);
    const forged = caller(server, { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' });
    expect((await accept(token, undefined, forged)).status).toBe(401);
    for (const half of [
      { username: 'someone' },
      { ...guest(), password: 'x' },
      { displayName: 'A', password: 'long enough' },
    ]) {
      expect((await accept(token, half)).status).toBe(400);
    }
    await lead.call('DELETE', `/projects/${projectId}/invitations/${id}`);
    const nobody = guest();
    expect((await accept(token, nobody)).body.code).toBe('link_not_valid');
    expect((await accept('made-up', nobody)).body.code).toBe('link_not_valid');
    const { username, password } = nobody;
    expect((await caller(server)('POST', '/auth/login', { username, password })).status).toBe(401);
  });

  it('is too late when the time is over, whether or not that was recorded', async () => {
    const context = { ...systemCommand('InvitePerson'), at: new Date(Date.now() - 8 * DAY).toISOString() };
    const input = { email: address(), role: 'admin', goodForDays: 7 } as const;
    const { id } = await invitePerson(app, context, projectId, input);
    expect((await accept(await tokenOf(id), guest())).body.code).toBe('link_not_valid');
  });

  it('works for one of two who use the link at the same time', async () => {
    const token = await tokenOf((await invite()).id);
    const guests = [guest(), guest()];
    const both = await Promise.all(guests.map((one) => accept(token, one)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 422]);
    const logins = guests.map(({ username, password }) =>
      caller(server)('POST', '/auth/login', { username, password }),
    );
    expect((await Promise.all(logins)).map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  it('is nothing to take back once accepted', async () => {
    const { id } = await invite();
    await accept(await tokenOf(id), guest());
    const revoked = await lead.call('DELETE', `/projects/${projectId}/invitations/${id}`);
    expect(revoked.body.code).toBe('invitation_accepted');
  });
});
