import { companyStream } from '@ticketing/contracts/streams.ts';
import { temporaryApplication } from '@ticketing/embedded/testing/temporary-application.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { createLog } from '@ticketing/platform/log.ts';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommandApi } from '../app.ts';
import { type Person, signedIn } from '../testing/signed-in.ts';

let stores: Awaited<ReturnType<typeof temporaryApplication>>;
let server: FastifyInstance;
let serves: Person;
let employee: Person;
let other: Person;
let elsewhere: Person;
let companyId: string;

beforeAll(async () => {
  stores = await temporaryApplication();
  server = await buildCommandApi(stores.app, {
    log: createLog('test', 'silent'),
    corsOrigins: [],
    loginPerMinute: 5,
  });
  const person = (name: string, staff = false) => signedIn(stores.app, server, name, { staff });
  serves = await person('serves', true);
  other = await person('other', true);
  employee = await person('employee');
  elsewhere = await person('elsewhere');
  companyId = String((await serves.call('POST', '/companies', { name: 'Rioni' })).body.id);
  await serves.call('PUT', `/companies/${companyId}/users/${employee.id}`);
  await other.call('POST', '/companies', { name: 'Elsewhere' });
});
afterAll(async () => {
  await server?.close();
  await stores?.stop();
});

const mailingOf = (recipientIds: string[], more: object = {}) => ({
  mailing: { recipientIds, language: 'ka', timeZone: 'Asia/Tbilisi', ...more },
});
const change = (person: Person, body: object) =>
  person.call('PUT', `/companies/${companyId}/report-mailing`, body);
const send = (person: Person, recipientIds: string[], headers?: Record<string, string>) =>
  person.call(
    'POST',
    `/companies/${companyId}/monthly-report/mails`,
    { month: '2026-10', recipientIds, language: 'en' },
    headers,
  );
const requests = async () => (await stores.app.pool.query('select * from mail.report_requests')).rows;

describe('the monthly mailing of a company’s report', () => {
  it('is set by who manages the company, is the same set twice, and is taken back', async () => {
    const told = async () => {
      const events = [];
      for await (const event of stores.app.eventStore.readStream(companyStream(companyId))) {
        if (event.type === 'CompanyReportMailingChanged') events.push(event.data);
      }
      return events;
    };
    const wanted = mailingOf([employee.id, serves.id]);
    expect((await change(serves, wanted)).status).toBe(200);
    expect((await change(serves, wanted)).status).toBe(200);
    expect(await told()).toEqual([wanted]);
    expect((await change(serves, { mailing: null })).status).toBe(200);
    expect((await change(serves, { mailing: null })).status).toBe(200);
    expect(await told()).toEqual([wanted, { mailing: null }]);
  });

  it('goes to nobody who does not belong to the company', async () => {
    for (const recipients of [[elsewhere.id], [employee.id, other.id], [newId()]]) {
      expect(await change(serves, mailingOf(recipients))).toMatchObject({
        status: 422,
        body: { code: 'unknown_user' },
      });
      expect(await send(serves, recipients)).toMatchObject({ status: 422, body: { code: 'unknown_user' } });
    }
    expect(await requests()).toEqual([]);
  });

  it('is there for nobody else: neither for an employee nor for who serves another company', async () => {
    for (const [person, status] of [
      [employee, 403],
      [other, 404],
      [elsewhere, 404],
    ] as const) {
      expect((await change(person, mailingOf([employee.id]))).status).toBe(status);
      expect((await send(person, [employee.id])).status).toBe(status);
    }
    expect(await requests()).toEqual([]);
  });

  it.each([
    ['a time zone that is none', mailingOf([newId()], { timeZone: 'Mars/Olympus' })],
    ['a language that it does not speak', mailingOf([newId()], { language: 'xx' })],
    ['nobody', mailingOf([])],
  ])('refuses %s', async (_, body) => {
    expect((await change(serves, body)).status).toBe(400);
  });
});

describe('a month’s report', () => {
  it('is asked for once, however often the command is sent', async () => {
    const key = newId();
    const headers = { 'idempotency-key': key };
    expect(await send(serves, [employee.id], headers)).toEqual({ status: 202, body: { id: key } });
    expect(await send(serves, [employee.id], headers)).toEqual({ status: 202, body: { id: key } });
    expect(await requests()).toMatchObject([
      {
        id: key,
        company_id: companyId,
        month: '2026-10',
        recipient_ids: [employee.id],
        language: 'en',
        time_zone: 'UTC',
        requested_by: serves.id,
        settled_at: null,
      },
    ]);
  });
});
