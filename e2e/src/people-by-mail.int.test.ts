import { systemCommand } from '@ticketing/command-api/users/found-superuser.ts';
import { registerUser } from '@ticketing/command-api/users/register-user.ts';
import { AFTER_POSITION } from '@ticketing/contracts/endpoints/endpoint.ts';
import { startEventNode } from '@ticketing/embedded/event-node/start-event-node.ts';
import { type Services, startServices } from '@ticketing/embedded/services.ts';
import { readStackSettings } from '@ticketing/embedded/stack-settings.ts';
import { freePort } from '@ticketing/embedded/testing/free-port.ts';
import {
  type TemporaryMailServer,
  temporaryMailServer,
} from '@ticketing/embedded/testing/temporary-mail-server.ts';
import { temporaryPostgres } from '@ticketing/embedded/testing/temporary-postgres.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** What reaches people by mail, from the request to the mailbox and back, on the running system with a real SMTP server. */
let url: string;
let services: Services;
let mailbox: TemporaryMailServer;
let lead: string;
const stops: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const postgres = await temporaryPostgres();
  stops.push(() => postgres.stop());
  const node = await startEventNode({ host: '127.0.0.1', port: 0, databaseUrl: postgres.url });
  stops.push(() => node.close());
  mailbox = await temporaryMailServer();
  stops.push(() => mailbox.stop());
  const parts = {
    databaseUrl: postgres.url,
    eventStoreUrl: `esdb://127.0.0.1:${node.port}?tls=false`,
    secrets: {
      jwtSecret: 'a secret that only this test run knows, 32+',
      usernameKey: 'a key that only this test run knows, 32 bytes+',
    },
    died: new Promise<never>(() => {}),
    stop: async () => {},
  };
  const settings = readStackSettings({
    API_PORT: String(await freePort()),
    LOG_LEVEL: 'fatal',
    SMTP_URL: mailbox.url,
    MAIL_FROM: 'Help <help@desk.example>',
    PUBLIC_ADMIN_URL: 'https://admin.example',
    PUBLIC_DESK_URL: 'https://desk.example/',
  });
  services = await startServices(parts, settings, () => true);
  stops.push(() => services.stop());
  url = `http://127.0.0.1:${services.apiPort}`;
  const { application } = services;
  const { id } = await registerUser(application, systemCommand('RegisterUser'), {
    username: 'lead',
    displayName: 'Lela Lead',
    email: 'lela@example.com',
    staff: true,
    password: 'the old one',
  });
  lead = await application.tokens.issueAccess(id);
});
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

async function call(method: string, path: string, body?: object, more: Record<string, string> = {}) {
  const response = await fetch(`${url}/api${path}`, {
    method,
    headers: { ...(body ? { 'content-type': 'application/json' } : {}), ...more },
    body: body ? JSON.stringify(body) : null,
  });
  // biome-ignore lint/suspicious/noExplicitAny: what is in it is what the test looks at
  return { status: response.status, body: (await response.json()) as any };
}

/** The link in the mail that comes next to this address: the app that it leads to, and its token. */
async function linkTo(address: string, page: string) {
  for (let count = 1; ; count++) {
    const mail = (await mailbox.received(count))[count - 1];
    const link = new RegExp(`(https://\\S+)/${page}#token=([\\w-]{43})`).exec(mail?.text ?? '');
    if (mail?.to.includes(address) && link) return { app: link[1], token: link[2] ?? '', mail };
  }
}

test('somebody who was invited by mail registers with the link, and is in the project', async () => {
  const authorization = { authorization: `Bearer ${lead}` };
  const created = await call('POST', '/projects', { key: 'OPS', name: 'Operations' }, authorization);
  const path = `/projects/${created.body.id}/invitations`;
  const sent = await call('POST', path, { email: 'nino@example.com', role: 'admin' }, authorization);
  expect(sent.status).toBe(201);

  const { app, token, mail } = await linkTo('nino@example.com', 'accept-invitation');
  expect(app).toBe('https://admin.example');
  expect(mail).toMatchObject({ from: '"Help" <help@desk.example>', subject: 'Invitation to Operations' });
  expect(mail.text).toContain('Lela Lead');

  const position = { [AFTER_POSITION]: sent.body.position, ...authorization };
  expect((await call('GET', path, undefined, position)).body.items).toMatchObject([
    { id: sent.body.id, email: 'nino@example.com', role: 'admin', state: 'pending', acceptedBy: null },
  ]);
  const good = { projectName: 'Operations', role: 'admin', good: true };
  expect(await call('GET', `/invitations/${token}`)).toEqual({ status: 200, body: good });

  const person = { username: 'nino', displayName: 'Nino', password: 'a good password' };
  const accepted = await call('POST', `/invitations/${token}/accept`, person);
  expect(accepted).toMatchObject({ status: 200, body: { id: created.body.id } });
  const signedIn = await call('POST', '/auth/login', person);
  const me = await call('GET', '/me', undefined, {
    authorization: `Bearer ${signedIn.body.access}`,
    [AFTER_POSITION]: accepted.body.position,
  });
  expect(me.body).toMatchObject({
    staff: true,
    email: 'nino@example.com',
    roles: [{ projectId: created.body.id, role: 'admin' }],
  });
  expect((await call('GET', `/invitations/${token}`)).body).toEqual({ ...good, good: false });
  expect((await call('GET', path, undefined, authorization)).body.items).toMatchObject([
    { state: 'accepted', acceptedBy: { username: 'nino' }, invitedBy: { username: 'lead' } },
  ]);
});

test('somebody who forgot a password sets a new one with the link in the mail', async () => {
  expect((await call('POST', '/auth/password-reset', { email: 'LELA@example.com' })).status).toBe(202);
  const { app, token } = await linkTo('lela@example.com', 'reset-password');
  expect(app).toBe('https://admin.example');
  expect((await call('POST', '/auth/password-reset/validate', { token })).body.username).toBe('lead');
  const set = { token, password: 'the new one' };
  expect((await call('POST', '/auth/password-reset/confirm', set)).status).toBe(200);
  expect((await call('POST', '/auth/login', { username: 'lead', password: 'the new one' })).status).toBe(200);
  const { rows } = await services.application.pool.query(
    `select status, body, html from mail.outbox where kind = 'password_reset' and status = 'sent'`,
  );
  expect(rows).toEqual([{ status: 'sent', body: null, html: null }]);
});
