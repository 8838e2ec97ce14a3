import { temporaryApplication } from '@ticketing/embedded/testing/temporary-application.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { createLog } from '@ticketing/platform/log.ts';
import { mailId, type NewMail, queueMail } from '@ticketing/platform/mail/queue-mail.ts';
import { inTransaction } from '@ticketing/platform/postgres.ts';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildCommandApi } from '../app.ts';
import { type Person, signedIn } from '../testing/signed-in.ts';

let stores: Awaited<ReturnType<typeof temporaryApplication>>;
let server: FastifyInstance;
let root: Person;
let agent: Person;

beforeAll(async () => {
  stores = await temporaryApplication();
  server = await buildCommandApi(stores.app, {
    log: createLog('test', 'silent'),
    corsOrigins: [],
    loginPerMinute: 5,
  });
  root = await signedIn(stores.app, server, 'root', { staff: true, superuser: true });
  agent = await signedIn(stores.app, server, 'agent', { staff: true });
});
afterAll(async () => {
  await server?.close();
  await stores?.stop();
});

async function mailThat(status: string): Promise<string> {
  const mail: NewMail = {
    kind: 'notification',
    causeId: newId(),
    to: { userId: agent.id },
    subject: 'News',
    text: 'Words',
  };
  const { pool } = stores.app;
  await inTransaction(pool, (transaction) => queueMail(transaction, mail));
  await pool.query('update mail.outbox set status = $2, attempts = 12 where id = $1', [mailId(mail), status]);
  await pool.query(`select graphile_worker.remove_job('mail:' || $1)`, [mailId(mail)]);
  return mailId(mail);
}

const jobsOf = async (id: string) =>
  (await stores.app.pool.query('select 1 from graphile_worker.jobs where key = $1', [`mail:${id}`])).rowCount;

test('a mail that was given up is sent again by a superuser, with all its attempts, and asking twice is no error', async () => {
  const id = await mailThat('failed');
  expect(await root.call('POST', `/mails/${id}/retry`)).toEqual({
    status: 200,
    body: { id, status: 'waiting' },
  });
  const { rows } = await stores.app.pool.query('select status, attempts from mail.outbox where id = $1', [
    id,
  ]);
  expect(rows).toEqual([{ status: 'waiting', attempts: 0 }]);
  expect(await jobsOf(id)).toBe(1);
  expect((await root.call('POST', `/mails/${id}/retry`)).status).toBe(200);
  expect(await jobsOf(id)).toBe(1);
});

test('a mail that was sent or dropped is not, one that is not there is not found, and nobody else may', async () => {
  for (const status of ['sent', 'dropped']) {
    const id = await mailThat(status);
    expect(await root.call('POST', `/mails/${id}/retry`)).toMatchObject({
      status: 409,
      body: { code: 'mail_not_failed' },
    });
    expect(await jobsOf(id)).toBe(0);
  }
  expect((await root.call('POST', `/mails/${newId()}/retry`)).status).toBe(404);
  expect((await root.call('POST', '/mails/nonsense/retry')).status).toBe(400);
  const id = await mailThat('failed');
  expect((await agent.call('POST', `/mails/${id}/retry`)).status).toBe(403);
  expect(await jobsOf(id)).toBe(0);
});
