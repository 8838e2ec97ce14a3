import { userStream } from '@ticketing/contracts/streams.ts';
import { temporaryApplication } from '@ticketing/embedded/testing/temporary-application.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { createLog } from '@ticketing/platform/log.ts';
import { recordUpload } from '@ticketing/platform/uploads.ts';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommandApi } from './app.ts';
import type { Application } from './application.ts';
import { caller, type Person, type Reply, signedIn } from './testing/signed-in.ts';
import { systemCommand } from './users/found-superuser.ts';
import { registerUser } from './users/register-user.ts';

/** What is answered to a command that is sent again with its key, when the world has changed since. */
describe('a command that is sent again', () => {
  let stores: Awaited<ReturnType<typeof temporaryApplication>>;
  let app: Application;
  let server: FastifyInstance;
  let root: Person;
  let lead: Person;
  let projectId: string;

  beforeAll(async () => {
    stores = await temporaryApplication();
    app = stores.app;
    const log = createLog('test', 'silent');
    server = await buildCommandApi(app, { log, corsOrigins: [], loginPerMinute: 100 });
    root = await signedIn(app, server, 'root', { staff: true, superuser: true });
    lead = await signedIn(app, server, 'lead', { staff: true });
    projectId = String((await lead.call('POST', '/projects', { key: 'ops', name: 'Operations' })).body.id);
  });
  afterAll(async () => {
    await server?.close();
    await stores?.stop();
  });

  const opened = async (): Promise<string> =>
    String((await lead.call('POST', '/tickets', { projectId, title: 'Printer' })).body.id);
  const staff = () => signedIn(app, server, `s${newId().slice(-12)}`, { staff: true });

  /** Sends it, lets something happen, and expects the first answer again. */
  async function answersTheSame(
    send: (headers: Record<string, string>) => Promise<Reply>,
    meanwhile: () => Promise<unknown>,
    more: Record<string, string> = {},
  ): Promise<void> {
    const headers = { 'idempotency-key': newId(), ...more };
    const first = await send(headers);
    expect(first.status).toBeLessThan(300);
    await meanwhile();
    expect(await send(headers)).toEqual(first);
  }

  it('links tickets by the revision that its first try saw, whichever of them holds the link', async () => {
    for (const link of ['blocks', 'blocked_by']) {
      const [one, other] = [await opened(), await opened()];
      const path = `/tickets/${one}/links/${link}/${other}`;
      await answersTheSame(
        (headers) => lead.call('PUT', path, undefined, headers),
        () => lead.call('PATCH', `/tickets/${one}`, { title: 'Scanner' }),
        { 'if-match': '0' },
      );
      const stale = await lead.call('DELETE', path, undefined, {
        'idempotency-key': newId(),
        'if-match': '0',
      });
      expect(stale).toMatchObject({ status: 409, body: { code: 'revision_conflict' } });
    }
  });

  it('attached a file to a ticket that has been archived', async () => {
    const id = await opened();
    const file = {
      fileId: newId(),
      name: 'a.txt',
      contentType: 'text/plain',
      size: 1,
      digest: '0'.repeat(64),
    };
    await recordUpload(app.pool, lead.id, file, async () => undefined);
    const attach = (headers: Record<string, string>) =>
      lead.call('POST', `/tickets/${id}/attachments`, { fileId: file.fileId }, headers);
    await answersTheSame(attach, () => lead.call('POST', `/tickets/${id}/archive`));
    expect((await attach({ 'idempotency-key': newId() })).body.code).toBe('already_archived');
  });

  it('granted a role to somebody who has been deactivated, in a project that has been put away', async () => {
    const person = await staff();
    const grant = (headers: Record<string, string>) =>
      lead.call('PUT', `/projects/${projectId}/roles/${person.id}`, { role: 'admin' }, headers);
    await answersTheSame(grant, async () => {
      await root.call('POST', `/users/${person.id}/deactivate`);
      expect((await lead.call('POST', `/projects/${projectId}/archive`)).status).toBe(200);
    });
    expect((await grant({ 'idempotency-key': newId() })).body.code).toBe('project_archived');
    await lead.call('POST', `/projects/${projectId}/restore`);
    expect((await grant({ 'idempotency-key': newId() })).body.code).toBe('user_deactivated');
  });

  it('named a lead whose role is gone', async () => {
    const person = await staff();
    const role = (method: string, body?: object) =>
      lead.call(method, `/projects/${projectId}/roles/${person.id}`, body);
    await role('PUT', { role: 'admin' });
    const name = (headers: Record<string, string>) =>
      lead.call('PATCH', `/projects/${projectId}`, { leadId: person.id }, headers);
    await answersTheSame(name, async () => {
      await lead.call('PATCH', `/projects/${projectId}`, { leadId: null });
      await role('DELETE');
    });
    expect((await name({ 'idempotency-key': newId() })).body.code).toBe('lead_without_role');
  });

  it('opened a room with somebody who has been deactivated', async () => {
    const person = await staff();
    const open = (headers: Record<string, string>) => {
      const body = { kind: 'group', name: 'Gate 3', participantIds: [person.id], companyId: null };
      return lead.call('POST', '/rooms', body, headers);
    };
    await answersTheSame(open, () => root.call('POST', `/users/${person.id}/deactivate`));
    expect((await open({ 'idempotency-key': newId() })).body.code).toBe('user_deactivated');
  });

  it('invited an address that has another invitation by now', async () => {
    const email = `guest-${newId()}@example.com`;
    const invite = (headers: Record<string, string> = {}) =>
      lead.call('POST', `/projects/${projectId}/invitations`, { email, role: 'admin' }, headers);
    const headers = { 'idempotency-key': newId() };
    const first = await invite(headers);
    expect(first.status).toBe(201);
    await lead.call('DELETE', `/projects/${projectId}/invitations/${first.body.id}`);
    expect((await invite()).status).toBe(201);
    expect(await invite(headers)).toEqual(first);
  });

  describe('and set a password', () => {
    async function person() {
      const username = `p${newId().slice(-12)}`;
      const { id } = await registerUser(app, systemCommand('RegisterUser'), {
        username,
        displayName: username,
        email: null,
        staff: false,
        password: 'the first one',
      });
      const call = caller(server, { authorization: `Bearer ${await app.tokens.issueAccess(id)}` });
      const set = (by: Person['call'], body: object, headers: Record<string, string> = {}) =>
        by('POST', `/users/${id}/password`, body, headers);
      const login = async (password: string) =>
        (await caller(server)('POST', '/auth/login', { username, password })).status;
      return { id, call, set, login };
    }

    it('leaves the one that was set since', async () => {
      const { call, set, login } = await person();
      const byRoot = (headers: Record<string, string>) =>
        set(root.call, { password: 'the second one' }, headers);
      await answersTheSame(byRoot, () => set(call, { current: 'the second one', password: 'the third one' }));
      expect([await login('the second one'), await login('the third one')]).toEqual([401, 200]);
    });

    it('answers the same although the current one is another by now', async () => {
      const { call, set, login } = await person();
      const change = { current: 'the first one', password: 'the second one' };
      await answersTheSame(
        (headers) => set(call, change, headers),
        async () => undefined,
      );
      expect(await login('the second one')).toBe(200);
      expect((await set(call, change)).body.code).toBe('invalid_credentials');
    });

    it('completes what a crash left between the password and the log', async () => {
      const { id, call, set, login } = await person();
      const change = { current: 'the first one', password: 'the second one' };
      const killed: Application = {
        ...app,
        aggregates: { ...app.aggregates, execute: () => Promise.reject(new Error('killed')) },
      };
      const headers = { 'idempotency-key': newId() };
      const dying = await buildCommandApi(killed, {
        log: createLog('test', 'silent'),
        corsOrigins: [],
        loginPerMinute: 100,
      });
      const token = { authorization: `Bearer ${await app.tokens.issueAccess(id)}` };
      const first = await caller(dying, token)('POST', `/users/${id}/password`, change, headers);
      await dying.close();
      expect(first.status).toBe(500);
      expect((await set(call, change, headers)).status).toBe(200);
      expect(await login('the second one')).toBe(200);
      const types = [];
      for await (const { type } of app.eventStore.readStream(userStream(id))) types.push(type);
      expect(types).toEqual(['UserRegistered', 'PasswordChanged']);
    });
  });
});
