import { ticketStream } from '@ticketing/contracts/streams.ts';
import { ticketFold } from '@ticketing/domain/ticket/evolve.ts';
import { temporaryApplication } from '@ticketing/embedded/testing/temporary-application.ts';
import { createAggregates } from '@ticketing/platform/aggregates.ts';
import { createLog } from '@ticketing/platform/log.ts';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildCommandApi } from '../app.ts';
import type { Application } from '../application.ts';
import { type Person, signedIn } from '../testing/signed-in.ts';

let stores: Awaited<ReturnType<typeof temporaryApplication>>;
let app: Application;
/** Two processes at one log: what the one wrote the other has yet to read. */
let server: FastifyInstance;
let other: FastifyInstance;
let lead: Person;
let anna: Person;
let ben: Person;
let projectId: string;
let alpha: string;
let beta: string;
let idle: string;

const log = createLog('test', 'silent');
const limits = { log, corsOrigins: [], loginPerMinute: 50 };

beforeAll(async () => {
  stores = await temporaryApplication();
  app = stores.app;
  server = await buildCommandApi(app, limits);
  const elsewhere = { ...app, aggregates: createAggregates(app.eventStore) };
  other = await buildCommandApi(elsewhere, limits);
  lead = await signedIn(app, server, 'lead', { staff: true });
  anna = await signedIn(app, server, 'anna');
  ben = await signedIn(app, other, 'ben');
  projectId = String((await lead.call('POST', '/projects', { key: 'ops', name: 'Operations' })).body.id);
  const company = async (name: string, employee?: Person) => {
    const id = String((await lead.call('POST', '/companies', { name })).body.id);
    if (employee) await lead.call('PUT', `/companies/${id}/users/${employee.id}`);
    return id;
  };
  [alpha, beta, idle] = [await company('Alpha', anna), await company('Beta', ben), await company('Idle')];
  for (const id of [alpha, beta]) await lead.call('PUT', `/projects/${projectId}/companies/${id}`);
});
afterAll(async () => {
  await server?.close();
  await other?.close();
  await stores?.stop();
});

const comment = (person: Person, id: string) =>
  person.call('POST', `/tickets/${id}/comments`, { body: 'Words' });
const give = (id: string, companyId: string | null, more: object = {}) =>
  lead.call('PATCH', `/tickets/${id}`, { companyId, ...more });
const ticketAt = async (id: string) => (await app.aggregates.fresh(ticketStream(id), ticketFold)).state;

test('the people of the former company command the ticket no more, those of the next one do, in every process', async () => {
  const opened = await anna.call('POST', '/tickets', { projectId, companyId: alpha, title: 'Printer' });
  const id = String(opened.body.id);
  // Both processes know the ticket as Alpha's.
  expect((await comment(anna, id)).status).toBe(201);
  expect((await comment(ben, id)).status).toBe(404);

  expect((await give(id, beta, { title: 'Scanner' })).status).toBe(200);
  expect(await ticketAt(id)).toMatchObject({ companyId: beta, title: 'Scanner', reporterId: lead.id });
  expect((await comment(ben, id)).status).toBe(201);
  expect((await comment(anna, id)).status).toBe(404);
  expect((await anna.call('PATCH', `/tickets/${id}`, { title: 'Mine' })).status).toBe(404);

  expect((await give(id, alpha)).status).toBe(200);
  expect(await ticketAt(id)).toMatchObject({ companyId: alpha, reporterId: anna.id });
  expect((await comment(ben, id)).status).toBe(404);
  expect((await comment(anna, id)).status).toBe(201);
});

test('only a company of the project is taken, and all of a change happens or none', async () => {
  const { body } = await lead.call('POST', '/tickets', { projectId, title: 'Cable' });
  const id = String(body.id);
  expect(await give(id, idle, { title: 'Renamed' })).toMatchObject({
    status: 422,
    body: { code: 'unknown_company' },
  });
  expect(await ticketAt(id)).toMatchObject({ title: 'Cable', companyId: null });
});

test('a client gives away nothing, not even what they reported', async () => {
  const opened = await anna.call('POST', '/tickets', { projectId, companyId: alpha, title: 'Lamp' });
  const id = String(opened.body.id);
  for (const companyId of [beta, null]) {
    expect(await anna.call('PATCH', `/tickets/${id}`, { companyId })).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
  }
});
