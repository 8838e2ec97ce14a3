import { temporaryApplication } from '@ticketing/embedded/testing/temporary-application.ts';
import { followEndedSessions } from '@ticketing/platform/ended-sessions.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { createLog } from '@ticketing/platform/log.ts';
import { createTokens } from '@ticketing/platform/tokens.ts';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { buildCommandApi } from '../app.ts';
import type { Application } from '../application.ts';
import { caller } from '../testing/signed-in.ts';
import { systemCommand } from '../users/found-superuser.ts';
import { registerUser } from '../users/register-user.ts';
import { commandUser } from '../users/user-command.ts';

let stores: Awaited<ReturnType<typeof temporaryApplication>>;
let app: Application;
let server: FastifyInstance;
const log = createLog('test', 'silent');

beforeAll(async () => {
  stores = await temporaryApplication();
  app = stores.app;
  server = await buildCommandApi(app, { log, corsOrigins: [], loginPerMinute: 1_000 });
});
afterAll(async () => {
  await server?.close();
  await stores?.stop();
});

const password = 'open sesame';

async function person() {
  const username = `p${newId().slice(-12)}`;
  const { id } = await registerUser(app, systemCommand('RegisterUser'), {
    username,
    displayName: username,
    email: null,
    staff: true,
    password,
  });
  return { id, username };
}

/** One sign-in, and how to call as it. */
async function device(username: string, agent = 'Some browser', secret = password) {
  const login = { username, password: secret };
  const { body } = await caller(server, { 'user-agent': agent })('POST', '/auth/login', login);
  const { access, refresh } = body as { access: string; refresh: string };
  const { sessionId = '' } = await app.tokens.verifyAccess(access);
  const call = caller(server, { authorization: `Bearer ${access}` });
  return {
    sessionId,
    access,
    call,
    /** Whether its access token opens anything. */
    works: async () => (await call('PUT', '/me/notification-preferences', {})).status !== 401,
    goesOn: async () => (await caller(server)('POST', '/auth/refresh', { refresh })).status === 200,
  };
}

const agentsOf = async (userId: string) =>
  (
    await app.pool.query<{ user_agent: string }>(
      'select user_agent from auth.sessions where user_id = $1 and ended_at is null order by started_at',
      [userId],
    )
  ).rows.map(({ user_agent }) => user_agent);

test('a session is known by the browser that began it, and is the same one after its tokens were traded', async () => {
  const nino = await person();
  const first = await device(nino.username, 'x'.repeat(900));
  await device(nino.username, 'Second');
  expect(await agentsOf(nino.id)).toEqual(['x'.repeat(300), 'Second']);
  expect(await first.goesOn()).toBe(true);
  expect(await agentsOf(nino.id)).toHaveLength(2);
});

test('one that is ended can do nothing from then on, and the others go on', async () => {
  const nino = await person();
  const [here, there] = [await device(nino.username), await device(nino.username)];
  expect(await there.works()).toBe(true);
  expect((await here.call('DELETE', `/me/sessions/${there.sessionId}`)).status).toBe(200);
  expect(await there.works()).toBe(false);
  expect(await there.goesOn()).toBe(false);
  expect(await here.works()).toBe(true);
  expect(await here.goesOn()).toBe(true);
  expect((await here.call('DELETE', `/me/sessions/${there.sessionId}`)).status).toBe(404);
});

test('nobody ends a session of somebody else', async () => {
  const [nino, luka] = [await person(), await person()];
  const [hers, his] = [await device(nino.username), await device(luka.username)];
  expect(await his.call('DELETE', `/me/sessions/${hers.sessionId}`)).toMatchObject({
    status: 404,
    body: { code: 'not_found' },
  });
  expect((await his.call('DELETE', '/me/sessions')).body).toEqual({ ended: 0 });
  expect(await hers.works()).toBe(true);
});

test('all others end at once, and the one that asks stays', async () => {
  const nino = await person();
  const [here, ...others] = await Promise.all([1, 2, 3].map(() => device(nino.username)));
  expect((await here?.call('DELETE', '/me/sessions'))?.body).toEqual({ ended: 2 });
  expect(await here?.works()).toBe(true);
  for (const other of others) {
    expect(await other.works()).toBe(false);
    expect(await other.goesOn()).toBe(false);
  }
});

test('signing out, a password of one’s own and a deactivation end access tokens as well', async () => {
  const nino = await person();
  const leaver = await device(nino.username);
  const { body } = await caller(server)('POST', '/auth/login', { username: nino.username, password });
  const { access, refresh } = body as { access: string; refresh: string };
  await caller(server)('POST', '/auth/logout', { refresh });
  await expect(app.tokens.verifyAccess(access)).rejects.toMatchObject({ code: 'unauthenticated' });

  const here = await device(nino.username);
  const changed = { current: password, password: 'another one' };
  expect((await here.call('POST', `/users/${nino.id}/password`, changed)).status).toBe(200);
  expect(await leaver.works()).toBe(false);
  expect(await here.works()).toBe(true);
  expect(await here.goesOn()).toBe(true);

  await commandUser(app, systemCommand('DeactivateUser'), nino.id, 'user.administer', {
    type: 'DeactivateUser',
    actorId: newId(),
  });
  expect(await here.works()).toBe(false);
});

test('another process hears of it by itself, and keeps what it knows while PostgreSQL is away', async () => {
  const nino = await person();
  const [here, there] = [await device(nino.username), await device(nino.username)];
  let away = false;
  const query = ((...given: Parameters<typeof app.pool.query>) =>
    away ? Promise.reject(new Error('away')) : app.pool.query(...given)) as typeof app.pool.query;
  const ended = await followEndedSessions({ query }, log, 20);
  const tokens = createTokens('a secret that only this test run knows, 32+', Date.now, ended);
  const access = await tokens.verifyAccess(there.access);
  expect(tokens.hasEnded(access)).toBe(false);
  await here.call('DELETE', '/me/sessions');
  await vi.waitFor(() => expect(tokens.hasEnded(access)).toBe(true), { timeout: 30_000 });
  away = true;
  await ended.look();
  await expect(tokens.verifyAccess(there.access)).rejects.toMatchObject({ code: 'unauthenticated' });
  await ended.stop();
});
