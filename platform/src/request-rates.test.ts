import { endpoint } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { FastifyInstance } from 'fastify';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createHttpServer, createRouter } from './http.ts';
import { createLog } from './log.ts';
import { createInMemoryCounter, type RequestCounter } from './request-counter.ts';
import { createTokens } from './tokens.ts';

const tokens = createTokens('a secret that only this test run knows, 32+');
const said = z.object({});
const common = { tag: 'test', summary: 'test', status: 200, response: said, errors: [] } as const;
const open = endpoint({ ...common, name: 'open', method: 'GET', path: '/api/open', access: 'public' });
const own = endpoint({
  ...common,
  name: 'own',
  method: 'POST',
  path: '/api/own',
  access: 'signed-in',
  body: said,
});

const servers: FastifyInstance[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function limited(counter: RequestCounter = createInMemoryCounter()): Promise<FastifyInstance> {
  const server = await createHttpServer({
    log: createLog('test', 'silent'),
    corsOrigins: ['http://app.test'],
    rates: { anonymousPerMinute: 2, userPerMinute: 3, counter },
  });
  servers.push(server);
  const route = createRouter(server, tokens, new Set());
  route(open, () => ({}));
  route(own, () => ({}));
  server.get('/health/live', async () => ({}));
  return server;
}

const ask = (server: FastifyInstance, remoteAddress = '192.0.2.1') =>
  server.inject({ method: 'GET', url: '/api/open', remoteAddress });

async function askAs(server: FastifyInstance, userId: string, remoteAddress = '192.0.2.1') {
  const authorization = userId === '' ? 'Bearer made-up' : `Bearer ${await tokens.issueAccess(userId)}`;
  const headers = { authorization };
  return server.inject({ method: 'POST', url: '/api/own', payload: {}, headers, remoteAddress });
}

async function times(count: number, send: () => Promise<{ statusCode: number }>): Promise<number[]> {
  const statuses: number[] = [];
  for (let sent = 0; sent < count; sent++) statuses.push((await send()).statusCode);
  return statuses;
}

test('a stranger is answered so many times a minute by address, then told how long to wait', async () => {
  const server = await limited();
  expect(await times(2, () => ask(server))).toEqual([200, 200]);
  const refused = await server.inject({
    method: 'GET',
    url: '/api/open',
    remoteAddress: '192.0.2.1',
    headers: { origin: 'http://app.test' },
  });
  expect(refused.statusCode).toBe(429);
  expect(refused.headers['content-type']).toContain('application/problem+json');
  expect(refused.json()).toMatchObject({ code: 'rate_limited', status: 429 });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
  // A browser must be able to read it.
  expect(refused.headers['access-control-allow-origin']).toBe('http://app.test');
  expect((await ask(server, '192.0.2.2')).statusCode).toBe(200);
});

test('addresses of one IPv6 network are one stranger', async () => {
  const server = await limited();
  const addresses = ['2001:db8::1', '2001:db8::2', '2001:db8::3'];
  const statuses = [];
  for (const address of addresses) statuses.push((await ask(server, address)).statusCode);
  expect(statuses).toEqual([200, 200, 429]);
  expect((await ask(server, '2001:db8:0:1::1')).statusCode).toBe(200);
});

test('a signed-in person is counted by person, from wherever, and not against their address', async () => {
  const server = await limited();
  await times(3, () => ask(server));
  expect(await times(2, () => askAs(server, 'anna'))).toEqual([200, 200]);
  expect(await times(2, () => askAs(server, 'anna', '192.0.2.9'))).toEqual([200, 429]);
  expect((await askAs(server, 'beka')).statusCode).toBe(200);
});

test('who shows a token that is not valid is a stranger', async () => {
  const server = await limited();
  expect(await times(3, () => askAs(server, ''))).toEqual([401, 401, 429]);
  expect((await ask(server)).statusCode).toBe(429);
});

test('requests that are refused for what they say are counted as well', async () => {
  const server = await limited();
  const authorization = `Bearer ${await tokens.issueAccess('anna')}`;
  const send = () =>
    server.inject({
      method: 'POST',
      url: '/api/own',
      payload: '{broken',
      headers: { authorization, 'content-type': 'application/json' },
    });
  expect(await times(4, send)).toEqual([400, 400, 400, 429]);
});

test('servers with one counter share the rate', async () => {
  const counter = createInMemoryCounter();
  const [one, other] = [await limited(counter), await limited(counter)];
  expect(await times(1, () => ask(one))).toEqual([200]);
  expect(await times(2, () => ask(other))).toEqual([200, 429]);
  expect(await times(1, () => ask(one))).toEqual([429]);
});

test('the next minute begins anew', async () => {
  let now = 0;
  const server = await limited(createInMemoryCounter(() => now));
  expect(await times(3, () => ask(server))).toEqual([200, 200, 429]);
  now = 59_999;
  expect((await ask(server)).statusCode).toBe(429);
  now = 60_000;
  expect((await ask(server)).statusCode).toBe(200);
});

test('what is not an endpoint of the contracts is not counted', async () => {
  const server = await limited();
  const health = () => server.inject({ method: 'GET', url: '/health/live' });
  expect(await times(5, health)).toEqual([200, 200, 200, 200, 200]);
  expect(await times(3, () => ask(server))).toEqual([200, 200, 429]);
  expect((await health()).statusCode).toBe(200);
});
