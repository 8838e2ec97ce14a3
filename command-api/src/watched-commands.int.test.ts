import { temporaryApplication } from '@ticketing/embedded/testing/temporary-application.ts';
import { aggregateMetrics } from '@ticketing/platform/aggregate-metrics.ts';
import { createAggregates } from '@ticketing/platform/aggregates.ts';
import { createLog } from '@ticketing/platform/log.ts';
import { createMetrics } from '@ticketing/platform/metrics.ts';
import { measurePool } from '@ticketing/platform/pool-metrics.ts';
import { traceIdOf } from '@ticketing/platform/tracing/trace-ids.ts';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { buildCommandApi } from './app.ts';
import type { Application } from './application.ts';
import { type Person, signedIn } from './testing/signed-in.ts';

let stores: Awaited<ReturnType<typeof temporaryApplication>>;
let app: Application;
let server: FastifyInstance;
let boss: Person;
let projectId: string;
const lines: string[] = [];
const metrics = createMetrics(true);

beforeAll(async () => {
  stores = await temporaryApplication();
  measurePool(metrics, stores.app.pool, 'test');
  const aggregates = createAggregates(stores.app.eventStore, { metrics: aggregateMetrics(metrics) });
  app = { ...stores.app, aggregates };
  const log = createLog('test', 'debug', { write: (line) => void lines.push(line) });
  server = await buildCommandApi(app, { log, metrics, corsOrigins: [], loginPerMinute: 5 });
  boss = await signedIn(app, server, 'boss', { staff: true, superuser: true });
  const created = await boss.call('POST', '/projects', { key: 'OPS', name: 'Operations' });
  projectId = String(created.body.id);
});
afterAll(async () => {
  await server.close();
  await stores.stop();
});
beforeEach(() => lines.splice(0));

const told = (message: string) => lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === message);
const metric = async (line: string): Promise<number> => {
  const { body } = await server.inject({ url: '/metrics' });
  const found = body.split('\n').find((one) => one.startsWith(`${line} `));
  return found === undefined ? 0 : Number(found.slice(line.length));
};
const open = (title: string, headers: Record<string, string> = {}, more: object = {}) =>
  boss.call('POST', '/tickets', { projectId, title, ...more }, headers);

test('commands are counted by name and outcome, requests by route, appends by category', async () => {
  const done = 'ticketing_commands_total{command="OpenTicket",outcome="done"}';
  const refused = 'ticketing_commands_total{command="OpenTicket",outcome="unknown_user"}';
  const [doneBefore, refusedBefore] = [await metric(done), await metric(refused)];
  expect((await open('One')).status).toBe(201);
  expect((await open('Two', {}, { assigneeIds: [projectId] })).status).toBe(422);
  expect(await metric(done)).toBe(doneBefore + 1);
  expect(await metric(refused)).toBe(refusedBefore + 1);
  const route = 'api="command",method="POST",route="/api/tickets"';
  expect(await metric(`ticketing_http_request_seconds_count{${route},status="201"}`)).toBe(1);
  expect(await metric(`ticketing_http_request_seconds_count{${route},status="422"}`)).toBe(1);
  expect(await metric('ticketing_append_seconds_count{category="ticket"}')).toBe(1);
  expect(await metric('ticketing_aggregate_lookups_total{result="hit"}')).toBeGreaterThan(0);
  expect(await metric('ticketing_aggregate_lookups_total{result="miss"}')).toBeGreaterThan(0);
  expect(await metric('ticketing_database_waiting{pool="test"}')).toBe(0);
  expect(await metric('ticketing_database_connections{pool="test",state="idle"}')).toBeGreaterThan(0);
  expect(await metric('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0);
});

test('an append for which another writer was first is counted', async () => {
  const { body } = await open('Contested');
  // Another process, which this one's memory knows nothing of.
  const elsewhere = { ...app, aggregates: createAggregates(app.eventStore) };
  const rival = await buildCommandApi(elsewhere, {
    log: createLog('test', 'silent'),
    corsOrigins: [],
    loginPerMinute: 5,
  });
  const renamed = await rival.inject({
    method: 'PATCH',
    url: `/api/tickets/${body.id}`,
    headers: { authorization: `Bearer ${await app.tokens.issueAccess(boss.id)}` },
    payload: { title: 'By the rival' },
  });
  expect(renamed.statusCode).toBe(200);
  const conflicts = 'ticketing_append_conflicts_total{category="ticket"}';
  const before = await metric(conflicts);
  expect((await boss.call('PATCH', `/tickets/${body.id}`, { title: 'By us' })).status).toBe(200);
  expect(await metric(conflicts)).toBe(before + 1);
  await rival.close();
});

test('a refused command is logged with its ids, and with nothing of what it said', async () => {
  const headers = { 'x-correlation-id': 'order 7', 'idempotency-key': 'refused-7' };
  await open('A secret of Anna', headers, { assigneeIds: [projectId] });
  expect(told('a command was refused')).toMatchObject([
    {
      level: 30,
      command: 'OpenTicket',
      code: 'unknown_user',
      status: 422,
      route: '/api/tickets',
      correlationId: 'order 7',
      commandId: 'refused-7',
      traceId: traceIdOf('order 7'),
    },
  ]);
  expect(lines.join()).not.toContain('Anna');
  expect(lines.join()).not.toContain('Bearer');
});

test('a command that fails for a reason of ours is logged with its ids', async () => {
  const failing = await buildCommandApi(
    {
      ...app,
      aggregates: {
        ...app.aggregates,
        execute: async () => {
          throw new Error('out of order');
        },
      },
    },
    {
      log: createLog('test', 'info', { write: (line) => void lines.push(line) }),
      corsOrigins: [],
      loginPerMinute: 5,
    },
  );
  const answer = await failing.inject({
    method: 'PATCH',
    url: `/api/projects/${projectId}`,
    headers: {
      authorization: `Bearer ${await app.tokens.issueAccess(boss.id)}`,
      'idempotency-key': 'failing-1',
    },
    payload: { name: 'Never' },
  });
  expect(answer.statusCode).toBe(500);
  expect(answer.headers['x-correlation-id']).toBe('failing-1');
  expect(told('a request failed for a reason of ours')).toMatchObject([
    {
      commandId: 'failing-1',
      correlationId: 'failing-1',
      traceId: traceIdOf('failing-1'),
      err: { message: 'out of order' },
    },
  ]);
  await failing.close();
});
