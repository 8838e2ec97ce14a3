import { userStream } from '@ticketing/contracts/streams.ts';
import { temporaryApplication } from '@ticketing/embedded/testing/temporary-application.ts';
import { UnreadableEvent } from '@ticketing/platform/event-store.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { createLog } from '@ticketing/platform/log.ts';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildCommandApi } from '../app.ts';
import type { Application } from '../application.ts';
import { caller } from '../testing/signed-in.ts';
import { systemCommand } from '../users/found-superuser.ts';
import { registerUser } from '../users/register-user.ts';
import { commandUser } from '../users/user-command.ts';
import { gatherAddresses, peopleWithAddress } from './addresses.ts';
import { confirmPasswordReset, sendPasswordReset, validatePasswordReset } from './password-reset.ts';

let stores: Awaited<ReturnType<typeof temporaryApplication>>;
let app: Application;
let server: FastifyInstance;
const HOUR = 3_600_000;

beforeAll(async () => {
  stores = await temporaryApplication();
  app = stores.app;
});
afterAll(async () => {
  await stores?.stop();
});
beforeEach(async () => {
  server = await buildCommandApi(app, {
    log: createLog('test', 'silent'),
    corsOrigins: [],
    loginPerMinute: 100,
    passwordResetsPerHour: 5,
  });
  return () => server.close();
});

const call = (method: string, path: string, body?: object) => caller(server)(method, path, body);

async function person(more: { email?: string | null; staff?: boolean } = {}) {
  const username = `p${newId().slice(-12)}`;
  const email = more.email === undefined ? `${username}@example.com` : more.email;
  const { id } = await registerUser(app, systemCommand('RegisterUser'), {
    username,
    displayName: `Person ${username}`,
    email,
    staff: more.staff ?? false,
    password: 'the old one',
  });
  return { id, username, email: email ?? '' };
}

const change = (userId: string, email: string | null) =>
  commandUser(app, systemCommand('ChangeProfile'), userId, 'user.profile', { type: 'ChangeProfile', email });

async function mailsTo(userId: string) {
  const { rows } = await app.pool.query<{ subject: string; body: string; kind: string }>(
    'select subject, body, kind from mail.outbox where user_id = $1 order by queued_at',
    [userId],
  );
  return rows;
}
const tokenIn = (body: string | undefined) => /#token=([\w-]{43})/.exec(body ?? '')?.[1] ?? '';

const send = (who: { username?: string; email?: string }, now = new Date(), commandId: string = newId()) =>
  sendPasswordReset(app, { ...who, commandId }, { perHour: 5, now });

async function tokenFor(who: { id: string; username: string }, now = new Date()): Promise<string> {
  await send({ username: who.username }, now);
  return tokenIn((await mailsTo(who.id)).at(-1)?.body);
}

async function passwordChanges(userId: string) {
  const changes = [];
  for await (const event of app.eventStore.readStream(userStream(userId))) {
    if (event.type === 'PasswordChanged') changes.push(event.metadata);
  }
  return changes;
}

const login = (username: string, password: string) => call('POST', '/auth/login', { username, password });

describe('a password reset', () => {
  it('is told in the language that the person chose', async () => {
    const nino = await person();
    const context = { ...systemCommand('ChooseLanguage'), actorId: nino.id };
    await commandUser(app, context, nino.id, 'user.profile', { type: 'ChooseLanguage', language: 'ka' });
    await send({ username: nino.username });
    const [mail] = await mailsTo(nino.id);
    expect(mail?.subject).toBe('ახალი პაროლის დაყენება');
    expect(mail?.body).toMatch(/^გამარჯობა, Person .*\{\{desk-app\}\}\/reset-password#token=/s);
  });

  it('goes to who is named, sets the password once, ends all sessions and is told in the log', async () => {
    const nino = await person({ staff: true });
    const session = (await login(nino.username, 'the old one')).body.refresh;
    expect(await call('POST', '/auth/password-reset', { username: nino.username.toUpperCase() })).toEqual({
      status: 202,
      body: {},
    });
    await vi.waitFor(async () => expect(await mailsTo(nino.id)).toHaveLength(1), { timeout: 30_000 });
    const [mail] = await mailsTo(nino.id);
    expect(mail).toMatchObject({ kind: 'password_reset' });
    expect(mail?.body).toContain('{{admin-app}}/reset-password#token=');
    const token = tokenIn(mail?.body);
    const { rows } = await app.pool.query('select * from auth.password_resets where user_id = $1', [nino.id]);
    expect(JSON.stringify(rows)).not.toContain(token);

    const validated = await call('POST', '/auth/password-reset/validate', { token });
    expect(validated).toMatchObject({ status: 200, body: { username: nino.username } });
    const set = { token, password: 'the new one' };
    expect(await call('POST', '/auth/password-reset/confirm', set)).toEqual({ status: 200, body: {} });
    expect((await login(nino.username, 'the old one')).status).toBe(401);
    expect((await login(nino.username, 'the new one')).status).toBe(200);
    expect((await call('POST', '/auth/refresh', { refresh: session })).status).toBe(401);
    expect(await passwordChanges(nino.id)).toMatchObject([{ actorId: nino.id, command: 'ResetPassword' }]);
    for (const again of ['validate', 'confirm']) {
      const refused = await call('POST', `/auth/password-reset/${again}`, { ...set, password: 'another' });
      expect(refused).toMatchObject({ status: 422, body: { code: 'link_not_valid' } });
    }
    expect((await login(nino.username, 'the new one')).status).toBe(200);
  });

  it('is found by the address too, whatever its case, for everybody who has it', async () => {
    const shared = `Family-${newId()}@Example.com`;
    const [first, second] = [await person({ email: shared }), await person({ email: shared.toLowerCase() })];
    await send({ email: shared.toUpperCase() });
    for (const { id, username } of [first, second]) {
      const [mail, ...more] = await mailsTo(id);
      expect(mail?.body).toContain(username);
      expect(mail?.body).toContain('{{desk-app}}/');
      expect(more).toEqual([]);
    }
  });

  it('answers the same for somebody who is not there, and sends nothing to who is deactivated or has no address', async () => {
    const before = (await app.pool.query('select 1 from mail.outbox')).rowCount;
    const [leaver, silent] = [await person(), await person({ email: null })];
    await commandUser(app, systemCommand('DeactivateUser'), leaver.id, 'user.administer', {
      type: 'DeactivateUser',
      actorId: newId(),
    });
    for (const who of [
      { username: 'nobody-at-all' },
      { email: 'nobody@nowhere.example' },
      { username: leaver.username },
      { email: leaver.email },
      { username: silent.username },
    ]) {
      await send(who);
    }
    for (const body of [{ username: 'nobody-at-all' }, { email: 'nobody@nowhere.example' }]) {
      expect(await call('POST', '/auth/password-reset', body)).toEqual({ status: 202, body: {} });
    }
    await server.close();
    expect((await app.pool.query('select 1 from mail.outbox')).rowCount).toBe(before);
  });

  it('refuses nonsense', async () => {
    for (const body of [{}, { username: 'a', email: 'b@c.de' }, { username: '' }, { email: 7 }]) {
      expect((await call('POST', '/auth/password-reset', body)).status).toBe(400);
    }
    for (const token of ['', 'x'.repeat(300)]) {
      expect((await call('POST', '/auth/password-reset/validate', { token })).status).toBe(400);
    }
    const unknown = { token: 'x'.repeat(43), password: 'the new one' };
    expect((await call('POST', '/auth/password-reset/confirm', unknown)).body.code).toBe('link_not_valid');
  });

  it('is good for an hour', async () => {
    const nino = await person();
    const sent = new Date('2026-03-01T12:00:00.000Z');
    const token = await tokenFor(nino, sent);
    const in59 = new Date(sent.getTime() + HOUR - 60_000);
    expect(await validatePasswordReset(app, token, in59)).toMatchObject({
      expiresAt: '2026-03-01T13:00:00.000Z',
    });
    const in60 = new Date(sent.getTime() + HOUR);
    await expect(confirmPasswordReset(app, token, 'the new one', in60)).rejects.toThrow(
      expect.objectContaining({ code: 'link_not_valid' }),
    );
    expect((await login(nino.username, 'the old one')).status).toBe(200);
  });

  it('may be asked for five times an hour from one address, and for one person', async () => {
    const answers = [];
    for (let count = 0; count < 6; count++) {
      answers.push((await call('POST', '/auth/password-reset', { username: `nobody${count}` })).status);
    }
    expect(answers).toEqual([202, 202, 202, 202, 202, 429]);
    const nino = await person();
    const now = new Date();
    for (let count = 0; count < 7; count++) await send({ username: nino.username }, now);
    expect(await mailsTo(nino.id)).toHaveLength(5);
    await send({ username: nino.username }, new Date(now.getTime() + HOUR));
    expect(await mailsTo(nino.id)).toHaveLength(6);
  });

  it('sends one mail for one request, however often it is sent', async () => {
    const nino = await person();
    const request = newId();
    await Promise.all([1, 2, 3].map(() => send({ username: nino.username }, new Date(), request)));
    expect(await mailsTo(nino.id)).toHaveLength(1);
    expect(
      await validatePasswordReset(app, tokenIn((await mailsTo(nino.id))[0]?.body), new Date()),
    ).toBeTruthy();
  });

  it('is void once the password or the address was changed, or the person deactivated', async () => {
    const nino = await person();
    const [first, second] = [await tokenFor(nino), await tokenFor(nino)];
    await confirmPasswordReset(app, first, 'the new one', new Date());
    const refused = expect.objectContaining({ code: 'link_not_valid' });
    await expect(confirmPasswordReset(app, second, 'a third one', new Date())).rejects.toThrow(refused);

    const beforeAddress = await tokenFor(nino);
    await change(nino.id, 'elsewhere@example.com');
    await expect(validatePasswordReset(app, beforeAddress, new Date())).rejects.toThrow(refused);

    const beforePassword = await tokenFor(nino);
    const access = await app.tokens.issueAccess(nino.id);
    const own = caller(server, { authorization: `Bearer ${access}` });
    const changed = { current: 'the new one', password: 'a third one' };
    expect((await own('POST', `/users/${nino.id}/password`, changed)).status).toBe(200);
    await expect(validatePasswordReset(app, beforePassword, new Date())).rejects.toThrow(refused);

    const beforeEnd = await tokenFor(nino);
    await commandUser(app, systemCommand('DeactivateUser'), nino.id, 'user.administer', {
      type: 'DeactivateUser',
      actorId: newId(),
    });
    await expect(confirmPasswordReset(app, beforeEnd, 'a fourth', new Date())).rejects.toThrow(refused);
  });

  it('is used once when it is sent twice at the same time', async () => {
    const nino = await person();
    const token = await tokenFor(nino);
    const both = await Promise.allSettled(
      ['one', 'two'].map((word) => confirmPasswordReset(app, token, `the ${word}`, new Date())),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await passwordChanges(nino.id)).toHaveLength(1);
  });

  it('is still good after a crash in the middle, and tells of one change', async () => {
    const nino = await person();
    const token = await tokenFor(nino);
    await app.pool.query('alter table auth.credentials add constraint broken check (false) not valid');
    await expect(confirmPasswordReset(app, token, 'the new one', new Date())).rejects.toThrow('broken');
    await app.pool.query('alter table auth.credentials drop constraint broken');
    expect((await login(nino.username, 'the old one')).status).toBe(200);
    await confirmPasswordReset(app, token, 'the new one', new Date());
    expect((await login(nino.username, 'the new one')).status).toBe(200);
    expect(await passwordChanges(nino.id)).toHaveLength(1);
  });
});

describe('the addresses by which people are found', () => {
  const found = async (address: string) => (await peopleWithAddress(app, address)).map(({ id }) => id);

  it('follow changes, and what the table has too much finds nobody', async () => {
    const nino = await person();
    const [first, second] = [nino.email, `new-${nino.email}`];
    await change(nino.id, second);
    expect([await found(first), await found(second)]).toEqual([[], [nino.id]]);
    await app.pool.query(`update auth.addresses set remembered_at = now() - interval '2 hours'`);
    await change(nino.id, null);
    expect([await found(first), await found(second)]).toEqual([[], []]);
    const { rowCount } = await app.pool.query('select 1 from auth.addresses where user_id = $1', [nino.id]);
    expect(rowCount).toBe(0);
  });

  it('are gathered although the log holds an event that cannot be read', async () => {
    await server.close();
    const nino = await person();
    await app.pool.query('truncate auth.addresses, auth.addresses_gathered');
    const { eventStore } = app;
    const unreadable = new UnreadableEvent(
      { streamId: `ticket-${newId()}`, revision: 0n, position: { commit: 1n } },
      'its type is unknown',
    );
    async function* readAll(...[after, passOver]: Parameters<typeof eventStore.readAll>) {
      if (!passOver) throw unreadable;
      passOver(unreadable);
      yield* eventStore.readAll(after, passOver);
    }
    const signal = new AbortController().signal;
    await gatherAddresses({ ...app, eventStore: { ...eventStore, readAll } }, signal);
    expect(await found(nino.email)).toEqual([nino.id]);
  });

  it('are gathered from the log once when the table is lost, and are not in the table in words', async () => {
    // The server gathers them at its start as well.
    await server.close();
    const nino = await person();
    await change(nino.id, `second-${nino.email}`);
    await app.pool.query('truncate auth.addresses, auth.addresses_gathered');
    expect(await found(`second-${nino.email}`)).toEqual([]);
    const signal = new AbortController().signal;
    expect(await gatherAddresses(app, signal)).toBeGreaterThan(1);
    expect(await gatherAddresses(app, signal)).toBeUndefined();
    expect(await found(`second-${nino.email}`)).toEqual([nino.id]);
    expect(await found(nino.email)).toEqual([]);
    const { rows } = await app.pool.query<{ address_hash: Buffer }>(
      'select address_hash from auth.addresses',
    );
    const stored = rows.map(({ address_hash }) => address_hash.toString('latin1')).join();
    expect(stored).not.toContain('example.com');
  });
});
