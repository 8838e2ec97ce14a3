import { temporaryApplication } from '@ticketing/embedded/testing/temporary-application.ts';
import { createFilePasses } from '@ticketing/platform/file-passes.ts';
import { createInMemoryBus } from '@ticketing/platform/in-memory-bus.ts';
import { createLog } from '@ticketing/platform/log.ts';
import { createMetrics } from '@ticketing/platform/metrics.ts';
import { createInMemoryCounter } from '@ticketing/platform/request-counter.ts';
import { buildQueryApi } from '@ticketing/query-api/app.ts';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildCommandApi } from './app.ts';
import { signedIn } from './testing/signed-in.ts';

let stores: Awaited<ReturnType<typeof temporaryApplication>>;
let commandApi: FastifyInstance;
let queryApi: FastifyInstance;

beforeEach(async () => {
  stores = await temporaryApplication();
  const common = {
    log: createLog('test', 'silent'),
    corsOrigins: [],
    rates: { anonymousPerMinute: 3, userPerMinute: 4, counter: createInMemoryCounter() },
  };
  const { app } = stores;
  commandApi = await buildCommandApi(app, { ...common, loginPerMinute: 1 });
  const { pool, tokens } = app;
  queryApi = await buildQueryApi({
    ...common,
    pool,
    tokens,
    passes: createFilePasses('a secret of at least 32 bytes, for tests only'),
    bus: createInMemoryBus(),
    metrics: createMetrics(),
  });
  await queryApi.ready();
});

afterEach(async () => {
  await queryApi?.close();
  await commandApi?.close();
  await stores?.stop();
});

const login = (username: string) =>
  commandApi.inject({ method: 'POST', url: '/api/auth/login', payload: { username, password: 'wrong' } });

test('reads and commands of one person count together, and health and metrics never', async () => {
  const person = await signedIn(stores.app, commandApi, 'lead', { staff: true });
  const authorization = `Bearer ${await stores.app.tokens.issueAccess(person.id)}`;
  const read = () => queryApi.inject({ method: 'GET', url: '/api/me', headers: { authorization } });
  const command = async () => (await person.call('POST', '/projects', { key: 'ops', name: 'Ops' })).status;
  expect(await command()).toBe(201);
  // There are no read models here: what is counted need not succeed.
  expect((await read()).statusCode).toBe(503);
  expect(await command()).toBe(409);
  expect((await read()).statusCode).toBe(503);
  expect(await command()).toBe(429);
  const refused = await read();
  expect([refused.statusCode, refused.json().code]).toEqual([429, 'rate_limited']);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  for (const server of [commandApi, queryApi]) {
    expect((await server.inject({ method: 'GET', url: '/health/live' })).statusCode).toBe(200);
  }
  expect((await queryApi.inject({ method: 'GET', url: '/metrics' })).statusCode).toBe(200);
  expect((await queryApi.inject({ method: 'GET', url: '/docs/json' })).statusCode).toBe(200);
});

test('signing in is limited by name, and by address for whoever tries one name after the other', async () => {
  expect((await login('anna')).statusCode).toBe(401);
  const again = await login(' ANNA ');
  expect([again.statusCode, again.json().code]).toEqual([429, 'rate_limited']);
  expect(Number(again.headers['retry-after'])).toBeGreaterThan(0);
  expect((await login('beka')).statusCode).toBe(401);
  expect((await login('gela')).statusCode).toBe(429);
});
