import { ticketStream, userStream } from '@ticketing/contracts/streams.ts';
import type { TicketView } from '@ticketing/contracts/views.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningQueryApi, runningQueryApi } from './testing/running-query-api.ts';
import { twoCompanies, type World } from './testing/two-companies.ts';

let world: World;
let api: RunningQueryApi;
let ticketId: string;

beforeAll(async () => {
  world = await twoCompanies();
  api = await runningQueryApi(world.models);
  ticketId = await world.open();
});

afterAll(async () => {
  await api?.app.close();
  await world?.models.stop();
});

const renamed = (title: string) =>
  world.log.append(
    ticketStream(ticketId),
    { type: 'TicketRenamed', data: { title } },
    { by: world.ids.boss },
  );

const after = (position: bigint) => ({ 'x-after-position': String(position) });

test('every read says which position it is of', async () => {
  const { ids, log } = world;
  for (const path of [
    '/api/me',
    '/api/users',
    `/api/users/${ids.anna}`,
    '/api/companies',
    `/api/companies/${ids.alpha}`,
    '/api/projects',
    `/api/projects/${ids.ops}`,
    `/api/projects/${ids.ops}/board`,
    `/api/projects/${ids.ops}/roles`,
    '/api/tickets',
    `/api/tickets/${ticketId}`,
    `/api/tickets/${ticketId}/history`,
  ]) {
    const { status, headers } = await api.get(ids.boss, path);
    expect([path, status, headers['x-position']]).toEqual([path, 200, String(log.position())]);
  }
});

test('a read after a position waits for the read models and then holds what stands there', async () => {
  const { ids, models } = world;
  const event = renamed('Just now');
  const answer = api.get(ids.boss, `/api/tickets/${ticketId}`, after(event.position));
  // Reads that ask for nothing are not held up by one that waits.
  const meanwhile = await api.get(ids.boss, `/api/tickets/${ticketId}`);
  expect((meanwhile.body as TicketView).title).not.toBe('Just now');
  expect(BigInt(String(meanwhile.headers['x-position']))).toBeLessThan(event.position);
  await models.project([event]);
  const { status, body, headers } = await answer;
  expect([status, (body as TicketView).title]).toEqual([200, 'Just now']);
  expect(headers['x-position']).toBe(String(event.position));
});

test('it waits for every read model that it is made of, and for no other', async () => {
  const { ids, models } = world;
  const event = renamed('Board only');
  await models.project([event], ['access', 'board']);
  const list = await api.get(ids.boss, `/api/tickets?projectId=${ids.ops}`, after(event.position));
  expect([list.status, list.headers['x-position']]).toEqual([200, String(event.position)]);
  const ticket = api.get(ids.boss, `/api/tickets/${ticketId}`, after(event.position));
  await models.project([event], ['tickets', 'activity', 'files']);
  expect(((await ticket).body as TicketView).title).toBe('Board only');
});

test('a read that waited two seconds in vain answers 503 and says when to try again', async () => {
  const { ids, log } = world;
  const started = performance.now();
  const { status, body, headers } = await api.get(ids.boss, '/api/me', after(log.position() + 1n));
  expect(status).toBe(503);
  expect(body).toMatchObject({ code: 'read_model_behind', detail: expect.stringContaining('2 seconds') });
  expect(headers['retry-after']).toBe('1');
  expect(performance.now() - started).toBeGreaterThan(1_900);
});

test('somebody who was registered a moment ago can read, when they ask after that position', async () => {
  const { log, models } = world;
  const newcomer = newId();
  const event = log.append(userStream(newcomer), {
    type: 'UserRegistered',
    data: { username: 'newcomer', displayName: 'Newcomer', email: null, staff: true },
  });
  const answer = api.get(newcomer, '/api/me', after(event.position));
  await models.project([event]);
  expect((await answer).status).toBe(200);
});

test('what is no position is refused', async () => {
  const { ids } = world;
  for (const position of ['soon', '-1', '1.5', '123456789012345678901']) {
    const { status, body } = await api.get(ids.boss, '/api/me', { 'x-after-position': position });
    expect([status, body]).toEqual([400, expect.objectContaining({ code: 'validation_failed' })]);
  }
});
